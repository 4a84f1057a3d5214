import { type Act, stamp } from '#base/act.ts'
import { type Day, instant, londonDay } from '#base/dates.ts'
import { guard } from '#base/db/atomically.ts'
import { all, mapped, one, type Read, together } from '#base/db/read.ts'
import { insert, pick, update } from '#base/db/write.ts'
import { newId } from '#base/id.ts'
import { signingRoles } from '#schools/schools/role.ts'
import type { SchoolName } from '#schools/schools/school.ts'
import type { RoleChoices, RoleHeld } from './person.ts'

/** Their own, those at a school they may answer for, or anyone’s for the council. */
export type RoleScope = { whose: 'own'; personId: string } | { whose: 'school'; schoolId: string } | { whose: 'council'; personId: string }

type Row = Omit<RoleHeld, 'school'> & SchoolName

/**
 * SQL: a person has agreed that a school (a root) sees what they attended for others: by saying
 * themselves that they have a role there, or that one is right; or the council has said so.
 */
export const hasAgreed = (root: string, person: string): string =>
  `EXISTS (SELECT 1 FROM School ga CROSS JOIN RoleAtSchool gr ON gr.personId = ${person} AND gr.schoolId = ga.id WHERE ga.rootId = ${root} AND (
    gr.source IN ('person', 'claim') OR (gr.confirmedAt IS NOT NULL AND (gr.source = 'council' OR gr.batchId IS NOT NULL))
    OR EXISTS (SELECT 1 FROM Account gc WHERE gc.id = gr.confirmedById AND gc.personId = gr.personId AND gc.shared = 0)
    OR EXISTS (SELECT 1 FROM RoleDispute gd WHERE gd.roleAtSchoolId = gr.id AND gd.answer = 'agreed')))`

const roleRow = `SELECT x.id, x.personId, n.name AS personName, x.roleId, r.label AS role, s.id AS schoolId, s.name, s.town, s.urn, x.fromDate, x.toDate, x.source, x.learnedAt,
    x.confirmedAt, ${hasAgreed('s.id', 'x.personId')} AS agreed, (SELECT d.raisedAt FROM RoleDispute d WHERE d.roleAtSchoolId = x.id AND d.answer IS NULL) AS disputedAt
  FROM RoleAtSchool x JOIN Person n ON n.id = x.personId JOIN School o ON o.id = x.schoolId JOIN School s ON s.id = o.rootId JOIN Role r ON r.id = x.roleId`

const roleOf = ({ name, town, urn, ...row }: Row): RoleHeld => ({ ...row, school: { name, town, urn } })

/** SQL: a person signs for a school: they are confirmed as head, or as one who governs. */
export const signsByRole = (person: string): string =>
  `EXISTS (SELECT 1 FROM RoleAtSchool sx WHERE sx.personId = ${person} AND sx.supersededAt IS NULL AND sx.confirmedAt IS NOT NULL AND sx.toDate IS NULL
     AND sx.roleId IN ('${signingRoles.join("', '")}'))`

/** Current roles, held ones before ended ones. */
export const selectRoles = (db: SqlDatabase, reach: RoleScope): Read<RoleHeld[]> =>
  mapped(
    all<Row>(
      reach.whose === 'school'
        ? db
            .prepare(
              `${roleRow} WHERE s.id = ?1 AND x.supersededAt IS NULL AND n.erasedAt IS NULL
               ORDER BY x.toDate IS NOT NULL, n.name COLLATE NOCASE, n.id, r.position, x.toDate DESC LIMIT 1000`,
            )
            .bind(reach.schoolId)
        : db
            .prepare(
              `${roleRow} WHERE x.personId = ?1 AND x.supersededAt IS NULL AND n.erasedAt IS NULL
               ORDER BY x.toDate IS NOT NULL, s.name COLLATE NOCASE, r.position, x.toDate DESC LIMIT 500`,
            )
            .bind(reach.personId),
    ),
    (rows) => rows.map(roleOf),
  )

const within = (reach: RoleScope): { where: string; value: string } =>
  reach.whose === 'school' ? { where: 's.id = ?2', value: reach.schoolId } : { where: 'x.personId = ?2', value: reach.personId }

export const selectRoleWithin = (db: SqlDatabase, reach: RoleScope, id: string): Read<RoleHeld | undefined> => {
  const { where, value } = within(reach)
  const sql = `${roleRow} WHERE x.id = ?1 AND ${where} AND x.supersededAt IS NULL`
  return mapped(one<Row>(db.prepare(sql).bind(id, value)), (row) => row && roleOf(row))
}

/**
 * At which schools and for whom a role can be added: one's own schools and those acted for, or the
 * school's people.
 * @param actsFor schools (roots) the account acts for; only for own roles
 */
export const selectRoleChoices = (db: SqlDatabase, reach: RoleScope, actsFor: readonly string[]): Read<RoleChoices> =>
  together({
    schools: all<RoleChoices['schools'][number]>(
      reach.whose === 'school'
        ? db.prepare('SELECT id, name, town, urn FROM School WHERE id = ?1').bind(reach.schoolId)
        : db
            .prepare(
              `SELECT s.id, s.name, s.town, s.urn FROM School s WHERE s.rootId = s.id AND (s.id IN (SELECT value FROM json_each(?2)) OR s.id IN (
               SELECT o.rootId FROM RoleAtSchool x JOIN School o ON o.id = x.schoolId WHERE x.personId = ?1 AND x.supersededAt IS NULL
               UNION SELECT o.rootId FROM Place p JOIN School o ON o.id = p.schoolId WHERE p.personId = ?1)) ORDER BY s.name COLLATE NOCASE, s.town`,
            )
            .bind(reach.personId, JSON.stringify(reach.whose === 'own' ? actsFor : [])),
    ),
    people: all<RoleChoices['people'][number]>(
      reach.whose === 'school'
        ? db
            .prepare(
              `SELECT n.id, n.name FROM Person n WHERE n.erasedAt IS NULL AND n.id IN (
                 SELECT x.personId FROM School o JOIN RoleAtSchool x ON x.schoolId = o.id AND x.supersededAt IS NULL WHERE o.rootId = ?1
                 UNION SELECT p.personId FROM School o JOIN Place p ON p.schoolId = o.id AND p.state <> 'cancelled' WHERE o.rootId = ?1)
               ORDER BY n.name COLLATE NOCASE, n.id LIMIT 1000`,
            )
            .bind(reach.schoolId)
        : db.prepare('SELECT id, name FROM Person WHERE id = ?1 AND erasedAt IS NULL').bind(reach.personId),
    ),
  })

/** Guard: the role is as it was read, and nobody disputes it. */
export const roleStands = (db: SqlDatabase, id: string): SqlStatement =>
  guard(
    db,
    `EXISTS (SELECT 1 FROM RoleAtSchool WHERE id = ?1 AND supersededAt IS NULL)
       AND NOT EXISTS (SELECT 1 FROM RoleDispute WHERE roleAtSchoolId = ?1 AND answer IS NULL)`,
    id,
  )

/** Guard: the person has no such role at the school, under any of its ids. */
export const roleNotHeld = (db: SqlDatabase, role: { personId: string; schoolId: string; roleId: string }): SqlStatement =>
  guard(
    db,
    `NOT EXISTS (SELECT 1 FROM RoleAtSchool x JOIN School o ON o.id = x.schoolId
       WHERE x.personId = ?1 AND o.rootId = ?2 AND x.roleId = ?3 AND x.supersededAt IS NULL AND x.toDate IS NULL)`,
    role.personId,
    role.schoolId,
    role.roleId,
  )

export const supersedeRole = (act: Act, id: string): SqlStatement =>
  update(act.db, 'RoleAtSchool', { supersededAt: instant(act.now) }, { id })

/** Who confirms a role as it is written; nobody of a proposal, which counts in no requirement. */
const confirmedIn = (act: Act, confirmed: boolean): [at: string | null, byId: string | null] =>
  confirmed ? [instant(act.now), act.actor.accountId ?? null] : [null, null]

export type NewRoleHeld = {
  id: string
  personId: string
  schoolId: string
  roleId: string
  fromDate: Day | undefined
  toDate: Day | undefined
  source: string
  confirmed: boolean
}

export const insertRoleHeld = (act: Act, role: NewRoleHeld): SqlStatement =>
  insert(act.db, 'RoleAtSchool', {
    ...pick(role, ['id', 'personId', 'schoolId', 'roleId', 'source']),
    fromDate: role.fromDate ?? null,
    toDate: role.toDate ?? null,
    learnedAt: instant(act.now),
    ...(role.confirmed && stamp(act, 'confirmed')),
  })

/** The same role with other dates, at the same school id. */
export const insertRoleAgain = (
  act: Act,
  id: string,
  of: string,
  is: { fromDate: Day | undefined; toDate: Day | undefined; source: string; confirmed: boolean },
): SqlStatement =>
  act.db
    .prepare(
      `INSERT INTO RoleAtSchool (id, personId, schoolId, roleId, fromDate, toDate, source, learnedAt, confirmedAt, confirmedById)
       SELECT ?1, personId, schoolId, roleId, ?3, ?4, ?5, ?6, ?7, ?8 FROM RoleAtSchool WHERE id = ?2`,
    )
    .bind(id, of, is.fromDate ?? null, is.toDate ?? null, is.source, instant(act.now), ...confirmedIn(act, is.confirmed))

const openGaps = `SELECT g.id FROM School w JOIN School o ON o.rootId = w.rootId JOIN RoleGap g ON g.schoolId = o.id
  WHERE w.id = ?1 AND g.roleId = ?2 AND g.supersededAt IS NULL AND g.toDate IS NULL`

/**
 * Ends what the school said of a role that nobody held, now that somebody holds it or it says
 * something else. What would begin no earlier than it ends never was.
 */
export const endGaps = (act: Act, of: { schoolId: string; roleId: string }, on: Day | undefined): SqlStatement[] => [
  act.db
    .prepare(
      `INSERT INTO RoleGap (id, schoolId, roleId, answer, fromDate, toDate, source, learnedAt, learnedById)
       SELECT ?3, schoolId, roleId, answer, fromDate, ?4, source, ?5, ?6 FROM RoleGap
       WHERE id IN (${openGaps}) AND fromDate < ?4 ORDER BY learnedAt DESC LIMIT 1`,
    )
    .bind(of.schoolId, of.roleId, newId(act.now), on ?? londonDay(act.now), instant(act.now), act.actor.accountId ?? null),
  act.db.prepare(`UPDATE RoleGap SET supersededAt = ?3 WHERE id IN (${openGaps})`).bind(of.schoolId, of.roleId, instant(act.now)),
]
