import type { Act } from '#base/act.ts'
import { type Day, instant, londonDay, londonInstant } from '#base/dates.ts'
import { all, readNow, readTogether } from '#base/db/read.ts'
import { searchWords } from '#schools/schools/school.ts'
import { type ConfirmedState, type ListedSchool, type ListFilter, listPage, yearOf } from './confirmed-schools.ts'

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
  const where = [
    `s.rootId = s.id AND s.origin = 'register' AND s.statusCode NOT IN ('2', '4') AND s.laCode IN (SELECT value FROM json_each(?1))`,
    ...words,
  ]
  return {
    values,
    sql: `SELECT f.*, CASE WHEN f.confirmedAt >= ?3 THEN 'confirmed' WHEN f.confirmedAt IS NULL AND f.said = 0 THEN 'never' ELSE 'not_yet' END AS state
      FROM (SELECT s.id, s.name, s.town, s.urn,
        (SELECT MAX(c.confirmedAt) FROM School m CROSS JOIN RolesConfirmation c ON c.schoolId = m.id WHERE m.rootId = s.id) AS confirmedAt,
        ${rolesWhere('x.confirmedAt IS NOT NULL')} + ${gapsOf('vacant')} + ${gapsOf('not_known')} AS said,
        ${rolesWhere('x.confirmedAt IS NOT NULL AND (x.toDate IS NULL OR x.toDate > ?2)')} AS confirmed,
        ${rolesWhere('x.confirmedAt IS NULL')} AS proposed, ${gapsOf('vacant')} AS vacant, ${gapsOf('not_known')} AS notKnown,
        ${rolesWhere('EXISTS (SELECT 1 FROM RoleDispute d WHERE d.roleAtSchoolId = x.id AND d.answer IS NULL)')} AS disputed
      FROM School s WHERE ${where.join(' AND ')}) f`,
  }
}

const bound = (act: Act, values: readonly string[]): string[] => {
  const today = londonDay(act.now)
  return [JSON.stringify(act.laCodes), today, sinceOf(yearOf(today)), ...values]
}

const sinceOf = (day: Day): string => instant(londonInstant(day, '00:00') ?? new Date(day))

const selectListed = (act: Act, filter: ListFilter, most: number, from: number) => {
  const { sql, values } = listed(filter)
  const n = values.length + 4
  return all<ListedSchool & { said: number }>(
    act.db
      .prepare(
        `SELECT * FROM (${sql}) WHERE ?${n} = '' OR state = ?${n} ORDER BY name COLLATE NOCASE, town, id LIMIT ?${n + 1} OFFSET ?${n + 2}`,
      )
      .bind(...bound(act, values), filter.state ?? '', most, from),
  )
}

export type Counts = Record<ConfirmedState, number>

/** A page of schools, and how many there are of each state, in one round trip. */
export const listConfirmed = async (act: Act, filter: ListFilter, page: number): Promise<{ schools: ListedSchool[]; counts: Counts }> => {
  const { sql, values } = listed(filter)
  const { schools, counts } = await readTogether(act.db, {
    schools: selectListed(act, filter, listPage, (page - 1) * listPage),
    counts: all<{ state: ConfirmedState; n: number }>(
      act.db.prepare(`SELECT state, COUNT(*) AS n FROM (${sql}) GROUP BY state`).bind(...bound(act, values)),
    ),
  })
  const of = (state: ConfirmedState): number => counts.find((one) => one.state === state)?.n ?? 0
  return { schools, counts: { confirmed: of('confirmed'), not_yet: of('not_yet'), never: of('never') } }
}

/** All of them, for a file. */
export const confirmedForExport = (act: Act, filter: ListFilter): Promise<ListedSchool[]> =>
  readNow(act.db, selectListed(act, filter, 50_000, 0))
