import type { Act } from '#base/act.ts'
import { type Instant, instant } from '#base/dates.ts'
import { guard } from '#base/db/atomically.ts'
import { type Condition, exists } from '#base/db/condition.ts'
import { insert, pick, update } from '#base/db/write.ts'
import { joinNotified, nameOfNotified } from '#people/accounts/account-store.ts'
import type { AnsweredEntry, Outcome, StandingAnswer } from './received.ts'

/** `readingAt`: an earlier reading began and never finished. */
export type WaitingMail = { id: string; providerId: string; receivedAt: Instant; attempts: number; readingAt: Instant | null }

/** Received mail is unprocessed, whether or not its retry is due. */
export const mailToRead = (): Condition[] => [exists(`SELECT 1 FROM MailEvent WHERE followedAt IS NULL AND type = 'email.received'`)]

/** One that could not be fetched is retried after 1, 3, 7 … minutes. */
export const claimReceived = async (act: Act, limit: number): Promise<WaitingMail[]> =>
  (
    await act.db
      .prepare(
        `UPDATE MailEvent SET attempts = attempts + 1 WHERE id IN (
           SELECT id FROM MailEvent WHERE followedAt IS NULL AND type = 'email.received'
             AND strftime('%Y-%m-%dT%H:%M:%fZ', receivedAt, '+' || ((1 << MIN(attempts, 12)) - 1) || ' minutes') <= ?1
           ORDER BY receivedAt, id LIMIT ?2)
         RETURNING id, providerId, receivedAt, attempts, readingAt`,
      )
      .bind(instant(act.now), limit)
      .all<WaitingMail>()
  ).results.toSorted((one, other) => (one.receivedAt < other.receivedAt ? -1 : 1))

/** Marks a mail as being read; false when somebody else has begun or finished. */
export const beginReading = async (act: Act, id: string): Promise<boolean> =>
  (await update(act.db, 'MailEvent', { readingAt: instant(act.now) }, { id, readingAt: null, followedAt: null }).run()).meta.changes === 1

/** Records a received mail's outcome; guard: none is recorded yet. */
export const settleReceived = (act: Act, id: string, outcome: Outcome): SqlStatement[] => [
  guard(act.db, 'EXISTS (SELECT 1 FROM MailEvent WHERE id = ?1 AND followedAt IS NULL)', id),
  update(act.db, 'MailEvent', { followedAt: instant(act.now), outcome }, { id }),
]

export type EntryOfAnswer = AnsweredEntry & {
  id: string
  placeId: string
  personId: string
  name: string | null
  title: string
  startsAt: Instant
  endsAt: Instant
  eventId: string
  eventState: string
  contactName: string
  contactEmail: string
  contactTelephone: string
  schoolId: string
  schoolName: string
  bookingId: string
  reference: string
  told: { accountId: string; email: string; name: string | null } | undefined
  standing: StandingAnswer | undefined
}

type Row = Omit<EntryOfAnswer, 'told' | 'standing'> & {
  toldId: string | null
  toldEmail: string | null
  toldName: string | null
  standingReply: string | null
}

/** The entry with this UID, its person, whom to notify, and the current answer; one round trip. */
export const entryByUid = async (act: Act, uid: string): Promise<EntryOfAnswer | undefined> => {
  const row = await act.db
    .prepare(
      `SELECT i.id, i.state, i.sequence, i.placeId, i.personId, p.name, p.email, i.shown ->> '$.title' AS title, i.shown ->> '$.startsAt' AS startsAt,
         i.shown ->> '$.endsAt' AS endsAt, e.id AS eventId, e.state AS eventState, e.contactName, e.contactEmail, e.contactTelephone,
         r.id AS schoolId, r.name AS schoolName, b.id AS bookingId, b.reference, a.id AS toldId, a.email AS toldEmail, ${nameOfNotified} AS toldName,
         (SELECT json_object('id', q.id, 'answer', q.answer, 'sequence', q.sequence, 'stamp', q.stamp) FROM CurrentReply q WHERE q.invitationId = i.id) AS standingReply
       FROM Invitation i JOIN Person p ON p.id = i.personId JOIN Place pl ON pl.id = i.placeId JOIN Booking b ON b.id = pl.bookingId
         JOIN Event e ON e.id = pl.eventId JOIN School s ON s.id = pl.schoolId JOIN School r ON r.id = s.rootId ${joinNotified('LEFT JOIN')}
       WHERE i.uid = ?1`,
    )
    .bind(uid)
    .first<Row>()
  if (!row) return undefined
  const { toldId, toldEmail, toldName, standingReply, ...entry } = row
  return {
    ...entry,
    told: toldId && toldEmail ? { accountId: toldId, email: toldEmail, name: toldName } : undefined,
    standing: standingReply ? (JSON.parse(standingReply) as StandingAnswer) : undefined,
  }
}

/** Stores an answer; guard: the entry, its person and the current answer are as read. */
export const insertReply = (
  act: Act,
  reply: { id: string; answer: string; sequence: number; stamp: Instant; receivedAt: Instant },
  entry: EntryOfAnswer,
): SqlStatement[] => [
  guard(
    act.db,
    `EXISTS (SELECT 1 FROM Invitation i JOIN Person p ON p.id = i.personId WHERE i.id = ?1 AND i.state = 'live' AND i.sequence = ?2 AND p.email = ?3)
     AND (SELECT q.id FROM CurrentReply q WHERE q.invitationId = ?1) IS ?4`,
    entry.id,
    entry.sequence,
    entry.email,
    entry.standing?.id ?? null,
  ),
  insert(act.db, 'InviteReply', { ...pick(reply, ['id', 'answer', 'sequence', 'stamp', 'receivedAt']), invitationId: entry.id }),
]

export type Addressee = { id: string; email: string; name: string; eventId: string | null; title: string | null }

/** Of the newest message with this subject that was sent to its writer. */
export const addresseeOf = async (act: Act, from: string, subject: string): Promise<Addressee | undefined> =>
  (await act.db
    .prepare(
      `SELECT e.id, e.contactEmail AS email, e.contactName AS name, e.id AS eventId, e.title
       FROM MessageBody y JOIN Message m ON m.id = y.messageId JOIN Event e ON e.id = m.eventId AND e.contactEmail <> ''
       WHERE y.email = ?1 AND y.subject = ?2 AND m.state = 'sent'
         AND NOT EXISTS (SELECT 1 FROM AddressProblem t WHERE t.email = lower(e.contactEmail) AND t.solvedAt IS NULL)
       ORDER BY m.rowid DESC LIMIT 1`,
    )
    .bind(from, subject)
    .first<Addressee>()) ?? undefined
