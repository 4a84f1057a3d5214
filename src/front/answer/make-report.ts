import { mostTries } from '#attendance/reports/freeze-report.ts'
import { isLogEnd, selectLogEnd } from '#attendance/reports/store.ts'
import type { Act } from '#base/act.ts'
import { instant } from '#base/dates.ts'
import { atomically, guardBroken } from '#base/db/atomically.ts'
import { readTogether } from '#base/db/read.ts'
import { newToken, sha256 } from '#base/id.ts'
import { logged } from '#base/log/store.ts'
import { ok, type Result, refuse } from '#base/result.ts'
import { linesOf } from './line.ts'
import { type Content, type FinalFile, fileOf, type NotFinal, type NotMade } from './report.ts'
import { insertFinal, insertReport, numberOfReport, selectContent, selectReport } from './report-store.ts'
import { type Asked, readAnswer } from './store.ts'
import { linesForReaders } from './suppression.ts'

/** The content is one value of the database, which holds two megabytes. */
const mostBytes = 1_900_000

/**
 * Keeps what is known of a topic now under the next number; what changes while it is read is read
 * again. @returns its number, also to the same form again
 */
export const makeReport = async (
  act: Act,
  { id, reported, ...asked }: Asked & { id: string; reported: boolean },
): Promise<Result<number, NotMade>> => {
  for (let tries = 1; ; tries += 1) {
    const { end, made } = await readTogether(act.db, { end: selectLogEnd(act.db), made: numberOfReport(act.db, id) })
    if (made) return made.topicId === asked.topic ? ok(made.number) : refuse('saved_otherwise')
    const answer = await readAnswer(act, asked)
    if (!answer) return refuse('no_subject')
    const { about, rows } = answer.population
    const lines = linesOf(answer.population)
    const content = JSON.stringify({ about, reported, lines, given: linesForReaders(lines, answer.final), rows } satisfies Content)
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

/** Makes a draft final, with its files; it names no school to readers. */
export const makeFinal = async (act: Act, number: number): Promise<Result<undefined, NotFinal>> => {
  const { report, content } = await readTogether(act.db, {
    report: selectReport(act.db, number, true),
    content: selectContent(act.db, number, true),
  })
  if (!report || !content) return refuse('no_report')
  const random = newToken()
  const file = async (name: FinalFile) => {
    const text = fileOf(name, content, report, random)
    return { text, hash: await sha256(text) }
  }
  const files = { lines: await file('lines'), given: await file('given'), schools: await file('schools') }
  const done = await atomically<NotFinal>(
    act.db,
    [insertFinal(act, report.id, files), logged(act, { act: 'report.final', subject: ['report', report.id], after: { report: number } })],
    {
      ...{ report_has_no_entry: 'report_has_no_entry', report_needs_a_second: 'report_needs_a_second' },
      'FinalReport.reportId': 'report_is_final',
    },
  )
  return done.ok ? ok(undefined) : done
}
