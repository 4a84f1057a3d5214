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
 * Places a hold: a trigger refuses to destroy a class, or data of a person or event, until it is
 * ended, such as for an inquiry (Inquiries Act 2005). Organisers.
 * @param ask.value a class, an event's code, or a person's address or id
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
  const result = await atomically(
    act.db,
    [
      stillHolds(act, ['administrator', 'organiser']),
      insertHold(act, { ...ask, id, value }),
      logged(act, { act: 'hold.placed', subject: ['hold', id], after: { scope: ask.scope, value, reviewOn: ask.reviewOn } }),
    ],
    { 'LegalHold.scope, LegalHold.value': 'already_held', [guardBroken]: 'changed' } as const,
  )
  return result.ok ? ok({ id }) : result
}

/** Held data is destroyed when next due or asked for. Administrators. */
export const endHold = async (act: Act, id: string, why: string): Promise<Result<{ id: string }, 'changed'>> => {
  const result = await atomically(
    act.db,
    [stillHolds(act, ['administrator']), ...endHoldRow(act, id, why), logged(act, { act: 'hold.ended', subject: ['hold', id] })],
    { [guardBroken]: 'changed' } as const,
  )
  return result.ok ? ok({ id }) : result
}

/** Records that a hold was reviewed and continues until the next review. Organisers. */
export const reviewHold = async (act: Act, id: string, reviewOn: Day): Promise<Result<{ id: string }, 'changed'>> => {
  const result = await atomically(
    act.db,
    [
      stillHolds(act, ['administrator', 'organiser']),
      ...reviewHoldRow(act, id, reviewOn),
      logged(act, { act: 'hold.reviewed', subject: ['hold', id], after: { reviewOn } }),
    ],
    { [guardBroken]: 'changed' } as const,
  )
  return result.ok ? ok({ id }) : result
}
