import type { Act, Moment } from '#base/act.ts'
import { addMinutes, type Instant, instant } from '#base/dates.ts'
import { guard } from '#base/db/atomically.ts'
import { type Condition, exists } from '#base/db/condition.ts'
import { triable } from '#base/db/failed-job.ts'
import type { EventForInvites, Shown } from './invite.ts'

/**
 * A live invitation to a future session that was last sent to another address than its person's.
 */
export type Astray = {
  id: string
  placeId: string
  personId: string
  uid: string
  sequence: number
  shown: Shown
  name: string
  email: string
  schoolId: string
  schoolName: string
  bookingId: string
  event: EventForInvites
}

const days = 7
const atOnce = 100

const lately = `WITH lately (personId) AS (
  SELECT CASE WHEN a.shared = 0 THEN a.personId ELSE s.personId END FROM EmailChange c JOIN Account a ON a.id = c.accountId
    LEFT JOIN SignIn s ON s.accountId = a.id AND a.shared = 1 WHERE c.usedAt > ?2
  UNION SELECT +keptId FROM PersonMerge WHERE mergedAt > ?2 OR undoneAt > ?2
  UNION SELECT +mergedId FROM PersonMerge WHERE undoneAt > ?2)`
const sentTo = `(SELECT b.toAddress FROM Message m JOIN MessageBody b ON b.messageId = m.id WHERE m.invitationId = i.id
  ORDER BY m.sequence DESC, m.rowid DESC LIMIT 1)`
const theirEntries = `FROM lately l CROSS JOIN Place p ON p.personId = l.personId AND p.state = 'confirmed'
  JOIN Invitation i ON i.placeId = p.id AND i.personId = p.personId AND i.state = 'live' JOIN ActiveSession x ON x.id = i.sessionId AND x.startsAt > ?1
  JOIN Event e ON e.id = p.eventId AND e.state = 'published' JOIN Person n ON n.id = p.personId AND n.email IS NOT NULL`
const elsewhere = `${triable('followAddresses', 'i.id')} AND COALESCE(sentTo, '') <> n.email AND substr(COALESCE(sentTo, ''), -(length(n.email) + 2)) <> '<' || n.email || '>'`

const daysAgo = (now: Date): Instant => instant(addMinutes(now, -days * 24 * 60))

/** Reads future entries only of the few people whose address or record changed in the last days. */
export const addressesDue = ({ now }: Moment): Condition[] => [
  exists(`${lately} SELECT ${sentTo} AS sentTo ${theirEntries} WHERE ${elsewhere}`, instant(now), daysAgo(now)),
]

/**
 * People whose address or record changed in the last days, with their invitations at other
 * addresses; one round trip.
 */
export const astrayInvitations = async (db: SqlDatabase, now: Date): Promise<Astray[]> => {
  const { results } = await db
    .prepare(
      `${lately}
       SELECT i.id, i.placeId, i.personId, i.uid, i.sequence, i.shown, n.name, n.email, p.schoolId, r.name AS schoolName, p.bookingId,
         e.id AS eventId, e.code, e.title, e.attendanceMode, e.venueName, e.venueAddress, e.venuePostcode, e.joiningLink, e.contactName, e.contactEmail, e.contactTelephone, e.alarmMinutes,
         ${sentTo} AS sentTo
       ${theirEntries} JOIN School s ON s.id = p.schoolId JOIN School r ON r.id = s.rootId
       WHERE ${elsewhere}
       ORDER BY i.id LIMIT ${atOnce}`,
    )
    .bind(instant(now), daysAgo(now))
    .all<Omit<Astray, 'shown' | 'event'> & Omit<EventForInvites, 'id' | 'sessions'> & { eventId: string; shown: string }>()
  return results.map((row) => ({
    ...row,
    shown: JSON.parse(row.shown) as Shown,
    event: { ...row, id: row.eventId, sessions: [] },
  }))
}

/** Guard: each is live and unchanged, and its person still has that address. */
export const stillAstray = (act: Act, astray: readonly Astray[]): SqlStatement =>
  guard(
    act.db,
    `(SELECT COUNT(*) FROM json_each(?1) j JOIN Invitation i ON i.id = j.value ->> '$.id' AND i.sequence = j.value ->> '$.sequence' AND i.state = 'live'
        JOIN Person n ON n.id = i.personId AND n.email = j.value ->> '$.email') = ?2`,
    JSON.stringify(astray.map(({ id, sequence, email }) => ({ id, sequence, email }))),
    astray.length,
  )
