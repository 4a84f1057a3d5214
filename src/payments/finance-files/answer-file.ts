import type { Act } from '#base/act.ts'
import { atomically, guardBroken } from '#base/db/atomically.ts'
import { readTogether } from '#base/db/read.ts'
import { logged } from '#base/log/store.ts'
import { ok, type Result, refuse } from '#base/result.ts'
import { stillHolds } from '#people/accounts/role-store.ts'
import { insertAnswer, selectWaitsForSecondPerson } from './answer-store.ts'
import type { AnswerRefusal, BatchKind, FinanceFileAnswer } from './batch.ts'
import { selectBatch } from './store.ts'

/**
 * Records, once and finally, that the finance system accepted or rejected a file. Lines of a
 * rejected file go into the next one; a journal's are owed again until then, and requests are void.
 * @param ask.reason what the finance system said of a rejected file, at most 300 characters
 */
export const answerFile = async (
  act: Act,
  ask: { kind: BatchKind; number: number; answer: FinanceFileAnswer; reason: string },
): Promise<Result<undefined, AnswerRefusal>> => {
  const { batch, waits } = await readTogether(act.db, {
    batch: selectBatch(act.db, ask.kind, ask.number),
    waits: selectWaitsForSecondPerson(act.db, ask.kind, ask.number),
  })
  if (!batch) return refuse('no_such_file')
  if (ask.answer === 'rejected' && batch.answer === null && waits) return refuse('payment_waits')
  const result = await atomically<AnswerRefusal>(
    act.db,
    [
      stillHolds(act, ['finance', 'administrator']),
      ...insertAnswer(act, batch.id, ask.answer, ask.reason),
      logged(act, {
        act: `${ask.kind === 'journal' ? 'journal' : 'invoice_requests'}.${ask.answer}`,
        subject: ['export_batch', batch.id],
        after: { lines: batch.lines },
      }),
    ],
    { request_was_paid: 'request_paid', 'FinanceFileAnswer.batchId': 'already_answered', [guardBroken]: 'no_such_file' },
  )
  return result.ok ? ok(undefined) : result
}
