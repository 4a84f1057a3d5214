import type { Act, Moment } from '#base/act.ts'
import { selectCalendar } from '#base/council/calendar-store.ts'
import type { Calendar } from '#base/council/working-day.ts'
import { type Instant, instant } from '#base/dates.ts'
import { guard } from '#base/db/atomically.ts'
import { type Condition, exists } from '#base/db/condition.ts'
import { triable } from '#base/db/failed-job.ts'
import { all, mapped, type Read, readNow, readTogether } from '#base/db/read.ts'
import { insertSentOnce } from '#messages/outbox/sent-once-store.ts'
import { aSchoolDayBefore } from '#money/terms/school-hours.ts'
import { joinNotified, nameOfNotified } from '#people/accounts/account-store.ts'
import type { ChaseStep, DueNames } from './delegate.ts'

const hour = 3_600_000
const mostBookings = 50

// SQL: confirmed, unnamed places at published events that set a date for names and have not begun.
const unnamed = `FROM Event e JOIN Place pl ON pl.eventId = e.id AND pl.state = 'confirmed' AND pl.personId IS NULL
    JOIN Booking b ON b.id = pl.bookingId JOIN School s ON s.id = b.schoolId JOIN School r ON r.id = s.rootId
    ${joinNotified('LEFT JOIN')}
  WHERE e.namesDueAt IS NOT NULL AND +e.state = 'published' AND (SELECT MIN(x.startsAt) FROM ActiveSession x WHERE x.eventId = e.id) > ?1`

const columns = `b.id AS bookingId, b.reference, b.eventId, e.namesDueAt, MIN(pl.stateAt) AS since, r.id AS schoolId, r.name AS schoolName, r.town, r.urn, a.id AS accountId, a.email,
  ${nameOfNotified} AS bookerName, json_group_array(pl.id) AS placeIds,
  (SELECT COUNT(*) FROM Place u WHERE u.bookingId = b.id AND u.state = 'confirmed' AND u.personId IS NULL) AS unnamed,
  (SELECT json_group_array(p.name) FROM Place k JOIN Person p ON p.id = k.personId WHERE k.bookingId = b.id AND k.state = 'confirmed') AS kept`

type Row = {
  step: ChaseStep | 'release'
  bookingId: string
  reference: string
  eventId: string
  namesDueAt: Instant
  since: Instant
  schoolId: string
  schoolName: string
  town: string
  urn: string | null
  accountId: string | null
  email: string | null
  bookerName: string | null
  placeIds: string
  unnamed: number
  kept: string
}

const dueOf = ({ schoolName, town, urn, accountId, email, bookerName, placeIds, kept, ...row }: Row): DueNames => ({
  ...row,
  school: { name: schoolName, town, urn },
  booker: { accountId, email, name: bookerName },
  placeIds: JSON.parse(placeIds) as string[],
  kept: (JSON.parse(kept) as (string | null)[]).map((name) => name ?? 'somebody whose name is erased'),
})

// Only places confirmed before a reminder's moment are reminded of, so that nobody is chased right
// after booking.
const step = `CASE WHEN e.namesDueAt <= ?1 THEN 'overdue' WHEN e.namesDueAt <= ?3 THEN 'day_before' ELSE 'week_before' END`

/** Each step once. A place confirmed around or after the date has one school day. */
export const dueNames = async (act: Act): Promise<{ releases: DueNames[]; chases: DueNames[]; calendar: Calendar }> => {
  const calendar = await readNow(act.db, selectCalendar(act.db))
  return { ...(await readTogether(act.db, selectDue(act, aSchoolDayBefore(instant(act.now), calendar)))), calendar }
}

const allDue = (statement: SqlStatement): Read<DueNames[]> => mapped(all<Row>(statement), (rows) => rows.map(dueOf))

const hoursFrom = (now: Date, hours: number): Instant => instant(new Date(now.getTime() + hours * hour))

const releaseNow = `${triable('chaseMissingNames', 'b.id')} AND e.namesRelease = 1 AND e.namesDueAt <= ?1 AND pl.stateAt <= ?2`
const chaseNow = `${triable('chaseMissingNames', 'b.id')} AND e.namesDueAt <= ?4 AND (e.namesRelease = 0 OR e.namesDueAt > ?1)
  AND CASE ${step} WHEN 'overdue' THEN pl.stateAt <= ?2
    WHEN 'day_before' THEN pl.stateAt < strftime('%Y-%m-%dT%H:%M:%fZ', e.namesDueAt, '-1 day')
    ELSE pl.stateAt < strftime('%Y-%m-%dT%H:%M:%fZ', e.namesDueAt, '-7 days') END
  AND NOT EXISTS (SELECT 1 FROM EventMessage o WHERE o.eventId = e.id AND o.kind = 'names_due' AND o.isOn = 0)
  AND NOT EXISTS (SELECT 1 FROM SentOnce o WHERE o.kind = 'names_' || ${step} AND o.subjectId = b.id AND o.moment = e.namesDueAt)`

/** May hold some hours early: a school day never takes fewer hours. */
export const namesDue = ({ now }: Moment): Condition[] => [
  exists(`SELECT 1 ${unnamed} AND ${releaseNow}`, hoursFrom(now, 0), hoursFrom(now, -8)),
  exists(`SELECT 1 ${unnamed} AND ${chaseNow}`, hoursFrom(now, 0), hoursFrom(now, -8), hoursFrom(now, 24), hoursFrom(now, 24 * 7)),
]

/** @param taken places confirmed later are left alone */
const selectDue = ({ db, now }: Act, taken: Instant) => ({
  releases: allDue(
    db
      .prepare(
        `SELECT 'release' AS step, ${columns} ${unnamed} AND ${releaseNow} GROUP BY b.id ORDER BY e.namesDueAt, b.id LIMIT ${mostBookings}`,
      )
      .bind(hoursFrom(now, 0), taken),
  ),
  chases: allDue(
    db
      .prepare(
        `SELECT ${step} AS step, ${columns} ${unnamed} AND ${chaseNow} GROUP BY b.id ORDER BY e.namesDueAt, b.id LIMIT ${mostBookings}`,
      )
      .bind(hoursFrom(now, 0), taken, hoursFrom(now, 24), hoursFrom(now, 24 * 7)),
  ),
})

/** Once per step and date, while its event has that date and these messages are on. */
export const insertChase = (act: Act, due: DueNames & { step: ChaseStep }): SqlStatement[] => [
  guard(
    act.db,
    `(SELECT namesDueAt FROM Event WHERE id = ?1) = ?2
       AND NOT EXISTS (SELECT 1 FROM EventMessage WHERE eventId = ?1 AND kind = 'names_due' AND isOn = 0)`,
    due.eventId,
    due.namesDueAt,
  ),
  insertSentOnce(act, due.eventId, [{ kind: `names_${due.step}`, subjectId: due.bookingId, moment: due.namesDueAt }]),
]

/** Guard: these places are confirmed and unnamed, and the event is as read. */
export const stillUnnamed = (act: Act, placeIds: readonly string[], event: { id: string; version: number }): SqlStatement[] => [
  guard(act.db, `(SELECT version FROM Event WHERE id = ?1) = ?2`, event.id, event.version),
  guard(
    act.db,
    `(SELECT COUNT(*) FROM Place WHERE id IN (SELECT value FROM json_each(?1)) AND state = 'confirmed' AND personId IS NULL) = ?2`,
    JSON.stringify(placeIds),
    placeIds.length,
  ),
]
