import type { Act } from '#base/act.ts'
import { atomically, guardBroken } from '#base/db/atomically.ts'
import { newId, newToken } from '#base/id.ts'
import { spending } from '#base/limits/spend-budget.ts'
import { limitReached } from '#base/limits/store.ts'
import { logged } from '#base/log/store.ts'
import { ok, type Result, refuse } from '#base/result.ts'
import { hashesOf } from '#calendars/invites/invite-places.ts'
import { insertPlaceLinks } from '#calendars/invites/store.ts'
import { stillOnPlace } from './store.ts'

/** How often somebody may open their places in an hour: each time makes a link. */
export const mostOpened = 60

export type OpenRefusal = 'no_such_place' | 'too_often'

/** A link like the one in their invitation, so that the page is the same. @returns its token */
export const openPlace = async (act: Act, placeId: string): Promise<Result<string, OpenRefusal>> => {
  const { personId, accountId, shared } = act.actor
  // At a shared address anybody could be asking.
  if (!personId || shared) return refuse('no_such_place')
  const token = newToken()
  const result = await atomically<OpenRefusal>(
    act.db,
    [
      stillOnPlace(act.db, placeId, personId),
      insertPlaceLinks(act, [{ id: newId(act.now), placeId, personId, ...(await hashesOf(token)) }]),
      logged(act, { act: 'place.opened', subject: ['place', placeId], after: { personId } }),
      ...spending(act, [{ key: `open:account:${accountId}`, minutes: 60, most: mostOpened }]),
    ],
    { [guardBroken]: 'no_such_place', [limitReached]: 'too_often' },
  )
  return result.ok ? ok(token) : result
}
