import type { Act } from '#base/act.ts'
import { instant } from '#base/dates.ts'
import { noteStored } from '#base/db/atomically.ts'
import { inChunks } from '#base/db/chunks.ts'
import type { Wording } from '#base/db/rows.ts'
import { spending } from '#base/limits/spend-budget.ts'
import { databaseItself } from '#base/web/measured-database.ts'
import type { OwnWords } from '#emails/messages/words.ts'
import { goesToMany, kindFacts } from './kind.ts'
import { mailLimits } from './mail-plan.ts'
import { type OutgoingMessage, sendable } from './message.ts'

// A kind of message switched off for an event is not stored, whoever sends it.
const notSwitchedOff = `NOT EXISTS (SELECT 1 FROM EventMessage o WHERE o.eventId = value ->> '$.eventId' AND o.kind = value ->> '$.kind' AND o.isOn = 0)`

/**
 * Stores and counts messages (`mail-plan.ts`) in the batch of their act. Kinds switched off for
 * the event are skipped. @param messages in order per recipient
 */
export const queuedAll = (act: Act, messages: readonly OutgoingMessage[]): SqlStatement[] => {
  const mails = messages.map((message) => sendable(message, act.mailFrom))
  const byId = new Map(messages.map((message) => [message.id, message]))
  const goes = messages.filter((message) => message.kind !== 'mailing' && !goesToMany(message)).length
  const claim = goes > 0 ? act.soFar?.claim?.(goes) : undefined
  return [
    ...spending(act, mailLimits(act, messages)),
    ...inChunks(
      messages,
      ({
        to,
        subject: _subject,
        text: _text,
        html: _html,
        senderName: _senderName,
        attachments,
        headers: _headers,
        tells: _tells,
        ...facts
      }) => ({
        ...facts,
        nature: facts.nature ?? kindFacts(facts.kind).nature,
        attached: Number((attachments ?? []).length > 0),
        email: to.email.toLowerCase(),
        atOnce: Number(facts.kind !== 'mailing' && !goesToMany(facts)),
        sendingId: facts.sendingId ?? act.sendingId,
      }),
    ).map((json, n) => {
      const statement = act.db
        .prepare(
          `INSERT INTO Message (id, kind, state, recipient, eventId, schoolId, bookingId, placeId, personId, invitationId, method, sequence, createdAt, dueAt,
           nature, sendingId, eventStartsAt, attached, attempts, firstTriedAt, claimId, claimedUntil, providerBatch)
         WITH claimed AS MATERIALIZED (SELECT m.key, CASE WHEN ?3 IS NULL THEN 0 ELSE ${mayGo} END AS goes FROM json_each(?1) m)
         SELECT value ->> '$.id', value ->> '$.kind', IIF(goes, 'sending', 'queued'), value ->> '$.recipient', value ->> '$.eventId', value ->> '$.schoolId',
           value ->> '$.bookingId', value ->> '$.placeId', value ->> '$.personId', value ->> '$.invitationId', value ->> '$.method',
           value ->> '$.sequence', ?2, ?2, value ->> '$.nature', value ->> '$.sendingId', value ->> '$.startsAt', value ->> '$.attached',
           goes, IIF(goes, ?2, NULL), IIF(goes, ?3, NULL), IIF(goes, ?4, NULL), IIF(goes AND NOT value ->> '$.attached', NULLIF(?5, ''), NULL)
         FROM json_each(?1) JOIN claimed USING (key) WHERE ${notSwitchedOff} ORDER BY key`,
        )
        .bind(json, instant(act.now), ...(claim ? [claim.id, claim.until, claim.batch] : [null, null, null]))
      return n === 0 ? noteStored(statement, act.soFar, mails) : statement
    }),
    ...inChunks(mails, (mail) => ({
      id: mail.messageId,
      from: mail.from,
      to: mail.to,
      email: byId.get(mail.messageId)?.to.email.toLowerCase(),
      replyTo: mail.replyTo ?? null,
      subject: mail.subject,
      text: mail.text,
      html: mail.html,
      attachments: JSON.stringify(mail.attachments),
      headers: JSON.stringify(mail.headers),
    })).map((json) =>
      act.db
        .prepare(
          `INSERT INTO MessageBody (messageId, fromAddress, toAddress, email, replyTo, subject, text, html, attachments, headers)
         SELECT m.id, value ->> '$.from', value ->> '$.to', value ->> '$.email', value ->> '$.replyTo', value ->> '$.subject', value ->> '$.text',
           value ->> '$.html', value ->> '$.attachments', value ->> '$.headers'
         FROM json_each(?1) JOIN Message m ON m.id = value ->> '$.id'`,
        )
        .bind(json),
    ),
    ...inChunks(
      messages.flatMap(({ id, schoolId, tells = [] }) => [tells].flat().map((one) => ({ id, schoolId, ...one }))),
      (one) => one,
    ).map((json) =>
      act.db
        .prepare(
          `INSERT INTO NoticeFact (id, notice, subjectId, schoolId, what, at, recordedAt, messageId)
         SELECT m.id || ' ' || (value ->> '$.subjectId') || ' ' || (value ->> '$.schoolId'), value ->> '$.notice', value ->> '$.subjectId', value ->> '$.schoolId', 'queued', m.createdAt, m.createdAt, m.id
         FROM json_each(?1) JOIN Message m ON m.id = value ->> '$.id'`,
        )
        .bind(json),
    ),
  ]
}

/** Stores one message, in the batch of the act that causes it. */
export const queued = (act: Act, message: OutgoingMessage): SqlStatement[] => queuedAll(act, [message])

// A stopped sending keeps only messages the provider may already have: they are retried until
// known.
export const paused = (sendingId: string): string => `EXISTS (SELECT 1 FROM Sending g WHERE g.id = ${sendingId} AND g.state = 'paused')`

/** SQL: `m` of the messages ?1 may go at once, as of ?2; `claimDue` handles the others. */
const mayGo = `m.value ->> '$.atOnce'
  AND NOT EXISTS (SELECT 1 FROM ProviderPause WHERE notBefore > ?2)
  AND NOT EXISTS (SELECT 1 FROM Sending g WHERE g.id = m.value ->> '$.sendingId' AND g.state IN ('paused', 'stopped'))
  AND NOT EXISTS (SELECT 1 FROM Message o WHERE o.recipient = m.value ->> '$.recipient' AND o.state IN ('queued', 'sending')
    AND (o.kind <> 'mailing' OR NOT ${paused('o.sendingId')}))
  AND NOT EXISTS (SELECT 1 FROM json_each(?1) o WHERE o.value ->> '$.recipient' = m.value ->> '$.recipient' AND o.key < m.key)
  AND NOT EXISTS (SELECT 1 FROM AddressProblem t WHERE t.email = m.value ->> '$.email' AND t.solvedAt IS NULL)`

// Words change rarely and every message needs them, so each isolate caches them for some seconds.
const keepSeconds = 10

const kept = new WeakMap<SqlDatabase, { until: number; words: OwnWords }>()

/** The council's own words in messages. */
export const readOwnWords = async (db: SqlDatabase): Promise<OwnWords> => {
  const known = kept.get(databaseItself(db))
  if (known && known.until > performance.now()) return known.words
  const found = await db
    .prepare(`SELECT kind, slot, text FROM Wording WHERE supersededAt IS NULL AND text <> ''`)
    .all<Pick<Wording, 'kind' | 'slot' | 'text'>>()
  const words: Record<string, Record<string, string>> = {}
  for (const { kind, slot, text } of found.results) words[kind] = { ...words[kind], [slot]: text }
  kept.set(databaseItself(db), { until: performance.now() + keepSeconds * 1000, words })
  return words
}

/** Call after changing words, to clear the cache. */
export const forgetOwnWords = (db: SqlDatabase): void => void kept.delete(databaseItself(db))
