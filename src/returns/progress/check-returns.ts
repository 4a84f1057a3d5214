import type { Act } from '#base/act.ts'
import type { Day } from '#base/dates.ts'
import { atomically } from '#base/db/atomically.ts'
import { readNow } from '#base/db/read.ts'
import { newId } from '#base/id.ts'
import { logged } from '#base/log/store.ts'
import { ok, type Result, refuse } from '#base/result.ts'
import type { CheckRefusal, SettleRefusal, VisitRefusal } from './answer.ts'
import { insertChecked, insertSample, noteVisit, selectToDraw, settleShown } from './answer-store.ts'

export const settleDispute = async (act: Act, roundId: string, id: string, settled: string): Promise<Result<undefined, SettleRefusal>> => {
  const result = await atomically(
    act.db,
    [
      settleShown(act, roundId, id, settled),
      logged(act, { act: 'return.dispute_settled', subject: ['return_round', roundId], after: { id } }),
    ],
    { dispute_is_settled: 'dispute_is_settled' } as const,
  )
  return result.ok ? ok(undefined) : result
}

/** At random; the sample is stored. */
export const drawSample = async (act: Act, roundId: string, size: number): Promise<Result<number, 'nothing_to_draw'>> => {
  const ids = (await readNow(act.db, selectToDraw(act.db, roundId))).map(({ id }) => id)
  if (ids.length === 0) return refuse('nothing_to_draw')
  const returns = ids.slice(0, size).map((returnId) => ({ id: newId(act.now), returnId }))
  const result = await atomically(
    act.db,
    [
      ...insertSample(act, { id: newId(act.now), roundId, among: ids.length, returns }),
      logged(act, { act: 'return_round.sampled', subject: ['return_round', roundId], after: { size: returns.length, among: ids.length } }),
    ],
    // Another officer drew one at the same moment.
    { 'ReturnModeration.returnId': 'nothing_to_draw' } as const,
  )
  return result.ok ? ok(returns.length) : result
}

export const visitSchool = async (
  act: Act,
  roundId: string,
  id: string,
  { visitedOn, note }: { visitedOn: Day; note: string },
): Promise<Result<undefined, VisitRefusal>> => {
  const result = await atomically(
    act.db,
    [
      noteVisit(act, id, visitedOn, note),
      logged(act, { act: 'return.visited', subject: ['return_round', roundId], after: { id, visitedOn } }),
    ],
    { visit_is_noted: 'visit_is_noted' } as const,
  )
  return result.ok ? ok(undefined) : result
}

/** An officer's grades; the school's own stay. */
export const checkGrades = async (
  act: Act,
  roundId: string,
  id: string,
  grades: readonly { entryId: string; grade: string; note: string }[],
): Promise<Result<undefined, CheckRefusal>> => {
  const result = await atomically(
    act.db,
    [
      insertChecked(
        act,
        id,
        grades.map((grade) => ({ ...grade, id: newId(act.now) })),
      ),
      logged(act, { act: 'return.checked', subject: ['return_round', roundId], after: { id, grades: grades.length } }),
    ],
    { school_not_visited: 'school_not_visited' } as const,
  )
  return result.ok ? ok(undefined) : result
}
