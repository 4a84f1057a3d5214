// SQL for charges when a register closes: places nobody attended, by the accepted terms. They are
// proposed: finance reviews each before it is owed.
import type { Act } from '#base/act.ts'
import { instant } from '#base/dates.ts'
import { all, mapped, type Read, readNow } from '#base/db/read.ts'
import { newId } from '#base/id.ts'
import type { Absence } from './register.ts'

/**
 * SQL: confirmed places at session ?1 whose booking accepted a charge for not attending, not
 * charged for it yet.
 */
const chargeable = `
  FROM PlaceSession ps JOIN Place p ON p.id = ps.placeId AND p.state = 'confirmed' JOIN Booking b ON b.id = p.bookingId
    JOIN CancellationTerms t ON t.id = b.termsId AND t.absentPence > 0 JOIN Event e ON e.id = p.eventId AND e.state = 'published'
    JOIN School s ON s.id = p.schoolId JOIN School r ON r.id = s.rootId LEFT JOIN Person n ON n.id = p.personId
  WHERE ps.sessionId = ?1 AND NOT EXISTS (SELECT 1 FROM Charge c WHERE c.placeId = p.id AND c.kind = 'not_attending')`

/**
 * SQL: nobody attended place `p` at any session that took place, and all their registers but ?1 are
 * closed.
 */
const nobodyCame = (p: string): string => `NOT EXISTS (
  SELECT 1 FROM PlaceSession o JOIN ActiveSession y ON y.id = o.sessionId WHERE o.placeId = ${p}.id AND (
    NOT EXISTS (SELECT 1 FROM CurrentMark m WHERE m.placeId = ${p}.id AND m.sessionId = o.sessionId AND m.markType IN ('absent', 'apologies'))
    OR (o.sessionId IS NOT ?1 AND NOT EXISTS (SELECT 1 FROM RegisterSignOff g WHERE g.sessionId = o.sessionId))))`

/** SQL: how many people of school `root` attended `event` without a place. */
const cameUnexpected = (root: string, event: string): string => `(
  SELECT COUNT(DISTINCT w.personId) FROM WalkIn w JOIN School k ON k.id = w.schoolId JOIN CurrentMark m ON m.walkInId = w.id AND m.markType IN ('attended', 'part')
  WHERE w.eventId = ${event} AND k.rootId = ${root})`

/**
 * SQL: the most charges for school `root` at `event`: one per unattended, chargeable place, less
 * one per person who came without a place.
 */
const mostCharges = (root: string, event: string): string => `MAX(0, (
  SELECT COUNT(*) FROM Place q JOIN Booking d ON d.id = q.bookingId JOIN CancellationTerms f ON f.id = d.termsId AND f.absentPence > 0 JOIN School h ON h.id = q.schoolId
  WHERE q.eventId = ${event} AND q.state = 'confirmed' AND h.rootId = ${root} AND ${nobodyCame('q')}) - ${cameUnexpected(root, event)})`

const standing = (root: string, event: string): string => `(
  SELECT COUNT(*) FROM Charge c JOIN School h ON h.id = c.schoolId WHERE c.eventId = ${event} AND h.rootId = ${root} AND c.kind = 'not_attending' AND c.withdrawnAt IS NULL)`

// SQL: the due places of each school in order, less those excused by somebody who came without a
// place.
const ranked = `SELECT p.id AS placeId, r.id AS rootId, e.id AS eventId, ROW_NUMBER() OVER (PARTITION BY r.id ORDER BY p.rowid) AS nth
  ${chargeable} AND ${nobodyCame('p')}`

/** Places that closing this register could charge; `due`: would charge as of now. */
export const selectAbsences = (db: D1Database, sessionId: string): Read<Absence[]> =>
  mapped(
    all<Omit<Absence, 'due' | 'unexpected'> & { due: number; unexpected: string }>(
      db
        .prepare(
          `WITH due AS (${ranked})
         SELECT p.id AS placeId, n.name, r.name AS school, t.absentPence AS pence,
           CASE WHEN d.placeId IS NULL THEN 0 WHEN d.nth <= ${mostCharges('d.rootId', 'd.eventId')} - ${standing('d.rootId', 'd.eventId')} THEN 1 ELSE 0 END AS due,
           CASE WHEN d.placeId IS NULL THEN '[]' ELSE (SELECT json_group_array(DISTINCT x.name) FROM WalkIn w JOIN School k ON k.id = w.schoolId AND k.rootId = r.id
             JOIN Person x ON x.id = w.personId JOIN CurrentMark m ON m.walkInId = w.id AND m.markType IN ('attended', 'part') WHERE w.eventId = e.id) END AS unexpected
         ${chargeable.replace('WHERE', 'LEFT JOIN due d ON d.placeId = p.id WHERE')}
         ORDER BY r.name COLLATE NOCASE, n.name COLLATE NOCASE, p.id`,
        )
        .bind(sessionId),
    ),
    (rows) => rows.map((row) => ({ ...row, due: row.due === 1, unexpected: JSON.parse(row.unexpected) as string[] })),
  )

export const readAbsences = (db: D1Database, sessionId: string): Promise<Absence[]> => readNow(db, selectAbsences(db, sessionId))

/**
 * Inserts a closing register's charges, decided at that moment; put after its sign-off. One per
 * place, however many sessions.
 */
export const insertAbsenceCharges = (act: Act, sessionId: string, absences: readonly Absence[]): D1PreparedStatement[] =>
  absences.length === 0
    ? []
    : [
        act.db
          .prepare(
            `INSERT INTO Charge (id, eventId, bookingId, placeId, schoolId, kind, pence, termsId, rule, at, byId, vatPence, vatCodeId)
             SELECT (SELECT j.value ->> '$.id' FROM json_each(?2) j WHERE j.value ->> '$.placeId' = p.id), p.eventId, p.bookingId, p.id, p.schoolId, 'not_attending', t.absentPence, t.id,
               json_object('why', 'nobody_came', 'version', t.version, 'sessions', (SELECT COUNT(*) FROM PlaceSession o JOIN ActiveSession y ON y.id = o.sessionId WHERE o.placeId = p.id)), ?3, ?4,
               COALESCE((SELECT (t.absentPence * v.basisPoints + 5000) / 10000 FROM VatCode v WHERE v.id = t.vatCodeId), 0), t.vatCodeId
             FROM (${ranked}) d JOIN Place p ON p.id = d.placeId JOIN Booking b ON b.id = p.bookingId JOIN CancellationTerms t ON t.id = b.termsId
             WHERE d.nth <= ${mostCharges('d.rootId', 'd.eventId')} - ${standing('d.rootId', 'd.eventId')}`,
          )
          .bind(
            sessionId,
            JSON.stringify(absences.map(({ placeId }) => ({ id: newId(act.now), placeId }))),
            instant(act.now),
            act.actor.accountId ?? null,
          ),
      ]

/**
 * Withdraws charges of schools from which somebody turns out to have come without a place, newest
 * first.
 */
export const withdrawExcused = (act: Act, eventId: string): D1PreparedStatement =>
  act.db
    .prepare(
      `UPDATE Charge SET withdrawnAt = ?3, withdrawnById = ?4 WHERE id IN (
         SELECT x.id FROM (
           SELECT c.id, c.eventId, h.rootId, ROW_NUMBER() OVER (PARTITION BY h.rootId ORDER BY c.at, c.rowid) AS nth FROM Charge c JOIN School h ON h.id = c.schoolId
           WHERE c.eventId = ?2 AND c.kind = 'not_attending' AND c.withdrawnAt IS NULL) x
         WHERE x.nth > ${mostCharges('x.rootId', 'x.eventId')} AND ${cameUnexpected('x.rootId', 'x.eventId')} > 0)`,
    )
    .bind(null, eventId, instant(act.now), act.actor.accountId ?? null)
