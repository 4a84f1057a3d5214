import { mostTries } from '#attendance/reports/freeze-report.ts'
import { isLogEnd, selectLogEnd } from '#attendance/reports/store.ts'
import type { Act } from '#base/act.ts'
import { instant } from '#base/dates.ts'
import { atomically, guardBroken } from '#base/db/atomically.ts'
import { readTogether } from '#base/db/read.ts'
import { inBase64, newToken, sha256 } from '#base/id.ts'
import { logged } from '#base/log/store.ts'
import { ok, type Result, refuse } from '#base/result.ts'
import type { GiveWay } from '#base/steps.ts'
import { readSince } from './difference-store.ts'
import type { Giver } from './document.ts'
import { linesOf } from './line.ts'
import { makeFile } from './make-file.ts'
import { type Content, finalFiles, type NotFinal, type NotMade } from './report.ts'
import { insertFinal, insertReport, numberOfReport, selectContent, selectReport } from './report-store.ts'
import { type Asked, readAnswer } from './store.ts'
import { linesForReaders } from './suppression.ts'

/** The content, and each file, is one value of the database, which holds two megabytes. */
const mostBytes = 1_900_000

/**
 * Keeps what is known of a topic and day under the next number; what changes while it is read is
 * read again. @returns its number, also to the same form again
 */
export const makeReport = async (
  act: Act,
  { id, reported, ...asked }: Asked & { id: string; reported: boolean },
): Promise<Result<number, NotMade>> => {
  for (let tries = 1; ; tries += 1) {
    const { end, made } = await readTogether(act.db, { end: selectLogEnd(act.db), made: numberOfReport(act.db, id) })
    if (made) return made.topicId === asked.topic && made.onDay === (asked.on ?? made.onDay) ? ok(made.number) : refuse('saved_otherwise')
    const answer = await readAnswer(act, asked)
    if (!answer?.population) return refuse('no_subject')
    const { about, rows } = answer.population
    const lines = linesOf(answer.population)
    const since = await readSince(act.db, answer.population)
    const content = JSON.stringify({ about, reported, lines, given: linesForReaders(lines, answer.final), rows, since } satisfies Content)
    if (new TextEncoder().encode(content).length > mostBytes) return refuse('too_long')
    const report = { id, topicId: about.topic.id, onDay: about.on, content, contentHash: await sha256(content) }
    const done = await atomically(
      act.db,
      [
        isLogEnd(act.db, end),
        insertReport(act, report),
        logged(act, {
          act: 'report.made',
          subject: ['report', id],
          after: { topicId: report.topicId, on: about.on, known: instant(act.now) },
        }),
      ],
      { [guardBroken]: 'goes_on_changing', 'Report.id': 'goes_on_changing' } as const,
    )
    if (!done.ok && tries === mostTries) return refuse(done.reason)
  }
}

/** Makes a draft final, with its files as they are given out from now on. */
export const makeFinal = async (act: Act, number: number, giver: Giver, giveWay: GiveWay): Promise<Result<undefined, NotFinal>> => {
  const { report, content } = await readTogether(act.db, {
    report: selectReport(act.db, number, true),
    content: selectContent(act.db, number, true),
  })
  if (!report || !content) return refuse('no_report')
  if (report.finalAt !== null) return refuse('report_is_final')
  const [final, random] = [{ ...report, finalAt: instant(act.now) }, newToken()]
  const files = []
  for (const { name } of finalFiles) {
    const bytes = await makeFile(name, content, final, { giver, random, giveWay })
    files.push({ name, hash: await sha256(bytes), base64: inBase64(bytes) })
  }
  if (files.some(({ base64 }) => base64.length > mostBytes)) return refuse('too_long')
  const done = await atomically<NotFinal>(
    act.db,
    [
      ...insertFinal(act, report.id, files),
      logged(act, { act: 'report.final', subject: ['report', report.id], after: { report: number } }),
    ],
    { report_has_no_entry: 'report_has_no_entry', report_needs_a_second: 'report_needs_a_second', report_is_final: 'report_is_final' },
  )
  return done.ok ? ok(undefined) : done
}
