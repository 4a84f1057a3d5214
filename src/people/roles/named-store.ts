import type { Act, Moment } from '#base/act.ts'
import { type Day, instant } from '#base/dates.ts'
import { guard } from '#base/db/atomically.ts'
import { type Condition, exists } from '#base/db/condition.ts'
import { triable } from '#base/db/failed-job.ts'

// Who is still to be told that others named them in a role.

/** In the batch that names somebody. */
export const roleToTell = (act: Act, roleAtSchoolId: string, byCouncil: boolean): D1PreparedStatement =>
  act.db.prepare('INSERT INTO RoleToTell (roleAtSchoolId, byCouncil) VALUES (?1, ?2)').bind(roleAtSchoolId, byCouncil ? 1 : 0)

const justTold = (email: string): string => `EXISTS (SELECT 1 FROM MessageBody xb JOIN Message x ON x.id = xb.messageId
  WHERE xb.email = lower(${email}) AND x.kind = 'role_named' AND x.createdAt > strftime('%Y-%m-%dT%H:%M:%fZ', ?1, '-1 day'))`

// From the few rows that wait.
const waiting = 'FROM RoleToTell w CROSS JOIN RoleAtSchool x ON x.id = w.roleAtSchoolId CROSS JOIN Person p ON p.id = x.personId'
const isDue = `NOT ${justTold('p.email')} AND ${triable('tellNamed', 'lower(p.email)')}`

export const namedDue = ({ now }: Moment): Condition[] => [exists(`SELECT 1 ${waiting} WHERE ${isDue}`, instant(now))]

/** `stands`: nobody has said otherwise since. */
export type ToldOfRole = {
  id: string
  byCouncil: 0 | 1
  stands: 0 | 1
  personId: string
  name: string
  email: string
  role: string
  since: Day | null
  schoolId: string
  school: string
  town: string
  urn: string | null
}

export const selectNamed = async ({ db, now }: Act): Promise<ToldOfRole[]> => {
  const { results } = await db
    .prepare(
      `SELECT x.id, w.byCouncil, x.supersededAt IS NULL AS stands, p.id AS personId, p.name, lower(p.email) AS email, r.label AS role,
         x.fromDate AS since, s.id AS schoolId, s.name AS school, s.town, s.urn
       ${waiting} JOIN Role r ON r.id = x.roleId
         JOIN School o ON o.id = x.schoolId JOIN School s ON s.id = o.rootId
       WHERE ${isDue} ORDER BY email, x.learnedAt, x.id LIMIT 500`,
    )
    .bind(instant(now))
    .all<ToldOfRole>()
  return results
}

/** Guards: they were not told of these, and of nothing within a day. */
export const markNamedTold = (act: Act, email: string, ids: readonly string[]): D1PreparedStatement[] => {
  const json = JSON.stringify(ids)
  const these = 'roleAtSchoolId IN (SELECT value FROM json_each(?2))'
  return [
    guard(
      act.db,
      `(SELECT COUNT(*) FROM RoleToTell WHERE ${these}) = json_array_length(?2) AND NOT ${justTold('?3')}`,
      instant(act.now),
      json,
      email,
    ),
    act.db.prepare(`DELETE FROM RoleToTell WHERE ${these.replace('?2', '?1')}`).bind(json),
  ]
}
