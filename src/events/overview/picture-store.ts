import { all, type Read } from '#base/db/read.ts'
import { type Arrived, type BookedRow, mostWeeks } from './picture.ts'

const startOf = (event: string): string => `(SELECT MIN(s.startsAt) FROM ActiveSession s WHERE s.eventId = ${event}.id)`

/** Places that are still booked, of the event and of the date before it in its series. */
export const selectBooked = (db: SqlDatabase, code: string): Read<BookedRow[]> =>
  all<BookedRow>(
    db
      .prepare(
        `WITH own AS MATERIALIZED (SELECT e.id, e.seriesId, ${startOf('e')} AS startsAt FROM Event e WHERE e.code = ?1),
           shown AS MATERIALIZED (
             SELECT id, startsAt, 0 AS isEarlier, NULL AS code FROM own
             UNION ALL
             SELECT * FROM (
               SELECT b.id, ${startOf('b')} AS starts, 1, b.code FROM own CROSS JOIN Event b ON b.seriesId = own.seriesId
               WHERE b.state = 'published' AND starts < own.startsAt ORDER BY starts DESC LIMIT 1))
         SELECT MIN(${mostWeeks}, MAX(0, CAST((julianday(date(h.startsAt)) - julianday(date(p.createdAt))) / 7 AS INTEGER))) AS weeks,
           COUNT(*) AS n, h.isEarlier, h.code AS earlierCode
         FROM shown h CROSS JOIN Place p ON p.eventId = h.id AND p.state = 'confirmed'
         WHERE h.startsAt IS NOT NULL GROUP BY h.isEarlier, 1`,
      )
      .bind(code.toUpperCase()),
  )

/** Of the last day on which anybody came: each person by the first time. */
export const selectArrived = (db: SqlDatabase, code: string): Read<Arrived[]> =>
  all<Arrived>(
    db
      .prepare(
        `WITH came AS MATERIALIZED (
           SELECT a.day, COALESCE(a.placeId, a.walkInId) AS whose, MIN(a.happenedAt) AS at
           FROM Event e CROSS JOIN Arrival a ON a.eventId = e.id
           WHERE e.code = ?1 AND a.kind = 'arrived' AND a.how <> 'join' AND a.undoesId IS NULL
             AND NOT EXISTS (SELECT 1 FROM Arrival u WHERE u.undoesId = a.id)
           GROUP BY 1, 2)
         SELECT CAST(strftime('%s', at) AS INTEGER) / 300 AS slot, COUNT(*) AS n FROM came
         WHERE day = (SELECT MAX(day) FROM came) GROUP BY 1 ORDER BY 1`,
      )
      .bind(code.toUpperCase()),
  )
