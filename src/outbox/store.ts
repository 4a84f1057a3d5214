import type { Act } from '../act.ts'
import { addMinutes, type Instant, instant } from '../dates.ts'
import type { Message, MessageBody } from '../db/rows.ts'
import { type Attachment, claimMinutes, type OutgoingMessage, oneLine, type Sendable, spellAddress } from './message.ts'

// A bound value may be 2 MB; rows are handed over as JSON arrays of at most this many characters, so that a change of a large event is a
// handful of statements.
const chunkCharacters = 400_000

const inChunks = <T>(items: readonly T[], written: (item: T) => unknown): string[] => {
  const chunks: string[] = []
  let current: string[] = []
  let size = 0
  for (const item of items) {
    const text = JSON.stringify(written(item))
    if (size > 0 && size + text.length > chunkCharacters) {
      chunks.push(`[${current.join(',')}]`)
      current = []
      size = 0
    }
    current.push(text)
    size += text.length
  }
  if (current.length > 0) chunks.push(`[${current.join(',')}]`)
  return chunks
}

// An event may have a kind of message switched off: then nothing of it is stored, whoever would have sent it.
const notSwitchedOff = `NOT EXISTS (SELECT 1 FROM EventMessage o WHERE o.eventId = value ->> '$.eventId' AND o.kind = value ->> '$.kind' AND o.isOn = 0)`

/**
 * The statements that store messages to be sent, for the batch of the act that causes them. Afterwards call `afterWrite`. A kind that is
 * switched off for its event (EventMessage) is not stored.
 *
 * @param messages in the order in which each recipient shall get them
 */
export const queuedAll = (act: Act, messages: readonly OutgoingMessage[]): D1PreparedStatement[] => [
  ...inChunks(messages, ({ to: _to, subject: _subject, text: _text, html: _html, attachments, headers: _headers, ...facts }) => ({
    ...facts,
    nature: facts.nature ?? 'service',
    sendingId: facts.sendingId ?? act.sendingId,
    attached: attachments && attachments.length > 0 ? 1 : 0,
  })).map((json) =>
    act.db
      .prepare(
        `INSERT INTO Message (id, kind, state, recipient, eventId, schoolId, bookingId, placeId, personId, invitationId, method, sequence, createdAt, dueAt,
           nature, sendingId, attached)
         SELECT value ->> '$.id', value ->> '$.kind', 'queued', value ->> '$.recipient', value ->> '$.eventId', value ->> '$.schoolId',
           value ->> '$.bookingId', value ->> '$.placeId', value ->> '$.personId', value ->> '$.invitationId', value ->> '$.method',
           value ->> '$.sequence', ?2, ?2, value ->> '$.nature', value ->> '$.sendingId', value ->> '$.attached'
         FROM json_each(?1) WHERE ${notSwitchedOff} ORDER BY key`,
      )
      .bind(json, instant(act.now)),
  ),
  ...inChunks(messages, (message) => ({
    id: message.id,
    to: spellAddress(message.to),
    email: message.to.email.toLowerCase(),
    replyTo: message.replyTo || null,
    subject: oneLine(message.subject),
    text: message.text,
    html: message.html,
    attachments: JSON.stringify(message.attachments ?? []),
    headers: JSON.stringify(message.headers ?? {}),
  })).map((json) =>
    act.db
      .prepare(
        `INSERT INTO MessageBody (messageId, fromAddress, toAddress, email, replyTo, subject, text, html, attachments, headers)
         SELECT m.id, ?2, value ->> '$.to', value ->> '$.email', value ->> '$.replyTo', value ->> '$.subject', value ->> '$.text',
           value ->> '$.html', value ->> '$.attachments', value ->> '$.headers'
         FROM json_each(?1) JOIN Message m ON m.id = value ->> '$.id'`,
      )
      .bind(json, act.mailFrom),
  ),
]

/** The statements that store one message to be sent, for the batch of the act that causes it. */
export const queued = (act: Act, message: OutgoingMessage): D1PreparedStatement[] => queuedAll(act, [message])

export type Claimed = Sendable & { claimedUntil: Instant; attempts: number; firstTriedAt: Instant }

/**
 * Takes up to `limit` messages that are due, for this deliverer alone: one UPDATE, so that no two get the same. A claim that its holder
 * did not settle lapses and the message is due again. One that has an earlier unsent message to the same recipient is not due: insertion
 * order (rowid) is the order in which the acts were committed.
 */
export const claimDue = async (db: D1Database, now: Date, limit: number): Promise<Claimed[]> => {
  const claimedUntil = instant(addMinutes(now, claimMinutes))
  const taken = await db
    .prepare(
      `UPDATE Message SET state = 'sending', claimedUntil = ?2, attempts = attempts + 1, firstTriedAt = COALESCE(firstTriedAt, ?1)
       WHERE id IN (
         SELECT m.id FROM Message m
         WHERE m.dueAt <= ?1 AND m.state IN ('queued', 'sending') AND (m.state = 'queued' OR m.claimedUntil <= ?1)
           AND NOT EXISTS (SELECT 1 FROM Message o WHERE o.recipient = m.recipient AND o.state IN ('queued', 'sending') AND o.rowid < m.rowid)
         ORDER BY m.dueAt, m.rowid LIMIT ?3)
       RETURNING id, attempts, firstTriedAt`,
    )
    .bind(instant(now), claimedUntil, limit)
    .all<Pick<Message, 'id' | 'attempts'> & { firstTriedAt: Instant }>()
  if (taken.results.length === 0) return []
  const bodies = await db
    .prepare(
      `SELECT b.messageId, b.fromAddress, b.toAddress, b.replyTo, b.subject, b.text, b.html, b.attachments, b.headers
       FROM MessageBody b JOIN Message m ON m.id = b.messageId WHERE b.messageId IN (SELECT value FROM json_each(?1)) ORDER BY m.rowid`,
    )
    .bind(JSON.stringify(taken.results.map((row) => row.id)))
    .all<MessageBody>()
  const rows = new Map(taken.results.map((row) => [row.id, row]))
  return bodies.results.flatMap((body) => {
    const row = rows.get(body.messageId)
    return row ? [{ ...sendable(body), claimedUntil, attempts: row.attempts, firstTriedAt: row.firstTriedAt }] : []
  })
}

const sendable = (row: MessageBody): Sendable => ({
  key: row.messageId,
  from: row.fromAddress,
  to: row.toAddress,
  replyTo: row.replyTo ?? undefined,
  subject: row.subject,
  text: row.text,
  html: row.html,
  attachments: JSON.parse(row.attachments) as Attachment[],
  headers: JSON.parse(row.headers) as Record<string, string>,
})

/** It has been sent: true whoever holds the claim by now. */
export const settleSent = async (db: D1Database, id: string, providerId: string, now: Date): Promise<void> => {
  await db
    .prepare(
      `UPDATE Message SET state = 'sent', sentAt = ?2, providerId = ?3, claimedUntil = NULL, lastError = NULL WHERE id = ?1 AND state <> 'sent'`,
    )
    .bind(id, instant(now), providerId)
    .run()
}

/** To be tried again at `dueAt`. Changes nothing when the claim has passed to another deliverer. */
export const settleLater = async (db: D1Database, claim: Claimed, dueAt: Instant, error: string): Promise<void> => {
  await db
    .prepare(
      `UPDATE Message SET state = 'queued', dueAt = ?3, claimedUntil = NULL, lastError = ?4 WHERE id = ?1 AND state = 'sending' AND claimedUntil = ?2`,
    )
    .bind(claim.key, claim.claimedUntil, dueAt, error)
    .run()
}

export const settleFailed = async (db: D1Database, claim: Claimed, error: string): Promise<void> => {
  await db
    .prepare(
      `UPDATE Message SET state = 'failed', claimedUntil = NULL, lastError = ?3 WHERE id = ?1 AND state = 'sending' AND claimedUntil = ?2`,
    )
    .bind(claim.key, claim.claimedUntil, error)
    .run()
}

/** Gives back claims that were not tried because the provider asked everybody to wait until `dueAt`. */
export const releaseClaims = async (db: D1Database, claims: readonly Claimed[], dueAt: Instant): Promise<void> => {
  if (claims.length === 0) return
  await db
    .prepare(
      `UPDATE Message SET state = 'queued', dueAt = ?2, claimedUntil = NULL, attempts = attempts - 1,
         firstTriedAt = CASE WHEN attempts = 1 THEN NULL ELSE firstTriedAt END
       WHERE id IN (SELECT value FROM json_each(?1)) AND state = 'sending' AND claimedUntil = ?3`,
    )
    .bind(JSON.stringify(claims.map((claim) => claim.key)), dueAt, claims[0]?.claimedUntil ?? '')
    .run()
}
