import type { Act, Moment } from '#base/act.ts'
import { settingSql } from '#base/council/store.ts'
import { type Day, instant, londonDay } from '#base/dates.ts'
import { type Condition, exists } from '#base/db/condition.ts'
import { triable } from '#base/db/failed-job.ts'
import { all, mapped, only, type Read, together } from '#base/db/read.ts'
import { insertEach, sql } from '#base/db/write.ts'
import type { SchoolCard, SchoolName } from '#schools/schools/school.ts'
import { weekdayInHours, weekOf } from './digest.ts'

/** SQL: the chosen weekday as a number; 9: none. */
const chosen = `CASE ${settingSql('digestDay')}
  WHEN 'monday' THEN 1 WHEN 'tuesday' THEN 2 WHEN 'wednesday' THEN 3 WHEN 'thursday' THEN 4 WHEN 'friday' THEN 5 ELSE 9 END`

/** SQL: a school day, as `isWorkingDay` says of a weekday in term. */
const schoolDay = `NOT EXISTS (SELECT 1 FROM BankHoliday h WHERE h.day = ?2 AND h.removedAt IS NULL)
  AND (EXISTS (SELECT 1 FROM TermDate t WHERE t.removedAt IS NULL AND t.firstDay <= ?2 AND ?2 <= t.lastDay)
    OR NOT EXISTS (SELECT 1 FROM TermDate t WHERE t.removedAt IS NULL AND t.firstDay <= ?2)
    OR NOT EXISTS (SELECT 1 FROM TermDate t WHERE t.removedAt IS NULL AND t.lastDay >= ?2))`

/** Letters are due in school hours from the chosen weekday on, until all schools were looked at. */
/** SQL: on this weekday (?1) and day (?2) letters may go. */
const mayGo = `${chosen} <= ?1 AND ${schoolDay}`

export const digestsDue = ({ now }: Moment): Condition[] => {
  const weekday = weekdayInHours(now)
  const day = londonDay(now)
  return weekday === undefined
    ? []
    : [exists(`SELECT 1 WHERE ${mayGo} AND NOT EXISTS (SELECT 1 FROM DigestWeek w WHERE w.week = ?3)`, weekday, day, weekOf(day))]
}

/** SQL: open schools (roots r) for which somebody acts and which were not looked at in week ?1. */
const unseen = `FROM (SELECT DISTINCT m.rootId AS id FROM Claim c JOIN School m ON m.id = c.schoolId WHERE c.state = 'approved') d
  JOIN School r ON r.id = d.id AND r.isOpen
  WHERE NOT EXISTS (SELECT 1 FROM SchoolDigest g WHERE g.rootId = r.id AND g.week = ?1)`

export type SchoolToTell = SchoolName & Pick<SchoolCard, 'outsideKind'> & { id: string; said: string | null; saidIn: Day | null }

/** Some schools of the week, with what they were last told; and how many are left of it. */
export const selectToTell = (
  db: SqlDatabase,
  { week, weekday, day }: { week: Day; weekday: number; day: Day },
  most: number,
): Read<{ mayGo: boolean; schools: SchoolToTell[]; left: { n: number } }> =>
  together({
    mayGo: mapped(all<{ n: number }>(db.prepare(`SELECT 1 AS n WHERE ${mayGo}`).bind(weekday, day)), (rows) => rows.length > 0),
    schools: all<SchoolToTell>(
      db
        .prepare(
          `SELECT r.id, r.name, r.town, r.urn, r.outsideKind,
             (SELECT g.said FROM SchoolDigest g WHERE g.rootId = r.id AND g.letters > 0 ORDER BY g.week DESC LIMIT 1) AS said,
             (SELECT MAX(g.week) FROM SchoolDigest g WHERE g.rootId = r.id AND g.letters > 0) AS saidIn
           ${unseen} AND ${triable('sendDigests', 'r.id')} ORDER BY r.id LIMIT ?2`,
        )
        .bind(week, most),
    ),
    left: only<{ n: number }>(db.prepare(`SELECT COUNT(*) AS n ${unseen}`).bind(week)),
  })

export type Contact = { schoolId: string; accountId: string; email: string; name: string | null; approver: number; roleId: string | null }

/** Acting by themselves, with their confirmed role there, else the one in which they asked. */
export const selectContacts = (db: SqlDatabase, rootIds: readonly string[], day: Day): Read<Contact[]> =>
  all<Contact>(
    db
      .prepare(
        `SELECT m.rootId AS schoolId, a.id AS accountId, a.email, n.name, MAX(c.approver) AS approver,
           COALESCE((SELECT x.roleId FROM School o JOIN RoleAtSchool x ON x.schoolId = o.id AND x.personId = n.id AND x.supersededAt IS NULL
               JOIN Role q ON q.id = x.roleId
             WHERE o.rootId = m.rootId AND x.confirmedAt IS NOT NULL AND (x.fromDate IS NULL OR x.fromDate <= ?2) AND (x.toDate IS NULL OR x.toDate > ?2)
             ORDER BY q.position LIMIT 1), c.roleId) AS roleId
         FROM json_each(?1) j CROSS JOIN School m ON m.rootId = j.value CROSS JOIN Claim c ON c.schoolId = m.id AND c.state = 'approved'
           JOIN Account a ON a.id = c.accountId AND a.erasedAt IS NULL LEFT JOIN Person n ON n.id = COALESCE(c.personId, a.personId)
         GROUP BY m.rootId, a.id ORDER BY m.rootId, approver DESC, a.id`,
      )
      .bind(JSON.stringify(rootIds), day),
  )

/** Notes the schools as looked at in the week; one that somebody else noted refuses all. */
export const insertDigests = (act: Act, week: Day, looked: readonly { schoolId: string; letters: number; said: string }[]): SqlStatement =>
  insertEach(act.db, 'SchoolDigest', looked, ['letters', 'said'], { rootId: sql(`value ->> 'schoolId'`), week, at: instant(act.now) })

/** Ends the week, if no school is left of it. */
export const endWeek = (act: Act, week: Day): SqlStatement =>
  act.db
    .prepare(`INSERT INTO DigestWeek (week, doneAt) SELECT ?1, ?2 WHERE NOT EXISTS (SELECT 1 ${unseen}) ON CONFLICT (week) DO NOTHING`)
    .bind(week, instant(act.now))
