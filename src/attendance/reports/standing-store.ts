import { inForce } from '#attendance/coverage/store.ts'
import type { Given, GivenBefore } from '#attendance/coverage/suppression.ts'
import type { Act } from '#base/act.ts'
import type { Day, Instant } from '#base/dates.ts'
import { guard } from '#base/db/atomically.ts'
import { all, mapped, only, type Read, together } from '#base/db/read.ts'
import { insertEach, sql } from '#base/db/write.ts'
import { type FrozenStanding, knownStateOf, type StandingCauses, uncountedSql } from './frozen-standing.ts'

/** Roots of the schools open in the area on a day: those that a report of that day counts. */
export const selectOpenRoots = (db: SqlDatabase, laCodes: readonly string[], on: Day): Read<string[]> =>
  mapped(
    all<{ rootId: string }>(
      db
        .prepare(`SELECT DISTINCT s.rootId FROM SchoolIdentity i JOIN School s ON s.id = i.schoolId WHERE ${inForce} ORDER BY s.rootId`)
        .bind(on, JSON.stringify(laCodes)),
    ),
    (rows) => rows.map(({ rootId }) => rootId),
  )

/** SQL: another text with each change of what schools stand on. */
const version = `(SELECT COUNT(*) || ' ' || COALESCE(SUM(version % 1000000007), 0) FROM StandingToFollow) || ' ' ||
  COALESCE((SELECT followedAt FROM SchoolFollowed WHERE followedAt > '' ORDER BY followedAt DESC LIMIT 1), '')`

export const selectVersion = (db: SqlDatabase): Read<string> =>
  mapped(only<{ version: string }>(db.prepare(`SELECT ${version} AS version`)), (row) => row.version)

/** Roots of which something changed since a version was read, and perhaps others. */
export const selectChangedSince = (db: SqlDatabase, read: string): Read<string[]> =>
  mapped(
    all<{ rootId: string }>(
      db
        .prepare('SELECT rootId FROM StandingToFollow UNION SELECT rootId FROM SchoolFollowed WHERE followedAt >= ?1')
        .bind(read.split(' ')[2] ?? ''),
    ),
    (rows) => rows.map(({ rootId }) => rootId),
  )

/** Nothing that schools stand on has changed since that version was read. */
export const asRead = (db: SqlDatabase, read: string): SqlStatement => guard(db, `(${version}) = ?1`, read)

/** Reports with which a new one is compared. */
const mostBefore = 6

/** By requirement, the latest first: what readers were given, and which schools were asked. */
export const selectGivenBefore = (db: SqlDatabase, requirementIds: readonly string[]): Read<Map<string, GivenBefore[]>> =>
  mapped(
    all<{ requirementId: string; given: string | null; schools: string }>(
      db
        .prepare(
          `WITH given AS (
             SELECT q.value ->> '$.id' AS requirementId, f.sources -> ('$.given."' || (q.value ->> '$.id') || '"') AS given, f.id,
               ROW_NUMBER() OVER (PARTITION BY q.value ->> '$.id' ORDER BY f.number DESC) AS nth
             FROM FrozenReport f JOIN json_each(f.question, '$.requirements') q
             WHERE f.about = 'requirements' AND q.value ->> '$.id' IN (SELECT value FROM json_each(?1)))
           SELECT e.requirementId, e.given, (
             SELECT json_group_array(json_object('schoolId', s.schoolId, 'kind', c.kind, 'state', s.state))
             FROM FrozenStanding s JOIN FrozenSchool c ON c.reportId = s.reportId AND c.schoolId = s.schoolId
             WHERE s.reportId = e.id AND s.requirementId = e.requirementId AND s.state NOT IN ${uncountedSql}) AS schools
           FROM given e WHERE e.nth <= ?2 ORDER BY e.nth`,
        )
        .bind(JSON.stringify(requirementIds), mostBefore),
    ),
    (rows) =>
      Map.groupBy(
        rows.map(({ requirementId, given, schools }) => ({
          requirementId,
          given: given ? (JSON.parse(given) as Given) : undefined,
          schools: (JSON.parse(schools) as { schoolId: string; kind: string; state: FrozenStanding['state'] }[]).flatMap((one) => {
            const state = knownStateOf(one.state)
            return state ? [{ ...one, state }] : []
          }),
        })),
        ({ requirementId }) => requirementId,
      ),
  )

/** Rows of one statement: of so many the text stays far below the two megabytes of a value. */
const rowsAtOnce = 1000

export const insertStandings = ({ db }: Pick<Act, 'db'>, reportId: string, rows: readonly FrozenStanding[]): SqlStatement[] =>
  Array.from({ length: Math.ceil(rows.length / rowsAtOnce) }, (_, n) =>
    insertEach(
      db,
      'FrozenStanding',
      rows.slice(n * rowsAtOnce, (n + 1) * rowsAtOnce),
      ['schoolId', 'requirementId', 'state', 'why', 'turnsOn', 'evidence'],
      { reportId, facts: sql(`COALESCE(value ->> 'facts', '{}')`) },
    ),
  )

const columns = 's.schoolId, s.requirementId, s.state, s.why, s.turnsOn, s.evidence, s.facts'

const standingColumns = { turnsOn: 'optional', evidence: 'json' } as const

export const selectFrozenStandings = (db: SqlDatabase, number: number): Read<FrozenStanding[]> =>
  all<FrozenStanding>(
    db
      .prepare(
        `SELECT ${columns} FROM FrozenReport f JOIN FrozenStanding s ON s.reportId = f.id WHERE f.number = ?1 ORDER BY s.schoolId, s.requirementId`,
      )
      .bind(number),
    standingColumns,
  )

const causesSql = [
  `SELECT a.id, a.learnedAt AS at, 'A record of elsewhere came' AS what FROM json_each(?1) j JOIN EarlierAttendance a ON a.id = j.value AND a.learnedAt > ?2
   UNION ALL SELECT a.id, a.supersededAt, 'A record of elsewhere was taken back' FROM json_each(?1) j JOIN EarlierAttendance a ON a.id = j.value AND a.supersededAt > ?2
   UNION ALL SELECT a.id, a.supersededAt, 'A role was ended or corrected' FROM json_each(?1) j JOIN RoleAtSchool a ON a.id = j.value AND a.supersededAt > ?2
   UNION ALL SELECT a.id, a.confirmedAt, 'Somebody was confirmed in the role' FROM json_each(?1) j JOIN RoleAtSchool a ON a.id = j.value AND a.confirmedAt > ?2`,
  `SELECT a.id, a.learnedAt AS at, 'The school stated what staff have done' AS what FROM json_each(?1) j JOIN StaffStatement a ON a.id = j.value AND a.learnedAt > ?2
   UNION ALL SELECT a.id, a.supersededAt, 'A statement was taken back' FROM json_each(?1) j JOIN StaffStatement a ON a.id = j.value AND a.supersededAt > ?2
   UNION ALL SELECT a.id, a.createdAt, 'An exception was made' FROM json_each(?1) j JOIN RequirementException a ON a.id = j.value AND a.createdAt > ?2
   UNION ALL SELECT a.id, a.supersededAt, 'An exception was ended' FROM json_each(?1) j JOIN RequirementException a ON a.id = j.value AND a.supersededAt > ?2
   UNION ALL SELECT a.id, a.createdAt, 'What is asked was changed' FROM json_each(?1) j JOIN RequirementEdition a ON a.id = j.value AND a.createdAt > ?2`,
  `SELECT d.roleAtSchoolId AS id, MAX(MAX(d.raisedAt, COALESCE(d.answeredAt, ''))) AS at, 'Whoever is named in the role said that it is not so, or that was answered' AS what
   FROM json_each(?1) j JOIN RoleDispute d ON d.roleAtSchoolId = j.value WHERE d.raisedAt > ?2 OR d.answeredAt > ?2 GROUP BY d.roleAtSchoolId
   UNION ALL SELECT s.rootId || ' ' || j.value, MAX(m.receivedAt), 'A mark of somebody in the role came or was corrected'
   FROM json_each(?1) j JOIN Session x ON x.eventId = substr(j.value, 1, instr(j.value, ' ') - 1) JOIN Mark m ON m.sessionId = x.id AND m.receivedAt > ?2
     LEFT JOIN Place p ON p.id = m.placeId LEFT JOIN WalkIn w ON w.id = m.walkInId
     JOIN RoleAtSchool a ON a.personId = COALESCE(p.personId, w.personId) JOIN School s ON s.id = a.schoolId
   WHERE instr(j.value, ' ') > 0 GROUP BY s.rootId, j.value
   UNION ALL SELECT j.value, MAX(p.doneAt), 'The record of an event was corrected after a register of it was signed off'
   FROM json_each(?1) j JOIN StaffProposal p ON p.subjectId = substr(j.value, 1, instr(j.value, ' ') - 1) AND p.kind = 'event' AND p.doneAt > ?2
   WHERE instr(j.value, ' ') > 0 GROUP BY j.value`,
]

const ofRolesSql = `SELECT m.rootId || ' ' || g.roleId AS id, MAX(g.learnedAt) AS at, 'The school said of the role that it is vacant or not known' AS what
   FROM json_each(?1) j JOIN School m ON m.rootId = j.value JOIN RoleGap g ON g.schoolId = m.id AND g.learnedAt > ?2 GROUP BY m.rootId, g.roleId
   UNION ALL SELECT m.rootId || ' ' || a.roleId, MAX(a.supersededAt), 'A role was ended or corrected'
   FROM json_each(?1) j JOIN School m ON m.rootId = j.value JOIN RoleAtSchool a ON a.schoolId = m.id AND a.supersededAt > ?2 GROUP BY m.rootId, a.roleId`

const registerSql = `SELECT m.rootId AS id, MAX(MAX(i.learnedAt, COALESCE(i.supersededAt, ''))) AS at, 'What the register says of the school changed' AS what
   FROM json_each(?1) j JOIN School m ON m.rootId = j.value JOIN SchoolIdentity i ON i.schoolId = m.id
   WHERE i.learnedAt > ?2 OR i.supersededAt > ?2 GROUP BY m.rootId`

type CauseRow = { id: string; at: Instant; what: string }

const latest = (rows: readonly CauseRow[]): Map<string, CauseRow> =>
  new Map(rows.toSorted((a, b) => (a.at < b.at ? -1 : 1)).map((row) => [row.id, row]))

const selectOf = (db: SqlDatabase, sql: string, ids: readonly string[], after: Instant): Read<CauseRow[]> =>
  all<CauseRow>(db.prepare(sql).bind(JSON.stringify(ids), after))

/** Of schools (roots), what the register says of them. */
export const selectRegisterCauses = (db: SqlDatabase, schools: readonly string[], after: Instant): Read<Map<string, CauseRow>> =>
  mapped(selectOf(db, registerSql, schools, after), latest)

/**
 * What is on record of why today differs. @param ids what the lines rest on @param schools
 * roots @param rolesOf the roles that a requirement is of
 */
export const selectStandingCauses = (
  db: SqlDatabase,
  ids: readonly string[],
  schools: readonly string[],
  frozenAt: Instant,
  rolesOf: (requirementId: string) => readonly string[],
): Read<StandingCauses> => {
  const [first = '', second = '', third = ''] = causesSql
  const of = (sql: string) => selectOf(db, sql, ids, frozenAt)
  return mapped(
    together({
      first: of(first),
      second: of(second),
      third: of(third),
      roles: selectOf(db, ofRolesSql, schools, frozenAt),
      register: selectRegisterCauses(db, schools, frozenAt),
    }),
    (found) => {
      const roles = Map.groupBy(found.roles, ({ id }) => id)
      return {
        records: latest([...found.first, ...found.second, ...found.third]),
        lines: ({ schoolId, requirementId }) => rolesOf(requirementId).flatMap((roleId) => roles.get(`${schoolId} ${roleId}`) ?? []),
        register: found.register,
      }
    },
  )
}
