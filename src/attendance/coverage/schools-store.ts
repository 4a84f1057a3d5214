import type { Rows } from '#base/db/list-rows.ts'
import { mapped, only, type Read } from '#base/db/read.ts'
import type { SchoolName } from '#schools/schools/school.ts'
import { categoryLabel, type Dimension, type Question } from './coverage.ts'
import { dayOf, reached, type SchoolRow } from './evidence.ts'
import { type SchoolCounts, type WhichSchools, whichSchools } from './report.ts'
import { bound, carriedFacts, dimensionKeys, groundParts, isOnTopic, openSchools, perSchool } from './store.ts'

type ListRow = SchoolName & {
  id: string
  urn: string
  categoryKey: string
  categoryName: string
  code: number | null
  lastAt: string
  firstOnTopic: string | null
  lastOnTopic: string | null
  times: number | null
}

/** @param category of `dimension`; undefined: all */
type AskedSchools = { dimension: Dimension; category: string | undefined; answer: WhichSchools }

/** SQL: of a row of `withEvidence`; all but the first two add up to the first. */
const isAmong: Record<WhichSchools, string> = {
  all: '1',
  'did-not': 'code IS NULL',
  'took-part': 'code IS NOT NULL',
  lapsed: `code IS NULL AND topicAt <> ''`,
  'other-topic': `topicAt = '' AND lastAt <> ''`,
  never: `lastAt = ''`,
}

/** SQL: the counted schools of a category (?9; NULL: all). */
export const countedOf = (key: string, name: string): string => `
  counted AS MATERIALIZED (
    SELECT q.rootId, i.name, i.town, i.urn, ${key} AS categoryKey, ${name} AS categoryName
    FROM (${openSchools('i.rowid')}) q JOIN SchoolIdentity i ON i.rowid = CAST(${carriedFacts.replaceAll('facts', 'q.facts')} AS INTEGER)
    WHERE ?9 IS NULL OR ${key} = ?9)`

/** SQL: the counted schools with their best code, and when they last came ('': never). */
const withEvidence = (dimension: Dimension): string => `
  WITH ${groundParts}, ${countedOf(...dimensionKeys[dimension])}
  SELECT c.rootId AS id, c.name, c.town, c.urn, c.categoryKey, c.categoryName, q.code, COALESCE(q.lastAt, '') AS lastAt, COALESCE(q.topicAt, '') AS topicAt
  FROM counted c JOIN (${perSchool("''")}) q ON q.rootId = c.rootId`

/** SQL: when each school of the page came on the topic; an event counts once, whoever came. */
const since = `
  WITH came AS MATERIALIZED (
    SELECT p.id, c.at, COALESCE(c.eventId, c.at || ' ' || c.title) AS what FROM page p CROSS JOIN CameFor c ON c.rootId = p.id WHERE ${isOnTopic})
  SELECT id, MIN(at) AS firstOnTopic, MAX(at) AS lastOnTopic, COUNT(DISTINCT what) AS times FROM came GROUP BY id`

/**
 * Schools behind a figure. Of those that did not take part the ones never recorded come first, then
 * the longest ago; others by name.
 */
export const schoolsBehind = (question: Question, { dimension, category, answer }: AskedSchools): Rows<SchoolRow, ListRow> => {
  const byName = answer === 'took-part' || answer === 'all'
  const day = (at: string | null) => (at ? dayOf(at) : undefined)
  return {
    sql: `SELECT * FROM (${withEvidence(dimension)}) WHERE ${isAmong[answer]}`,
    values: [...bound(question), category ?? null],
    by: [...(byName ? [] : ['topicAt', 'lastAt']), 'name COLLATE NOCASE', 'town', 'urn', 'id'],
    shown: `SELECT page.*, s.firstOnTopic, s.lastOnTopic, s.times FROM page LEFT JOIN (${since}) s ON s.id = page.id`,
    made: (row) => ({
      id: row.id,
      name: row.name,
      town: row.town,
      urn: row.urn,
      category: categoryLabel(dimension, row.categoryKey, row.categoryName),
      reached: reached(row.code),
      firstOnTopic: day(row.firstOnTopic),
      lastOnTopic: day(row.lastOnTopic),
      times: row.times ?? 0,
      lastOn: day(row.lastAt),
    }),
  }
}

/** How many schools are behind each figure. */
export const selectCounts = (db: SqlDatabase, question: Question, { dimension, category, answer }: AskedSchools): Read<SchoolCounts> => {
  const counts = whichSchools.map((one) => `COUNT(*) FILTER (WHERE ${isAmong[one]}) AS "${one}"`)
  const statement = db
    .prepare(
      `SELECT ${counts.join(', ')}, MIN(categoryKey) AS categoryKey, MIN(categoryName) AS categoryName FROM (${withEvidence(dimension)})`,
    )
    .bind(...bound(question), category ?? null)
  type Row = Record<WhichSchools, number> & Record<'categoryKey' | 'categoryName', string | null>
  return mapped(only<Row>(statement), ({ categoryKey, categoryName, ...of }) => ({
    of,
    total: of[answer],
    category: category === undefined || of[answer] === 0 ? undefined : categoryLabel(dimension, categoryKey ?? '', categoryName ?? ''),
  }))
}
