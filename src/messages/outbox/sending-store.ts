import { type Act, stamp } from '#base/act.ts'
import { instant } from '#base/dates.ts'
import { guard, noteStored } from '#base/db/atomically.ts'
import { type Condition, exists } from '#base/db/condition.ts'
import type { Rows } from '#base/db/list-rows.ts'
import { mapped, one, type Read } from '#base/db/read.ts'
import { insert, pick, sql, update } from '#base/db/write.ts'
import { roomForMany } from './claim-store.ts'
import { goesToManySql, type MessageKind, type MessageNature } from './kind.ts'
import { noOutcomes, type Outcomes } from './listed-message.ts'
import { deliveryStatusSql, replaced } from './message-list-store.ts'
import { type SendingKind, type SendingState, sayWritten, type WatchedSending } from './sending.ts'

export type NewSending = {
  id: string
  kind: SendingKind
  eventId: string | null
  nature?: MessageNature | undefined
  subject: string
  body?: string | undefined
  /** The law or request that a statutory notice rests on. */
  basis?: string | undefined
  /** The material of the event that it links to. */
  materialId?: string | null | undefined
  /** Whom it is for, as its author chose. */
  audience?: unknown
  /** The invitation that it repeats. */
  againOfId?: string | undefined
  state: 'draft' | 'sending'
}

export const insertSending = (act: Act, sending: NewSending): SqlStatement =>
  insert(act.db, 'Sending', {
    ...pick(sending, ['id', 'kind', 'eventId', 'subject', 'state']),
    nature: sending.nature ?? 'service',
    body: sending.body ?? '',
    audience: JSON.stringify(sending.audience ?? {}),
    ...stamp(act, 'created'),
    startedAt: sql(`IIF(?1 = 'sending', ?2, NULL)`, sending.state, instant(act.now)),
    basis: sending.basis ?? '',
    materialId: sending.materialId ?? null,
    againOfId: sending.againOfId ?? null,
  })

/** Goes before its messages in the same batch. Stores none if the event has all these kinds off. */
export const insertSendingOf = (act: Act, sending: NewSending & { eventId: string }, kinds: readonly MessageKind[]): SqlStatement =>
  act.db
    .prepare(
      `INSERT INTO Sending (id, kind, eventId, nature, subject, state, createdAt, createdById, startedAt)
       SELECT ?1, ?2, ?3, 'service', ?4, 'sending', ?5, ?6, ?5 WHERE EXISTS (SELECT 1 FROM json_each(?7) k WHERE NOT EXISTS (
         SELECT 1 FROM EventMessage o WHERE o.eventId = ?3 AND o.kind = k.value AND o.isOn = 0))`,
    )
    .bind(
      sending.id,
      sending.kind,
      sending.eventId,
      sending.subject,
      instant(act.now),
      act.actor.accountId ?? null,
      JSON.stringify([...new Set(kinds)]),
    )

const watched = `SELECT s.id, s.kind, s.eventId, s.nature, s.subject, s.state, s.createdAt, s.startedAt, s.endedAt, e.code AS eventCode, e.title AS eventTitle,
    (SELECT MIN(x.startsAt) FROM ActiveSession x WHERE x.eventId = s.eventId) AS startsAt,
    (SELECT COALESCE(n.name, a.email) FROM Account a LEFT JOIN Person n ON n.id = a.personId WHERE a.id = s.createdById) AS "by",
    (SELECT COUNT(*) FROM SendingRecipient r WHERE r.sendingId = s.id AND r.state = 'waiting') AS recipients,
    (SELECT json_group_object(became, n) FROM (SELECT ${deliveryStatusSql} AS became, COUNT(*) AS n FROM (
       SELECT x.* FROM Message x WHERE x.sendingId = s.id
       UNION ALL SELECT y.* FROM Message x JOIN Message y ON y.resendOfId = x.id WHERE x.sendingId = s.id AND y.sendingId IS NOT s.id) m
       WHERE NOT ${replaced} GROUP BY became)) AS messages
  FROM Sending s LEFT JOIN Event e ON e.id = s.eventId`

// Messages to one recipient keep their order, so a paused one holds up later ones.
const waitsFor = `(SELECT o.sendingId FROM Message m JOIN Message o ON o.recipient = m.recipient AND o.state IN ('queued', 'sending')
    AND o.rowid < m.rowid AND o.kind <> 'mailing' JOIN Sending g ON g.id = o.sendingId AND g.state = 'paused'
  WHERE m.sendingId = w.id AND m.state = 'queued' AND o.sendingId <> w.id LIMIT 1)`

type Row = Omit<WatchedSending, 'progress'> & { recipients: number; messages: string }

const watchedOf = ({ recipients, messages, ...sending }: Row): WatchedSending => {
  const outcomes = { ...noOutcomes, ...(JSON.parse(messages) as Partial<Outcomes>) }
  const bounced = outcomes.bounced + outcomes.complained
  return {
    ...sending,
    subject: sayWritten(sending.subject, sending.eventTitle, sending.startsAt),
    progress: {
      recipients,
      waiting: outcomes.waiting,
      sent: outcomes.sent + outcomes.delayed + outcomes.accepted + bounced,
      delivered: outcomes.accepted,
      failed: outcomes.failed + outcomes.withheld,
      bounced,
      outcomes,
    },
  }
}

const waitsForPlan = `(${roomForMany} = 0 AND EXISTS (SELECT 1 FROM Message m
  WHERE m.sendingId = w.id AND m.state = 'queued' AND m.attempts = 0 AND ${goesToManySql('m')}))`

/** A sending and its progress; undefined if unknown. */
export const selectSending = (db: SqlDatabase, now: Date, id: string): Read<WatchedSending | undefined> =>
  mapped(
    one<Row>(
      db
        .prepare(`SELECT w.*, ${waitsFor} AS waitsFor, ${waitsForPlan} AS waitsForPlan FROM (${watched} WHERE s.id = ?2) w`)
        .bind(instant(now), id),
    ),
    (row) => row && watchedOf(row),
  )

/** Sendings, newest first, of one event (by code) or all. */
export const sendingRows = (eventCode: string): Rows<WatchedSending, Row> => ({
  sql: `${watched} WHERE s.state NOT IN ('draft', 'waiting') AND (?1 = '' OR s.eventId = (SELECT id FROM Event WHERE code = upper(?1)))`,
  values: [eventCode],
  by: ['id DESC'],
  size: 25,
  made: watchedOf,
})

export const selectEventTitle = (db: SqlDatabase, code: string): Read<{ title: string } | undefined> =>
  one<{ title: string }>(db.prepare('SELECT title FROM Event WHERE code = upper(?1)').bind(code))

/** Moves a sending on if its state is one of `from`; otherwise `guardBroken`. */
export const moveSending = (act: Act, id: string, from: readonly SendingState[], to: SendingState): SqlStatement[] => [
  guard(act.db, `(SELECT state FROM Sending WHERE id = ?1) IN (SELECT value FROM json_each(?2))`, id, JSON.stringify(from)),
  // Messages that waited for it are sent now.
  noteStored(
    update(
      act.db,
      'Sending',
      {
        state: to,
        startedAt: sql(`CASE WHEN ?1 = 'sending' THEN COALESCE(startedAt, ?2) ELSE startedAt END`, to, instant(act.now)),
        endedAt: sql(`CASE WHEN ?1 IN ('done', 'stopped') THEN ?2 ELSE endedAt END`, to, instant(act.now)),
      },
      { id },
    ),
    to === 'sending' ? act.soFar : undefined,
    'unread',
  ),
]

const over = `state = 'sending'
  AND NOT EXISTS (SELECT 1 FROM SendingRecipient r WHERE r.sendingId = Sending.id AND r.state = 'waiting')
  AND NOT EXISTS (SELECT 1 FROM Message m WHERE m.sendingId = Sending.id AND m.state IN ('queued', 'sending'))`

export const sendingsDue = (): Condition[] => [exists(`SELECT 1 FROM Sending WHERE ${over}`)]

/** Ends sendings with nothing left to send. */
export const endSendings = async (db: SqlDatabase, now: Date): Promise<number> => {
  const done = await db.prepare(`UPDATE Sending SET state = 'done', endedAt = ?1 WHERE ${over}`).bind(instant(now)).run()
  return done.meta.changes
}
