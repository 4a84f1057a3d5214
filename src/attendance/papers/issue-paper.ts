import type { Act } from '#base/act.ts'
import { atomically, guardBroken } from '#base/db/atomically.ts'
import { storedAs } from '#base/db/stored-row.ts'
import { newId } from '#base/id.ts'
import { logged } from '#base/log/store.ts'
import { ok, type Result, refuse } from '#base/result.ts'
import { mostNamed, type PaperKind, paperOf } from './paper.ts'
import { type Ground, insertPackWords, insertPaper, isAsAnswered, paperNumber } from './paper-store.ts'

export type NotIssued =
  | 'line_not_shown'
  | 'time_to_reply_runs'
  | 'reply_not_decided'
  | 'paper_tells_of_few'
  | 'answers_changed'
  | 'saved_otherwise'
  | 'too_long'

/** The content is one value of the database, which holds two megabytes. */
const mostBytes = 1_900_000

export type PackWords = { exemption: string; interest: string }

/**
 * Issues a paper as it is now; the same form issues once. The database refuses one that names a
 * school too early. 'answers_changed': somebody answered or decided since `ground` was read;
 * 'saved_otherwise': the same form has issued a paper that says something else.
 */
export const issuePaper = async (
  act: Act,
  ground: Ground,
  paper: { id: string; kind: PaperKind; ask: string; words: PackWords | undefined },
): Promise<Result<number, NotIssued>> => {
  if (paper.kind !== 'unnamed' && ground.lines.filter((line) => line.named).length > mostNamed) return refuse('too_long')
  const { report, requirementId, answers } = ground
  const document = paperOf(ground, paper.kind, paper.ask)
  const content = JSON.stringify(document)
  if (new TextEncoder().encode(content).length > mostBytes) return refuse('too_long')
  const words = paper.words && { ...paper.words, paperId: paper.id }
  const done = await atomically(
    act.db,
    [
      isAsAnswered(act.db, report.id, answers),
      insertPaper(act, { ...paper, reportId: report.id, requirementId, content }),
      // Under the id of the paper, so that the same form can be told from another.
      ...(words ? [insertPackWords(act, { ...words, id: paper.id })] : []),
      logged(act, { act: 'paper.issued', subject: ['paper', paper.id], after: { report: report.number, kind: paper.kind } }),
    ],
    {
      ...{ line_not_shown: 'line_not_shown', time_to_reply_runs: 'time_to_reply_runs', reply_not_decided: 'reply_not_decided' },
      ...{ [guardBroken]: 'answers_changed', 'Paper.id': 'saved_otherwise', paper_tells_of_few: 'paper_tells_of_few' },
    } as const,
  )
  if (done.ok) return ok(await paperNumber(act.db, paper.id))
  const stored = await storedAs(act.db, 'Paper', paper.id, { reportId: report.id, requirementId, kind: paper.kind, content })
  if (stored === undefined) return refuse(done.reason)
  const isSame = stored === 'same' && (!words || (await storedAs(act.db, 'PackWord', paper.id, words)) === 'same')
  return isSame ? ok(await paperNumber(act.db, paper.id)) : refuse('saved_otherwise')
}

/** Says anew why a pack is private; what was said before is kept. */
export const changePackWords = async (act: Act, paperId: string, words: PackWords): Promise<void> => {
  await atomically(act.db, [
    insertPackWords(act, { ...words, id: newId(act.now), paperId }),
    logged(act, { act: 'paper.words_changed', subject: ['paper', paperId] }),
  ])
}
