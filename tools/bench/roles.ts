// Who holds which role at the bench's schools, and what they came to, so that schools stand in
// every way with requirements.
import type { Database } from './data.ts'

const roles = ['dsl', 'deputy_dsl', 'link_governor', 'recruitment_panel']
const learnedAt = '2024-01-01T00:00:00.000Z'

/**
 * Four confirmed roles at each of `schools` schools from number `school`. Every other place of a
 * school is of one of its four, and all sessions are of what the four are asked to learn; each
 * fifth lead came to a course long ago.
 */
export const pourRoles = async (db: Database, { school, schools }: { school: number; schools: number }): Promise<void> => {
  const series = 'WITH RECURSIVE n (i) AS (SELECT ?1 UNION ALL SELECT i + 1 FROM n WHERE i < ?2)'
  const id = (role: number): string => `printf('019000a${role}-0000-7000-8000-%012x', i)`
  const pour = (sql: string) => db.prepare(sql).bind(school, school + schools - 1)
  const schoolId = `printf('01900001-0000-7000-8000-%012x', i)`
  await db.batch([
    ...roles.flatMap((role, n) => [
      pour(`INSERT INTO Person (id, name, createdAt) ${series} SELECT ${id(n)}, 'Holder ' || i, '${learnedAt}' FROM n`),
      pour(
        `INSERT INTO RoleAtSchool (id, personId, schoolId, roleId, fromDate, source, learnedAt, confirmedAt)
         ${series} SELECT ${id(n)}, ${id(n)}, ${schoolId}, '${role}', '2024-09-01', 'school', '${learnedAt}', '${learnedAt}' FROM n`,
      ),
    ]),
    pour(
      `INSERT INTO EarlierAttendance (id, batchId, schoolId, personId, topicId, title, heldOn, markType, purpose, source, learnedAt)
       ${series} SELECT ${id(9)}, 'bench', ${schoolId}, ${id(0)}, 'designated-lead', 'Lead course', '2022-03-01', 'attended', 'training', 'List', '${learnedAt}'
       FROM n WHERE i % 5 = 0`,
    ),
    db.prepare(
      `UPDATE OR IGNORE Place SET personId = '019000a' || (rowid / 2 % 4) || substr(schoolId, 9)
       WHERE rowid % 2 = 0 AND schoolId LIKE '01900001-%' AND EXISTS (SELECT 1 FROM Mark m WHERE m.placeId = Place.id)`,
    ),
    db.prepare(
      `INSERT OR IGNORE INTO SessionTopic (sessionId, topicId)
       SELECT x.id, t.value FROM Session x JOIN json_each('["designated-lead","governance","safer-recruitment"]') t`,
    ),
  ])
}
