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

// An account with a trust, or with several schools, gets one letter for all of them.
const acting = 'SELECT x.accountId, x.rootId, x.byTrust FROM ActsFor x WHERE (SELECT r.isOpen FROM School r WHERE r.id = x.rootId) = 1'
const ofSeveral = `SELECT accountId FROM (${acting}) GROUP BY accountId HAVING MAX(byTrust) = 1 OR COUNT(DISTINCT rootId) > 1`

/** SQL: accounts `a` for several schools that got no letter in week ?1 and were not looked at. */
const untold = `FROM (${ofSeveral}) d JOIN Account a ON a.id = d.accountId AND a.erasedAt IS NULL
  WHERE NOT EXISTS (SELECT 1 FROM AccountDigest g WHERE g.accountId = a.id AND g.week = ?1)`

/** What an account was last told of its schools, which are named in `rootIds` as JSON. */
export type AccountToTell = { id: string; rootIds: string; trust: string | null; said: string | null; saidIn: Day | null }

export type SchoolToTell = SchoolName & Pick<SchoolCard, 'outsideKind'> & { id: string; said: string | null; saidIn: Day | null }

/** Some schools and an account of the week, what they were last told, and how many are left. */
export const selectToTell = (
  db: SqlDatabase,
  { week, weekday, day }: { week: Day; weekday: number; day: Day },
  most: number,
): Read<{ mayGo: boolean; schools: SchoolToTell[]; accounts: AccountToTell[]; left: { n: number } }> =>
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
    accounts: all<AccountToTell>(
      db
        .prepare(
          `SELECT a.id, (SELECT json_group_array(DISTINCT x.rootId) FROM (${acting}) x WHERE x.accountId = a.id) AS rootIds,
             (SELECT MAX(r.trustName) FROM TrustClaim t JOIN School r ON r.trustUid = t.trustUid WHERE t.accountId = a.id AND t.state = 'approved'
              HAVING COUNT(DISTINCT t.trustUid) = 1 AND NOT EXISTS (SELECT 1 FROM Claim c WHERE c.accountId = a.id AND c.state = 'approved')) AS trust,
             (SELECT g.said FROM AccountDigest g WHERE g.accountId = a.id AND g.said <> '' ORDER BY g.week DESC LIMIT 1) AS said,
             (SELECT MAX(g.week) FROM AccountDigest g WHERE g.accountId = a.id AND g.said <> '') AS saidIn
           ${untold} AND ${triable('sendDigests', 'a.id')} ORDER BY a.id LIMIT 1`,
        )
        .bind(week),
    ),
    left: only<{ n: number }>(db.prepare(`SELECT (SELECT COUNT(*) ${unseen}) + (SELECT COUNT(*) ${untold}) AS n`).bind(week)),
  })

/** What a letter says of its schools. */
export const selectNamed = (db: SqlDatabase, rootIds: readonly string[]): Read<SchoolToTell[]> =>
  all<SchoolToTell>(
    db
      .prepare(
        `SELECT r.id, r.name, r.town, r.urn, r.outsideKind, NULL AS said, NULL AS saidIn FROM json_each(?1) j CROSS JOIN School r ON r.id = j.value
         ORDER BY r.name COLLATE NOCASE, r.id`,
      )
      .bind(JSON.stringify(rootIds)),
  )

/** `several`: acts for other schools too. `told`: got a letter in this week. */
export type Contact = {
  schoolId: string
  accountId: string
  email: string
  name: string | null
  approver: number
  mayBook: number
  byTrust: number
  several: number
  told: number
  roleId: string | null
}

/** They act themselves or by their trust, with a confirmed role there, else as they asked. */
export const selectContacts = (db: SqlDatabase, rootIds: readonly string[], day: Day): Read<Contact[]> =>
  all<Contact>(
    db
      .prepare(
        `WITH acts AS (
           SELECT x.* FROM ActsFor x WHERE x.rootId IN (SELECT value FROM json_each(?1)))
         SELECT c.rootId AS schoolId, a.id AS accountId, a.email, n.name, MAX(c.approver) AS approver, MAX(c.mayBook) AS mayBook, MAX(c.byTrust) AS byTrust,
           a.id IN (${ofSeveral}) AS several, EXISTS (SELECT 1 FROM AccountDigest g WHERE g.accountId = a.id AND g.week = ?3) AS told,
           COALESCE((SELECT x.roleId FROM School o JOIN RoleAtSchool x ON x.schoolId = o.id AND x.personId = n.id AND x.supersededAt IS NULL
               JOIN Role q ON q.id = x.roleId
             WHERE o.rootId = c.rootId AND x.confirmedAt IS NOT NULL AND (x.fromDate IS NULL OR x.fromDate <= ?2) AND (x.toDate IS NULL OR x.toDate > ?2)
             ORDER BY q.position LIMIT 1), c.roleId) AS roleId
         FROM acts c JOIN Account a ON a.id = c.accountId AND a.erasedAt IS NULL LEFT JOIN Person n ON n.id = COALESCE(c.personId, a.personId)
         GROUP BY c.rootId, a.id ORDER BY c.rootId, approver DESC, a.id`,
      )
      .bind(JSON.stringify(rootIds), day, weekOf(day)),
  )

/** Notes the schools as looked at in the week; one that somebody else noted refuses all. */
export const insertDigests = (act: Act, week: Day, looked: readonly { schoolId: string; letters: number; said: string }[]): SqlStatement =>
  insertEach(act.db, 'SchoolDigest', looked, ['letters', 'said'], { rootId: sql(`value ->> 'schoolId'`), week, at: instant(act.now) })

/** An account gets one letter a week. `said`: '' where it is that of one school, or none went. */
export const insertAccountDigests = (act: Act, week: Day, told: readonly { accountId: string; said: string }[]): SqlStatement =>
  insertEach(act.db, 'AccountDigest', told, ['accountId', 'said'], { week, at: instant(act.now) })

/** Ends the week, if no school and no account is left of it. */
export const endWeek = (act: Act, week: Day): SqlStatement =>
  act.db
    .prepare(
      `INSERT INTO DigestWeek (week, doneAt) SELECT ?1, ?2 WHERE NOT EXISTS (SELECT 1 ${unseen}) AND NOT EXISTS (SELECT 1 ${untold}) ON CONFLICT (week) DO NOTHING`,
    )
    .bind(week, instant(act.now))
