import { instant } from '#base/dates.ts'
import { prisma } from '#base/db/client.ts'
import type { LocalMail as Row } from '#base/db/rows.ts'
import { insertOnce, pick } from '#base/db/write.ts'
import type { Attachment, Sendable } from '#base/mail.ts'
import type { LocalMail, Outcome } from './message.ts'

// With LOCAL_MAIL set, mail is stored here instead of sent, and shown at /dev/inbox.

/** Stores a mail as the provider would accept it; the same key again changes nothing. */
export const keptLocally = (db: SqlDatabase, mail: Sendable, now: Date): SqlStatement =>
  insertOnce(db, 'LocalMail', ['id'], {
    id: mail.key,
    at: instant(now),
    fromAddress: mail.from,
    toAddress: mail.to,
    replyTo: mail.replyTo ?? null,
    ...pick(mail, ['subject', 'text', 'html']),
    attachments: JSON.stringify(mail.attachments),
  })

/** The same for stored messages, whose text is already there. */
export const storedKeptLocally = (db: SqlDatabase, messageIds: readonly string[], now: Date): SqlStatement =>
  db
    .prepare(
      `INSERT INTO LocalMail (id, at, fromAddress, toAddress, replyTo, subject, text, html, attachments)
       SELECT b.messageId, ?2, b.fromAddress, b.toAddress, b.replyTo, b.subject, b.text, b.html, b.attachments
       FROM json_each(?1) j JOIN MessageBody b ON b.messageId = j.value WHERE true ORDER BY j.key ON CONFLICT (id) DO NOTHING`,
    )
    .bind(JSON.stringify(messageIds), instant(now))

/** The local provider's answer. */
export const localOutcome = (mail: Sendable): Outcome => ({ kind: 'sent', providerId: `local-${mail.key}` })

const readRow = ({ fromAddress, toAddress, replyTo, attachments, ...row }: Row): LocalMail => ({
  ...row,
  from: fromAddress,
  to: toAddress,
  replyTo: replyTo ?? undefined,
  attachments: JSON.parse(attachments) as Attachment[],
})

/** Newest last: all, or what went `to` one address since then; '' asks for neither. */
export const localMail = async (db: SqlDatabase, limit: number, { to = '', since = '' } = {}): Promise<LocalMail[]> => {
  const { results } = await db
    .prepare(
      `SELECT id, at, fromAddress, toAddress, replyTo, subject, text, html, attachments FROM LocalMail
       WHERE at >= ?2 AND (?3 IN ('', toAddress) OR instr(toAddress, '<' || ?3 || '>')) ORDER BY at DESC, rowid DESC LIMIT ?1`,
    )
    .bind(limit, since, to)
    .all<Row>()
  return results.map(readRow).reverse()
}

export const localMailById = async (db: SqlDatabase, id: string): Promise<LocalMail | undefined> => {
  const row = await (await prisma(db)).localMail.findUnique({ where: { id } })
  return row ? readRow(row) : undefined
}
