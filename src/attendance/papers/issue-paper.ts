import type { Act } from '#base/act.ts'
import { atomically, guardBroken } from '#base/db/atomically.ts'
import { storedAs } from '#base/db/stored-row.ts'
import { newId, sha256 } from '#base/id.ts'
import { logged } from '#base/log/store.ts'
import { ok, type Result, refuse } from '#base/result.ts'
import { type Decision, decideStaffProposal, proposeToStaff } from '#people/proposals/decide-proposal.ts'
import type { ProposalRefusal, StaffProposal } from '#people/proposals/proposal.ts'
import { finishProposal } from '#people/proposals/store.ts'
import { mostNamed, type PackWords, type PaperAsked, type PaperKind, paperOf } from './paper.ts'
import { type Ground, insertPackWords, insertPaper, isAsAnswered, paperNumber, readGround } from './paper-store.ts'
import { reachedIds } from './reply.ts'

export type NotIssued =
  | 'line_not_shown'
  | 'time_to_reply_runs'
  | 'reply_not_decided'
  | 'names_unreached'
  | 'paper_needs_a_second'
  | 'answers_changed'
  | 'paper_has_changed'
  | 'saved_otherwise'
  | 'too_long'

const refusals: Record<string, NotIssued> = {
  ...{ line_not_shown: 'line_not_shown', time_to_reply_runs: 'time_to_reply_runs', reply_not_decided: 'reply_not_decided' },
  ...{ names_unreached: 'names_unreached', paper_needs_a_second: 'paper_needs_a_second' },
}

/** The content is one value of the database, which holds two megabytes. */
const mostBytes = 1_900_000

type Paper = { id: string; kind: PaperKind; ask: string; words: PackWords | undefined }

/** @returns undefined: it names too many schools or is too long */
const contentOf = (ground: Ground, { kind, ask }: Pick<Paper, 'kind' | 'ask'>): string | undefined => {
  const reached = reachedIds(ground.replies)
  if (kind !== 'unnamed' && ground.lines.filter(({ named, school }) => named && reached.has(school.schoolId)).length > mostNamed)
    return undefined
  const content = JSON.stringify(paperOf(ground, kind, ask))
  return new TextEncoder().encode(content).length > mostBytes ? undefined : content
}

const issuing = (
  act: Act,
  { report, requirementId, answers }: Ground,
  { words, ...paper }: Paper,
  content: string,
): D1PreparedStatement[] => [
  isAsAnswered(act.db, report.id, answers),
  insertPaper(act, { ...paper, reportId: report.id, requirementId, content }),
  // Under the id of the paper, so that the same form can be told from another.
  ...(words ? [insertPackWords(act, { ...words, id: paper.id, paperId: paper.id })] : []),
  logged(act, { act: 'paper.issued', subject: ['paper', paper.id], after: { report: report.number, kind: paper.kind } }),
]

/**
 * Issues a paper as it is now, or proposes it where settings ask for a second person; the same form
 * does it once. 'answers_changed': somebody answered or decided since `ground` was read;
 * 'saved_otherwise': the same form has issued a paper that says something else.
 */
export const issuePaper = async (
  act: Act,
  ground: Ground,
  paper: Paper,
): Promise<Result<{ issued: number } | { proposed: string }, NotIssued | ProposalRefusal>> => {
  const { report, requirementId } = ground
  const { id, kind, ask, words } = paper
  const content = contentOf(ground, paper)
  if (content === undefined) return refuse('too_long')
  const done = await atomically<NotIssued>(act.db, issuing(act, ground, paper, content), {
    ...{ ...refusals, [guardBroken]: 'answers_changed', 'Paper.id': 'saved_otherwise' },
  })
  if (done.ok) return ok({ issued: await paperNumber(act.db, id) })
  if (done.reason === 'paper_needs_a_second') {
    const asked: PaperAsked = { title: ground.about, report: report.number, requirementId, kind, words }
    const proposed = await proposeToStaff(act, {
      id,
      kind: 'paper',
      subjectId: `${report.id} ${requirementId} ${kind}`,
      asked,
      reason: ask,
    })
    return proposed.ok ? ok({ proposed: id }) : proposed
  }
  const stored = await storedAs(act.db, 'Paper', id, { reportId: report.id, requirementId, kind, content })
  if (stored === undefined) return refuse(done.reason)
  const isSame = stored === 'same' && (!words || (await storedAs(act.db, 'PackWord', id, { ...words, paperId: id })) === 'same')
  return isSame ? ok({ issued: await paperNumber(act.db, id) }) : refuse('saved_otherwise')
}

/** What was proposed as it would be issued now, and a digest by which what was seen can be told. */
export const readProposedPaper = async (act: Act, { asked, reason }: StaffProposal<PaperAsked>, council: { name: string }) => {
  const ground = await readGround(act, asked.report, asked.requirementId, council)
  const content = ground && contentOf(ground, { kind: asked.kind, ask: reason })
  return ground && content !== undefined ? { ground, content, digest: await sha256(content) } : undefined
}

/**
 * A second person decides whether a paper is issued: as it is now, and as they were shown it.
 * @param asked.seen the digest of what they were shown
 */
export const decidePaper = (
  act: Act,
  asked: Decision & { seen: string },
  council: { name: string },
): Promise<Result<StaffProposal<PaperAsked>, NotIssued | ProposalRefusal>> =>
  decideStaffProposal<PaperAsked, NotIssued>(act, asked, {
    statements: async (proposal) => {
      const found = await readProposedPaper(act, proposal, council)
      if (!found) return 'too_long'
      if (found.digest !== asked.seen) return 'paper_has_changed'
      const { kind, words } = proposal.asked
      const paper = { id: proposal.id, kind, ask: proposal.reason, words }
      return [...issuing(act, found.ground, paper, found.content), finishProposal(act, proposal.id)]
    },
    refusals: { ...refusals, [guardBroken]: 'paper_has_changed', 'Paper.id': 'saved_otherwise' },
  })

/** Says anew why a pack is private; what was said before is kept. */
export const changePackWords = async (act: Act, paperId: string, words: PackWords): Promise<void> => {
  await atomically(act.db, [
    insertPackWords(act, { ...words, id: newId(act.now), paperId }),
    logged(act, { act: 'paper.words_changed', subject: ['paper', paperId] }),
  ])
}
