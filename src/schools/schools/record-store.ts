import { all, mapped, one, type Read, readTogether, together } from '#base/db/read.ts'
import { selectStops, telephoneSql } from './contact-store.ts'
import type {
  ClaimOnSchool,
  Contact,
  LegalIdentity,
  OwnSchool,
  OwnTrust,
  PersonAtSchool,
  RecordLine,
  SchoolRecord,
  SuccessionOfSchool,
} from './record.ts'
import type { SchoolCard } from './school.ts'
import { cardColumns } from './store.ts'

/** SQL: ?1 is the root; its members, and those of schools merged into it or split, at any depth. */
// CROSS JOIN: without statistics SQLite might start with all places.
const members = `WITH RECURSIVE
  line (rootId, own) AS (
    SELECT ?1, 1
    UNION
    SELECT f.rootId, 0 FROM line l CROSS JOIN School t ON t.rootId = l.rootId
      JOIN Succession x ON x.toSchoolId = t.id AND x.supersededAt IS NULL AND x.how IN ('merger', 'split')
      JOIN School f ON f.id = x.fromSchoolId WHERE f.rootId <> ?1),
  member (id, rootId, own) AS (SELECT m.id, l.rootId, l.own FROM line l CROSS JOIN School m ON m.rootId = l.rootId)`

/** SQL: marks of sessions `t` for the person of `of`; null without a mark. */
const marks = (sessions: string, of: string, where = ''): string => `(
  SELECT json_group_array(json_object('session', t.title, 'position', t.position, 'markType', k.markType, 'late', k.late, 'entry', l.number))
  FROM ${sessions} LEFT JOIN CurrentMark k ON ${of} AND k.sessionId = t.id LEFT JOIN SealedLeaf l ON l.subjectId = k.id AND l.kind = 'mark' ${where})`

const eventOfLine = `e.code AS eventCode, e.title, e.state = 'cancelled' AS cancelled,
  (SELECT MIN(t.startsAt) FROM ActiveSession t WHERE t.eventId = e.id) AS startsAt, (SELECT MAX(t.endsAt) FROM ActiveSession t WHERE t.eventId = e.id) AS endsAt`

const placeOfLine = `json_object('state', p.state, 'waitsFor', p.waitsFor, 'heldUntil', p.heldUntil, 'offerId', p.offerId, 'personId', p.personId,
  'word', (SELECT w.statement FROM PlaceLink l JOIN DelegateStatement w ON w.linkId = l.id WHERE l.placeId = p.id AND l.personId = p.personId AND l.endedAt IS NULL ORDER BY w.rowid DESC LIMIT 1))`

/** SQL: ?2: 1: all names; 0: only of the school's own delegates. */
const linesSql = `${members}
  SELECT 'place' AS source, ${eventOfLine}, ${placeOfLine} AS place, b.reference,
    CASE WHEN ?2 = 1 OR m.own = 1 THEN n.name END AS personName, r.label AS roleLabel, s.id AS ofId, s.name AS ofName, s.town AS ofTown, s.urn AS ofUrn, m.own,
    ${marks('PlaceSession ps JOIN ActiveSession t ON t.id = ps.sessionId AND ps.placeId = p.id', 'k.placeId = p.id')} AS marks, NULL AS knownFrom, NULL AS earlier
  FROM member m CROSS JOIN Place p ON p.schoolId = m.id JOIN Booking b ON b.id = p.bookingId JOIN Event e ON e.id = p.eventId
    JOIN School s ON s.id = m.rootId LEFT JOIN Person n ON n.id = p.personId LEFT JOIN Role r ON r.id = p.roleId
  UNION ALL
  SELECT 'represented', ${eventOfLine}, ${placeOfLine}, NULL,
    CASE WHEN ?2 = 1 THEN n.name END, r.label, s.id, s.name, s.town, s.urn, m.own,
    ${marks('PlaceSession ps JOIN ActiveSession t ON t.id = ps.sessionId AND ps.placeId = p.id', 'k.placeId = p.id')}, NULL, NULL
  FROM member m CROSS JOIN PlaceRepresents q ON q.schoolId = m.id JOIN Place p ON p.id = q.placeId AND p.state <> 'cancelled' JOIN Event e ON e.id = p.eventId
    JOIN School o ON o.id = p.schoolId JOIN School s ON s.id = o.rootId LEFT JOIN Person n ON n.id = p.personId LEFT JOIN Role r ON r.id = p.roleId
  UNION ALL
  SELECT 'walk_in', ${eventOfLine}, NULL, NULL,
    CASE WHEN ?2 = 1 OR m.own = 1 THEN n.name END, r.label, s.id, s.name, s.town, s.urn, m.own,
    ${marks('Session t', 'k.walkInId = w.id', 'WHERE t.id = w.sessionId')}, NULL, NULL
  FROM member m CROSS JOIN WalkIn w ON w.schoolId = m.id JOIN Event e ON e.id = w.eventId
    JOIN School s ON s.id = m.rootId LEFT JOIN Person n ON n.id = w.personId LEFT JOIN Role r ON r.id = w.roleId
  UNION ALL
  SELECT 'earlier', NULL, a.title, 0, a.heldOn, a.heldOn, NULL, NULL,
    CASE WHEN ?2 = 1 OR m.own = 1 THEN n.name END, r.label, s.id, s.name, s.town, s.urn, m.own,
    json_array(json_object('session', '', 'position', 1, 'markType', a.markType, 'late', 0)), a.source,
    json_object('id', a.id, 'purpose', a.purpose, 'minutes', a.minutes, 'level', a.level, 'provider', a.provider, 'evidence', a.evidence,
      'known', a.known)
  FROM member m CROSS JOIN EarlierRecord a ON a.schoolId = m.id
    JOIN School s ON s.id = m.rootId LEFT JOIN Person n ON n.id = a.personId LEFT JOIN Role r ON r.id = a.roleId
  ORDER BY startsAt DESC, personName LIMIT 2000`

type LineRow = Omit<RecordLine, 'marks' | 'own' | 'cancelled' | 'ofSchool' | 'place' | 'earlier'> & {
  earlier: string | null
  marks: string
  place: string | null
  own: number
  cancelled: number
  ofId: string
  ofName: string
  ofTown: string
  ofUrn: string | null
}

const lineOf = ({ ofId, ofName, ofTown, ofUrn, ...row }: LineRow): RecordLine => ({
  ...row,
  earlier: row.earlier === null ? null : (JSON.parse(row.earlier) as RecordLine['earlier']),
  place: row.place === null ? null : (JSON.parse(row.place) as RecordLine['place']),
  own: row.own === 1,
  cancelled: row.cancelled === 1,
  ofSchool: { id: ofId, name: ofName, town: ofTown, urn: ofUrn },
  marks: (JSON.parse(row.marks) as RecordLine['marks'])
    .map((mark) => ({ ...mark, late: Boolean(mark.late) }))
    .sort((a, b) => a.position - b.position),
})

/** @param names 1: all; 0: only of the school's own delegates */
const selectLines = (db: SqlDatabase, rootId: string, names: 0 | 1): Read<RecordLine[]> =>
  mapped(all<LineRow>(db.prepare(linesSql).bind(rootId, names)), (rows) => rows.map(lineOf))

/** The council's view; undefined if not a root. */
export const selectRecord = (db: SqlDatabase, rootId: string): Read<SchoolRecord | undefined> => {
  const ask = (sql: string): SqlStatement => db.prepare(sql).bind(rootId)
  const read = together({
    school: one<SchoolCard & { telephone: string }>(
      ask(`SELECT ${cardColumns('r')}, ${telephoneSql} AS telephone FROM School r WHERE r.id = ?1 AND r.rootId = r.id`),
    ),
    lines: selectLines(db, rootId, 1),
    identities: all<LegalIdentity>(
      ask(`SELECT i.id, i.urn, i.name, i.typeName, i.statusName, i.laName, i.laCode, i.trustName, i.town, i.openDate, i.closeDate, i.validFrom,
           i.validTo, i.learnedAt, i.supersededAt
         FROM School m JOIN SchoolIdentity i ON i.schoolId = m.id WHERE m.rootId = ?1
         ORDER BY i.validTo IS NULL DESC, COALESCE(i.validTo, ''), COALESCE(i.opensOn, '') DESC, i.validFrom DESC, i.learnedAt DESC`),
    ),
    successions: all<SuccessionOfSchool>(
      ask(`SELECT x.how, x.happenedOn, f.id AS fromId, f.name AS fromName, f.town AS fromTown, x.fromUrn, t.id AS toId, t.name AS toName, t.town AS toTown, x.toUrn
         FROM Succession x JOIN School a ON a.id = x.fromSchoolId JOIN School f ON f.id = a.rootId
           JOIN School b ON b.id = x.toSchoolId JOIN School t ON t.id = b.rootId
         WHERE x.supersededAt IS NULL AND (x.fromSchoolId IN (SELECT id FROM School WHERE rootId = ?1) OR x.toSchoolId IN (SELECT id FROM School WHERE rootId = ?1))
         ORDER BY x.happenedOn DESC`),
    ),
    contacts: all<Contact>(
      ask(`SELECT c.id, r.label AS roleLabel, c.name, c.email, c.telephone, c.source, c.learnedAt
         FROM School m JOIN SchoolContact c ON c.schoolId = m.id AND c.endedAt IS NULL LEFT JOIN Role r ON r.id = c.roleId
         WHERE m.rootId = ?1 ORDER BY COALESCE(r.position, 999), c.email`),
    ),
    stops: selectStops(db, [rootId]),
    people: all<PersonAtSchool>(
      ask(`SELECT n.name, r.label AS roleLabel, x.fromDate, x.toDate, x.source, x.learnedAt,
           COALESCE((SELECT c.telephone FROM School o JOIN SchoolContact c ON c.schoolId = o.id AND c.endedAt IS NULL AND c.telephone <> '' AND c.email = lower(n.email)
             WHERE o.rootId = ?1 ORDER BY c.learnedAt DESC LIMIT 1), '') AS telephone
         FROM School m JOIN RoleAtSchool x ON x.schoolId = m.id AND x.supersededAt IS NULL JOIN Person n ON n.id = x.personId JOIN Role r ON r.id = x.roleId
         WHERE m.rootId = ?1 AND n.erasedAt IS NULL ORDER BY x.toDate IS NOT NULL, r.position, n.name`),
    ),
    claims: all<ClaimOnSchool>(
      ask(`SELECT a.email, n.name, r.label AS roleLabel, c.state, COALESCE(c.decidedAt, c.requestedAt) AS since,
           COALESCE((SELECT e.kind FROM ClaimEvidence e WHERE e.claimId = c.id ORDER BY e.at DESC, e.rowid DESC LIMIT 1), c.evidence) AS evidence
         FROM School m JOIN Claim c ON c.schoolId = m.id AND c.state IN ('requested', 'approved') JOIN Account a ON a.id = c.accountId
           LEFT JOIN Person n ON n.id = COALESCE(c.personId, a.personId) LEFT JOIN Role r ON r.id = c.roleId
         WHERE m.rootId = ?1 
         UNION ALL
         SELECT a.email, n.name, r.label, t.state, t.decidedAt, 'trust'
         FROM School s JOIN TrustClaim t ON t.trustUid = s.trustUid AND t.state = 'approved' JOIN Account a ON a.id = t.accountId
           LEFT JOIN Person n ON n.id = COALESCE(t.personId, a.personId) LEFT JOIN Role r ON r.id = t.roleId
         WHERE s.id = ?1
         ORDER BY 4, 1`),
    ),
  })
  return mapped(read, ({ school, ...record }) => school && { school, ...record })
}

/** SQL: account ?2 may book for a member of root s, or for its trust while the school is open. */
const claimed = 'EXISTS (SELECT 1 FROM ActsFor x WHERE x.accountId = ?2 AND x.rootId = s.id)'

/** The school's view: names of its own people only. Undefined if the account may not book. */
export const ownRecord = async (
  db: SqlDatabase,
  rootId: string,
  accountId: string,
): Promise<{ school: SchoolCard; lines: RecordLine[] } | undefined> => {
  const { school, lines } = await readTogether(db, {
    school: one<SchoolCard>(
      db.prepare(`SELECT ${cardColumns('s')} FROM School s WHERE s.id = ?1 AND s.rootId = s.id AND ${claimed}`).bind(rootId, accountId),
    ),
    lines: selectLines(db, rootId, 0),
  })
  return school && { school, lines }
}

/** Schools for which they act or asked to, and trusts for which they act. */
export const selectOwnSchools = (db: SqlDatabase, accountId: string): Read<{ schools: OwnSchool[]; trusts: OwnTrust[] }> =>
  together({
    trusts: all<OwnTrust>(
      db
        .prepare(
          `SELECT t.trustUid AS uid, COALESCE((SELECT MAX(n.trustName) FROM School n WHERE n.trustUid = t.trustUid), 'Trust ' || t.trustUid) AS name
           FROM TrustClaim t WHERE t.accountId = ?1 AND t.state = 'approved' ORDER BY name`,
        )
        .bind(accountId),
    ),
    schools: mapped(
      all<Omit<OwnSchool, 'waiting'> & { waiting: number }>(
        db
          .prepare(
            `SELECT s.id, s.name, s.town, s.urn, MIN(c.state = 'requested') AS waiting
       FROM (SELECT m.rootId, c.state FROM Claim c JOIN School m ON m.id = c.schoolId WHERE c.accountId = ?1 AND c.state = 'requested'
         UNION ALL SELECT x.rootId, 'approved' FROM ActsFor x WHERE x.accountId = ?1) c JOIN School s ON s.id = c.rootId
       GROUP BY s.id ORDER BY s.name COLLATE NOCASE, s.town`,
          )
          .bind(accountId),
      ),
      (rows) => rows.map((row) => ({ ...row, waiting: row.waiting === 1 })),
    ),
  })
