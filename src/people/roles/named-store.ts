import type { Act, Moment } from '#base/act.ts'
import { type Day, instant, londonDay } from '#base/dates.ts'
import { guard } from '#base/db/atomically.ts'
import { type Condition, exists } from '#base/db/condition.ts'
import { triable } from '#base/db/failed-job.ts'
import { insert } from '#base/db/write.ts'
import { capacitySql } from './school-role-store.ts'

/** In the batch that names somebody. */
export const roleToTell = (act: Act, roleAtSchoolId: string, byCouncil: boolean): SqlStatement =>
  insert(act.db, 'RoleToTell', { roleAtSchoolId, byCouncil })

/** Who acts for the school, its held addresses and former holders; not who names or is named. */
export const othersToTell = (
  act: Act,
  of: { id: string; schoolId: string; role: { id: string; several: boolean }; personId: string; byCouncil: boolean },
): SqlStatement =>
  act.db
    .prepare(
      `INSERT INTO RoleToTell (roleAtSchoolId, email, byCouncil)
       SELECT ?1, email, ?5 FROM (
         SELECT a.email FROM School m CROSS JOIN Claim c ON c.schoolId = m.id AND c.state = 'approved' CROSS JOIN Account a ON a.id = c.accountId WHERE m.rootId = ?2
         UNION SELECT k.email FROM School m CROSS JOIN SchoolContact k ON k.schoolId = m.id AND k.endedAt IS NULL WHERE m.rootId = ?2
         UNION SELECT lower(n.email) FROM School m CROSS JOIN RoleAtSchool x ON x.schoolId = m.id AND x.supersededAt IS NULL AND x.roleId = ?3
             AND x.confirmedAt IS NOT NULL AND (x.toDate IS NULL OR x.learnedAt = ?7) CROSS JOIN Person n ON n.id = x.personId AND n.email <> ''
           WHERE m.rootId = ?2 AND ?8 = 0)
       WHERE email <> ?6 AND email <> COALESCE((SELECT lower(email) FROM Person WHERE id = ?4), '') LIMIT 20`,
    )
    .bind(
      of.id,
      of.schoolId,
      of.role.id,
      of.personId,
      of.byCouncil ? 1 : 0,
      act.actor.email ?? '',
      instant(act.now),
      of.role.several ? 1 : 0,
    )

const justTold = (email: string): string => `EXISTS (SELECT 1 FROM MessageBody xb JOIN Message x ON x.id = xb.messageId
  WHERE xb.email = lower(${email}) AND x.kind = 'role_named' AND x.createdAt > strftime('%Y-%m-%dT%H:%M:%fZ', ?1, '-1 day'))`

// From the few rows that wait.
const waiting = 'FROM RoleToTell w CROSS JOIN RoleAtSchool x ON x.id = w.roleAtSchoolId CROSS JOIN Person p ON p.id = x.personId'
const toWhom = `IIF(w.email = '', lower(p.email), w.email)`
const isDue = `NOT ${justTold(toWhom)} AND ${triable('tellNamed', toWhom)}`

export const namedDue = ({ now }: Moment): Condition[] => [exists(`SELECT 1 ${waiting} WHERE ${isDue}`, instant(now))]

/**
 * `isTheirs`: whoever is told holds the role; otherwise `name` is of whoever does. `confirmed`: or
 * only proposed. `stands`: nobody has said otherwise since.
 */
export type ToldOfRole = {
  id: string
  isTheirs: 0 | 1
  confirmed: 0 | 1
  byCouncil: 0 | 1
  stands: 0 | 1
  /** Whoever is told answers for the roles of the school. */
  mayAnswer: 0 | 1
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
      `SELECT x.id, w.email = '' AS isTheirs, x.confirmedAt IS NOT NULL AS confirmed, w.byCouncil, x.supersededAt IS NULL AS stands, p.id AS personId, p.name,
         ${toWhom} AS email, r.label AS role,
         x.fromDate AS since, s.id AS schoolId, s.name AS school, s.town, s.urn,
         EXISTS (SELECT 1 FROM Account a WHERE a.email = ${toWhom} AND ${capacitySql('a.id', 'IIF(a.shared = 1, NULL, a.personId)', '?2')} IS NOT NULL) AS mayAnswer
       ${waiting} JOIN Role r ON r.id = x.roleId
         JOIN School o ON o.id = x.schoolId JOIN School s ON s.id = o.rootId
       WHERE ${isDue} ORDER BY email, x.learnedAt, x.id LIMIT 500`,
    )
    .bind(instant(now), londonDay(now))
    .all<ToldOfRole>()
  return results
}

/** Guards: they were not told of these, and of nothing within a day. */
export const markNamedTold = (act: Act, email: string, told: readonly Pick<ToldOfRole, 'id' | 'isTheirs'>[]): SqlStatement[] => {
  const json = JSON.stringify(told.map(({ id, isTheirs }) => [id, isTheirs ? '' : email]))
  const these = `(roleAtSchoolId, email) IN (SELECT value ->> '$[0]', value ->> '$[1]' FROM json_each(?2))`
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
