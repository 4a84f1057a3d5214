import type { Act, Moment } from '#base/act.ts'
import { addMinutes, type Instant, instant } from '#base/dates.ts'
import { guard } from '#base/db/atomically.ts'
import { type Condition, exists } from '#base/db/condition.ts'
import { triable } from '#base/db/failed-job.ts'
import { allNow } from '#base/db/read.ts'
import { insert, insertOnce, pick, sql } from '#base/db/write.ts'
import { newId } from '#base/id.ts'
import type { StatusAt } from './delivery-status.ts'
import { ranked } from './delivery-status.ts'
import { type AddressTroubleKind, type KeptMailEvent, type MailEventDetail, type MailEventType, toldOfSent } from './mail-event.ts'

/** Stores a webhook once. Its message is found by the mail's tag, else by the provider's id. */
export const insertMailEvent = (db: SqlDatabase, now: Date, event: KeptMailEvent): SqlStatement =>
  insertOnce(db, 'MailEvent', ['id'], {
    ...pick(event, ['id', 'type', 'at', 'providerId']),
    receivedAt: instant(now),
    messageId: sql(
      'COALESCE((SELECT id FROM Message WHERE id = ?2), (SELECT id FROM Message WHERE providerId = ?1))',
      event.providerId,
      event.tag ?? null,
    ),
    detail: JSON.stringify(event.detail),
  })

export type WaitingEvent = {
  id: string
  type: MailEventType
  at: Instant
  providerId: string
  /** null: after a day still no message of ours. */
  messageId: string | null
  email: string | null
  detail: MailEventDetail
  /** What is known of the address: it fails, or works again since. */
  known: 'failing' | 'solved' | null
}

const dayLong = 24 * 60

const waitingFrom = `FROM MailEvent v LEFT JOIN Message m ON m.id = COALESCE(v.messageId, (SELECT p.id FROM Message p WHERE p.providerId = v.providerId))`
const waits = `v.followedAt IS NULL AND v.type IN (SELECT value FROM json_each(?1)) AND (m.id IS NOT NULL OR v.receivedAt <= ?2)
  AND ${triable('followMailEvents', 'v.id')}`

/** Uses the index of unprocessed events. */
export const mailEventsDue = ({ now }: Moment): Condition[] => [
  exists(`SELECT 1 ${waitingFrom} WHERE ${waits}`, JSON.stringify(toldOfSent), instant(addMinutes(now, -dayLong))),
]

/** Events about sent mail that can be processed now: their message is known, or never will be. */
export const waitingEvents = (act: Act, limit: number): Promise<WaitingEvent[]> =>
  allNow<WaitingEvent>(
    act.db
      .prepare(
        `SELECT v.id, v.type, v.at, v.providerId, v.detail, m.id AS messageId, y.email,
         CASE WHEN EXISTS (SELECT 1 FROM AddressProblem t WHERE t.email = y.email AND t.solvedAt IS NULL) THEN 'failing'
           WHEN EXISTS (SELECT 1 FROM AddressProblem t WHERE t.email = y.email AND t.solvedAt >= v.at) THEN 'solved' END AS known
       ${waitingFrom} LEFT JOIN MessageBody y ON y.messageId = m.id WHERE ${waits}
       ORDER BY v.at, v.id LIMIT ?3`,
      )
      .bind(JSON.stringify(toldOfSent), instant(addMinutes(act.now, -dayLong)), limit),
    { detail: 'json' },
  )

/** Guard: none of these events has been processed. */
export const stillWaiting = (act: Act, ids: readonly string[]): SqlStatement =>
  guard(
    act.db,
    `NOT EXISTS (SELECT 1 FROM json_each(?1) j LEFT JOIN MailEvent v ON v.id = j.value AND v.followedAt IS NULL WHERE v.id IS NULL)`,
    JSON.stringify(ids),
  )

export const settleMailEvents = (
  act: Act,
  settled: readonly { id: string; messageId: string | null; outcome: 'followed' | 'unknown' }[],
): SqlStatement =>
  act.db
    .prepare(
      `UPDATE MailEvent SET followedAt = ?2, outcome = j.value ->> '$.outcome', messageId = COALESCE(MailEvent.messageId, j.value ->> '$.messageId')
       FROM json_each(?1) j WHERE MailEvent.id = j.value ->> '$.id'`,
    )
    .bind(JSON.stringify(settled), instant(act.now))

const rankOf = (deliveryStatus: string): string =>
  `CASE ${deliveryStatus} ${ranked.map((name, index) => `WHEN '${name}' THEN ${index + 1}`).join(' ')} ELSE 0 END`

/** `statusAfter` in SQL, so that concurrent reports agree. At most one row per message. */
export const raiseDeliveryStatuses = (act: Act, told: readonly (StatusAt & { messageId: string })[]): SqlStatement =>
  act.db
    .prepare(
      `UPDATE Message SET deliveryStatus = j.value ->> '$.deliveryStatus', deliveryStatusAt = j.value ->> '$.at' FROM json_each(?1) j
       WHERE Message.id = j.value ->> '$.messageId' AND (${rankOf(`j.value ->> '$.deliveryStatus'`)} > ${rankOf('Message.deliveryStatus')}
         OR (Message.deliveryStatus = j.value ->> '$.deliveryStatus' AND j.value ->> '$.at' < Message.deliveryStatusAt))`,
    )
    .bind(JSON.stringify(told))

/** Of messages whose answer was lost. A batch that still waits for its own is retried unchanged. */
export const provedSent = (act: Act, told: readonly { messageId: string; providerId: string; at: Instant }[]): SqlStatement =>
  act.db
    .prepare(
      `UPDATE Message SET state = 'sent', sentAt = j.value ->> '$.at', providerId = COALESCE(Message.providerId, j.value ->> '$.providerId'),
         claimedUntil = NULL, claimId = NULL, lastError = NULL
       FROM json_each(?1) j WHERE Message.id = j.value ->> '$.messageId' AND Message.state <> 'sent'
         AND (Message.providerBatch IS NULL OR Message.state = 'failed')`,
    )
    .bind(JSON.stringify(told))

/** Marks an address as one that does not work; goes on only while it is not marked. */
export const insertAddressProblem = (
  act: Act,
  trouble: { id: string; email: string; kind: AddressTroubleKind; at: Instant; messageId: string },
): SqlStatement => insert(act.db, 'AddressProblem', { ...pick(trouble, ['id', 'email', 'kind', 'at', 'messageId']) })

/** Marking our mail as spam withdraws consent to promotions. */
export const withdrawConsent = (act: Act, email: string, at: Instant): SqlStatement =>
  insert(act.db, 'MailConsent', { id: newId(act.now), email, given: 0, how: 'complaint', at })
