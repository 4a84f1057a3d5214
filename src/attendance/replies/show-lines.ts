import type { Act } from '#base/act.ts'
import { selectCalendar } from '#base/council/calendar-store.ts'
import { readCouncil } from '#base/council/store.ts'
import { workingDaysAfter } from '#base/council/working-day.ts'
import { type Council, councilFrom } from '#base/council.ts'
import { londonDay } from '#base/dates.ts'
import { atomically } from '#base/db/atomically.ts'
import { togetherOrApart } from '#base/db/failed-job.ts'
import { readNow, readTogether } from '#base/db/read.ts'
import { newId } from '#base/id.ts'
import { logged, loggedAll } from '#base/log/store.ts'
import { lineShownMail } from '#emails/attendance/line-shown.tsx'
import type { OwnWords } from '#emails/messages/words.ts'
import { queuedAll, readOwnWords } from '#messages/outbox/store.ts'
import { insertUnsent } from '#people/notices/store.ts'
import { coverageLine } from './line.ts'
import { selectCoverageRows } from './line-store.ts'
import { type ReportLine, type ShownReport, sayShown } from './reply.ts'
import { endShown, insertShown, selectToCount, selectToShow, setReplyBy, startShowing, type ToShow } from './reply-store.ts'

/** Schools of one run; the clock goes on a minute later. */
const mostAtOnce = 50
const mostCounted = 1000

/** Begins to show schools what a report says of them. Pressed again it goes on where it stopped. */
export const startToShow = async (act: Act, report: ShownReport, lines: readonly ReportLine[]): Promise<void> => {
  await atomically(act.db, [
    ...startShowing(act, report, lines),
    logged(act, {
      act: 'report.showing',
      subject: ['report', report.id],
      after: { number: report.number, schools: lines.length },
    }),
  ])
}

/** The same of a report of coverage that is to be published. */
export const showReport = async (act: Act, report: ShownReport): Promise<void> =>
  startToShow(act, report, (await readNow(act.db, selectCoverageRows(act.db, report.id))).map(coverageLine))

/**
 * Job: shows schools their lines, each once, with a message to every address of the school, or
 * notes that it has none. A school that fails is tried again alone.
 */
export const showLines = async (act: Act): Promise<boolean> => {
  const { db } = act
  const schools = await readNow(db, selectToShow(db, mostAtOnce))
  if (schools.length === 0) {
    await db.batch([endShown(act)])
    return false
  }
  const [council, words] = await Promise.all([readCouncil(db, councilFrom(act.laCodes.join(','))), readOwnWords(db)])
  return togetherOrApart(
    act,
    'showLines',
    schools,
    ({ reportId, schoolId }) => `${reportId} ${schoolId}`,
    (some) => show(act, council, words, some),
  )
}

const show = async (act: Act, council: Council, words: OwnWords | undefined, shown: readonly ToShow[]): Promise<boolean> => {
  const messages = shown.flatMap((one) =>
    one.emails.map((email) => ({
      id: newId(act.now),
      kind: 'line_shown' as const,
      recipient: email,
      schoolId: one.schoolId,
      tells: { notice: 'line' as const, subjectId: one.reportId },
      to: { name: '', email },
      replyTo: council.contactEmail || undefined,
      ...lineShownMail({
        school: one.school,
        report: sayShown(one),
        reportId: one.reportId,
        schoolId: one.rootId,
        isCoverage: one.kind === 'coverage',
        replyDays: one.replyDays,
        council,
        serviceUrl: act.baseUrl,
        words,
      }),
    })),
  )
  await atomically(
    act.db,
    [
      ...shown.map((one) => insertShown(act, one)),
      ...queuedAll(act, messages),
      insertUnsent(
        act,
        'line',
        shown.flatMap(({ reportId, schoolId, emails }) =>
          emails.length > 0 ? [] : [{ id: `${reportId} ${schoolId} unsent`, subjectId: reportId, schoolId, what: 'not_sent' }],
        ),
      ),
      loggedAll(
        act,
        shown.map(({ reportId, schoolId, emails }) => ({
          act: 'report.shown',
          subject: ['report', reportId] as const,
          schoolId,
          after: { addresses: emails.length },
        })),
      ),
      endShown(act),
    ],
    // Two runs at once: the other has shown them.
    { line_was_shown: 'shown_already' } as const,
  )
  return true
}

/** Job: counts the days of schools that their lines have reached, from the first arrival. */
export const countReplyDays = async ({ db }: Act): Promise<boolean> => {
  const { reached, calendar } = await readTogether(db, { reached: selectToCount(db, mostCounted), calendar: selectCalendar(db) })
  if (reached.length === 0) return false
  const counted = reached.map((one) => ({ ...one, replyBy: workingDaysAfter(londonDay(one.reachedAt), one.replyDays, calendar, true) }))
  await db.batch([setReplyBy(db, counted)])
  return true
}
