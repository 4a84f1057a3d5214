import { settingSql } from '#base/council/store.ts'
import { addMinutes, type Instant, instant } from '#base/dates.ts'
import { all, mapped, one, type Read } from '#base/db/read.ts'
import type { Message, MessageBody } from '#base/db/rows.ts'
import type { Attachment, Sendable, StoredMail } from '#base/mail.ts'
import { goesToManySql } from './kind.ts'
import { allKey, manyKey, planShares } from './mail-plan.ts'
import { addressFails, claimMinutes, notTried } from './message.ts'
import { whyNotSent } from './reason-store.ts'
import { paused } from './store.ts'

// Who may send which stored message now (claims), and how each ended.

export type Claimed = Sendable & {
  messageId: string
  claimId: string
  attempts: number
  firstTriedAt: Instant
  /** At the provider, if it is sent in a batch. */
  batch: string | undefined
}

// rowid is commit order. A paused mailing does not hold up messages about calendars or bookings; a
// paused change does, or its correction would overtake it.
const free = `NOT EXISTS (SELECT 1 FROM ProviderPause WHERE notBefore > ?1) AND NOT ${paused('m.sendingId')}
  AND NOT EXISTS (SELECT 1 FROM Message o WHERE o.recipient = m.recipient AND o.state IN ('queued', 'sending') AND o.rowid < m.rowid
    AND (o.kind <> 'mailing' OR NOT ${paused('o.sendingId')}))`

const due = `m.dueAt <= ?1 AND (m.state = 'queued' OR (m.state = 'sending' AND m.claimedUntil <= ?1)) AND ${free}`

const taken = `state = 'sending', claimId = ?2, claimedUntil = ?3, attempts = attempts + 1, firstTriedAt = COALESCE(firstTriedAt, ?1)`

// What somebody waits for goes before messages to a group.
const inOrder = `ORDER BY m.kind = 'mailing', ${goesToManySql('m')}, m.dueAt, m.rowid`

const spent = (key: string): string =>
  `COALESCE((SELECT SUM(u.n) FROM LimitUse u WHERE u.key = '${key}' AND u.at > strftime('%Y-%m-%dT%H:%M:%fZ', ?1, '-1440 minutes')), 0)`
const share = (of: number): string => `CAST(${of} * ${settingSql('mailsPerDay')} AS INTEGER)`

/** SQL: how many that go to many may still go, as of ?1. */
export const roomForMany = `MAX(0, MIN(${share(planShares.many)} - ${spent(manyKey)}, ${share(planShares.all)} - ${spent(allKey)}))`

/** SQL: strangers, or all who share the plan, have used up their part, as of ?1. */
export const strangersSpent = `${spent('mails:strangers')} >= ${share(planShares.strangers)}`
export const sharedSpent = `${spent(allKey)} >= ${share(planShares.all)}`

const hasRoom = `(NOT ${goesToManySql('m')} OR m.attempts > 0 OR m.id IN (SELECT w.id FROM Message w
  WHERE w.state IN ('queued', 'sending') AND w.state = 'queued' AND w.attempts = 0 AND w.dueAt <= ?1 AND ${goesToManySql('w')}
  ORDER BY w.dueAt, w.rowid LIMIT ${roomForMany}))`

/** Counts those that go to many among what a claim (?2) has just taken (`together` or not). */
const countMany = (db: SqlDatabase, now: Date, claim: string, together: 0 | 1): SqlStatement =>
  db
    .prepare(
      `INSERT INTO LimitUse (key, windows, n, at)
       SELECT k.value, '[[1440,1000000000]]', t.n, ?1 FROM json_each('["${manyKey}","${allKey}"]') k JOIN (SELECT COUNT(*) AS n FROM Message m
         WHERE m.claimId = ?2 AND m.state = 'sending' AND m.attempts = 1 AND (m.providerBatch IS NOT NULL) = ?3 AND ${goesToManySql('m')}) t WHERE t.n > 0`,
    )
    .bind(instant(now), claim, together)

/** Whether mail is due, even where a limit holds some of it back. */
export const selectMailDue = (db: SqlDatabase, now: Date): Read<boolean> =>
  mapped(
    one<{ n: number }>(
      db
        .prepare(
          `SELECT 1 AS n FROM Message WHERE state IN ('queued', 'sending') AND dueAt <= ?1 AND (state = 'queued' OR claimedUntil <= ?1) LIMIT 1`,
        )
        .bind(instant(now)),
    ),
    (row) => row !== undefined,
  )

/** Messages claimed for the first time whose content is out of date are not sent. */
const noLongerSo = `UPDATE Message SET state = 'failed', withheld = 1, dueAt = ?1, attempts = 0, firstTriedAt = NULL, claimedUntil = NULL, providerBatch = NULL,
    lastError = '${notTried}' || q.why
  FROM (SELECT m.id, ${whyNotSent} AS why FROM Message m WHERE m.claimId = ?2 AND m.state = 'sending' AND m.firstTriedAt = ?1) q
  WHERE Message.id = q.id AND q.why IS NOT NULL`

type Row = Pick<Message, 'id' | 'attempts' | 'providerBatch'> & { firstTriedAt: Instant } & Omit<MessageBody, 'email' | 'messageId'>

/**
 * Claims due messages in one round trip; a batch that the provider may have goes whole under its
 * key. Withheld: to failing addresses, of stopped mailings, and what is no longer so.
 * @param ids new claim and batch ids @param most how many per kind of call
 */
export const claimDue = async (
  db: SqlDatabase,
  now: Date,
  ids: { claim: string; batch: string },
  most: { alone: number; together: number },
): Promise<{ claims: Claimed[]; withheld: number }> => {
  const hold = [instant(now), ids.claim, instant(addMinutes(now, claimMinutes))]
  const claimed = all<Row>(
    db
      .prepare(
        `SELECT m.id, m.attempts, m.firstTriedAt, m.providerBatch, b.fromAddress, b.toAddress, b.replyTo, b.subject, b.text, b.html, b.attachments, b.headers
         FROM Message m JOIN MessageBody b ON b.messageId = m.id WHERE m.claimId = ?1 AND m.state = 'sending' ORDER BY m.kind = 'mailing', m.rowid`,
      )
      .bind(ids.claim),
  )
  const results = await db.batch([
    db
      .prepare(
        `UPDATE Message SET state = 'failed', withheld = 1, dueAt = ?1, lastError = '${addressFails}'
         WHERE state = 'queued' AND dueAt <= ?1 AND providerBatch IS NULL AND id IN (
           SELECT b.messageId FROM AddressProblem t CROSS JOIN MessageBody b ON b.email = t.email WHERE t.solvedAt IS NULL)`,
      )
      .bind(instant(now)),
    db.prepare(
      `UPDATE Message SET state = 'failed', withheld = 1, lastError = '${notTried}the mailing was stopped'
       WHERE state = 'queued' AND sendingId IN (SELECT id FROM Sending WHERE state = 'stopped') AND providerBatch IS NULL`,
    ),
    db
      .prepare(
        `UPDATE Message SET ${taken} WHERE state IN ('queued', 'sending') AND providerBatch = (
           SELECT m.providerBatch FROM Message m WHERE m.providerBatch IS NOT NULL AND m.state IN ('queued', 'sending') AND ${due} ${inOrder} LIMIT 1)`,
      )
      .bind(...hold),
    db
      .prepare(
        `UPDATE Message SET ${taken} WHERE id IN (SELECT m.id FROM Message m
           WHERE m.state IN ('queued', 'sending') AND m.providerBatch IS NULL AND ${due} AND ${hasRoom}
           ${most.together > 0 ? 'AND (m.attached = 1 OR m.sentAlone = 1)' : ''} ${inOrder} LIMIT ?4)`,
      )
      .bind(...hold, most.alone),
    countMany(db, now, ids.claim, 0),
    db
      .prepare(
        `UPDATE Message SET ${taken}, providerBatch = ?4 WHERE id IN (SELECT m.id FROM Message m
           WHERE m.state IN ('queued', 'sending') AND m.providerBatch IS NULL AND ${due} AND ${hasRoom} AND m.attached = 0 AND m.sentAlone = 0
           ${inOrder} LIMIT ?5)`,
      )
      .bind(...hold, ids.batch, most.together),
    countMany(db, now, ids.claim, 1),
    db.prepare(noLongerSo).bind(instant(now), ids.claim),
    ...claimed.statements,
  ])
  const claims = claimed.from(results.slice(-1)).map((row) => ({
    key: row.id,
    messageId: row.id,
    claimId: ids.claim,
    attempts: row.attempts,
    firstTriedAt: row.firstTriedAt,
    batch: row.providerBatch ?? undefined,
    from: row.fromAddress,
    to: row.toAddress,
    replyTo: row.replyTo ?? undefined,
    subject: row.subject,
    text: row.text,
    html: row.html,
    attachments: JSON.parse(row.attachments) as Attachment[],
    headers: JSON.parse(row.headers) as Record<string, string>,
  }))
  return { claims, withheld: results.at(-2)?.meta.changes ?? 0 }
}

/** Those of these messages that were stored under the claim. */
export const selectClaimed = (db: SqlDatabase, now: Date, claimId: string, mails: readonly StoredMail[]): Read<Claimed[]> => {
  const statement = db.prepare(`SELECT id, providerBatch FROM Message WHERE claimId = ?1 AND state = 'sending'`).bind(claimId)
  return mapped(all<Pick<Message, 'id' | 'providerBatch'>>(statement), (rows) => {
    const batches = new Map(rows.map((row) => [row.id, row.providerBatch]))
    return mails.flatMap((mail) => {
      const batch = batches.get(mail.messageId)
      return batch === undefined ? [] : [{ ...mail, claimId, attempts: 1, firstTriedAt: instant(now), batch: batch ?? undefined }]
    })
  })
}

/** How a claimed message ended. */
export type Settled =
  | { id: string; as: 'sent'; providerId: string; at: Instant }
  /** Whether the provider accepted it is unknown, so its batch stays together. */
  | { id: string; as: 'later'; dueAt: Instant; error: string }
  /** The provider accepts nothing now: the life of the idempotency key has not begun. */
  | { id: string; as: 'turned_away'; dueAt: Instant; error: string }
  | { id: string; as: 'failed'; error: string; at: Instant }
  /** Not tried. */
  | { id: string; as: 'released'; dueAt: Instant }
  /** The provider refused its batch, so retry it by itself. */
  | { id: string; as: 'by_itself'; dueAt: Instant; error: string }

/**
 * Records how claimed messages ended, in one batch. 'sent' is recorded whoever holds the claim;
 * anything else only by its holder.
 * @param kept what a local provider stores of them
 */
export const settle = async (
  db: SqlDatabase,
  settled: readonly (Settled & { claimId: string })[],
  kept: readonly SqlStatement[] = [],
): Promise<void> => {
  const of = (as: Settled['as']): string => JSON.stringify(settled.filter((one) => one.as === as))
  const mine = `Message.id = j.value ->> '$.id' AND Message.state = 'sending' AND Message.claimId = j.value ->> '$.claimId'`
  const mayHaveBeenTried = `strftime('%Y-%m-%dT%H:%M:%fZ', firstTriedAt, '+${claimMinutes} minutes') <> claimedUntil`
  // A batch that was never tried or not accepted may be split.
  const untried = `firstTriedAt = IIF(${mayHaveBeenTried}, firstTriedAt, NULL), providerBatch = IIF(${mayHaveBeenTried}, providerBatch, NULL)`
  const updates: Record<Settled['as'], [set: string, where: string]> = {
    sent: [
      `state = 'sent', sentAt = j.value ->> '$.at', providerId = j.value ->> '$.providerId', claimedUntil = NULL, lastError = NULL`,
      `Message.id = j.value ->> '$.id' AND Message.state <> 'sent'`,
    ],
    later: [`state = 'queued', dueAt = j.value ->> '$.dueAt', claimedUntil = NULL, lastError = j.value ->> '$.error'`, mine],
    turned_away: [
      `state = 'queued', dueAt = j.value ->> '$.dueAt', claimedUntil = NULL, lastError = j.value ->> '$.error', ${untried}`,
      mine,
    ],
    failed: [`state = 'failed', claimedUntil = NULL, dueAt = j.value ->> '$.at', lastError = j.value ->> '$.error'`, mine],
    released: [`state = 'queued', dueAt = j.value ->> '$.dueAt', claimedUntil = NULL, attempts = attempts - 1, ${untried}`, mine],
    by_itself: [
      `state = 'queued', dueAt = j.value ->> '$.dueAt', claimedUntil = NULL, providerBatch = NULL, sentAlone = 1, firstTriedAt = NULL,
         lastError = j.value ->> '$.error'`,
      mine,
    ],
  }
  const kinds = (Object.keys(updates) as Settled['as'][]).filter((as) => settled.some((one) => one.as === as))
  if (kinds.length === 0) return
  await db.batch([
    ...kept,
    ...kinds.map((as) => db.prepare(`UPDATE Message SET ${updates[as][0]} FROM json_each(?1) AS j WHERE ${updates[as][1]}`).bind(of(as))),
  ])
}

/** Makes everybody wait until then, as the provider asks; never shortens a longer wait. */
export const closeGate = async (db: SqlDatabase, until: Instant): Promise<void> => {
  await db
    .prepare('INSERT INTO ProviderPause (id, notBefore) VALUES (1, ?1) ON CONFLICT (id) DO UPDATE SET notBefore = MAX(notBefore, ?1)')
    .bind(until)
    .run()
}
