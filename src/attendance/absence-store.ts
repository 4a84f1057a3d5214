// What closing a register charges: places that nobody came to, by the terms that their bookings accepted. It is proposed: somebody looks at
// each charge before it is owed.
import type { Act } from '../act.ts'
import { instant } from '../dates.ts'
import { newId } from '../id.ts'
import type { Absence } from './register.ts'

/** Certain places at session ?1 whose booking accepted a charge for not attending, and that have not been charged for it before. */
const chargeable = `
  FROM PlaceSession ps JOIN Place p ON p.id = ps.placeId AND p.state = 'confirmed' JOIN Booking b ON b.id = p.bookingId
    JOIN CancellationTerms t ON t.id = b.termsId AND t.absentPence > 0 JOIN Event e ON e.id = p.eventId AND e.state = 'published'
    JOIN School s ON s.id = p.schoolId JOIN School r ON r.id = s.rootId LEFT JOIN Person n ON n.id = p.personId
  WHERE ps.sessionId = ?1 AND NOT EXISTS (SELECT 1 FROM Charge c WHERE c.placeId = p.id AND c.kind = 'not_attending')`

/** Nobody came on place p to any of its sessions, and the registers of all of them but ?1 are closed. */
const nobodyCame = `NOT EXISTS (
  SELECT 1 FROM PlaceSession o WHERE o.placeId = p.id AND (
    NOT EXISTS (SELECT 1 FROM StandingMark m WHERE m.placeId = p.id AND m.sessionId = o.sessionId AND m.what IN ('absent', 'apologies'))
    OR (o.sessionId <> ?1 AND NOT EXISTS (SELECT 1 FROM RegisterSignOff r WHERE r.sessionId = o.sessionId))))`

/** Places that closing this register could charge, `due` those that it would as things stand. */
export const readAbsences = async (db: D1Database, sessionId: string): Promise<Absence[]> =>
  (
    await db
      .prepare(
        `SELECT p.id AS placeId, n.name, r.name AS school, t.absentPence AS pence, ${nobodyCame} AS due
         ${chargeable} ORDER BY r.name COLLATE NOCASE, n.name COLLATE NOCASE, p.id`,
      )
      .bind(sessionId)
      .all<Omit<Absence, 'due'> & { due: number }>()
  ).results.map((row) => ({ ...row, due: row.due === 1 }))

/** The charges of a register that closes, judged at that moment; to be put after its sign-off. One for each place, however many sessions. */
export const insertAbsenceCharges = (act: Act, sessionId: string, absences: readonly Absence[]): D1PreparedStatement[] =>
  absences.length === 0
    ? []
    : [
        act.db
          .prepare(
            `INSERT INTO Charge (id, eventId, bookingId, placeId, schoolId, kind, pence, termsId, rule, at, byId, vatPence, vatCodeId)
             SELECT (SELECT j.value ->> '$.id' FROM json_each(?2) j WHERE j.value ->> '$.placeId' = p.id), p.eventId, p.bookingId, p.id, p.schoolId, 'not_attending', t.absentPence, t.id,
               json_object('why', 'nobody_came', 'version', t.version, 'sessions', (SELECT COUNT(*) FROM PlaceSession o WHERE o.placeId = p.id)), ?3, ?4,
               COALESCE((SELECT (t.absentPence * v.basisPoints + 5000) / 10000 FROM VatCode v WHERE v.id = t.vatCodeId), 0), t.vatCodeId
             ${chargeable} AND ${nobodyCame}`,
          )
          .bind(
            sessionId,
            JSON.stringify(absences.map(({ placeId }) => ({ id: newId(act.now), placeId }))),
            instant(act.now),
            act.actor.accountId ?? null,
          ),
      ]
