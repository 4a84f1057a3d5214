import type { Act } from '#base/act.ts'
import { londonDay } from '#base/dates.ts'
import { atomically, guardBroken } from '#base/db/atomically.ts'
import { readNow } from '#base/db/read.ts'
import { logged } from '#base/log/store.ts'
import { ok, type Result, refuse } from '#base/result.ts'
import { endProviderLink, insertProviderLink, isLinked, selectProviderMatches } from './provider-store.ts'

/** Links a listed setting to an organisation with its name and postcode, also for later lists. */
export const linkProvider = async (act: Act, ask: { providerId: string; schoolId: string }): Promise<Result<undefined, 'no_match'>> => {
  const matches = await readNow(act.db, selectProviderMatches(act.db, londonDay(act.now)))
  const match = matches.find(({ providerId, school }) => providerId === ask.providerId && school.id === ask.schoolId)
  if (!match) return refuse('no_match')
  const { id, statement } = insertProviderLink(act, match)
  const result = await atomically(
    act.db,
    [
      statement,
      logged(act, { act: 'early_years_setting.linked', subject: ['provider_link', id], schoolId: ask.schoolId, after: { linkId: id } }),
    ],
    { 'ProviderSchool.reference': 'no_match', 'ProviderSchool.schoolId': 'no_match' } as const,
  )
  return result.ok ? ok(undefined) : result
}

/** Removes the link. */
export const unlinkProvider = async (act: Act, linkId: string): Promise<Result<undefined, 'no_match'>> => {
  const result = await atomically(
    act.db,
    [
      isLinked(act.db, linkId),
      endProviderLink(act, linkId),
      logged(act, { act: 'early_years_setting.unlinked', subject: ['provider_link', linkId], before: { linkId } }),
    ],
    { [guardBroken]: 'no_match' } as const,
  )
  return result.ok ? ok(undefined) : result
}
