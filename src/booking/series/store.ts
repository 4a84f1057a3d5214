import { type Act, stamp } from '#base/act.ts'
import { instant } from '#base/dates.ts'
import { guard } from '#base/db/atomically.ts'
import { all, mapped, one, type Read, readTogether, together } from '#base/db/read.ts'
import { insert, sql, update } from '#base/db/write.ts'
import type { BookingSchool } from '#booking/bookings/booking.ts'
import type { EventDetails } from '#events/events/event.ts'
import { allEvents, eventRow, takenAt } from '#events/events/store.ts'
import { selectLatestPriceLists, selectPriceListsInUse } from '#money/prices/store.ts'
import type { StoredPriceList } from '#money/prices/stored-price-list.ts'
import type { ListedSeries, OtherDate, Series } from './series.ts'

const firstOf = (event: string): string => `(SELECT MIN(x.startsAt) FROM ActiveSession x WHERE x.eventId = ${event})`
const lastOf = (event: string): string => `(SELECT MAX(x.endsAt) FROM ActiveSession x WHERE x.eventId = ${event})`

/** All series with their number of dates, those with a future date first. */
export const selectAllSeries = (db: SqlDatabase, now: Date): Read<ListedSeries[]> =>
  all(
    db
      .prepare(
        `SELECT s.id, s.title, s.topicId, (SELECT l.label FROM TopicLabel l WHERE l.topicId = s.topicId AND l.preferred = 1 ORDER BY l.toDate IS NOT NULL LIMIT 1) AS topic,
           COUNT(e.id) AS dates, COALESCE(SUM(e.state = 'published' AND ${firstOf('e.id')} > ?1), 0) AS ahead,
           MIN(CASE WHEN e.state = 'published' AND ${firstOf('e.id')} > ?1 THEN ${firstOf('e.id')} END) AS next
         FROM Series s LEFT JOIN Event e ON e.seriesId = s.id AND e.state <> 'cancelled' GROUP BY s.id ORDER BY next IS NULL, next, s.title COLLATE NOCASE`,
      )
      .bind(instant(now)),
  )

type Joinable = { code: string; title: string; startsAt: string | null }

export type FoundSeries = {
  series: Series
  events: EventDetails[]
  joinable: Joinable[]
  /** Those its events have. */
  prices: readonly StoredPriceList[]
  /** Those that can be chosen. */
  choosable: StoredPriceList[]
}

/** A series with all its events by start, also drafts and cancelled ones. */
export const selectSeries = (db: SqlDatabase, id: string, now: Date): Read<FoundSeries | undefined> => {
  const read = together({
    series: one<Series>(db.prepare('SELECT id, title, topicId FROM Series WHERE id = ?1').bind(id)),
    events: allEvents(db.prepare(`${eventRow} WHERE e.seriesId = ?2 ORDER BY ${firstOf('e.id')}, e.createdAt`).bind(instant(now), id)),
    joinable: all<Joinable>(
      db
        .prepare(
          `SELECT e.code, e.title, ${firstOf('e.id')} AS startsAt FROM Event e JOIN Series s ON s.topicId = e.topicId
           WHERE s.id = ?1 AND e.seriesId IS NULL AND e.state <> 'cancelled' AND COALESCE(${lastOf('e.id')}, '9999') > ?2 ORDER BY startsAt LIMIT 200`,
        )
        .bind(id, instant(now)),
    ),
    prices: selectPriceListsInUse(db),
    choosable: selectLatestPriceLists(db),
  })
  return mapped(read, ({ series, ...found }) => series && { series, ...found })
}

/** With what a school (a root) has there; one round trip. */
export const otherDates = async (act: Act, event: Pick<EventDetails, 'id' | 'seriesId'>, schoolId: string): Promise<OtherDate[]> => {
  const { db } = act
  const ofSeries = `e.seriesId = ?2 AND e.id <> ?3 AND e.state = 'published' AND ${firstOf('e.id')} > ?1`
  const now = instant(act.now)
  const { events, schools } = await readTogether(db, {
    events: allEvents(db.prepare(`${eventRow} WHERE ${ofSeries} ORDER BY ${firstOf('e.id')}`).bind(now, event.seriesId, event.id)),
    schools: all<BookingSchool & { eventId: string }>(
      db
        .prepare(
          `SELECT e.id AS eventId, s.id, s.name, s.town, s.urn, s.kind, s.origin, s.trustName,
             (SELECT COUNT(*) FROM Place p JOIN School o ON o.id = p.schoolId WHERE p.eventId = e.id AND o.rootId = s.id AND ${takenAt('p')}) AS taken,
             (SELECT COUNT(*) FROM Place p JOIN School o ON o.id = p.schoolId
              WHERE p.eventId = e.id AND o.rootId = s.id AND p.state = 'held' AND p.waitsFor IS NOT NULL AND p.offerId IS NULL AND p.heldUntil <= ?1) AS waiting,
             CASE WHEN s.trustUid IS NULL THEN 0 ELSE
               (SELECT COUNT(*) FROM Place p JOIN School o ON o.id = p.schoolId JOIN School r ON r.id = o.rootId
                WHERE p.eventId = e.id AND r.trustUid = s.trustUid AND ${takenAt('p')}) END AS trustTaken,
             (SELECT COALESCE(SUM(h.places - (SELECT COUNT(*) FROM Place p WHERE p.heldBackId = h.id AND ${takenAt('p')})), 0)
              FROM HeldBack h JOIN HeldBackEntitled x ON x.heldBackId = h.id AND x.rootId = s.id
              WHERE h.eventId = e.id AND h.withdrawnAt IS NULL AND h.releaseAt > ?1) AS heldBack
           FROM Event e CROSS JOIN School s WHERE ${ofSeries} AND s.id = ?4`,
        )
        .bind(now, event.seriesId, event.id, schoolId),
    ),
  })
  const bySchool = new Map(schools.map((row) => [row.eventId, row]))
  return events.flatMap((date) => {
    const school = bySchool.get(date.id)
    return school ? [{ event: date, school }] : []
  })
}

/** What else a move needs: each place's represented schools (roots), and who booked. */
export const readMoving = async (
  db: SqlDatabase,
  bookingId: string,
): Promise<{
  represents: Map<string, string[]>
  askedBy: string
  booker: { accountId: string | undefined; personId: string | undefined }
}> => {
  const { represents, booker } = await readTogether(db, {
    represents: all<{ id: string; ids: string }>(
      db
        .prepare(
          `SELECT p.id, json_group_array(o.rootId) AS ids FROM Place p JOIN PlaceRepresents r ON r.placeId = p.id JOIN School o ON o.id = r.schoolId
           WHERE p.bookingId = ?1 GROUP BY p.id`,
        )
        .bind(bookingId),
    ),
    booker: one<{ bookedById: string | null; bookerPersonId: string | null; askedBy: string }>(
      db.prepare('SELECT bookedById, bookerPersonId, askedBy FROM Booking WHERE id = ?1').bind(bookingId),
    ),
  })
  return {
    represents: new Map(represents.map(({ id, ids }) => [id, JSON.parse(ids) as string[]])),
    askedBy: booker?.askedBy ?? '',
    booker: { accountId: booker?.bookedById ?? undefined, personId: booker?.bookerPersonId ?? undefined },
  }
}

/** Guard: these places are confirmed, with the people (or none) that were read. */
export const stillThere = (act: Act, places: readonly { id: string; personId: string | null }[]): SqlStatement =>
  guard(
    act.db,
    `NOT EXISTS (SELECT 1 FROM json_each(?1) j LEFT JOIN Place p ON p.id = j.value ->> '$.id' AND p.state = 'confirmed'
       AND p.personId IS j.value ->> '$.personId' WHERE p.id IS NULL)`,
    JSON.stringify(places.map(({ id, personId }) => ({ id, personId }))),
  )

/** Starts a series; the same id again does nothing. */
export const insertSeries = (act: Act, series: Series): SqlStatement =>
  insert(act.db, 'Series', { id: series.id, title: series.title, topicId: series.topicId, ...stamp(act, 'created') })

/** Puts an event into a series or takes it out; guard: the event is the version that was read. */
export const setSeries = (act: Act, event: Pick<EventDetails, 'id' | 'version'>, seriesId: string | null): SqlStatement[] => [
  guard(act.db, '(SELECT version FROM Event WHERE id = ?1) = ?2', event.id, event.version),
  update(act.db, 'Event', { seriesId, version: sql('version + 1'), changedAt: instant(act.now) }, { id: event.id }),
]

/** Retired terms are dropped; retired prices stay, so that a copy is not free by accident. */
export const copyAccepting = (
  act: Act,
  copyId: string,
  event: EventDetails,
  earlyUntil: string | null,
  seriesId: string | null,
): SqlStatement =>
  act.db
    .prepare(
      `UPDATE Event SET seriesId = ?2, termsId = (SELECT n.id FROM CancellationTerms o JOIN CancellationTerms n ON n.termsKey = o.termsKey
           AND n.retiredAt IS NULL WHERE o.id = ?3 ORDER BY n.version DESC LIMIT 1),
         priceId = (SELECT n.id FROM PriceList o JOIN PriceList n ON n.priceKey = o.priceKey WHERE o.id = ?4 ORDER BY n.version DESC LIMIT 1), earlyUntil = ?5
       WHERE id = ?1`,
    )
    .bind(copyId, seriesId, event.termsId, event.priceId, earlyUntil)

/** Sets the prices of several events; guard: each is the version that was read. */
export const setPrices = (
  act: Act,
  priceId: string | null,
  events: readonly (Pick<EventDetails, 'id' | 'version'> & { earlyUntil: string | null })[],
): SqlStatement[] => {
  const json = JSON.stringify(events.map(({ id, version, earlyUntil }) => ({ id, version, earlyUntil })))
  return [
    guard(
      act.db,
      `NOT EXISTS (SELECT 1 FROM json_each(?1) j LEFT JOIN Event e ON e.id = j.value ->> '$.id' AND e.version = j.value ->> '$.version' WHERE e.id IS NULL)`,
      json,
    ),
    act.db
      .prepare(
        `UPDATE Event SET priceId = ?2, earlyUntil = j.value ->> '$.earlyUntil', version = Event.version + 1, changedAt = ?3
         FROM json_each(?1) j WHERE Event.id = j.value ->> '$.id'`,
      )
      .bind(json, priceId, instant(act.now)),
  ]
}

export type HeldBackRule = { id: string; releaseAt: string }

export const heldBackOf = async (db: SqlDatabase, eventId: string): Promise<HeldBackRule[]> =>
  (
    await db
      .prepare('SELECT id, releaseAt FROM HeldBack WHERE eventId = ?1 AND withdrawnAt IS NULL ORDER BY createdAt, id')
      .bind(eventId)
      .all<HeldBackRule>()
  ).results

/** Reserved places of a copy, for the same schools, released on other days. */
export const copyHeldBack = (
  act: Act,
  copyId: string,
  rules: readonly { from: string; id: string; releaseAt: string }[],
): SqlStatement[] => {
  const json = JSON.stringify(rules)
  return [
    act.db
      .prepare(
        `INSERT INTO HeldBack (id, eventId, places, forWhom, releaseAt, createdAt, createdById)
         SELECT j.value ->> '$.id', ?2, h.places, h.forWhom, j.value ->> '$.releaseAt', ?3, ?4
         FROM json_each(?1) j JOIN HeldBack h ON h.id = j.value ->> '$.from' ORDER BY j.key`,
      )
      .bind(json, copyId, instant(act.now), act.actor.accountId ?? null),
    act.db
      .prepare(
        `INSERT INTO HeldBackSchool (heldBackId, schoolId)
         SELECT j.value ->> '$.id', x.schoolId FROM json_each(?1) j JOIN HeldBackSchool x ON x.heldBackId = j.value ->> '$.from'`,
      )
      .bind(json),
  ]
}

export const copyCounted = (act: Act, eventId: string, copyId: string, sessions: readonly { from: string; id: string }[]): SqlStatement =>
  act.db
    .prepare(
      `INSERT INTO CountsTowards (id, eventId, sessionId, requirementId, countsAs, createdAt, createdById)
       SELECT lower(hex(randomblob(16))), ?2, j.value ->> '$.id', c.requirementId, c.countsAs, ?3, ?4
       FROM CountsTowards c LEFT JOIN json_each(?5) j ON j.value ->> '$.from' = c.sessionId
       WHERE c.eventId = ?1 AND c.supersededAt IS NULL AND (c.sessionId IS NULL OR j.value IS NOT NULL)`,
    )
    .bind(eventId, copyId, instant(act.now), act.actor.accountId ?? null, JSON.stringify(sessions.map(({ from, id }) => ({ from, id }))))

export const copyCertificates = (act: Act, eventId: string, copyId: string): SqlStatement =>
  act.db
    .prepare(
      'INSERT INTO EventCertificates (eventId, isOn, renewMonths, afterEvaluation) SELECT ?2, isOn, renewMonths, afterEvaluation FROM EventCertificates WHERE eventId = ?1',
    )
    .bind(eventId, copyId)

/** Copies what the event asks afterwards, whatever became of it there. */
export const copyAsked = (act: Act, eventId: string, copyId: string): SqlStatement[] => [
  act.db
    .prepare('INSERT INTO EvaluationWave (eventId, wave, weeks) SELECT ?2, wave, weeks FROM EvaluationWave WHERE eventId = ?1')
    .bind(eventId, copyId),
  act.db
    .prepare(
      `INSERT INTO EvaluationQuestion (id, eventId, wave, position, kind, label, settings)
       SELECT lower(hex(randomblob(16))), ?2, wave, position, kind, label, settings FROM EvaluationQuestion WHERE eventId = ?1`,
    )
    .bind(eventId, copyId),
]

export const copyMessages = (act: Act, eventId: string, copyId: string): SqlStatement =>
  act.db
    .prepare(
      `INSERT INTO EventMessage (eventId, kind, isOn, minutes, note, changedAt, changedById)
       SELECT ?2, kind, isOn, minutes, note, ?3, ?4 FROM EventMessage WHERE eventId = ?1`,
    )
    .bind(eventId, copyId, instant(act.now), act.actor.accountId ?? null)
