import type { Act } from '#base/act.ts'
import { atomically, guardBroken } from '#base/db/atomically.ts'
import { storedAs } from '#base/db/stored-row.ts'
import { logged } from '#base/log/store.ts'
import { ok, type Result, refuse } from '#base/result.ts'
import { insertTerms, setRetired } from './store.ts'
import type { Terms, TermsFacts } from './terms.ts'

const changed = 'changed_meanwhile' as const

/**
 * Saves new terms or a new version; events and bookings keep the version they have.
 * 'changed_meanwhile': `ask.previous` is no longer the newest version, or is retired;
 * 'saved_otherwise': the same form has made terms that say something else.
 */
export const saveTerms = async (
  act: Act,
  ask: { id: string; facts: TermsFacts; previous?: Pick<Terms, 'key' | 'version'> | undefined },
): Promise<Result<{ key: string }, typeof changed | 'saved_otherwise'>> => {
  const key = ask.previous?.key ?? ask.id
  const version = (ask.previous?.version ?? 0) + 1
  const { notes, ...facts } = ask.facts
  const result = await atomically(
    act.db,
    [
      ...insertTerms(act, { ...ask.facts, id: ask.id, key, version }),
      logged(act, {
        act: version === 1 ? 'terms.created' : 'terms.changed',
        subject: ['terms', ask.id],
        after: { ...facts, key, version },
      }),
    ],
    { [guardBroken]: changed, 'CancellationTerms.id': changed, 'CancellationTerms.termsKey': changed },
  )
  if (result.ok) return ok({ key })
  const stored = await storedAs(act.db, 'CancellationTerms', ask.id, {
    ...ask.facts,
    termTimeOnly: ask.facts.termTimeOnly ? 1 : 0,
    vatCodeId: ask.facts.vatCodeId ?? null,
  })
  if (stored === undefined) return result
  return stored === 'same' ? ok({ key }) : refuse('saved_otherwise')
}

/** No event can choose retired terms; events and bookings that have them keep them. */
export const retireTerms = async (act: Act, terms: Terms): Promise<Result<true, typeof changed>> => {
  const result = await atomically(
    act.db,
    [...setRetired(act, terms), logged(act, { act: 'terms.retired', subject: ['terms', terms.id], after: { key: terms.key } })],
    { [guardBroken]: changed, terms_stand: changed },
  )
  return result.ok ? ok(true) : result
}
