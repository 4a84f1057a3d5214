import type { Act, Moment } from '#base/act.ts'
import { addMinutes, type Instant, instant } from '#base/dates.ts'
import { type Condition, exists } from '#base/db/condition.ts'
import { all, type Read } from '#base/db/read.ts'
import { insertOnce, update } from '#base/db/write.ts'
import { newId } from '#base/id.ts'
import { type Call, claimMinutes, type ListedCall, type NewCall } from './call.ts'

/** Stores a call in the batch of the act that needs it; the same key stores one. */
export const callQueued = (act: Act, { kind, subjectId, key }: NewCall): SqlStatement =>
  insertOnce(act.db, 'StripeCall', ['idempotencyKey'], {
    id: newId(act.now),
    kind,
    subjectId,
    idempotencyKey: key,
    createdAt: instant(act.now),
    dueAt: instant(act.now),
  })

// Calls about one subject are made in the order they were stored.
const due = `c.state = 'queued' AND (c.claimedUntil IS NULL OR c.claimedUntil <= ?1)
  AND NOT EXISTS (SELECT 1 FROM StripeCall o WHERE o.subjectId = c.subjectId AND o.state = 'queued' AND o.rowid < c.rowid)`
const claimed = 'id, kind, subjectId, idempotencyKey, attempts, createdAt, claimedUntil'

export const callsDue = ({ now, stripe }: Moment): Condition[] =>
  stripe ? [exists(`SELECT 1 FROM StripeCall c WHERE c.dueAt <= ?1 AND ${due}`, instant(now))] : []

/** In one UPDATE, so that no two callers get the same. An unsettled claim lapses. */
export const claimCalls = async (act: Act, limit: number): Promise<Call[]> => {
  const { results } = await act.db
    .prepare(
      `UPDATE StripeCall SET claimedUntil = ?2, attempts = attempts + 1
       WHERE id IN (SELECT c.id FROM StripeCall c WHERE c.dueAt <= ?1 AND ${due} ORDER BY c.dueAt, c.rowid LIMIT ?3) RETURNING ${claimed}`,
    )
    .bind(instant(act.now), instant(addMinutes(act.now, claimMinutes)), limit)
    .all<Call>()
  return results
}

/** Claims the next call about one subject, due or not. */
export const claimCallOf = async (act: Act, subjectId: string): Promise<Call | undefined> =>
  (await act.db
    .prepare(
      `UPDATE StripeCall SET claimedUntil = ?2, attempts = attempts + 1
       WHERE id IN (SELECT c.id FROM StripeCall c WHERE c.subjectId = ?3 AND ${due} LIMIT 1) RETURNING ${claimed}`,
    )
    .bind(instant(act.now), instant(addMinutes(act.now, claimMinutes)), subjectId)
    .first<Call>()) ?? undefined

/** Marks it done, whoever holds the claim by now. `stripeId` null: it was no longer needed. */
export const settleDone = (act: Act, call: Call, stripeId: string | null): SqlStatement =>
  act.db
    .prepare(
      `UPDATE StripeCall SET state = 'done', doneAt = ?2, stripeId = ?3, claimedUntil = NULL, lastError = NULL WHERE id = ?1 AND state <> 'done'`,
    )
    .bind(call.id, instant(act.now), stripeId)

export const settleFailed = (act: Act, call: Call, error: string): SqlStatement =>
  update(act.db, 'StripeCall', { state: 'failed', claimedUntil: null, lastError: error }, { id: call.id, state: 'queued' })

/** Retries it at `dueAt`; changes nothing when another caller has claimed it. */
export const settleLater = (act: Act, call: Call, dueAt: Instant, error: string): SqlStatement =>
  act.db
    .prepare(
      `UPDATE StripeCall SET dueAt = ?3, claimedUntil = NULL, lastError = ?4 WHERE id = ?1 AND state = 'queued' AND claimedUntil IS ?2`,
    )
    .bind(call.id, call.claimedUntil, dueAt, error)

/** Replaces a call whose key is used up by one with a new key. */
export const supersedeCall = (act: Act, call: Pick<Call, 'id' | 'kind' | 'subjectId'>, key: string): SqlStatement[] => [
  act.db
    .prepare(`UPDATE StripeCall SET state = 'done', doneAt = ?2, claimedUntil = NULL WHERE id = ?1 AND state <> 'done'`)
    .bind(call.id, instant(act.now)),
  callQueued(act, { kind: call.kind, subjectId: call.subjectId, key }),
]

/** Refused calls and calls without an answer, newest first. */
export const selectUnsettled = (db: SqlDatabase): Read<ListedCall[]> =>
  all<ListedCall>(
    db.prepare(
      `SELECT id, kind, subjectId, state, attempts, createdAt, dueAt, lastError FROM StripeCall
       WHERE state = 'failed' OR (state = 'queued' AND lastError IS NOT NULL) ORDER BY state, createdAt DESC LIMIT 200`,
    ),
  )

export const failedCall = async (
  db: SqlDatabase,
  id: string,
): Promise<Pick<Call, 'id' | 'kind' | 'subjectId' | 'idempotencyKey'> | undefined> =>
  (await db
    .prepare(`SELECT id, kind, subjectId, idempotencyKey FROM StripeCall WHERE id = ?1 AND state = 'failed'`)
    .bind(id)
    .first<Pick<Call, 'id' | 'kind' | 'subjectId' | 'idempotencyKey'>>()) ?? undefined
