import type { Act, Moment } from '#base/act.ts'
import { type Instant, instant, londonDay, midnight } from '#base/dates.ts'
import { guard } from '#base/db/atomically.ts'
import { type Condition, exists } from '#base/db/condition.ts'
import { triable } from '#base/db/failed-job.ts'
import { all, readTogether } from '#base/db/read.ts'
import { insertEach } from '#base/db/write.ts'
import type { SchoolName } from '#schools/schools/school.ts'
import type { RequestState } from './request.ts'

/** SQL: a school's own contacts `c`, else those of its trust. */
const isContact = `c.mayBook = 1 AND (c.byTrust = 0
  OR NOT EXISTS (SELECT 1 FROM ActsFor z WHERE z.rootId = c.rootId AND z.byTrust = 0 AND z.mayBook = 1))`

/** SQL: schools (roots) with something to say, of whose contacts none had a mail of any today. */
const unsaid = `SELECT DISTINCT o.rootId FROM BookingRequest r CROSS JOIN School o ON o.id = r.schoolId
  WHERE r.asksSchool = 1 AND r.mailedAt IS NULL AND r.state = 'waiting' AND ${triable('mailAsked', 'o.rootId')}
    AND NOT EXISTS (SELECT 1 FROM ActsFor c CROSS JOIN AskedLink k ON k.accountId = c.accountId CROSS JOIN BookingRequest d ON d.id = k.requestId
      WHERE c.rootId = o.rootId AND ${isContact} AND d.mailedAt >= ?1)`

export const askedDue = ({ now }: Moment): Condition[] => [exists(unsaid, midnight(londonDay(now)))]

export type AskedOf = {
  schoolId: string
  id: string
  code: string
  event: string
  startsAt: Instant | null
  people: { name: string; role: string | null }[]
  asker: string
} & SchoolName
export type AskedContact = { schoolId: string; accountId: string; email: string; name: string | null }

/** What schools are asked and have not been told, with their own contacts, else their trust’s. */
export const selectUnsaid = ({ db, now }: Act): Promise<{ asked: AskedOf[]; contacts: AskedContact[] }> =>
  readTogether(db, {
    asked: all<AskedOf>(
      db
        .prepare(
          `SELECT s.id AS schoolId, s.name, s.town, s.urn, r.id, e.code, e.title AS event,
             (SELECT MIN(x.startsAt) FROM ActiveSession x WHERE x.eventId = e.id) AS startsAt,
             (SELECT json_group_array(json_object('name', d.value ->> 'name', 'role', l.label)) FROM json_each(r.typed, '$.delegates') d
                LEFT JOIN Role l ON l.id = d.value ->> 'roleId') AS people, COALESCE(r.typed ->> '$.asker', '') AS asker
           FROM BookingRequest r JOIN School o ON o.id = r.schoolId JOIN School s ON s.id = o.rootId JOIN Event e ON e.id = r.eventId
           WHERE r.asksSchool = 1 AND r.mailedAt IS NULL AND r.state = 'waiting' AND o.rootId IN (${unsaid} LIMIT 20) ORDER BY s.name, s.id, r.requestedAt, r.id`,
        )
        .bind(midnight(londonDay(now))),
      { people: 'json' },
    ),
    contacts: all<AskedContact>(
      db
        .prepare(
          `SELECT DISTINCT c.rootId AS schoolId, a.id AS accountId, a.email, p.name
           FROM (SELECT * FROM ActsFor f WHERE f.rootId IN (${unsaid} LIMIT 20)) c
             JOIN Account a ON a.id = c.accountId LEFT JOIN Person p ON p.id = a.personId
           WHERE ${isContact}
           ORDER BY c.rootId, a.id`,
        )
        .bind(midnight(londonDay(now))),
    ),
  })

/** Notes that a school was mailed about these. Guard: it was not yet. */
export const askedMailed = (act: Act, requestIds: readonly string[]): SqlStatement[] => {
  const ids = JSON.stringify(requestIds)
  const these = `id IN (SELECT value FROM json_each(?1)) AND mailedAt IS NULL AND state = 'waiting'`
  return [
    guard(act.db, `(SELECT COUNT(*) FROM BookingRequest WHERE ${these}) = json_array_length(?1)`, ids),
    act.db.prepare(`UPDATE BookingRequest SET mailedAt = ?2 WHERE ${these}`).bind(ids, instant(act.now)),
  ]
}

export const insertAskedLinks = (act: Act, tokenHash: string, accountId: string, requestIds: readonly string[]): SqlStatement =>
  insertEach(
    act.db,
    'AskedLink',
    requestIds.map((requestId) => ({ requestId })),
    ['requestId'],
    { tokenHash, accountId },
  )

const toTell = `SELECT 1 FROM RequestToTell t WHERE ${triable('tellBooked', 't.requestId')}`

export const bookedToTellDue = (): Condition[] => [exists(toTell)]

export type BookedToTell = {
  id: string
  state: RequestState
  eventId: string
  code: string
  event: string
  subjectTitle: string
  contactEmail: string
  schoolId: string
  accountId: string
  email: string
  name: string | null
  places: number
  booked: number
  requestedAt: Instant
  /** They are one of those booked, and get the entry of their calendar. */
  goes: boolean
} & { school: string; town: string; urn: string | null }

/** @param subjectTitle SQL: the title of event `e` that others may see */
export const selectBookedToTell = ({ db }: Act, subjectTitle: string): Promise<{ booked: BookedToTell[] }> =>
  readTogether(db, {
    booked: all<BookedToTell>(
      db.prepare(
        `SELECT r.id, r.state, r.eventId, e.code, e.title AS event, ${subjectTitle} AS subjectTitle, e.contactEmail, s.id AS schoolId, s.name AS school,
           s.town, s.urn, r.accountId, a.email, p.name, r.places, r.requestedAt,
           (SELECT COUNT(*) FROM Place x WHERE x.bookingId = r.bookingId AND x.state = 'confirmed') AS booked,
           EXISTS (SELECT 1 FROM Place x JOIN Person n ON n.id = x.personId
             WHERE x.bookingId = r.bookingId AND x.state = 'confirmed' AND lower(n.email) = a.email) AS goes
         FROM RequestToTell t JOIN BookingRequest r ON r.id = t.requestId JOIN Event e ON e.id = r.eventId JOIN School o ON o.id = r.schoolId
           JOIN School s ON s.id = o.rootId JOIN Account a ON a.id = r.accountId LEFT JOIN Person p ON p.id = a.personId
         WHERE ${triable('tellBooked', 't.requestId')} ORDER BY r.settledAt, r.id LIMIT 25`,
      ),
      { goes: 'flag' },
    ),
  })

/** Guard: they were not told yet. */
export const bookedTold = (db: SqlDatabase, id: string): SqlStatement[] => [
  guard(db, 'EXISTS (SELECT 1 FROM RequestToTell WHERE requestId = ?1)', id),
  db.prepare('DELETE FROM RequestToTell WHERE requestId = ?1').bind(id),
]
