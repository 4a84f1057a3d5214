import type { Act } from '#base/act.ts'
import { instant } from '#base/dates.ts'
import { guard, noteStored } from '#base/db/atomically.ts'
import { all, mapped, one, type Read, together } from '#base/db/read.ts'
import { spending } from '#base/limits/spend-budget.ts'
import type { Attachment } from '#base/mail.ts'
import { withoutSecrets } from '#base/web/secret-path.ts'
import type { MessageDetails, MessageHistory } from './listed-message.ts'
import { againLimits } from './mail-plan.ts'
import { canGoAgain, deliveryStatusSql, ofComplaint, replaced, sentTo } from './message-list-store.ts'

// SQL for the page of one message.

/** Everything known about a message; undefined if unknown. */
export const selectHistory = (db: SqlDatabase, id: string): Read<MessageHistory | undefined> => {
  const ask = (sql: string): SqlStatement => db.prepare(sql).bind(id)
  const read = together({
    row: one<Omit<MessageDetails, 'attachments'> & { attachments: string }>(
      ask(`SELECT m.id, m.kind, m.state, ${deliveryStatusSql} AS became, ${replaced} AS replaced, m.withheld, m.deliveryStatus, m.deliveryStatusAt, m.attempts, m.createdAt, m.dueAt, m.sentAt,
         IIF(${ofComplaint('m')}, NULL, m.lastError) AS lastError, m.recipient, m.eventId, m.schoolId, m.bookingId, m.personId, n.name AS personName, m.sendingId, m.method, m.sequence, m.firstTriedAt,
         m.providerId, m.resendOfId, b.fromAddress, ${sentTo('m')} AS toAddress, b.email, b.replyTo, b.subject,
         IIF(${ofComplaint('m')}, 'It stands on the page of the complaint.', b.text) AS text, b.attachments, e.code AS eventCode,
         e.title AS eventTitle, k.reference AS bookingReference, r.name AS schoolName,
         (SELECT a.id FROM Message a WHERE a.resendOfId = m.id ORDER BY a.id DESC LIMIT 1) AS sentAgainAs,
         EXISTS (SELECT 1 FROM Message n WHERE n.invitationId = m.invitationId AND n.sequence > m.sequence) AS overtaken
       FROM Message m JOIN MessageBody b ON b.messageId = m.id LEFT JOIN Event e ON e.id = m.eventId LEFT JOIN Booking k ON k.id = m.bookingId
         LEFT JOIN Person n ON n.id = m.personId LEFT JOIN School s ON s.id = m.schoolId LEFT JOIN School r ON r.id = s.rootId
       WHERE m.id = ?1`),
    ),
    // The act was logged at the same instant, which is how ids begin.
    causedBy: all<MessageHistory['causedBy'][number]>(
      ask(`SELECT l.act, COALESCE((SELECT name FROM Person WHERE id = l.personId), (SELECT COALESCE(n.name, a.email) FROM Account a
           LEFT JOIN Person n ON n.id = a.personId WHERE a.id = l.accountId)) AS who, l.origin
       FROM Message m JOIN Log l ON l.id >= substr(m.id, 1, 13) AND l.id < substr(m.id, 1, 13) || '~' AND l.at = m.createdAt
         AND (l.subjectId IN (m.id, m.bookingId, m.placeId, m.eventId, m.sendingId, m.personId) OR l.eventId = m.eventId OR l.schoolId = m.schoolId)
       WHERE m.id = ?1 ORDER BY l.id LIMIT 3`),
    ),
    told: all<MessageHistory['told'][number]>(
      ask(`SELECT v.type, v.at, v.receivedAt, v.detail FROM Message m JOIN MailEvent v ON v.messageId = m.id OR v.providerId = m.providerId
       WHERE m.id = ?1 ORDER BY v.at, v.id`),
    ),
    chain: all<MessageHistory['chain'][number]>(
      ask(`WITH RECURSIVE earlier (id) AS (SELECT ?1 UNION SELECT m.resendOfId FROM earlier c JOIN Message m ON m.id = c.id WHERE m.resendOfId IS NOT NULL),
         chain (id) AS (SELECT id FROM earlier UNION SELECT m.id FROM chain c JOIN Message m ON m.resendOfId = c.id)
       SELECT m.id, m.createdAt, ${deliveryStatusSql} AS became, ${sentTo('m')} AS toAddress FROM chain c CROSS JOIN Message m ON m.id = c.id JOIN MessageBody b ON b.messageId = m.id
       ORDER BY m.id`),
    ),
    overtakenBy: one<NonNullable<MessageHistory['overtakenBy']>>(
      ask(`SELECT n.id, n.createdAt, n.sequence FROM Message m JOIN Message n ON n.invitationId = m.invitationId AND n.sequence > m.sequence
       WHERE m.id = ?1 ORDER BY n.sequence LIMIT 1`),
    ),
    replies: all<MessageHistory['replies'][number]>(
      ask(`SELECT r.answer, r.receivedAt, r.sequence FROM Message m JOIN InviteReply r ON r.invitationId = m.invitationId AND r.sequence = m.sequence
       WHERE m.id = ?1 AND m.method = 'REQUEST' ORDER BY r.receivedAt`),
    ),
    address: all<MessageHistory['address'][number]>(
      ask(`SELECT t.kind, t.at, t.messageId, t.solved, t.solvedAt FROM MessageBody b JOIN AddressProblem t ON t.email = b.email
       WHERE b.messageId = ?1 ORDER BY t.at`),
    ),
  })
  return mapped(
    read,
    ({ row, ...history }) =>
      row && {
        message: { ...row, text: withoutSecrets(row.text), attachments: JSON.parse(row.attachments) as Attachment[] },
        ...history,
      },
  )
}

/** What is needed to send a message again; undefined if unknown. */
export const messageById = async (
  db: SqlDatabase,
  id: string,
): Promise<{ id: string; eventId: string | null; schoolId: string | null; sentAgainAs: string | null } | undefined> =>
  (await db
    .prepare(
      `SELECT m.id, m.eventId, m.schoolId, (SELECT a.id FROM Message a WHERE a.resendOfId = m.id ORDER BY a.id DESC LIMIT 1) AS sentAgainAs
       FROM Message m WHERE m.id = ?1`,
    )
    .bind(id)
    .first<{ id: string; eventId: string | null; schoolId: string | null; sentAgainAs: string | null }>()) ?? undefined

/** Queues it again with its own key. Guard: failed, not yet sent again, not overtaken. */
export const queuedAgain = (act: Act, failedId: string, newId: string): SqlStatement[] => [
  guard(
    act.db,
    `EXISTS (SELECT 1 FROM Message m WHERE m.id = ?1 AND m.state = 'failed' AND NOT EXISTS (SELECT 1 FROM Message a WHERE a.resendOfId = m.id)
       AND NOT EXISTS (SELECT 1 FROM Message n WHERE n.invitationId = m.invitationId AND n.sequence > m.sequence)
       AND (m.nature <> 'promotion' OR EXISTS (SELECT 1 FROM MessageBody b JOIN CurrentConsent c ON c.email = b.email AND c.topicId = '' AND c.given = 1 WHERE b.messageId = m.id))
       AND (m.nature <> 'training' OR NOT EXISTS (SELECT 1 FROM MessageBody b JOIN Event e ON e.id = m.eventId
         JOIN CurrentConsent c ON c.email = b.email AND c.topicId = e.topicId AND c.given = 0 WHERE b.messageId = m.id)))`,
    failedId,
  ),
  noteStored(
    act.db
      .prepare(
        `INSERT INTO Message (id, kind, state, recipient, eventId, schoolId, bookingId, placeId, personId, invitationId, method, sequence, createdAt, dueAt, resendOfId,
           nature, sendingId)
         SELECT ?2, kind, 'queued', recipient, eventId, schoolId, bookingId, placeId, personId, invitationId, method, sequence, ?3, ?3, id, nature, sendingId
         FROM Message WHERE id = ?1`,
      )
      .bind(failedId, newId, instant(act.now)),
    act.soFar,
    'unread',
  ),
  act.db
    .prepare(
      `INSERT INTO MessageBody (messageId, fromAddress, toAddress, email, replyTo, subject, text, html, attachments, headers)
       SELECT ?2, fromAddress, toAddress, email, replyTo, subject, text, html, attachments, headers FROM MessageBody WHERE messageId = ?1`,
    )
    .bind(failedId, newId),
  ...spending(act, againLimits(1)),
]

/** Queues the failed messages in order, each once however often asked. Fails for none. */
export const queuedAllAgain = (act: Act, pairs: readonly { failed: string; again: string }[]): SqlStatement[] => {
  const json = JSON.stringify(pairs)
  return [
    guard(act.db, `EXISTS (SELECT 1 FROM json_each(?1) j JOIN Message m ON m.id = j.value ->> '$.failed' WHERE ${canGoAgain})`, json),
    noteStored(
      act.db
        .prepare(
          `INSERT INTO Message (id, kind, state, recipient, eventId, schoolId, bookingId, placeId, personId, invitationId, method, sequence, createdAt, dueAt,
             resendOfId, nature, sendingId)
           SELECT j.value ->> '$.again', m.kind, 'queued', m.recipient, m.eventId, m.schoolId, m.bookingId, m.placeId, m.personId, m.invitationId, m.method,
             m.sequence, ?2, ?2, m.id, m.nature, m.sendingId
           FROM json_each(?1) j JOIN Message m ON m.id = j.value ->> '$.failed' WHERE ${canGoAgain} ORDER BY j.key`,
        )
        .bind(json, instant(act.now)),
      act.soFar,
      'unread',
    ),
    act.db
      .prepare(
        `INSERT INTO MessageBody (messageId, fromAddress, toAddress, email, replyTo, subject, text, html, attachments, headers)
         SELECT m.id, b.fromAddress, b.toAddress, b.email, b.replyTo, b.subject, b.text, b.html, b.attachments, b.headers
         FROM json_each(?1) j JOIN Message m ON m.id = j.value ->> '$.again' JOIN MessageBody b ON b.messageId = m.resendOfId`,
      )
      .bind(json),
    ...spending(act, againLimits(pairs.length)),
  ]
}
