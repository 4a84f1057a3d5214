import { selectMade } from '#attendance/corrections/store.ts'
import { correctionLines } from '#attendance/replies/line.ts'
import { selectNamed } from '#attendance/replies/reply-store.ts'
import type { Act } from '#base/act.ts'
import { instant } from '#base/dates.ts'
import { atomically, guardBroken } from '#base/db/atomically.ts'
import { readTogether } from '#base/db/read.ts'
import { inBase64, newToken, sha256 } from '#base/id.ts'
import { logged } from '#base/log/store.ts'
import { ok, type Result, refuse } from '#base/result.ts'
import type { GiveWay } from '#base/steps.ts'
import type { Giver } from './document.ts'
import { makeFile } from './make-file.ts'
import { mostBytes } from './make-report.ts'
import { type Finishing, finalFiles, type NotFinal } from './report.ts'
import { besideAnswer, type Ground } from './report-addition.ts'
import { insertFinal, isAsAnswered, selectAnswers, selectContent, selectReport } from './report-store.ts'

/** What a draft is made final from. `answers`: as many as schools gave and officers decided. */
export const readGround = async ({ db }: Pick<Act, 'db'>, number: number): Promise<(Ground & { answers: number }) | undefined> => {
  const { report, content } = await readTogether(db, {
    report: selectReport(db, number, { drafts: true, privates: true }),
    content: selectContent(db, number, true),
  })
  if (!report || !content) return undefined
  const { from, on, topic } = content.about
  const { schools, answers, made } = await readTogether(db, {
    schools: selectNamed(db, report.id),
    answers: selectAnswers(db, report.id),
    made: selectMade(db, { from, to: on, topic: topic.id, event: undefined }),
  })
  return { report, content, schools, answers: answers.n, corrected: correctionLines(made, report.number, report.knownAt) }
}

/** Makes a draft final as it is chosen, with its files as they are given out from now on. */
export const endReport = async (
  act: Act,
  number: number,
  finishing: Finishing,
  giver: Giver,
  giveWay: GiveWay,
): Promise<Result<undefined, NotFinal>> => {
  const ground = await readGround(act, number)
  if (!ground) return refuse('no_report')
  const { report, content } = ground
  if (report.finalAt !== null) return refuse('report_is_final')
  const { form } = finishing
  const beside = besideAnswer(ground, finishing)
  const [final, random] = [{ ...report, form, finalAt: instant(act.now) }, newToken()]
  const files = []
  for (const { name } of finalFiles.filter((one) => one.name !== 'named.csv' || form !== 'unnamed')) {
    const bytes = await makeFile(act, name, content, final, { giver, random, beside, giveWay })
    files.push({ name, hash: await sha256(bytes), base64: inBase64(bytes) })
  }
  if (files.some(({ base64 }) => base64.length > mostBytes)) return refuse('too_long')
  const result = await atomically<NotFinal>(
    act.db,
    [
      ...(form === 'unnamed' ? [] : [isAsAnswered(act.db, report.id, finishing.answers)]),
      ...insertFinal(act, report.id, finishing, beside, files),
      logged(act, { act: 'report.final', subject: ['report', report.id], after: { report: number, form } }),
    ],
    {
      report_has_no_entry: 'report_has_no_entry',
      report_needs_a_second: 'report_needs_a_second',
      report_is_final: 'report_is_final',
      line_not_shown: 'line_not_shown',
      time_to_reply_runs: 'time_to_reply_runs',
      reply_not_decided: 'reply_not_decided',
      names_unreached: 'names_unreached',
      [guardBroken]: 'answers_changed',
    },
  )
  return result.ok ? ok(undefined) : result
}
