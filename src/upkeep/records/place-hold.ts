import type { Act } from '#base/act.ts'
import type { Day } from '#base/dates.ts'
import { atomically, guardBroken } from '#base/db/atomically.ts'
import { newId } from '#base/id.ts'
import { logged } from '#base/log/store.ts'
import { ok, type Result, refuse } from '#base/result.ts'
import { stillHolds } from '#people/accounts/role-store.ts'
import { endHoldRow, findHeld, insertHold, reviewHoldRow } from './hold-store.ts'
import { type HoldRow, isRunClass } from './record.ts'

export type HoldReason = 'nothing_there' | 'several_people' | 'already_held' | 'changed'

/**
 * Keeps records from being destroyed until somebody ends it, whatever else is due or asked: a class, all of one person, or all of one event, such
 * as for an inquiry under the Inquiries Act 2005. From that moment a trigger refuses to destroy them. Organisers.
 *
 * @param ask.value a class, the code of an event, or a person's address or id
 */
export const placeHold = async (
  act: Act,
  ask: { scope: HoldRow['scope']; value: string; reason: string; reviewOn: Day },
): Promise<Result<{ id: string }, HoldReason>> => {
  const [value, another] =
    ask.scope === 'class' ? [ask.value].filter((one) => isRunClass(one)) : await findHeld(act.db, ask.scope, ask.value)
  if (!value) return refuse('nothing_there')
  if (another) return refuse('several_people')
  const id = newId(act.now)
  const written = await atomically(
    act.db,
    [
      stillHolds(act, ['administrator', 'organiser']),
      insertHold(act, { ...ask, id, value }),
      logged(act, { act: 'hold.placed', subject: ['hold', id], after: { scope: ask.scope, value, reviewOn: ask.reviewOn } }),
    ],
    { 'LegalHold.scope, LegalHold.value': 'already_held', [guardBroken]: 'changed' } as const,
  )
  return written.ok ? ok({ id }) : written
}

/** Ends a hold, for a reason: what it kept is destroyed when it is next due or asked. Administrators. */
export const endHold = async (act: Act, id: string, why: string): Promise<Result<{ id: string }, 'changed'>> => {
  const written = await atomically(
    act.db,
    [stillHolds(act, ['administrator']), ...endHoldRow(act, id, why), logged(act, { act: 'hold.ended', subject: ['hold', id] })],
    { [guardBroken]: 'changed' } as const,
  )
  return written.ok ? ok({ id }) : written
}

/** Says that a hold was looked at again and goes on, until the next day of review. Organisers. */
export const reviewHold = async (act: Act, id: string, reviewOn: Day): Promise<Result<{ id: string }, 'changed'>> => {
  const written = await atomically(
    act.db,
    [
      stillHolds(act, ['administrator', 'organiser']),
      ...reviewHoldRow(act, id, reviewOn),
      logged(act, { act: 'hold.reviewed', subject: ['hold', id], after: { reviewOn } }),
    ],
    { [guardBroken]: 'changed' } as const,
  )
  return written.ok ? ok({ id }) : written
}
