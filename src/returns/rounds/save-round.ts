import type { Act } from '#base/act.ts'
import { instant } from '#base/dates.ts'
import { atomically, foreignKeyBroken, guardBroken } from '#base/db/atomically.ts'
import { readNow } from '#base/db/read.ts'
import { logged } from '#base/log/store.ts'
import { ok, type Result, refuse } from '#base/result.ts'
import { isStored } from '#returns/forms/return-form.ts'
import type { CloseRefusal, OpenRefusal, Round, RoundAudience, RoundFacts, SaveRoundRefusal } from './round.ts'
import {
  closeRound as closedRound,
  insertReturns,
  newReturns,
  openRound as openedRound,
  putRound,
  selectRound,
  selectToAsk,
} from './store.ts'

const sorted = ({ sectors, kinds }: RoundAudience) => ({ sectors: sectors.toSorted(), kinds: kinds.toSorted() })

/** A draft of a round; saved as it is already, nothing is written. */
export const saveRound = async (
  act: Act,
  id: string,
  { round, audience }: { round: RoundFacts; audience: RoundAudience },
): Promise<Result<undefined, SaveRoundRefusal>> => {
  const stored = await readNow(act.db, selectRound(act.db, id))
  if (stored?.openedAt === null && isStored(stored, round) && isStored(sorted(stored.audience), sorted(audience))) return ok(undefined)
  const result = await atomically(
    act.db,
    [...putRound(act, id, round, audience), logged(act, { act: 'return_round.saved', subject: ['return_round', id] })],
    { round_is_open: 'round_is_open', audience_is_asked: 'round_is_open', [foreignKeyBroken]: 'no_such_form' } as const,
  )
  return result.ok ? ok(undefined) : result
}

/**
 * Asks every school of the audience; a job sends messages. @param why texts are not checked yet
 * @returns how many are asked
 */
export const openRound = async (act: Act, round: Round, why = ''): Promise<Result<number, OpenRefusal>> => {
  if (round.openedAt !== null) return refuse('already_open')
  if (round.deadlineAt <= instant(act.now)) return refuse('deadline_past')
  const schools = await readNow(act.db, selectToAsk(act.db, act.laCodes, round.id))
  if (schools.length === 0) return refuse('no_schools')
  const result = await atomically(
    act.db,
    [
      ...openedRound(act, round.id, why),
      insertReturns(act, round.id, 'opened', newReturns(act.now, schools)),
      logged(act, { act: 'return_round.opened', subject: ['return_round', round.id], after: { schools: schools.length } }),
    ],
    { form_not_published: 'form_not_published', texts_not_checked: 'texts_not_checked', [guardBroken]: 'already_open' } as const,
  )
  return result.ok ? ok(schools.length) : result
}

export const closeRound = async (act: Act, round: Round): Promise<Result<undefined, CloseRefusal>> => {
  // The last count is at the final date, and would never be made.
  if (round.finalAt >= instant(act.now)) return refuse('not_over')
  const result = await atomically(
    act.db,
    [...closedRound(act, round.id), logged(act, { act: 'return_round.closed', subject: ['return_round', round.id] })],
    { [guardBroken]: 'already_closed', school_has_longer: 'school_has_longer' } as const,
  )
  return result.ok ? ok(undefined) : result
}
