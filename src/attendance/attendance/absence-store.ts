// SQL for charges when registers close: places nobody attended, by the accepted terms. They are
// proposed: finance reviews each before it is owed. What a page previews and what closing writes is
// one statement, asked with the marks that closing makes before and without them after.
import type { Act } from '#base/act.ts'
import { instant } from '#base/dates.ts'
import { guard } from '#base/db/atomically.ts'
import { all, mapped, type Read } from '#base/db/read.ts'
import { newId } from '#base/id.ts'
import type { MarkType } from '#base/standing.ts'
import { replacedAt } from '#booking/needs/store.ts'
import { schoolLabel } from '#schools/schools/school.ts'
import type { Absence } from './register.ts'

/** Registers that are about to close, all of one event, and marks that are made first. */
export type Closing = {
  sessionIds: readonly string[]
  marks: readonly { sessionId: string; placeId: string | null; walkInId: string | null; markType: MarkType }[]
}

/**
 * SQL: closing the registers ?1 of `event` after the marks ?2: whom it leaves absent, who came
 * without a place (who holds a colleague's excuses nobody), and how many charges a school may have.
 */
const closing = (event: string): string => `
  stands AS MATERIALIZED (
    SELECT m.placeId, m.walkInId, m.sessionId, m.markType FROM Session x CROSS JOIN CurrentMark m ON m.sessionId = x.id WHERE x.eventId = ${event}
    UNION ALL SELECT j.value->>'placeId', j.value->>'walkInId', j.value->>'sessionId', j.value->>'markType' FROM json_each(?2) j),
  absent AS (
    SELECT p.id AS placeId, p.rowid AS place, r.id AS rootId, r.name AS schoolName, r.town, r.urn, n.name, t.absentPence AS pence, p.eventId,
      g.closes = 1 AND NOT EXISTS (SELECT 1 FROM Charge c WHERE c.placeId = p.id AND c.kind = 'not_attending') AS chargeable
    FROM (
      SELECT ps.placeId, MAX(x.id IN (SELECT value FROM json_each(?1))) AS closes
      FROM ActiveSession x CROSS JOIN PlaceSession ps ON ps.sessionId = x.id LEFT JOIN stands m ON m.placeId = ps.placeId AND m.sessionId = x.id
      WHERE x.eventId = ${event} GROUP BY ps.placeId
      HAVING MIN(COALESCE(m.markType IN ('absent', 'apologies'), 0)
        AND (x.id IN (SELECT value FROM json_each(?1)) OR EXISTS (SELECT 1 FROM RegisterSignOff o WHERE o.sessionId = x.id))) = 1) g
    JOIN Place p ON p.id = g.placeId AND p.state = 'confirmed' AND NOT ${replacedAt('p.id')} JOIN Booking b ON b.id = p.bookingId
    JOIN CancellationTerms t ON t.id = b.termsId AND t.absentPence > 0 JOIN Event e ON e.id = p.eventId AND e.state = 'published'
    JOIN School s ON s.id = p.schoolId JOIN School r ON r.id = s.rootId LEFT JOIN Person n ON n.id = p.personId),
  came AS (
    SELECT k.rootId, COUNT(DISTINCT IIF(i.id IS NULL, w.personId, NULL)) AS people, json_group_array(DISTINCT x.name) FILTER (WHERE i.id IS NULL) AS names
    FROM stands m JOIN WalkIn w ON w.id = m.walkInId LEFT JOIN WalkIn i ON i.personId = w.personId AND i.eventId = w.eventId AND i.id = (
        SELECT MIN(o.id) FROM WalkIn o WHERE o.personId = w.personId AND o.eventId = w.eventId AND ${replacedAt('o.insteadOfId')}
          AND NOT EXISTS (SELECT 1 FROM stands h WHERE h.placeId = o.insteadOfId AND h.markType IN ('attended', 'part')))
      JOIN School k ON k.id = w.schoolId LEFT JOIN Person x ON x.id = w.personId
    WHERE m.markType IN ('attended', 'part') GROUP BY k.rootId),
  most AS (
    SELECT a.rootId, MAX(0, COUNT(*) - COALESCE(c.people, 0)) AS charges FROM absent a LEFT JOIN came c ON c.rootId = a.rootId GROUP BY a.rootId),
  charged AS (
    SELECT h.rootId, COUNT(*) AS charges FROM Charge c JOIN School h ON h.id = c.schoolId
    WHERE c.eventId = ${event} AND c.kind = 'not_attending' AND c.withdrawnAt IS NULL GROUP BY h.rootId),
  ranked AS (
    SELECT a.*, ROW_NUMBER() OVER (PARTITION BY a.rootId ORDER BY a.place) <= m.charges - COALESCE(d.charges, 0) AS due
    FROM absent a JOIN most m ON m.rootId = a.rootId LEFT JOIN charged d ON d.rootId = a.rootId WHERE a.chargeable)`

const eventOf = '(SELECT eventId FROM Session WHERE id = (SELECT MIN(value) FROM json_each(?1)))'

/**
 * Places that closing leaves unattended and that accepted a charge for it; `due`: it is charged,
 * and not excused by somebody of the school who came without a place.
 */
export const selectAbsences = (db: SqlDatabase, { sessionIds, marks }: Closing): Read<Absence[]> =>
  mapped(
    all<
      Omit<Absence, 'school'> & {
        schoolName: string
        town: string
        urn: string | null
      }
    >(
      db
        .prepare(
          `WITH ${closing(eventOf)}
           SELECT r.placeId, r.name, r.schoolName, r.town, r.urn, r.pence, r.due, COALESCE(c.names, '[]') AS unexpected FROM ranked r LEFT JOIN came c ON c.rootId = r.rootId
           ORDER BY r.schoolName COLLATE NOCASE, r.name COLLATE NOCASE, r.placeId`,
        )
        .bind(JSON.stringify(sessionIds), JSON.stringify(marks)),
      { due: 'flag', unexpected: 'json' },
    ),
    (rows) =>
      rows.map(({ schoolName: name, town, urn, ...row }) => ({
        ...row,
        school: schoolLabel({ name, town, urn }),
      })),
  )

/**
 * Inserts the charges of registers that close; put after their sign-offs. Guard: they are those of
 * `absences`, which somebody saw.
 */
export const insertAbsenceCharges = (act: Act, sessionIds: readonly string[], absences: readonly Absence[]): SqlStatement[] => {
  const ids = JSON.stringify(absences.flatMap(({ placeId, due }) => (due ? [{ id: newId(act.now), placeId }] : [])))
  const closes = JSON.stringify(sessionIds)
  return [
    guard(
      act.db,
      `(WITH ${closing(eventOf)} SELECT json_group_array(placeId) FROM (SELECT placeId FROM ranked WHERE due ORDER BY placeId)) = ?3`,
      closes,
      '[]',
      JSON.stringify(absences.flatMap(({ placeId, due }) => (due ? [placeId] : [])).sort()),
    ),
    act.db
      .prepare(
        `INSERT INTO Charge (id, eventId, bookingId, placeId, schoolId, kind, pence, termsId, rule, at, byId, vatPence, vatCodeId)
         SELECT j.value->>'id', p.eventId, p.bookingId, p.id, p.schoolId, 'not_attending', t.absentPence, t.id,
           json_object('why', 'nobody_came', 'version', t.version, 'sessions', (SELECT COUNT(*) FROM PlaceSession o JOIN ActiveSession y ON y.id = o.sessionId WHERE o.placeId = p.id)), ?2, ?3,
           COALESCE((SELECT (t.absentPence * v.basisPoints + 5000) / 10000 FROM VatCode v WHERE v.id = t.vatCodeId), 0), t.vatCodeId
         FROM json_each(?1) j JOIN Place p ON p.id = j.value->>'placeId' JOIN Booking b ON b.id = p.bookingId JOIN CancellationTerms t ON t.id = b.termsId`,
      )
      .bind(ids, instant(act.now), act.actor.accountId ?? null),
  ]
}

/**
 * Withdraws charges of schools from which somebody turns out to have come without a place, newest
 * first.
 */
export const withdrawExcused = (act: Act, eventId: string): SqlStatement =>
  act.db
    .prepare(
      `WITH ${closing('?3')}
       UPDATE Charge SET withdrawnAt = ?4, withdrawnById = ?5 WHERE id IN (
         SELECT x.id FROM (
           SELECT c.id, h.rootId, ROW_NUMBER() OVER (PARTITION BY h.rootId ORDER BY c.at, c.rowid) AS nth FROM Charge c JOIN School h ON h.id = c.schoolId
           WHERE c.eventId = ?3 AND c.kind = 'not_attending' AND c.withdrawnAt IS NULL) x
         JOIN came o ON o.rootId = x.rootId LEFT JOIN most m ON m.rootId = x.rootId WHERE x.nth > COALESCE(m.charges, 0))`,
    )
    .bind('[]', '[]', eventId, instant(act.now), act.actor.accountId ?? null)
