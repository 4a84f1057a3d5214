import { all, mapped, one, type Read } from '#base/db/read.ts'
import { nameOn } from '#schools/schools/identity-store.ts'
import type { OwnLine, PersonCard } from './person.ts'

const startOf = (eventId: string): string => `(SELECT MIN(t.startsAt) FROM ActiveSession t WHERE t.eventId = ${eventId})`
const endOf = (eventId: string): string => `(SELECT MAX(t.endsAt) FROM ActiveSession t WHERE t.eventId = ${eventId})`

const marks = (sessions: string, of: string, where: string): string => `(
  SELECT json_group_array(json_object('session', t.title, 'position', t.position, 'markType', k.markType, 'late', k.late))
  FROM ${sessions} LEFT JOIN CurrentMark k ON ${of} AND k.sessionId = t.id ${where})`

const certificateOf = `(SELECT c.number FROM Certificate c WHERE c.eventId = e.id AND c.personId = ?1
  AND NOT EXISTS (SELECT 1 FROM CertificateEnd x WHERE x.certificateId = c.id))`

const linesSql = `
  SELECT 'place' AS source, p.id AS id, e.id AS eventId, e.code AS eventCode, e.title, e.state = 'cancelled' AS cancelled, ${startOf('e.id')} AS startsAt,
    ${endOf('e.id')} AS endsAt, json_object('state', p.state, 'waitsFor', p.waitsFor, 'heldUntil', p.heldUntil, 'offerId', p.offerId, 'personId', p.personId) AS place, r.label AS role,
    ${nameOn('o.rootId', `substr(${startOf('e.id')}, 1, 10)`)} AS schoolName, s.name AS schoolNow,
    (SELECT json_group_array(n.name) FROM PlaceRepresents q JOIN School m ON m.id = q.schoolId JOIN School n ON n.id = m.rootId WHERE q.placeId = p.id) AS represents,
    ${marks('PlaceSession ps JOIN ActiveSession t ON t.id = ps.sessionId', 'k.placeId = p.id', 'WHERE ps.placeId = p.id')} AS marks, NULL AS knownFrom, ${certificateOf} AS certificateNumber
  FROM Place p JOIN Event e ON e.id = p.eventId JOIN School o ON o.id = p.schoolId JOIN School s ON s.id = o.rootId LEFT JOIN Role r ON r.id = p.roleId
  WHERE p.personId = ?1 AND e.state <> 'draft'
  UNION ALL
  SELECT 'walk_in', w.id, e.id, e.code, e.title, e.state = 'cancelled', x.startsAt, x.endsAt, NULL, r.label,
    CASE WHEN o.id IS NULL THEN w.organisation ELSE ${nameOn('o.rootId', 'substr(x.startsAt, 1, 10)')} END, s.name, '[]',
    ${marks('Session t', 'k.walkInId = w.id', 'WHERE t.id = w.sessionId')}, NULL, ${certificateOf}
  FROM WalkIn w JOIN Event e ON e.id = w.eventId JOIN ActiveSession x ON x.id = w.sessionId LEFT JOIN School o ON o.id = w.schoolId LEFT JOIN School s ON s.id = o.rootId
    LEFT JOIN Role r ON r.id = w.roleId
  WHERE w.personId = ?1
  UNION ALL
  SELECT 'earlier', a.id, NULL, NULL, a.title, 0, a.heldOn, a.heldOn, NULL, r.label, ${nameOn('o.rootId', 'a.heldOn')}, s.name, '[]',
    json_array(json_object('session', '', 'position', 1, 'markType', a.markType, 'late', 0)), a.source, NULL
  FROM EarlierAttendance a JOIN School o ON o.id = a.schoolId JOIN School s ON s.id = o.rootId LEFT JOIN Role r ON r.id = a.roleId
  WHERE a.personId = ?1 AND a.supersededAt IS NULL
  ORDER BY startsAt DESC, id DESC LIMIT 1000`

const lineStored = { cancelled: 'flag', place: 'json', represents: 'json', marks: 'json' } as const

const lineOf = (row: OwnLine): OwnLine => ({
  ...row,
  schoolNow: row.schoolNow === row.schoolName ? null : row.schoolNow,
  marks: row.marks.map((mark) => ({ ...mark, late: Boolean(mark.late) })).toSorted((a, b) => a.position - b.position),
})

export const selectLines = (db: SqlDatabase, personId: string): Read<OwnLine[]> =>
  mapped(all<OwnLine>(db.prepare(linesSql).bind(personId), lineStored), (rows) => rows.map(lineOf))

export const selectPerson = (db: SqlDatabase, personId: string): Read<PersonCard | undefined> =>
  one<PersonCard>(
    db
      .prepare(
        `SELECT p.id, p.name, p.email, p.telephone, p.createdAt,
             (SELECT json_group_array(json_object('id', x.id, 'email', x.email)) FROM (SELECT a.id, a.email FROM Account a WHERE a.personId = p.id ORDER BY a.email) x) AS accounts
           FROM Person p WHERE p.id = ?1`,
      )
      .bind(personId),
    { accounts: 'json' },
  )
