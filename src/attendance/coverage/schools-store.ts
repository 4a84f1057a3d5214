import { all, mapped, type Read, readNow } from '#base/db/read.ts'
import type { SchoolName } from '#schools/schools/school.ts'
import { categoryLabel, type Dimension, type Question } from './coverage.ts'
import { dayOf, reached } from './evidence.ts'
import type { SchoolList, WhichSchools } from './report.ts'
import { bound, carriedFacts, dimensionKeys, groundParts, isOnTopic, openSchools, perSchool } from './store.ts'

type ListRow = SchoolName & {
  id: string
  urn: string
  categoryKey: string
  categoryName: string
  code: number | null
  lastAt: string | null
  firstOnTopic: string | null
  lastOnTopic: string | null
  times: number | null
}

/** Beyond the end of a list there is one row, which says how many there are. */
export const isThere = ({ id }: { id: string | null }): boolean => id !== null

/** SQL: of a row of `perSchool` in question, so that all but the first two add up to the first. */
const answers: Record<WhichSchools, string> = {
  all: '1',
  'did-not': 'code IS NULL',
  'took-part': 'code IS NOT NULL',
  lapsed: 'code IS NULL AND topicAt IS NOT NULL',
  'other-topic': 'topicAt IS NULL AND lastAt IS NOT NULL',
  never: 'lastAt IS NULL',
}

/** SQL: the counted schools of a category (?9; NULL: all). */
export const countedOf = (key: string, name: string): string => `
  counted AS MATERIALIZED (
    SELECT q.rootId, i.name, i.town, i.urn, ${key} AS categoryKey, ${name} AS categoryName
    FROM (${openSchools('i.rowid')}) q JOIN SchoolIdentity i ON i.rowid = CAST(${carriedFacts.replaceAll('facts', 'q.facts')} AS INTEGER)
    WHERE ?9 IS NULL OR ${key} = ?9)`

/** SQL: when each counted school came on the topic; an event counts once, whoever came. */
const since = `
  came AS MATERIALIZED (
    SELECT c.rootId, c.at, COALESCE(c.eventId, c.at || ' ' || c.title) AS what FROM counted q CROSS JOIN CameFor c ON c.rootId = q.rootId WHERE ${isOnTopic}),
  since AS MATERIALIZED (SELECT rootId, MIN(at) AS firstOnTopic, MAX(at) AS lastOnTopic, COUNT(DISTINCT what) AS times FROM came GROUP BY rootId)`

/**
 * Schools behind a figure, and how many are behind each. Of those that did not take part the ones
 * never recorded come first, then the longest ago; others by name.
 * @param ask.category of `dimension`; undefined: all
 */
export const selectSchools = (
  db: SqlDatabase,
  question: Question,
  ask: {
    dimension: Dimension
    category: string | undefined
    answer: WhichSchools
    limit?: number | undefined
    offset?: number | undefined
  },
): Read<SchoolList> => {
  const [key, name] = dimensionKeys[ask.dimension]
  const byName = ask.answer === 'took-part' || ask.answer === 'all'
  const order = `${byName ? '' : 'f.topicAt, f.lastAt, '}f.name COLLATE NOCASE, f.town, f.urn`
  const names = Object.keys(answers) as WhichSchools[]
  const statement = db
    .prepare(
      `WITH ${groundParts}, ${countedOf(key, name)}, ${since},
       found AS MATERIALIZED (SELECT c.*, q.code, q.lastAt, q.topicAt FROM counted c JOIN (${perSchool("''")}) q ON q.rootId = c.rootId)
       SELECT f.rootId AS id, f.*, s.firstOnTopic, s.lastOnTopic, s.times,
         (SELECT json_object(${names.map((one) => `'${one}', COUNT(*) FILTER (WHERE ${answers[one]})`).join(', ')}) FROM found) AS counts
       FROM (SELECT 1) LEFT JOIN (SELECT * FROM found f WHERE ${answers[ask.answer]} ORDER BY ${order} LIMIT ?10 OFFSET ?11) f LEFT JOIN since s ON s.rootId = f.rootId
       ORDER BY ${order}`,
    )
    .bind(...bound(question), ask.category ?? null, ask.limit ?? -1, ask.offset ?? 0)
  const day = (at: string | null) => (at ? dayOf(at) : undefined)
  return mapped(all<ListRow & { counts: string }>(statement), (rows) => {
    const of = JSON.parse(rows[0]?.counts ?? '{}') as Record<WhichSchools, number>
    return {
      of,
      total: of[ask.answer],
      schools: rows.filter(isThere).map((row) => ({
        ...{ id: row.id, name: row.name, town: row.town, urn: row.urn },
        category: categoryLabel(ask.dimension, row.categoryKey, row.categoryName),
        reached: reached(row.code),
        ...{ firstOnTopic: day(row.firstOnTopic), lastOnTopic: day(row.lastOnTopic), times: row.times ?? 0, lastOn: day(row.lastAt) },
      })),
    }
  })
}

/** In one round trip. */
export const readSchools = (db: SqlDatabase, ...ask: [Question, Parameters<typeof selectSchools>[2]]): Promise<SchoolList> =>
  readNow(db, selectSchools(db, ...ask))
