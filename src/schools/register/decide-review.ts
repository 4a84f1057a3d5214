// A person answers with a reason what the register leaves open; the answer can be undone.
import type { Act } from '#base/act.ts'
import { type Day, londonDay } from '#base/dates.ts'
import { atomically, guardBroken } from '#base/db/atomically.ts'
import { readNow } from '#base/db/read.ts'
import { sha256 } from '#base/id.ts'
import { ok, type Result, refuse } from '#base/result.ts'
import { answersTo, type Decision, joinOf, type Side } from './review.ts'
import { joining, leaving, moving, schoolsOfRoot, selectReview, takingBack } from './review-store.ts'

export type DecideRefusal = 'not_found' | 'not_an_answer' | 'already_decided' | 'school_not_held' | 'already_one_school' | 'changed'

/** Of what a question's page said of both schools; its form returns it. */
export const sidesHash = (sides: readonly Side[]): Promise<string> => sha256(JSON.stringify(sides.map(({ counts }) => counts)))

export const decideReview = async (
  act: Act,
  ask: { id: string; decision: Decision; reason: string; from?: Day | undefined; seen?: string | undefined },
): Promise<Result<undefined, DecideRefusal>> => {
  const asked = await readNow(act.db, selectReview(act.db, ask.id))
  if (!asked || asked.review.decision === 'withdrawn') return refuse('not_found')
  const { review, sides } = asked
  if (review.decision !== null) return refuse('already_decided')
  if (!answersTo[review.kind].includes(ask.decision)) return refuse('not_an_answer')
  const [side, other] = [sides.find((s) => s.urn === review.urn), sides.find((s) => s.urn === review.otherUrn)]
  if (!side) return refuse('school_not_held')
  let statements: SqlStatement[]
  if (ask.decision === 'same_school') {
    if (!other) return refuse('school_not_held')
    if (side.rootId === other.rootId) return refuse('already_one_school')
    if (ask.seen !== undefined && ask.seen !== (await sidesHash(sides))) return refuse('changed')
    const { younger, older } = joinOf(side, other)
    const members = await schoolsOfRoot(act.db, younger.rootId)
    statements = joining(act, review, ask.reason, { younger: younger.rootId, older: older.rootId, from: side, to: other, members })
  } else if (ask.decision === 'moved_away') {
    statements = moving(act, review, ask.reason, side, ask.from ?? review.detail.asAt ?? londonDay(act.now))
  } else statements = leaving(act, review, ask.decision, ask.reason, side.rootId)
  const result = await atomically(act.db, statements, { [guardBroken]: 'already_decided' as const })
  return result.ok ? ok(undefined) : result
}

export type TakeBackRefusal = 'not_found' | 'built_upon'

export const takeBackDecision = async (act: Act, id: string): Promise<Result<undefined, TakeBackRefusal>> => {
  const subject = await readNow(act.db, selectReview(act.db, id))
  if (!subject || subject.review.decision === null || subject.review.decision === 'withdrawn' || subject.review.undoneAt)
    return refuse('not_found')
  const result = await atomically(act.db, takingBack(act, subject.review), { [guardBroken]: 'built_upon' as const })
  return result.ok ? ok(undefined) : result
}
