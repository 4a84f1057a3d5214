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
  topicAt: string | null
  firstOnTopic: string | null
  lastOnTopic: string | null
  times: number | null
}

/** All but the first two add up to the first. */
const isAmong: Record<WhichSchools, (row: Pick<ListRow, 'code' | 'topicAt' | 'lastAt'>) => boolean> = {
  all: () => true,
  'did-not': ({ code }) => code === null,
  'took-part': ({ code }) => code !== null,
  lapsed: ({ code, topicAt }) => code === null && topicAt !== null,
  'other-topic': ({ topicAt, lastAt }) => topicAt === null && lastAt !== null,
  never: ({ lastAt }) => lastAt === null,
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
  ask: { dimension: Dimension; category: string | undefined; answer: WhichSchools },
): Read<SchoolList> => {
  const [key, name] = dimensionKeys[ask.dimension]
  const byName = ask.answer === 'took-part' || ask.answer === 'all'
  const statement = db
    .prepare(
      `WITH ${groundParts}, ${countedOf(key, name)}, ${since}
       SELECT c.rootId AS id, c.*, q.code, q.lastAt, q.topicAt, s.firstOnTopic, s.lastOnTopic, s.times
       FROM counted c JOIN (${perSchool("''")}) q ON q.rootId = c.rootId LEFT JOIN since s ON s.rootId = c.rootId
       ORDER BY ${byName ? '' : 'q.topicAt, q.lastAt, '}c.name COLLATE NOCASE, c.town, c.urn`,
    )
    .bind(...bound(question), ask.category ?? null)
  const day = (at: string | null) => (at ? dayOf(at) : undefined)
  return mapped(all<ListRow>(statement), (rows) => {
    const schools = rows.filter(isAmong[ask.answer]).map((row) => ({
      ...{ id: row.id, name: row.name, town: row.town, urn: row.urn },
      category: categoryLabel(ask.dimension, row.categoryKey, row.categoryName),
      reached: reached(row.code),
      ...{ firstOnTopic: day(row.firstOnTopic), lastOnTopic: day(row.lastOnTopic), times: row.times ?? 0, lastOn: day(row.lastAt) },
    }))
    const names = Object.keys(isAmong) as WhichSchools[]
    const of = Object.fromEntries(names.map((one) => [one, rows.filter(isAmong[one]).length])) as Record<WhichSchools, number>
    return { of, total: schools.length, schools }
  })
}

/** In one round trip. */
export const readSchools = (db: SqlDatabase, ...ask: [Question, Parameters<typeof selectSchools>[2]]): Promise<SchoolList> =>
  readNow(db, selectSchools(db, ...ask))
