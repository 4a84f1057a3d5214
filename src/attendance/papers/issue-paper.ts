import type { Act } from '#base/act.ts'
import { atomically } from '#base/db/atomically.ts'
import { newId } from '#base/id.ts'
import { logged } from '#base/log/store.ts'
import { ok, type Result, refuse } from '#base/result.ts'
import { mostNamed, type PaperGround, type PaperKind, paperOf } from './paper.ts'
import { insertPackWords, insertPaper, paperNumber } from './paper-store.ts'

export type NotIssued = 'line_not_shown' | 'time_to_reply_runs' | 'reply_not_decided' | 'too_long'

export type PackWords = { exemption: string; interest: string }

/**
 * Issues a paper as it is now; the same form issues once. The database refuses one that
 * names a school too early.
 */
export const issuePaper = async (
  act: Act,
  ground: PaperGround,
  paper: { id: string; requirementId: string; kind: PaperKind; ask: string; words: PackWords | undefined },
): Promise<Result<number, NotIssued>> => {
  if (paper.kind !== 'unnamed' && ground.lines.filter((line) => line.named).length > mostNamed) return refuse('too_long')
  const document = paperOf(ground, paper.kind, paper.ask)
  const done = await atomically(
    act.db,
    [
      insertPaper(act, { ...paper, reportId: ground.report.id, document }),
      ...(paper.words ? [insertPackWords(act, { ...paper.words, id: newId(act.now), paperId: paper.id })] : []),
      logged(act, { act: 'paper.issued', subject: ['paper', paper.id], after: { report: ground.report.number, kind: paper.kind } }),
    ],
    {
      ...{ line_not_shown: 'line_not_shown', time_to_reply_runs: 'time_to_reply_runs', reply_not_decided: 'reply_not_decided' },
      'Paper.id': 'issued_already',
    } as const,
  )
  if (!done.ok && done.reason !== 'issued_already') return refuse(done.reason)
  return ok(await paperNumber(act.db, paper.id))
}

/** Says anew why a pack is private; what was said before is kept. */
export const changePackWords = async (act: Act, paperId: string, words: PackWords): Promise<void> => {
  await atomically(act.db, [
    insertPackWords(act, { ...words, id: newId(act.now), paperId }),
    logged(act, { act: 'paper.words_changed', subject: ['paper', paperId] }),
  ])
}
