import { mostTries } from '#attendance/reports/freeze-report.ts'
import { isLogEnd, selectLogEnd } from '#attendance/reports/store.ts'
import type { Act } from '#base/act.ts'
import { instant } from '#base/dates.ts'
import { atomically, guardBroken } from '#base/db/atomically.ts'
import { readTogether } from '#base/db/read.ts'
import { sha256 } from '#base/id.ts'
import { logged } from '#base/log/store.ts'
import { ok, type Result, refuse } from '#base/result.ts'
import { readSince } from './difference-store.ts'
import { linesOf } from './line.ts'
import type { Content, NotMade } from './report.ts'
import { insertReport, numberOfReport } from './report-store.ts'
import { type Asked, readAnswer } from './store.ts'
import { linesForReaders } from './suppression.ts'

/** The content, and each file, is one value of the database, which holds two megabytes. */
export const mostBytes = 1_900_000

/** What changes while it is read is read again. @returns its number, also to the same form again */
export const makeReport = async (
  act: Act,
  { id, reported, ...asked }: Asked & { id: string; reported: boolean },
): Promise<Result<number, NotMade>> => {
  for (let tries = 1; ; tries += 1) {
    const { end, made } = await readTogether(act.db, { end: selectLogEnd(act.db), made: numberOfReport(act.db, id) })
    if (made) return made.topicId === asked.topic && made.onDay === (asked.on ?? made.onDay) ? ok(made.number) : refuse('saved_otherwise')
    const answer = await readAnswer(act, asked)
    if (!answer?.population) return refuse('no_subject')
    const { outside, population } = answer
    const { about, rows } = population
    const lines = linesOf(population)
    const since = await readSince(act.db, population)
    const given = linesForReaders(lines, answer.final)
    const content = JSON.stringify({ about, reported, lines, given, rows, since, outside } satisfies Content)
    if (new TextEncoder().encode(content).length > mostBytes) return refuse('too_long')
    const report = { id, topicId: about.topic.id, onDay: about.on, content, contentHash: await sha256(content) }
    const result = await atomically(
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
    if (!result.ok && tries === mostTries) return refuse(result.reason)
  }
}
