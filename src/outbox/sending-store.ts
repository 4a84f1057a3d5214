import type { Act } from '../act.ts'
import { instant } from '../dates.ts'
import { guard } from '../db/atomically.ts'
import type { MessageNature } from './message.ts'
import type { Progress, Sending, SendingKind, SendingState } from './sending.ts'

export type NewSending = {
  id: string
  kind: SendingKind
  eventId: string | null
  nature?: MessageNature | undefined
  subject: string
  body?: string | undefined
  /** Whom it was for, as the one who wrote it chose. */
  audience?: unknown
  state: 'draft' | 'sending'
}

export const insertSending = (act: Act, sending: NewSending): D1PreparedStatement =>
  act.db
    .prepare(
      `INSERT INTO Sending (id, kind, eventId, nature, subject, body, audience, state, createdAt, createdById, startedAt)
       VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, IIF(?8 = 'sending', ?9, NULL))`,
    )
    .bind(
      sending.id,
      sending.kind,
      sending.eventId,
      sending.nature ?? 'service',
      sending.subject,
      sending.body ?? '',
      JSON.stringify(sending.audience ?? {}),
      sending.state,
      instant(act.now),
      act.actor.accountId ?? null,
    )

const columns = 's.id, s.kind, s.eventId, s.nature, s.subject, s.state, s.createdAt, s.startedAt, s.endedAt'

/** A sending and how far it has come, in one round trip; undefined when there is none. */
export const readSending = async (
  db: D1Database,
  id: string,
): Promise<(Sending & { progress: Progress; eventCode: string | null; eventTitle: string | null }) | undefined> => {
  const row = await db
    .prepare(
      `SELECT ${columns}, e.code AS eventCode, e.title AS eventTitle,
         (SELECT COUNT(*) FROM SendingRecipient r WHERE r.sendingId = s.id AND r.state = 'waiting') AS recipients,
         (SELECT json_object('waiting', COALESCE(SUM(m.state IN ('queued', 'sending')), 0), 'sent', COALESCE(SUM(m.state = 'sent'), 0),
            'delivered', COALESCE(SUM(m.state = 'sent' AND m.fate IS 'delivered'), 0), 'failed', COALESCE(SUM(m.state = 'failed'), 0),
            'bounced', COALESCE(SUM(m.fate IN ('bounced', 'suppressed', 'complained', 'failed')), 0)) FROM Message m WHERE m.sendingId = s.id) AS messages
       FROM Sending s LEFT JOIN Event e ON e.id = s.eventId WHERE s.id = ?1`,
    )
    .bind(id)
    .first<Sending & { recipients: number; messages: string; eventCode: string | null; eventTitle: string | null }>()
  if (!row) return undefined
  const { recipients, messages, ...sending } = row
  return { ...sending, progress: { recipients, ...(JSON.parse(messages) as Omit<Progress, 'recipients'>) } }
}

/** Moves a sending on, only while it is in one of the states `from`; otherwise its batch fails with `guardBroken`. */
export const moveSending = (act: Act, id: string, from: readonly SendingState[], to: SendingState): D1PreparedStatement[] => [
  guard(act.db, `(SELECT state FROM Sending WHERE id = ?1) IN (SELECT value FROM json_each(?2))`, id, JSON.stringify(from)),
  act.db
    .prepare(
      `UPDATE Sending SET state = ?2, startedAt = CASE WHEN ?2 = 'sending' THEN COALESCE(startedAt, ?3) ELSE startedAt END,
         endedAt = CASE WHEN ?2 IN ('done', 'stopped') THEN ?3 ELSE endedAt END WHERE id = ?1`,
    )
    .bind(id, to, instant(act.now)),
]

/** Notes that a sending is over once nothing of it waits any more. */
export const endSendings = async (db: D1Database, now: Date): Promise<number> => {
  const done = await db
    .prepare(
      `UPDATE Sending SET state = 'done', endedAt = ?1 WHERE state = 'sending'
         AND NOT EXISTS (SELECT 1 FROM SendingRecipient r WHERE r.sendingId = Sending.id AND r.state = 'waiting')
         AND NOT EXISTS (SELECT 1 FROM Message m WHERE m.sendingId = Sending.id AND m.state IN ('queued', 'sending'))`,
    )
    .bind(instant(now))
    .run()
  return done.meta.changes
}
