import { aboutSql } from '#attendance/requirements/facts-store.ts'
import { sayState, storedAs } from '#attendance/requirements/state.ts'
import type { Day } from '#base/dates.ts'
import type { Rows } from '#base/db/list-rows.ts'
import { all, mapped, type Read } from '#base/db/read.ts'
import { searchWords } from '#schools/schools/school.ts'
import { categoryLabel, type Dimension } from './coverage.ts'
import { type CountedState, type StandingAnswer, type StandingCategory, type StandingSchool, standingsFrom } from './standing.ts'
import { carriedFacts, dimensionKeys, openSchools } from './store.ts'
import { type Taken, termOf } from './trend.ts'

/** What a report is about: a requirement ('' for the first), today, and the area. */
export type StandingQuestion = { requirement: string; on: Day; laCodes: readonly string[]; by: Dimension }

const bound = ({ on, laCodes, requirement }: StandingQuestion): string[] => [on, JSON.stringify(laCodes), requirement]

const ofRequirement = `k.requirementId = IIF(?3 = '', (SELECT id FROM Requirement ORDER BY position LIMIT 1), ?3)`

/** Numbers of schools by category and state. */
export const selectStandingFigures = (
  db: SqlDatabase,
  question: StandingQuestion,
): Read<{ categories: StandingCategory[]; whole: StandingCategory }> => {
  const [key, name] = dimensionKeys[question.by]
  const statement = db
    .prepare(
      `SELECT ${carriedFacts} AS category, COALESCE(k.state, 'waiting') AS state, COUNT(*) AS n
       FROM (${openSchools(`${key} || char(31) || ${name}`)}) q LEFT JOIN SchoolStanding k ON k.rootId = q.rootId AND ${ofRequirement}
       GROUP BY 1, 2`,
    )
    .bind(...bound(question))
  return mapped(all<{ category: string } & Pick<CountedState, 'state' | 'n'>>(statement), (rows) =>
    standingsFrom(
      question.by,
      rows.map(({ category, ...row }): CountedState => {
        const [own = '', stored = ''] = category.split('\u001f')
        return { ...row, key: own, stored }
      }),
    ),
  )
}

/** Terms of a trend. */
const mostTerms = 6

/** Schools that were asked, and in date: by each term’s last report, oldest first, and today. */
export const selectStandingTrend = (db: SqlDatabase, question: StandingQuestion): Read<(Taken & { number: number | null })[]> =>
  mapped(
    all<{ number: number | null; on: Day; open: string; came: string }>(
      db
        .prepare(
          `WITH last AS MATERIALIZED (
             SELECT MAX(f.number) AS number FROM FrozenReport f
             WHERE f.about = 'requirements' AND f.question ->> '$.laCodes' = json(?2) AND f.question ->> '$.on' < ?1
               AND EXISTS (SELECT 1 FROM FrozenStanding k WHERE k.reportId = f.id AND ${ofRequirement})
             GROUP BY substr(f.question ->> '$.on', 1, 4), (substr(f.question ->> '$.on', 6, 2) - 1) / 4 ORDER BY 1 DESC LIMIT ${mostTerms}),
           stood AS (
             SELECT f.number, f.question ->> '$.on' AS "on", s.rootId, k.state
             FROM last l CROSS JOIN FrozenReport f ON f.number = l.number CROSS JOIN FrozenStanding k ON k.reportId = f.id AND ${ofRequirement} JOIN School s ON s.id = k.schoolId
             UNION ALL SELECT NULL, ?1, q.rootId, k.state FROM (${openSchools("''")}) q JOIN SchoolStanding k ON k.rootId = q.rootId AND ${ofRequirement})
           SELECT t.number, t."on", json_group_array(r.rowid) FILTER (WHERE t.state NOT IN ('not_asked', 'exempt')) AS open,
             json_group_array(r.rowid) FILTER (WHERE t.state IN ('in_date', 'due_soon')) AS came
           FROM stood t JOIN School r ON r.id = t.rootId GROUP BY t.number ORDER BY t."on", t.number`,
        )
        .bind(...bound(question)),
    ),
    (rows) =>
      rows.map(({ number, on, open, came }) => ({
        number,
        on,
        label: number === null ? 'Today' : termOf(on),
        imported: [],
        open: JSON.parse(open) as number[],
        came: JSON.parse(came) as number[],
      })),
  )

const statesOf = (answer: StandingAnswer): string | null =>
  answer === 'all' ? null : answer === 'due_soon' ? '["due_soon"]' : storedAs(answer)

type StandingRow = Omit<StandingSchool, 'category' | 'day' | 'turnsOn' | 'said' | 'why'> & {
  day: Day | null
  categoryKey: string
  categoryName: string
  turnsOn: Day | null
}

/** Schools behind a figure, by name. */
export const standingSchools = (
  question: StandingQuestion,
  ask: { state: StandingAnswer; category?: string | undefined; q: string },
): Rows<StandingSchool, StandingRow> => {
  const [key, name] = dimensionKeys[question.by]
  const words = searchWords(ask.q)
  const values = [...new Set(words.flat())]
  const holds = words.map(
    (spellings) => `(${spellings.map((word) => `instr(r.searchText, ?${values.indexOf(word) + 6}) > 0`).join(' OR ')})`,
  )
  return {
    sql: `SELECT q.rootId AS id, i.name, i.town, i.urn, ${key} AS categoryKey, ${name} AS categoryName, COALESCE(k.state, 'waiting') AS state, k.day, ${aboutSql('k')} AS about, k.turnsOn
       FROM (${openSchools('i.rowid')}) q JOIN SchoolIdentity i ON i.rowid = CAST(${carriedFacts.replaceAll('facts', 'q.facts')} AS INTEGER)
         JOIN School r ON r.id = q.rootId LEFT JOIN SchoolStanding k ON k.rootId = q.rootId AND ${ofRequirement}
       WHERE (?4 IS NULL OR COALESCE(k.state, 'waiting') IN (SELECT value FROM json_each(?4))) AND (?5 IS NULL OR ${key} = ?5) ${holds.map((one) => `AND ${one}`).join(' ')}`,
    values: [...bound(question), statesOf(ask.state), ask.category ?? null, ...values],
    by: ['name COLLATE NOCASE', 'town', 'urn', 'id'],
    countsAll: true,
    made: ({ categoryKey, categoryName, day, turnsOn, ...row }) => ({
      ...row,
      category: categoryLabel(question.by, categoryKey, categoryName),
      day: day ?? undefined,
      turnsOn: turnsOn ?? undefined,
      why: '',
      said: sayState({ ...row, day: day ?? undefined }),
    }),
  }
}

/** Names of those who hold roles at a school, by role held. */
export const selectHolderNames = (db: SqlDatabase, rootId: string): Read<ReadonlyMap<string, string>> =>
  mapped(
    all<{ id: string; name: string }>(
      db
        .prepare(
          `SELECT ra.id, n.name FROM School m CROSS JOIN RoleAtSchool ra ON ra.schoolId = m.id AND ra.supersededAt IS NULL
             JOIN Person n ON n.id = ra.personId WHERE m.rootId = ?1 AND n.name IS NOT NULL`,
        )
        .bind(rootId),
    ),
    (rows) => new Map(rows.map(({ id, name }) => [id, name])),
  )
