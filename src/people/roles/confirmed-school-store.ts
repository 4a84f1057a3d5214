import { type Day, instant, londonDay, londonInstant } from '#base/dates.ts'
import type { Rows } from '#base/db/list-rows.ts'
import { all, mapped, type Read } from '#base/db/read.ts'
import { searchWords } from '#schools/schools/school.ts'
import { toConfirmOn } from './asking-store.ts'
import type { ConfirmedState, ListedSchool, ListFilter } from './confirmed-schools.ts'

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

type Asked = { db: D1Database; now: Date; council: { laCodes: readonly string[] }; since: Day; filter: ListFilter }

const bound = ({ council, now, since }: Asked, values: readonly string[]): string[] => [
  ...[JSON.stringify(council.laCodes), londonDay(now), sinceOf(since), ...values],
]

const sinceOf = (day: Day): string => instant(londonInstant(day, '00:00') ?? new Date(day))

/** Schools by name. `since`: the day on which the asking of this year opened. */
export const confirmedRows = (asked: Asked): Rows<ListedSchool> => {
  const { filter } = asked
  const { sql, values } = listed(filter)
  return {
    sql: `SELECT * FROM (${sql}) WHERE ${narrowed(values.length + 4)}`,
    ...{ values: [...bound(asked, values), filter.state ?? ''], by: ['name COLLATE NOCASE', 'town', 'id'] },
  }
}

/** How many there are of each state, whatever state is asked for. */
export const selectStates = (asked: Asked): Read<Record<ConfirmedState, number>> => {
  const { sql, values } = listed(asked.filter)
  const counts = asked.db.prepare(`SELECT state, COUNT(*) AS n FROM (${sql}) GROUP BY state`).bind(...bound(asked, values))
  return mapped(all<{ state: ConfirmedState; n: number }>(counts), (rows) => ({
    ...{ confirmed: 0, not_yet: 0, never: 0 },
    ...Object.fromEntries(rows.map(({ state, n }) => [state, n])),
  }))
}
