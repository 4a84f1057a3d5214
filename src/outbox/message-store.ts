import type { Act } from '../act.ts'
import { instant } from '../dates.ts'
import { guard } from '../db/atomically.ts'
import type { ListedMessage, MessageDetails, MessageFilter, MessageList } from './listed-message.ts'
import { pageSize } from './listed-message.ts'
import { type Attachment, type MessageState, withoutSecrets } from './message.ts'

// What an organiser sees of the outbox.

const matching = `FROM Message m WHERE (?1 = 'all' OR m.state = ?1 OR (?1 = 'queued' AND m.state = 'sending')) AND (?2 = '' OR m.eventId = ?2)`

/** One page of messages, failures first and then the newest, how many there are of each state (a failure that was sent again is none), and the events to filter by; one round trip. */
export const listMessages = async (db: D1Database, filter: MessageFilter, page: number): Promise<MessageList> => {
  const key = [filter.state, filter.eventId]
  const [messages, total, counts, events] = await db.batch<Record<string, unknown>>([
    db
      .prepare(
        `SELECT m.id, m.kind, m.state, m.attempts, m.createdAt, m.dueAt, m.sentAt, m.lastError, b.toAddress, b.subject, e.code AS eventCode, e.title AS eventTitle
         FROM (SELECT * ${matching} ORDER BY CASE m.state WHEN 'failed' THEN 0 ELSE 1 END, m.id DESC LIMIT ?3 OFFSET ?4) m
           JOIN MessageBody b ON b.messageId = m.id LEFT JOIN Event e ON e.id = m.eventId
         ORDER BY CASE m.state WHEN 'failed' THEN 0 ELSE 1 END, m.id DESC`,
      )
      .bind(...key, pageSize, (page - 1) * pageSize),
    db.prepare(`SELECT COUNT(*) AS n ${matching}`).bind(...key),
    db
      .prepare(`SELECT m.state, COUNT(*) AS n FROM Message m WHERE (?1 = '' OR m.eventId = ?1)
         AND (m.state <> 'failed' OR NOT EXISTS (SELECT 1 FROM Message a WHERE a.againOfId = m.id)) GROUP BY m.state`)
      .bind(filter.eventId),
    db.prepare(
      `SELECT e.id, e.title, (SELECT MIN(s.startsAt) FROM Session s WHERE s.eventId = e.id) AS startsAt FROM Event e
       WHERE EXISTS (SELECT 1 FROM Message m WHERE m.eventId = e.id) ORDER BY startsAt DESC LIMIT 200`,
    ),
  ])
  const of = (state: MessageState): number => Number(counts?.results.find((row) => row['state'] === state)?.['n'] ?? 0)
  return {
    messages: (messages?.results ?? []) as unknown as ListedMessage[],
    total: Number(total?.results[0]?.['n'] ?? 0),
    counts: { failed: of('failed'), queued: of('queued'), sending: of('sending'), sent: of('sent') },
    events: (events?.results ?? []) as unknown as MessageList['events'],
  }
}

export const messageById = async (db: D1Database, id: string): Promise<MessageDetails | undefined> => {
  const row = await db
    .prepare(
      `SELECT m.id, m.kind, m.state, m.attempts, m.createdAt, m.dueAt, m.sentAt, m.lastError, m.recipient, m.eventId, m.schoolId, m.bookingId, m.method,
         m.sequence, m.firstTriedAt, m.providerId, m.againOfId, b.fromAddress, b.toAddress, b.replyTo, b.subject, b.text, b.attachments,
         e.code AS eventCode, e.title AS eventTitle, k.reference AS bookingReference,
         (SELECT a.id FROM Message a WHERE a.againOfId = m.id ORDER BY a.id DESC LIMIT 1) AS sentAgainAs,
         EXISTS (SELECT 1 FROM Message n WHERE n.invitationId = m.invitationId AND n.sequence > m.sequence) AS overtaken
       FROM Message m JOIN MessageBody b ON b.messageId = m.id LEFT JOIN Event e ON e.id = m.eventId LEFT JOIN Booking k ON k.id = m.bookingId
       WHERE m.id = ?1`,
    )
    .bind(id)
    .first<Omit<MessageDetails, 'attachments'> & { attachments: string }>()
  return row ? { ...row, text: withoutSecrets(row.text), attachments: JSON.parse(row.attachments) as Attachment[] } : undefined
}

/**
 * The statements that queue a failed message once more, as a new message with the same body: the failed one keeps what became of it, and the
 * new one has its own key. They hold only while it is failed, has not been sent again and nothing newer has been said of its calendar entry.
 */
export const queuedAgain = (act: Act, failedId: string, newId: string): D1PreparedStatement[] => [
  guard(
    act.db,
    `EXISTS (SELECT 1 FROM Message m WHERE m.id = ?1 AND m.state = 'failed' AND NOT EXISTS (SELECT 1 FROM Message a WHERE a.againOfId = m.id)
       AND NOT EXISTS (SELECT 1 FROM Message n WHERE n.invitationId = m.invitationId AND n.sequence > m.sequence))`,
    failedId,
  ),
  act.db
    .prepare(
      `INSERT INTO Message (id, kind, state, recipient, eventId, schoolId, bookingId, placeId, personId, invitationId, method, sequence, createdAt, dueAt, againOfId,
         nature, sendingId)
       SELECT ?2, kind, 'queued', recipient, eventId, schoolId, bookingId, placeId, personId, invitationId, method, sequence, ?3, ?3, id, nature, sendingId
       FROM Message WHERE id = ?1`,
    )
    .bind(failedId, newId, instant(act.now)),
  act.db
    .prepare(
      `INSERT INTO MessageBody (messageId, fromAddress, toAddress, email, replyTo, subject, text, html, attachments, headers)
       SELECT ?2, fromAddress, toAddress, email, replyTo, subject, text, html, attachments, headers FROM MessageBody WHERE messageId = ?1`,
    )
    .bind(failedId, newId),
]
