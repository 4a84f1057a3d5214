import { type Act, stamp } from '#base/act.ts'
import type { Day } from '#base/dates.ts'
import { guard } from '#base/db/atomically.ts'
import type { Rows } from '#base/db/list-rows.ts'
import { all, one, type Read, readTogether } from '#base/db/read.ts'
import { insert, pick, update } from '#base/db/write.ts'
import { actsForRoot } from '#people/accounts/account-store.ts'
import type { Agreement, AgreementFacts, DrawnLine, OwnAgreement } from './agreement.ts'
import type { WhoPays } from './payer.ts'
import { pageSize } from './payer-record.ts'
import { type PayerGround, selectPossibleGround, usedOf } from './store.ts'

/** Columns of agreement `a`, whose school's current root is `s`. */
const columns = `a.id, s.id AS schoolId, a.trustUid, a.name, a.fromDay, a.toDay, a.places, a.createdAt, a.endedAt, ${usedOf('a')} AS used,
  COALESCE(s.name, (SELECT MAX(t.trustName) FROM School t WHERE t.trustUid = a.trustUid), 'Trust ' || a.trustUid) AS ofName,
  COALESCE(s.town, '') AS ofTown, s.urn AS ofUrn`
const from = 'FROM Agreement a LEFT JOIN School n ON n.id = a.schoolId LEFT JOIN School s ON s.id = n.rootId'

/** `now`: agreements that places can draw on, on the day or later; `ended`: the others. */
export const agreementRows = (show: 'now' | 'ended', day: Day): Rows<Agreement> => {
  const usable = `(a.endedAt IS NULL AND (a.toDay IS NULL OR ?1 < a.toDay))`
  return {
    sql: `SELECT ${columns} ${from} WHERE ${show === 'now' ? usable : `NOT ${usable}`}`,
    values: [day],
    by: ['ofName COLLATE NOCASE', 'fromDay DESC', 'id'],
    size: pageSize,
  }
}

/** All agreements of a school (under any of its ids) or a trust, newest first. */
export const selectAgreementsOf = (db: SqlDatabase, payer: WhoPays): Read<Agreement[]> =>
  all(
    db
      .prepare(
        `SELECT ${columns} ${from} WHERE ${payer.kind === 'school' ? 'n.rootId = ?1' : 'a.trustUid = ?1'} ORDER BY a.fromDay DESC, a.id LIMIT 500`,
      )
      .bind(payer.kind === 'school' ? payer.schoolId : payer.trustUid),
  )

export const selectAgreement = (db: SqlDatabase, id: string): Read<Agreement | undefined> =>
  one<Agreement>(db.prepare(`SELECT ${columns} ${from} WHERE a.id = ?1`).bind(id))

/** The draws and returns of an agreement, newest first. */
export const drawnRows = (id: string): Rows<DrawnLine> => ({
  sql: `SELECT l.number, l.at, l.places, e.code AS eventCode, e.title, (SELECT MIN(x.startsAt) FROM ActiveSession x WHERE x.eventId = e.id) AS startsAt,
      s.name AS schoolName, s.town AS schoolTown, s.urn AS schoolUrn, b.reference, l.inUse
    FROM (SELECT l.*, -SUM(l.places) OVER (ORDER BY l.number) AS inUse FROM AgreementLine l WHERE l.agreementId = ?1) l
      JOIN PlacePrice p ON p.id = l.placePriceId JOIN Event e ON e.id = p.eventId JOIN Booking b ON b.id = p.bookingId
      JOIN School n ON n.id = p.schoolId JOIN School s ON s.id = n.rootId`,
  values: [id],
  by: ['number DESC'],
})

export const insertAgreement = (act: Act, of: WhoPays, facts: AgreementFacts & { id: string }): SqlStatement =>
  insert(act.db, 'Agreement', {
    ...pick(facts, ['id', 'name', 'fromDay', 'toDay', 'places']),
    schoolId: of.kind === 'school' ? of.schoolId : null,
    trustUid: of.kind === 'trust' ? of.trustUid : null,
    ...stamp(act, 'created'),
  })

export const setEnded = (act: Act, id: string): SqlStatement[] => [
  guard(act.db, 'EXISTS (SELECT 1 FROM Agreement WHERE id = ?1 AND endedAt IS NULL)', id),
  update(act.db, 'Agreement', stamp(act, 'ended'), { id }),
]

/** How a school pays, with its agreements; nothing to an account that does not act for it. */
export const readOwnPaying = async (
  act: Act,
  rootId: string,
  day: Day,
): Promise<{ school: { name: string; town: string; urn: string | null }; ground: PayerGround; agreements: OwnAgreement[] } | undefined> => {
  const { db } = act
  const mine = `EXISTS (SELECT 1 FROM School s WHERE s.id = ?1 AND s.rootId = s.id AND ${actsForRoot('?2', 's.id')})`
  const account = act.actor.accountId ?? ''
  const { school, ground, agreements } = await readTogether(db, {
    school: one<{ name: string; town: string; urn: string | null }>(
      db.prepare(`SELECT name, town, urn FROM School WHERE id = ?1 AND ${mine}`).bind(rootId, account),
    ),
    ground: selectPossibleGround(act, rootId, day),
    agreements: all<OwnAgreement>(
      db
        .prepare(
          `SELECT a.id, a.name, a.fromDay, a.toDay, a.places, a.endedAt, a.trustUid IS NOT NULL AS ofTrust, ${usedOf('a')} AS used,
             (SELECT COUNT(*) FROM PlacePrice u JOIN School m ON m.id = u.schoolId WHERE u.agreementId = a.id AND u.supersededAt IS NULL AND m.rootId = ?1) AS usedByUs
           FROM Agreement a LEFT JOIN School n ON n.id = a.schoolId
           WHERE ${mine} AND (n.rootId = ?1 OR a.trustUid = (SELECT s.trustUid FROM School s WHERE s.id = ?1 AND s.sector = 'academy'))
           ORDER BY a.endedAt IS NOT NULL, a.fromDay DESC, a.id LIMIT 200`,
        )
        .bind(rootId, account),
    ),
  })
  return school && ground && { school, ground, agreements }
}
