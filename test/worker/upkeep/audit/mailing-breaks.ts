// A mailing to one address, put straight into the database, with its trigger out of the way.
import { newId } from '#base/id.ts'
import { db, tick } from '#test/support/factories.ts'

/** One recipient with one message; nobody has ever consented to anything. */
export const aPieceOf = async (nature: 'statutory' | 'promotion' | 'training', eventId: string | null = null) => {
  const [sendingId, messageId, at] = [newId(tick()), newId(tick()), tick().toISOString()]
  await db.batch([
    db.prepare('DROP TRIGGER IF EXISTS SendingRecipient_settled_once'),
    db
      .prepare(
        `INSERT INTO Sending (id, kind, nature, subject, basis, state, createdAt, startedAt, eventId) VALUES (?1, 'mailing', ?2, 'News', 'A law', 'sending', ?3, ?3, ?4)`,
      )
      .bind(sendingId, nature, at, eventId),
    db
      .prepare(
        `INSERT INTO Message (id, kind, state, recipient, createdAt, dueAt, nature, sendingId, eventId) VALUES (?1, 'mailing', 'queued', ?1, ?2, ?2, ?3, ?4, ?5)`,
      )
      .bind(messageId, at, nature, sendingId, eventId),
    db
      .prepare(
        `INSERT INTO MessageBody (messageId, fromAddress, toAddress, email, subject, text, html) VALUES (?1, 'a@example.gov.uk', ?2, ?2, 's', 't', 'h')`,
      )
      .bind(messageId, `${messageId}@example.sch.uk`),
    db
      .prepare(`INSERT INTO SendingRecipient (sendingId, number, email, state, messageId) VALUES (?1, 1, ?2, 'queued', ?3)`)
      .bind(sendingId, `${messageId}@example.sch.uk`, messageId),
  ])
  return { sendingId, messageId }
}
