import type { Act } from '#base/act.ts'
import { atomically, guardBroken } from '#base/db/atomically.ts'
import { logged } from '#base/log/store.ts'
import { ok, type Result, refuse } from '#base/result.ts'
import type { EndRefusal, RaiseRefusal } from './dispute.ts'
import { endDispute, insertDispute, mayDispute, readDispute } from './dispute-store.ts'

export const raiseDispute = async (
  act: Act,
  asked: { id: string; lineNumber: number; words: string },
): Promise<Result<null, RaiseRefusal>> => {
  const words = asked.words.trim()
  if (!words) return refuse('words_missing')
  const result = await atomically<RaiseRefusal>(
    act.db,
    [
      mayDispute(act, asked.lineNumber),
      insertDispute(act, { ...asked, words }),
      logged(act, { act: 'dispute.raised', subject: ['dispute', asked.id], after: { line: asked.lineNumber } }),
    ],
    { [guardBroken]: 'no_such_line', 'LineDispute.lineNumber': 'already_disputed', 'LineDispute.id': 'already_disputed' },
  )
  return result.ok ? ok(null) : result
}

export const withdrawDispute = async (act: Act, id: string): Promise<Result<null, EndRefusal>> => {
  const dispute = await readDispute(act.db, id)
  if (!dispute || !act.actor.schoolIds.includes(dispute.schoolRootId)) return refuse('no_such_dispute')
  const result = await atomically<EndRefusal>(
    act.db,
    [endDispute(act, id, 'withdrawn', ''), logged(act, { act: 'dispute.withdrawn', subject: ['dispute', id] })],
    { line_dispute_is_settled: 'already_settled' },
  )
  return result.ok ? ok(null) : result
}
