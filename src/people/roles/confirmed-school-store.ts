import type { Act } from '#base/act.ts'
import { type Day, instant, londonDay, londonInstant } from '#base/dates.ts'
import { all, only, readNow, readTogether } from '#base/db/read.ts'
import { searchWords } from '#schools/schools/school.ts'
import { toConfirmOn } from './asking-store.ts'
import { type ConfirmedState, type ListedSchool, type ListFilter, listPage } from './confirmed-schools.ts'

const rolesWhere = (condition: string): string =>
  `(SELECT COUNT(*) FROM School m CROSS JOIN RoleAtSchool x ON x.schoolId = m.id AND x.supersededAt IS NULL WHERE m.rootId = s.id AND ${condition})`
const gapsOf = (answer: 'vacant' | 'not_known'): string =>
  `(SELECT COUNT(*) FROM School m CROSS JOIN RoleGap g ON g.schoolId = m.id AND g.supersededAt IS NULL AND g.toDate IS NULL
    WHERE m.rootId = s.id AND g.answer = '${answer}')`

/** SQL: matching open schools of the area ?1, and how they stand on day ?2 since instant ?3. */
const listed = (filter: ListFilter): { sql: string; values: string[] } => {
  const values: string[] = []
  const words = searchWords(filter.q).map(
    (spellings) => `(${spellings.map((word) => `instr(s.searchText, ?${values.push(word) + 3}) > 0`).join(' OR ')})`,
  )
  const where = [`s.rootId = s.id AND s.origin = 'register' AND s.isOpen AND s.laCode IN (SELECT value FROM json_each(?1))`, ...words]
  return {
    values,
    sql: `SELECT f.*, COALESCE(t.open, 0) AS open, t.askedOn, t.dueOn, CASE WHEN f.confirmedAt >= ?3 THEN 'confirmed' WHEN f.confirmedAt IS NULL AND f.said = 0 THEN 'never' ELSE 'not_yet' END AS state
      FROM (SELECT s.id, s.name, s.town, s.urn,
        (SELECT MAX(c.confirmedAt) FROM School m CROSS JOIN RolesConfirmation c ON c.schoolId = m.id WHERE m.rootId = s.id) AS confirmedAt,
        ${rolesWhere('x.confirmedAt IS NOT NULL')} + ${gapsOf('vacant')} + ${gapsOf('not_known')} AS said,
        ${rolesWhere('x.confirmedAt IS NOT NULL AND (x.toDate IS NULL OR x.toDate > ?2)')} AS confirmed,
        ${rolesWhere('x.confirmedAt IS NULL')} AS proposed, ${gapsOf('vacant')} AS vacant, ${gapsOf('not_known')} AS notKnown,
        ${rolesWhere('EXISTS (SELECT 1 FROM RoleDispute d WHERE d.roleAtSchoolId = x.id AND d.answer IS NULL)')} AS disputed
      FROM School s WHERE ${where.join(' AND ')}) f LEFT JOIN (
        SELECT schoolId, COUNT(*) AS open, MIN(askedOn) AS askedOn, MIN(dueOn) AS dueOn
        FROM (${toConfirmOn('?2')} AND s.laCode IN (SELECT value FROM json_each(?1))) GROUP BY schoolId) t ON t.schoolId = f.id`,
  }
}

/** SQL: whether a row of the list is of state ?n on day ?2. */
const narrowed = (
  n: number,
): string => `CASE ?${n} WHEN '' THEN 1 WHEN 'not_this_year' THEN state <> 'confirmed' WHEN 'to_answer' THEN open > 0
  WHEN 'overdue' THEN dueOn < ?2 WHEN 'nobody' THEN open > 0 AND askedOn IS NULL ELSE state = ?${n} END`

const bound = (act: Act, since: Day, values: readonly string[]): string[] => [
  ...[JSON.stringify(act.laCodes), londonDay(act.now), sinceOf(since), ...values],
]

const sinceOf = (day: Day): string => instant(londonInstant(day, '00:00') ?? new Date(day))

const selectListed = (act: Act, since: Day, filter: ListFilter, most: number, from: number) => {
  const { sql, values } = listed(filter)
  const n = values.length + 4
  return all<ListedSchool & { said: number }>(
    act.db
      .prepare(`SELECT * FROM (${sql}) WHERE ${narrowed(n)} ORDER BY name COLLATE NOCASE, town, id LIMIT ?${n + 1} OFFSET ?${n + 2}`)
      .bind(...bound(act, since, values), filter.state ?? '', most, from),
  )
}

export type Counts = Record<ConfirmedState, number>

/**
 * A page of schools, how many are listed, and how many there are of each state.
 * @param since the day on which the asking of this year opened
 */
export const listConfirmed = async (
  act: Act,
  since: Day,
  filter: ListFilter,
  page: number,
): Promise<{ schools: ListedSchool[]; counts: Counts; total: number }> => {
  const { sql, values } = listed(filter)
  const n = values.length + 4
  const { schools, counts, total } = await readTogether(act.db, {
    schools: selectListed(act, since, filter, listPage, (page - 1) * listPage),
    counts: all<{ state: ConfirmedState; n: number }>(
      act.db.prepare(`SELECT state, COUNT(*) AS n FROM (${sql}) GROUP BY state`).bind(...bound(act, since, values)),
    ),
    total: only<{ n: number }>(
      act.db.prepare(`SELECT COUNT(*) AS n FROM (${sql}) WHERE ${narrowed(n)}`).bind(...bound(act, since, values), filter.state ?? ''),
    ),
  })
  const of = (state: ConfirmedState): number => counts.find((one) => one.state === state)?.n ?? 0
  return { schools, counts: { confirmed: of('confirmed'), not_yet: of('not_yet'), never: of('never') }, total: total.n }
}

/** All of them, for a file. */
export const confirmedForExport = (act: Act, since: Day, filter: ListFilter): Promise<ListedSchool[]> =>
  readNow(act.db, selectListed(act, since, filter, 50_000, 0))
