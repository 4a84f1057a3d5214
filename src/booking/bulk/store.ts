import { type Act, type Moment, signed } from '#base/act.ts'
import { addMinutes, type Instant, instant } from '#base/dates.ts'
import { guard } from '#base/db/atomically.ts'
import { type Condition, exists } from '#base/db/condition.ts'
import { triable } from '#base/db/failed-job.ts'
import { all, allNow, mapped, one, only, type Read, readNow, readTogether, together } from '#base/db/read.ts'
import type { BulkAct } from '#base/db/rows.ts'
import { insert, insertEach, update } from '#base/db/write.ts'
import type { StoredPlace } from '#base/standing.ts'
import { costOfCancelling } from '#booking/bookings/charge.ts'
import { cancelRefusal } from '#booking/cancelling/cancel-booking.ts'
import type { EventDetails } from '#events/events/event.ts'
import { type EventRow, eventOf, eventRow } from '#events/events/store.ts'
import type { Owed } from '#money/ledger/owed.ts'
import { selectOwedOfBulk } from '#money/ledger/owed-store.ts'
import { type AcceptedRow, acceptedColumns, acceptedFrom } from '#money/terms/store.ts'
import { joinNotified } from '#people/accounts/account-store.ts'
import { atOnce, type Bulk, type BulkActName, type BulkItem, type ListedBulk, type Planned, type Progress, type Typed } from './bulk.ts'

const bulkOf = (row: BulkAct): Bulk => ({ ...row, act: row.act as BulkActName, typed: JSON.parse(row.typed) as Typed })

export const insertBulk = (act: Act, id: string, name: BulkActName, plan: Planned): SqlStatement[] => [
  insert(act.db, 'BulkAct', { id, act: name, typed: JSON.stringify({ leftOut: plan.leftOut } satisfies Typed), ...signed(act, 'created') }),
  insertEach(act.db, 'BulkItem', plan.items, ['bookingId', 'placeIds'], { bulkId: id }),
]

/** Starts an act once; a second caller finds it started. */
export const startBulk = (act: Act, bulk: Bulk, typed: Typed): SqlStatement[] => [
  guard(act.db, '(SELECT startedAt FROM BulkAct WHERE id = ?1) IS NULL', bulk.id),
  update(act.db, 'BulkAct', { startedAt: instant(act.now), typed: JSON.stringify(typed) }, { id: bulk.id }),
]

// ?2 is the instant: of an entry that is over no invitation is sent again.
const writtenTo = `(SELECT v.personId FROM Invitation v JOIN Person n ON n.id = v.personId AND n.email IS NOT NULL
  WHERE v.placeId = p.id AND v.state = 'live' AND (u.act <> 'invite_again' OR v.shown ->> '$.endsAt' > ?2)
    AND NOT EXISTS (SELECT 1 FROM EventMessage o WHERE o.eventId = p.eventId AND o.isOn = 0
      AND o.kind = IIF(u.act = 'invite_again', 'invitation', 'place_cancelled')))`

/** SQL: the act does something about the place; one that only writes needs somebody to write to. */
const reached = `CASE u.act WHEN 'invite_again' THEN ${writtenTo} IS NOT NULL
  WHEN 'remind' THEN NOT EXISTS (SELECT 1 FROM EventMessage o WHERE o.eventId = p.eventId AND o.isOn = 0 AND o.kind = 'names_due') ELSE 1 END`

type FoundBulk = { bulk: Bulk; progress: Progress; items: BulkItem[] }

/** An act with its progress and up to `limit` items in each unfinished state. */
export const selectBulk = ({ db, now }: Pick<Act, 'db' | 'now'>, id: string, limit: number): Read<FoundBulk | undefined> => {
  const read = together({
    row: one<BulkAct>(
      db.prepare('SELECT id, act, typed, createdAt, createdById, startedAt, finishedAt FROM BulkAct WHERE id = ?1').bind(id),
    ),
    progress: only<Progress>(
      db
        .prepare(
          `SELECT COUNT(DISTINCT i.bookingId) AS bookings, COUNT(*) AS places, COUNT(DISTINCT s.rootId) AS schools, COUNT(DISTINCT b.eventId) AS events,
             COUNT(DISTINCT CASE WHEN i.state = 'waiting' THEN i.bookingId END) AS waiting,
             COUNT(DISTINCT CASE WHEN i.state = 'done' THEN i.bookingId END) AS done,
             COUNT(DISTINCT CASE WHEN i.state = 'refused' THEN i.bookingId END) AS refused,
             (SELECT COALESCE(SUM(d.places), 0) FROM BulkItem d WHERE d.bulkId = ?1) AS donePlaces,
             COUNT(DISTINCT ${writtenTo}) AS people, COUNT(DISTINCT IIF(${reached}, a.id, NULL)) AS bookers,
             json_object('bookings', COUNT(DISTINCT IIF(${reached}, i.bookingId, NULL)), 'places', COUNT(*) FILTER (WHERE ${reached}),
               'schools', COUNT(DISTINCT IIF(${reached}, s.rootId, NULL))) AS reached
           FROM BulkAct u JOIN BulkItem i ON i.bulkId = u.id JOIN Booking b ON b.id = i.bookingId JOIN School s ON s.id = b.schoolId
             JOIN School r ON r.id = s.rootId ${joinNotified('LEFT JOIN')}
             CROSS JOIN json_each(i.placeIds) j JOIN Place p ON p.id = j.value
           WHERE u.id = ?1`,
        )
        .bind(id, instant(now)),
      { reached: 'json' },
    ),
    items: all<BulkItem>(
      db
        .prepare(
          `SELECT i.bookingId, b.reference, i.placeIds, i.state, i.reason, i.places, r.name AS school, r.town, r.urn, e.code AS eventCode, e.title AS eventTitle
           FROM BulkItem i JOIN Booking b ON b.id = i.bookingId JOIN Event e ON e.id = b.eventId JOIN School s ON s.id = b.schoolId JOIN School r ON r.id = s.rootId
           WHERE i.bulkId = ?1 ORDER BY CASE i.state WHEN 'refused' THEN 0 WHEN 'waiting' THEN 1 ELSE 2 END, r.name COLLATE NOCASE, i.bookingId LIMIT ?2`,
        )
        .bind(id, limit),
      { placeIds: 'json' },
    ),
  })
  return mapped(
    read,
    ({ row, progress, items }) =>
      row && {
        bulk: bulkOf(row),
        progress,
        items,
      },
  )
}

export const readBulk = (act: Pick<Act, 'db' | 'now'>, id: string, limit: number): Promise<FoundBulk | undefined> =>
  readNow(act.db, selectBulk(act, id, limit))

export type ClaimedItem = { bookingId: string; reference: string; placeIds: string[] }

const itemTriable = triable('resumeBulkActs', `i.bulkId || ' ' || i.bookingId`)

/** Claims items for this run; a claim lapses after five minutes. */
export const claimItems = (act: Act, bulkId: string): Promise<ClaimedItem[]> =>
  allNow<ClaimedItem>(
    act.db
      .prepare(
        `UPDATE BulkItem SET claimedUntil = ?3 WHERE bulkId = ?1 AND bookingId IN (
         SELECT i.bookingId FROM BulkItem i WHERE i.bulkId = ?1 AND i.state = 'waiting' AND (i.claimedUntil IS NULL OR i.claimedUntil <= ?2)
           AND ${itemTriable}
         ORDER BY i.bookingId LIMIT ?4)
       RETURNING bookingId, placeIds, (SELECT b.reference FROM Booking b WHERE b.id = bookingId) AS reference`,
      )
      .bind(bulkId, instant(act.now), instant(addMinutes(act.now, 5)), atOnce),
    { placeIds: 'json' },
  )

/** Records an item's result; a trigger refuses a second one. */
export const settleItem = (act: Act, bulkId: string, bookingId: string, outcome: { done: number } | { refused: string }): SqlStatement =>
  update(
    act.db,
    'BulkItem',
    {
      state: 'done' in outcome ? 'done' : 'refused',
      places: 'done' in outcome ? outcome.done : 0,
      reason: 'done' in outcome ? null : outcome.refused,
      at: instant(act.now),
      claimedUntil: null,
    },
    { bulkId, bookingId },
  )

/** Ends an act with nothing waiting, and deletes what was typed for it. */
export const finishBulk = (act: Act, bulkId: string): SqlStatement =>
  act.db
    .prepare(
      `UPDATE BulkAct SET finishedAt = ?2, typed = json_remove(typed, '$.reason') WHERE id = ?1 AND finishedAt IS NULL AND startedAt IS NOT NULL
         AND NOT EXISTS (SELECT 1 FROM BulkItem i WHERE i.bulkId = ?1 AND i.state = 'waiting')`,
    )
    .bind(bulkId, instant(act.now))

const unfinished = `FROM BulkAct u WHERE u.startedAt IS NOT NULL AND u.finishedAt IS NULL
  AND EXISTS (SELECT 1 FROM StaffRole r WHERE r.accountId = u.createdById AND r.role IN ('organiser', 'administrator') AND r.revokedAt IS NULL)
  AND EXISTS (SELECT 1 FROM BulkItem i WHERE i.bulkId = u.id AND i.state = 'waiting' AND (i.claimedUntil IS NULL OR i.claimedUntil <= ?1)
    AND ${itemTriable})`

export const bulkDue = ({ now }: Moment): Condition[] => [exists(`SELECT 1 ${unfinished}`, instant(now))]

/** The oldest unfinished act whose initiator is still an organiser. */
export const unfinishedBulk = async (db: SqlDatabase, now: Instant): Promise<Bulk | undefined> => {
  const row = await db
    .prepare(
      `SELECT u.id, u.act, u.typed, u.createdAt, u.createdById, u.startedAt, u.finishedAt ${unfinished} ORDER BY u.createdAt LIMIT 1`,
    )
    .bind(now)
    .first<BulkAct>()
  return row ? bulkOf(row) : undefined
}

/** The latest begun acts, newest first. */
export const selectRecentBulks = (db: SqlDatabase): Read<ListedBulk[]> =>
  all<ListedBulk>(
    db.prepare(
      `SELECT u.id, u.act, u.startedAt, u.finishedAt, COUNT(*) AS bookings, SUM(i.state <> 'waiting') AS settled
       FROM BulkAct u JOIN BulkItem i ON i.bulkId = u.id WHERE u.startedAt IS NOT NULL GROUP BY u.id ORDER BY u.startedAt DESC LIMIT 30`,
    ),
  )

/** The future dates of the one series that all places belong to, for a move that has not begun. */
export const selectDatesOf = (db: SqlDatabase, bulkId: string, now: Instant): Read<EventDetails[]> =>
  mapped(
    all<EventRow>(
      db
        .prepare(
          `${eventRow} WHERE e.state = 'published' AND (SELECT MIN(x.startsAt) FROM ActiveSession x WHERE x.eventId = e.id) > ?1
             AND e.seriesId = (SELECT MIN(o.seriesId) FROM BulkAct u JOIN BulkItem i ON i.bulkId = u.id JOIN Booking b ON b.id = i.bookingId
               JOIN Event o ON o.id = b.eventId WHERE u.id = ?2 AND u.act = 'move' AND u.startedAt IS NULL HAVING COUNT(DISTINCT o.seriesId) = 1)
             AND EXISTS (SELECT 1 FROM BulkItem i JOIN Booking b ON b.id = i.bookingId WHERE i.bulkId = ?2 AND b.eventId <> e.id)
           ORDER BY (SELECT MIN(x.startsAt) FROM ActiveSession x WHERE x.eventId = e.id)`,
        )
        .bind(now, bulkId),
    ),
    (rows) => rows.map(eventOf),
  )

type Ending = StoredPlace & { id: string; personId: string | null; bookingId: string; eventId: string }

/** What the bookings of an act that ends places owe, and pence with VAT that it charges each. */
export const readMoneyOfBulk = async ({ db, now }: Act, bulkId: string): Promise<{ money: Owed[]; costs: Map<string, number> }> => {
  const of = 'FROM BulkItem i JOIN Booking b ON b.id = i.bookingId'
  const { money, places, events, accepted } = await readTogether(db, {
    money: selectOwedOfBulk(db, bulkId),
    places: all<Ending>(
      db
        .prepare(
          `SELECT p.id, p.personId, p.bookingId, p.eventId, p.state, p.waitsFor, p.heldUntil, p.offerId FROM BulkItem i CROSS JOIN json_each(i.placeIds) j
             JOIN Place p ON p.id = j.value WHERE i.bulkId = ?1 AND p.state <> 'cancelled'`,
        )
        .bind(bulkId),
    ),
    events: all<EventRow>(db.prepare(`${eventRow} WHERE e.id IN (SELECT b.eventId ${of} WHERE i.bulkId = ?1)`).bind(bulkId)),
    accepted: all<AcceptedRow & { bookingId: string }>(
      db
        .prepare(`SELECT b.id AS bookingId, ${acceptedColumns} ${of} JOIN CancellationTerms t ON t.id = b.termsId WHERE i.bulkId = ?1`)
        .bind(bulkId),
    ),
  })
  const eventOfId = new Map(events.map((row) => [row.id, eventOf(row)]))
  const ending = Map.groupBy(places, ({ bookingId }) => bookingId)
  const costs = accepted.map(({ bookingId, ...row }): [string, number] => {
    const its = ending.get(bookingId) ?? []
    const event = eventOfId.get(its[0]?.eventId ?? '')
    return [bookingId, event && !cancelRefusal(event, now) ? costOfCancelling(acceptedFrom(row), event, its, now).total : 0]
  })
  return { money, costs: new Map(costs) }
}
