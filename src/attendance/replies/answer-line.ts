import type { Act } from '#base/act.ts'
import { atomically, guardBroken } from '#base/db/atomically.ts'
import { newId } from '#base/id.ts'
import { logged } from '#base/log/store.ts'
import { ok, type Result } from '#base/result.ts'
import type { ReplyAnswer, ReplyDecision } from './reply.ts'
import { insertDecision, insertReply, isAnswerOf } from './reply-store.ts'

/**
 * What a school says to its line, or to those of all that became it since. A later answer takes
 * the place of this one until the days are over.
 */
export const answerLine = async (
  act: Act,
  said: { reportId: string; schoolId: string | readonly string[]; answer: ReplyAnswer; words: string },
): Promise<Result<void, 'reply_time_is_over'>> => {
  const result = await atomically(
    act.db,
    [said.schoolId]
      .flat()
      .flatMap((schoolId) => [
        insertReply(act, { ...said, schoolId, id: newId(act.now) }),
        logged(act, { act: 'report.answered', subject: ['report', said.reportId], schoolId, after: { answer: said.answer } }),
      ]),
    { reply_time_is_over: 'reply_time_is_over' } as const,
  )
  return result.ok ? ok(undefined) : result
}

/**
 * What an officer decides on an answer; the answer that it was decided on must still be
 * the last.
 */
export const decideReply = async (
  act: Act,
  decided: { reportId: string; schoolId: string; replyId: string; decision: ReplyDecision; reason: string },
): Promise<Result<void, 'reply_has_changed'>> => {
  const result = await atomically(
    act.db,
    [
      isAnswerOf(act.db, decided),
      insertDecision(act, { ...decided, id: newId(act.now) }),
      logged(act, {
        act: 'report.decided',
        subject: ['report', decided.reportId] as const,
        schoolId: decided.schoolId,
        after: { replyId: decided.replyId, decision: decided.decision },
      }),
    ],
    { reply_has_changed: 'reply_has_changed', [guardBroken]: 'reply_has_changed' } as const,
  )
  return result.ok ? ok(undefined) : result
}
