import type { Act } from '#base/act.ts'
import { addDays, londonDay } from '#base/dates.ts'
import { addressAt } from '#people/people/spelling-store.ts'
import type { Colleague } from './booking.ts'

/** SQL. British Summer Time runs from 1am UTC on March's last Sunday to that of October. */
const londonDayOf = (at: string): string => {
  const turn = (month: string) => `date(substr(${at}, 1, 4) || '-${month}-31', '-6 days', 'weekday 0') || 'T01:00'`
  return `date(${at}, IIF(${at} >= ${turn('03')} AND ${at} < ${turn('10')}, '+1 hour', '+0 hours'))`
}

/**
 * People a school can pick for an event: with a role there that day, or who came for it within two
 * years, with their newest role and whether they have a place or wait. Only if the account acts for
 * the school.
 */
export const colleaguesOf = async (act: Act, schoolId: string, code: string): Promise<Colleague[]> =>
  (
    await act.db
      .prepare(
        `WITH own AS (SELECT id FROM School WHERE rootId = ?1),
           asked AS MATERIALIZED (SELECT e.id, COALESCE((SELECT ${londonDayOf('MIN(s.startsAt)')} FROM ActiveSession s WHERE s.eventId = e.id), ?3) AS day
             FROM Event e WHERE e.code = ?2),
           posts AS (SELECT ra.personId, ra.roleId, ra.learnedAt AS at FROM RoleAtSchool ra
             WHERE ra.schoolId IN (SELECT id FROM own) AND ra.supersededAt IS NULL AND (ra.fromDate IS NULL OR ra.fromDate <= (SELECT day FROM asked))
               AND (ra.toDate IS NULL OR ra.toDate > (SELECT day FROM asked))
             UNION ALL SELECT c.personId, c.roleId, c.at FROM (
               SELECT pl.personId, pl.roleId, pl.createdAt AS at, (SELECT MAX(s.startsAt) FROM ActiveSession s WHERE s.eventId = pl.eventId) AS day
               FROM own CROSS JOIN Place pl ON pl.schoolId = own.id WHERE pl.personId IS NOT NULL
               UNION ALL SELECT w.personId, w.roleId, w.createdAt, w.createdAt FROM own CROSS JOIN WalkIn w ON w.schoolId = own.id
               UNION ALL SELECT a.personId, a.roleId, a.learnedAt, a.heldOn FROM own CROSS JOIN EarlierAttendance a ON a.schoolId = own.id AND a.supersededAt IS NULL
               WHERE a.personId IS NOT NULL) c
             WHERE c.day >= ?4 AND NOT EXISTS (SELECT 1 FROM RoleAtSchool ra WHERE ra.personId = c.personId AND ra.schoolId IN (SELECT id FROM own)
                 AND ra.supersededAt IS NULL AND ra.toDate <= (SELECT day FROM asked)))
         SELECT p.id, p.name, ${addressAt('p.id', '?1', 'p.email')} AS email, ro.id AS roleId, ro.label AS role, MAX(posts.at) AS newest,
           EXISTS (SELECT 1 FROM Place x WHERE x.eventId = (SELECT id FROM asked) AND x.personId = p.id AND x.state <> 'cancelled') AS hasPlace
         FROM posts JOIN Person p ON p.id = posts.personId LEFT JOIN Role ro ON ro.id = posts.roleId
         WHERE p.erasedAt IS NULL
           AND NOT EXISTS (SELECT 1 FROM PersonMerge g WHERE g.mergedId = p.id AND g.undoneAt IS NULL)
         GROUP BY p.id ORDER BY p.name COLLATE NOCASE, p.id LIMIT 200`,
      )
      .bind(schoolId, code.toUpperCase(), londonDay(act.now), addDays(londonDay(act.now), -731))
      .all<Omit<Colleague, 'hasPlace'> & { hasPlace: number }>()
  ).results.map(({ id, name, email, roleId, role, hasPlace }) => ({ id, name, email, roleId, role, hasPlace: hasPlace === 1 }))
