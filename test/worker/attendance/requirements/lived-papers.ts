// A report of requirements in a lived year: its lines are shown to schools, who answer, and a paper names those that are behind.
import { answerLine, decideReply } from '#attendance/papers/answer-line.ts'
import { issuePaper } from '#attendance/papers/issue-paper.ts'
import { readGround } from '#attendance/papers/paper-store.ts'
import { selectNamed } from '#attendance/papers/reply-store.ts'
import { countReplyDays, showReport } from '#attendance/papers/show-lines.ts'
import { londonDay } from '#base/dates.ts'
import { readNow } from '#base/db/read.ts'
import { newId } from '#base/id.ts'
import { recordTold } from '#people/notices/record-told.ts'
import { db, rows } from '#test/support/factories.ts'
import { papersByOne } from '../coverage/world.ts'
import type { Ground } from './lived-ground.ts'

await papersByOne()

export const thePapers = ({ act, pick, next, note, council }: Ground) => {
  let report: { id: string; number: number } | undefined
  const show = async (): Promise<void> => {
    const [last] = await rows<{ id: string; number: number }>(
      `SELECT id, number FROM FrozenReport WHERE about = 'requirements' ORDER BY number DESC LIMIT 1`,
    )
    report = last
    if (last) await showReport(act(), last)
    note('shown')
  }
  /** Those whom no message reached are told, and a third of all answer. */
  const answer = async (): Promise<void> => {
    if (!report) return
    const reportId = report.id
    const rootIds = (await readNow(db, selectNamed(db, report.id))).flatMap(({ rootId, reply }) => (reply?.reachedAt ? [] : [rootId]))
    const happenedOn = londonDay(act().now)
    await recordTold(
      act(),
      { notice: 'line', subjectId: reportId },
      { id: newId(act().now), rootIds, means: 'letter', toWhom: '', happenedOn },
    )
    await countReplyDays(act())
    note('told of its line')
    for (const { schoolId } of await readNow(db, selectNamed(db, report.id)))
      if (next(3) === 0)
        note(
          'replied',
          await answerLine(act(), { reportId, schoolId, answer: pick(['right', 'wrong', 'correction']), words: 'She was trained in May.' }),
        )
    for (const { schoolId, reply } of await readNow(db, selectNamed(db, report.id)))
      if (reply?.replyId && !reply.decision)
        note(
          'decided',
          await decideReply(act(), { reportId, schoolId, replyId: reply.replyId, decision: 'stands', reason: 'No record was shown.' }),
        )
  }
  /** @returns what the paper says of each school, by root */
  const issue = async (): Promise<void> => {
    if (!report) return
    const ground = await readGround(act(), report.number, 'lead', council)
    if (!ground) return
    const paper = { id: newId(act().now), requirementId: 'lead', kind: 'named' as const, ask: 'Ask each for a date.', words: undefined }
    note('issued', await issuePaper(act(), ground, paper))
  }
  return { show, answer, issue }
}
