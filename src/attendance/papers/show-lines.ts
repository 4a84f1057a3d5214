import type { Act } from '#base/act.ts'
import { selectCalendar } from '#base/council/calendar-store.ts'
import { readCouncil } from '#base/council/store.ts'
import { workingDaysAfter } from '#base/council/working-day.ts'
import { type Council, councilFrom } from '#base/council.ts'
import { type Day, londonDay } from '#base/dates.ts'
import { atomically } from '#base/db/atomically.ts'
import { togetherOrApart } from '#base/db/failed-job.ts'
import { readTogether } from '#base/db/read.ts'
import { newId } from '#base/id.ts'
import { logged, loggedAll } from '#base/log/store.ts'
import { ok, type Result } from '#base/result.ts'
import { lineShownMail } from '#emails/attendance/line-shown.tsx'
import type { OwnWords } from '#emails/messages/words.ts'
import { queuedAll } from '#messages/outbox/store.ts'
import { readOwnWords } from '#messages/words/store.ts'
import type { Means } from '#people/ladder/contact.ts'
import { endShown, insertShown, insertToldLine, selectReplyDays, selectToShow, startShowingReport, type ToShow } from './reply-store.ts'

/** Schools of one run; the clock goes on a minute later. */
const mostAtOnce = 50

/**
 * Begins to show every school that a report names its line, or every school that it counts, before
 * it is published. Pressed again it goes on where it stopped.
 */
export const showReport = async (act: Act, report: { id: string; number: number }, { everySchool = false } = {}): Promise<void> => {
  await atomically(act.db, [
    startShowingReport(act, report.id, everySchool),
    logged(act, { act: 'report.showing', subject: ['frozen_report', report.id], after: { number: report.number, everySchool } }),
  ])
}

/**
 * Job: shows schools their lines, each once, with a message to every address of the school. A
 * school that fails is tried again alone.
 */
export const showLines = async (act: Act): Promise<boolean> => {
  const { db, now } = act
  const { schools, calendar } = await readTogether(db, { schools: selectToShow(db, mostAtOnce), calendar: selectCalendar(db) })
  if (schools.length === 0) {
    await db.batch([endShown(act)])
    return false
  }
  const [council, words] = await Promise.all([readCouncil(db, councilFrom(act.laCodes.join(','))), readOwnWords(db)])
  const shown = schools.map((one) => ({ ...one, replyBy: workingDaysAfter(londonDay(now), one.replyDays, calendar, true) }))
  return togetherOrApart(
    act,
    'showLines',
    shown,
    ({ reportId, schoolId }) => `${reportId} ${schoolId}`,
    (some) => show(act, council, words, some),
  )
}

type Shown = ToShow & { replyBy: Day }

const show = async (act: Act, council: Council, words: OwnWords | undefined, shown: readonly Shown[]): Promise<boolean> => {
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
        number: one.number,
        schoolId: one.rootId,
        everySchool: one.everySchool === 1,
        replyBy: one.replyBy,
        council,
        serviceUrl: act.baseUrl,
        words,
      }),
    })),
  )
  await atomically(
    act.db,
    [
      ...shown.map((one) => insertShown(act, { ...one, how: 'message', byId: one.startedById })),
      ...queuedAll(act, messages),
      loggedAll(
        act,
        shown.map(({ reportId, schoolId, replyBy }) => ({
          act: 'report.shown',
          subject: ['frozen_report', reportId] as const,
          schoolId,
          after: { replyBy },
        })),
      ),
      endShown(act),
    ],
    // Two runs at once: the other has shown them.
    { line_was_shown: 'shown_already' } as const,
  )
  return true
}

/** An officer told a school of its line by telephone or letter, which has its days from then. */
export const noteShown = async (
  act: Act,
  { means = 'telephone', ...at }: { reportId: string; schoolId: string; means?: Means },
): Promise<Result<void, 'shown_already'>> => {
  const { calendar, replyDays } = await readTogether(act.db, {
    calendar: selectCalendar(act.db),
    replyDays: selectReplyDays(act.db, at.reportId),
  })
  const replyBy = workingDaysAfter(londonDay(act.now), replyDays, calendar, true)
  const done = await atomically(
    act.db,
    [
      insertShown(act, { ...at, how: 'officer', byId: act.actor.accountId ?? '', replyBy }),
      insertToldLine(act, { ...at, id: newId(act.now), means }),
      logged(act, {
        act: 'report.shown',
        subject: ['frozen_report', at.reportId],
        schoolId: at.schoolId,
        after: { replyBy, how: 'officer' },
      }),
    ],
    { line_was_shown: 'shown_already' } as const,
  )
  return done.ok ? ok(undefined) : done
}
