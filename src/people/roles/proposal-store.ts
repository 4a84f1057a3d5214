import { all, mapped, type Read } from '#base/db/read.ts'

/** SQL: the role is one that schools are asked about, or of which a requirement asks something. */
export const mattersSql = (roleId: string): string =>
  `${roleId} IN (SELECT r.id FROM Role r WHERE r.asked = 1 UNION SELECT j.value FROM RequirementEdition q, json_each(q.roleIds) j WHERE q.supersededAt IS NULL)`

/** SQL: roles `ra` of people `n` at schools `m`, held, undisputed and not confirmed already. */
export const proposalsAt = (
  schools: string,
): string => `${schools} CROSS JOIN RoleAtSchool ra ON ra.schoolId = m.id AND ra.supersededAt IS NULL AND ra.confirmedAt IS NULL AND ra.toDate IS NULL
    AND ${mattersSql('ra.roleId')}
    AND NOT EXISTS (SELECT 1 FROM RoleDispute d WHERE d.roleAtSchoolId = ra.id AND d.answer IS NULL)
    AND NOT EXISTS (SELECT 1 FROM School o CROSS JOIN RoleAtSchool x ON x.schoolId = o.id AND x.personId = ra.personId AND x.roleId = ra.roleId
      AND x.supersededAt IS NULL AND x.confirmedAt IS NOT NULL AND x.toDate IS NULL WHERE o.rootId = m.rootId)
  JOIN Person n ON n.id = ra.personId AND n.erasedAt IS NULL`

/** SQL: the same of roots, as JSON in ?1. */
export const proposalsSql = proposalsAt('json_each(?1) j CROSS JOIN School m ON m.rootId = j.value')

/** SQL: the form (?1) of answers of a school (?2) is not saved. */
export const notAnswered = `NOT EXISTS (SELECT 1 FROM Log WHERE subjectKind = 'roles_form' AND subjectId = ?1 AND schoolId = ?2)`

/** Whether a form of answers of a school (a root) is saved. */
export const isAnswered = async (db: SqlDatabase, form: string, schoolId: string): Promise<boolean> =>
  (await db.prepare(`SELECT 1 WHERE ${notAnswered}`).bind(form, schoolId).first()) === null

export const selectProposals = (db: SqlDatabase, rootIds: readonly string[]): Read<ReadonlyMap<string, readonly string[]>> =>
  mapped(
    all<{ rootId: string; roleId: string }>(
      db.prepare(`SELECT m.rootId, ra.roleId FROM ${proposalsSql} GROUP BY m.rootId, ra.personId, ra.roleId`).bind(JSON.stringify(rootIds)),
    ),
    (rows) => new Map([...Map.groupBy(rows, ({ rootId }) => rootId)].map(([rootId, of]) => [rootId, of.map(({ roleId }) => roleId)])),
  )

export const selectProposedNames = (db: SqlDatabase, rootId: string): Read<{ roleId: string; name: string }[]> =>
  all<{ roleId: string; name: string }>(
    db.prepare(`SELECT DISTINCT ra.roleId, n.name FROM ${proposalsSql} ORDER BY n.name COLLATE NOCASE`).bind(JSON.stringify([rootId])),
  )
