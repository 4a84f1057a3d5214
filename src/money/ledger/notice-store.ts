import type { Act, Moment } from '#base/act.ts'
import { addMinutes, type Instant, instant } from '#base/dates.ts'
import { guard } from '#base/db/atomically.ts'
import { type Condition, exists } from '#base/db/condition.ts'
import { triable } from '#base/db/failed-job.ts'
import { all, allNow, mapped, one, type Read } from '#base/db/read.ts'
import { titleInSubject } from '#messages/outbox/subject-store.ts'
import { joinNotified, nameOfNotified } from '#people/accounts/account-store.ts'
import type { LineKind, LineRule } from './line.ts'

export type Told = {
  bookingId: string
  reference: string
  eventId: string
  eventTitle: string
  subjectTitle: string
  startsAt: Instant | null
  contactEmail: string
  schoolId: string
  school: { name: string; town: string; urn: string | null }
  accountId: string
  email: string
  name: string | null
}

type ToldRow = Omit<Told, 'school'> & { schoolName: string; town: string; urn: string | null }

const toldColumns = `b.id AS bookingId, b.reference, b.eventId, e.title AS eventTitle, ${titleInSubject} AS subjectTitle, (SELECT MIN(x.startsAt) FROM ActiveSession x WHERE x.eventId = e.id) AS startsAt,
  e.contactEmail, r.id AS schoolId, r.name AS schoolName, r.town, r.urn, a.id AS accountId, a.email, ${nameOfNotified} AS name`

const toldFrom = `FROM Booking b JOIN Event e ON e.id = b.eventId JOIN School s ON s.id = b.schoolId JOIN School r ON r.id = s.rootId ${joinNotified('JOIN')}`

const toldOf = <T extends ToldRow>({ schoolName, town, urn, ...row }: T) => ({ ...row, school: { name: schoolName, town, urn } })

/** Undefined when nobody with an address booked. */
export const selectTold = (db: SqlDatabase, bookingId: string): Read<Told | undefined> =>
  mapped(one<ToldRow>(db.prepare(`SELECT ${toldColumns} ${toldFrom} WHERE b.id = ?1`).bind(bookingId)), (row) => row && toldOf(row))

export const selectToldOf = (db: SqlDatabase, bookingIds: readonly string[]): Read<Told[]> =>
  mapped(
    all<ToldRow>(
      db.prepare(`SELECT ${toldColumns} ${toldFrom} WHERE b.id IN (SELECT value FROM json_each(?1))`).bind(JSON.stringify(bookingIds)),
    ),
    (rows) => rows.map(toldOf),
  )

type UntoldLine = { number: number; kind: LineKind; pence: number; vatPence: number; rule: LineRule; person: string | null }
export type Untold = Told & { lines: UntoldLine[]; owed: number }

/** Acts notify of their own lines; the job notifies of those left after this many minutes. */
const quietMinutes = 10
/** Older lines are left to finance, on the reconciliation page. */
const withinDays = 14
const mostBookings = 50

const untoldLines = `FROM LedgerLine l WHERE l.at BETWEEN ?1 AND ?2 AND l.kind IN ('charge', 'cancellation_charge', 'not_attending_charge', 'credit')
  AND NOT EXISTS (SELECT 1 FROM LineNotice n WHERE n.lineNumber = l.number)
  AND ${triable('notifyLedgerChanges', 'l.bookingId')}`

const span = ({ now }: Moment): [Instant, Instant] => [
  instant(addMinutes(now, -withinDays * 24 * 60)),
  instant(addMinutes(now, -quietMinutes)),
]

const untoldBetween = (from: Instant, to: Instant): Condition =>
  exists(`SELECT 1 ${untoldLines} AND EXISTS (SELECT 1 ${toldFrom} WHERE b.id = l.bookingId)`, from, to)

export const noticesDue = (moment: Moment): Condition[] => [untoldBetween(...span(moment))]

/** The same work in pages, by the days of the lines. */
export const noticePages = (moment: Moment): Condition[] => {
  const [, last] = span(moment)
  const back = (days: number): Instant => instant(addMinutes(new Date(last), -days * 24 * 60))
  return Array.from({ length: withinDays }, (_, day) => untoldBetween(day + 1 === withinDays ? span(moment)[0] : back(day + 1), back(day)))
}

/** When the oldest recent unnotified line becomes due for the job. */
export const nextNotice = ({ now }: Moment): Condition => ({
  sql: `(SELECT strftime('%Y-%m-%dT%H:%M:%fZ', MIN(l.at), '+${quietMinutes} minutes') ${untoldLines})`,
  values: [instant(addMinutes(now, -quietMinutes)), instant(addMinutes(now, 1))],
})

/** Bookings with unnotified lines, whom to notify, and their sums; one round trip. */
export const readUntold = async (act: Act): Promise<Untold[]> => {
  const rows = await allNow<ToldRow & Pick<Untold, 'lines' | 'owed'>>(
    act.db
      .prepare(
        `SELECT ${toldColumns}, (SELECT SUM(o.pence + o.vatPence) FROM LedgerLine o WHERE o.bookingId = b.id) AS owed,
         (SELECT json_group_array(json_object('number', l.number, 'kind', l.kind, 'pence', l.pence, 'vatPence', l.vatPence, 'rule', json(l.rule),
             'person', (SELECT n.name FROM Place x JOIN Person n ON n.id = x.personId WHERE x.id = l.placeId)))
          FROM (SELECT * FROM LedgerLine WHERE bookingId = b.id ORDER BY number) l
          WHERE l.kind IN ('charge', 'cancellation_charge', 'not_attending_charge', 'credit') AND NOT EXISTS (SELECT 1 FROM LineNotice n WHERE n.lineNumber = l.number)) AS lines
       ${toldFrom} WHERE b.id IN (
         SELECT l.bookingId ${untoldLines})
       ORDER BY b.id LIMIT ${mostBookings}`,
      )
      .bind(...span(act)),
    { lines: 'json' },
  )
  return rows.map((row) => ({ ...toldOf(row), lines: row.lines }))
}

/** Guard: none of these lines has been notified. */
export const stillUntold = (act: Act, numbers: readonly number[]): SqlStatement =>
  guard(act.db, 'NOT EXISTS (SELECT 1 FROM LineNotice WHERE lineNumber IN (SELECT value FROM json_each(?1)))', JSON.stringify(numbers))

export const markTheseLinesNotified = (act: Act, numbers: readonly number[], messageId: string): SqlStatement =>
  act.db
    .prepare('INSERT INTO LineNotice (lineNumber, messageId) SELECT value, ?2 FROM json_each(?1)')
    .bind(JSON.stringify(numbers), messageId)
