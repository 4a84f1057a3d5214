import type { Act, Moment } from '#base/act.ts'
import { addMinutes, type Instant, instant } from '#base/dates.ts'
import { type Condition, exists } from '#base/db/condition.ts'
import { all, type Read } from '#base/db/read.ts'
import { insert, insertEach, insertOnce, update } from '#base/db/write.ts'
import { claimMinutes } from './call.ts'
import type { KeptEvent, StuckEvent } from './event.ts'

/** Stores events; known ones stay as they are. */
export const insertEvents = (db: SqlDatabase, now: Date, events: readonly KeptEvent[]): SqlStatement =>
  insertEach(
    db,
    'StripeEvent',
    events,
    ['id', 'type', 'objectKind', 'objectId', 'apiVersion', 'createdAt'],
    { receivedAt: instant(now), dueAt: instant(now) },
    ['id'],
  )

const eventDue = 'processedAt IS NULL AND dueAt <= ?1'

export const stripeEventsDue = ({ now, stripe }: Moment): Condition[] =>
  stripe ? [exists(`SELECT 1 FROM StripeEvent WHERE ${eventDue}`, instant(now))] : []

export type ClaimedEvent = { id: string; type: string; objectKind: string; objectId: string; attempts: number }

/** Claims due events in the order they happened; unsettled ones become due again later. */
export const claimEvents = async (act: Act, limit: number): Promise<ClaimedEvent[]> => {
  const { results } = await act.db
    .prepare(
      `UPDATE StripeEvent SET attempts = attempts + 1, dueAt = ?2
       WHERE id IN (SELECT id FROM StripeEvent WHERE ${eventDue} ORDER BY createdAt, rowid LIMIT ?3)
       RETURNING id, type, objectKind, objectId, attempts`,
    )
    .bind(instant(act.now), instant(addMinutes(act.now, claimMinutes)), limit)
    .all<ClaimedEvent>()
  return results
}

/** outcome: 'applied', 'known' when nothing was new, 'not_ours'. */
export const settleEvents = (act: Act, eventIds: readonly string[], outcome: 'applied' | 'known' | 'not_ours'): SqlStatement =>
  update(act.db, 'StripeEvent', { processedAt: instant(act.now), outcome, lastError: null }, { id: eventIds, processedAt: null })

export const postponeEvent = (act: Act, eventId: string, dueAt: Instant, error: string): SqlStatement =>
  update(act.db, 'StripeEvent', { dueAt, lastError: error }, { id: eventId, processedAt: null })

/** Fails when this state was applied before; SQLite names it `StripeObjectState.objectId`. */
export const stateReached = (act: Act, objectId: string, state: string, eventId?: string): SqlStatement =>
  insert(act.db, 'StripeObjectState', { objectId, state, at: instant(act.now), eventId: eventId ?? null })

/** Remembers a state unless it is known; true when it was new. */
export const remember = async (act: Act, objectId: string, state: string): Promise<boolean> =>
  (await insertOnce(act.db, 'StripeObjectState', [], { objectId, state, at: instant(act.now) }).run()).meta.changes > 0

/** Whether none of these states is remembered. */
export const neverRemembered = (...states: readonly (readonly [objectId: string, state: string])[]): Condition => ({
  sql: states
    .map((_, n) => `NOT EXISTS (SELECT 1 FROM StripeObjectState WHERE objectId = ?${2 * n + 1} AND state = ?${2 * n + 2})`)
    .join(' AND '),
  values: states.flat(),
})

export const lastRemembered = async (db: SqlDatabase, objectId: string): Promise<Instant | undefined> =>
  (await db.prepare('SELECT MAX(at) AS at FROM StripeObjectState WHERE objectId = ?1').bind(objectId).first<{ at: string | null }>())?.at ??
  undefined

/** Events that were tried without success, newest first. */
export const selectStuckEvents = (db: SqlDatabase): Read<StuckEvent[]> =>
  all<StuckEvent>(
    db.prepare(
      `SELECT id, type, objectKind, objectId, attempts, receivedAt, lastError FROM StripeEvent
         WHERE processedAt IS NULL AND lastError IS NOT NULL ORDER BY receivedAt DESC LIMIT 200`,
    ),
  )
