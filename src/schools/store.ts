import { prisma } from '../db/client.ts'
import type { School } from '../db/rows.ts'
import { pageSize, type SchoolCard, type SchoolFilter, type SchoolOption, searchWords } from './school.ts'

/**
 * The schools that a person may choose in a form: open schools of the area and every outside organisation, by name.
 * One round trip; each is a root, so its id may be stored as it is.
 *
 * @param laCodes authority codes of the area, three digits each
 */
export const selectableSchools = async (db: D1Database, laCodes: readonly string[]): Promise<SchoolOption[]> =>
  (
    await db
      .prepare(
        `SELECT id, name, town, urn, postcode FROM School
         WHERE rootId = id AND (origin = 'outside'
           OR (statusCode NOT IN ('2', '4') AND laCode IN (SELECT value FROM json_each(?1))))
         ORDER BY name COLLATE NOCASE, town, urn`,
      )
      .bind(JSON.stringify(laCodes))
      .all<SchoolOption>()
  ).results

const cardColumnNames = [
  'id',
  'name',
  'town',
  'urn',
  'origin',
  'outsideKind',
  'postcode',
  'laCode',
  'sector',
  'kind',
  'phase',
  'trustName',
  'wardName',
  'statusCode',
] as const satisfies readonly (keyof SchoolCard & keyof School)[]

/** The columns of a SchoolCard, of the School that is called `s` in the query. */
export const cardColumns = (s: string): string => cardColumnNames.map((column) => `${s}.${column}`).join(', ')

/** One school's card by a condition on its row alone; what the columns may hold is the database's to check. */
export const cardWhere = async (db: D1Database, where: Partial<Pick<School, 'id' | 'rootId' | 'origin'>>): Promise<SchoolCard | null> =>
  (await prisma(db)).school.findFirst({
    where,
    select: Object.fromEntries(cardColumnNames.map((column) => [column, true])),
  }) as Promise<SchoolCard | null>

/** When someone of the root `root`, or someone who represented it, was last recorded as there: an instant, a day, or ''. */
const lastAttended = (root: string): string => `MAX(
  COALESCE((SELECT MAX(x.startsAt) FROM School m JOIN Place p ON p.schoolId = m.id JOIN CurrentMark k ON k.placeId = p.id
    JOIN Session x ON x.id = k.sessionId WHERE m.rootId = ${root} AND k.markType IN ('attended', 'part')), ''),
  COALESCE((SELECT MAX(x.startsAt) FROM School m JOIN PlaceRepresents r ON r.schoolId = m.id JOIN CurrentMark k ON k.placeId = r.placeId
    JOIN Session x ON x.id = k.sessionId WHERE m.rootId = ${root} AND k.markType IN ('attended', 'part')), ''),
  COALESCE((SELECT MAX(x.startsAt) FROM School m JOIN WalkIn w ON w.schoolId = m.id JOIN CurrentMark k ON k.walkInId = w.id
    JOIN Session x ON x.id = k.sessionId WHERE m.rootId = ${root} AND k.markType IN ('attended', 'part')), ''),
  COALESCE((SELECT MAX(a.heldOn) FROM School m JOIN EarlierAttendance a ON a.schoolId = m.id AND a.supersededAt IS NULL
    WHERE m.rootId = ${root} AND a.markType IN ('attended', 'part')), ''))`

/** Nobody of the root `root`, nor anyone who represented it, has ever been recorded as there. Stops at the first who was. */
const noRecord = (root: string): string => {
  const there = `k.markType IN ('attended', 'part') AND NOT EXISTS (SELECT 1 FROM Mark c WHERE c.correctsId = k.id)`
  const of = (join: string): string => `NOT EXISTS (SELECT 1 FROM School m CROSS JOIN ${join} WHERE m.rootId = ${root})`
  return [
    of(`Place p ON p.schoolId = m.id CROSS JOIN Mark k ON k.placeId = p.id AND ${there}`),
    of(`PlaceRepresents r ON r.schoolId = m.id CROSS JOIN Mark k ON k.placeId = r.placeId AND ${there}`),
    of(`WalkIn w ON w.schoolId = m.id CROSS JOIN Mark k ON k.walkInId = w.id AND ${there}`),
    of(`EarlierAttendance a ON a.schoolId = m.id AND a.supersededAt IS NULL AND a.markType IN ('attended', 'part')`),
  ].join(' AND ')
}

/** The condition on a root `s` that a filter means, and its values, numbered from `from`. */
const condition = (filter: SchoolFilter, from: number): { where: string; values: unknown[] } => {
  const values: unknown[] = []
  const bound = (value: unknown): string => {
    values.push(value)
    return `?${from + values.length - 1}`
  }
  // A school of the register without any number is what an undone import left behind.
  const parts = ['s.rootId = s.id', `(s.origin = 'outside' OR s.urn IS NOT NULL)`]
  const words = searchWords(filter.q)
  if (words.length > 0) {
    const holds = words.map((spellings) => `(${spellings.map((word) => `instr(m.searchText, ${bound(word)}) > 0`).join(' OR ')})`)
    // A school that has become another is found under its former name and URN too.
    const former = /^\d{5,7}$/.test(filter.q.trim())
      ? ` OR s.id IN (SELECT m.rootId FROM SchoolIdentity i JOIN School m ON m.id = i.schoolId WHERE i.urn = ${bound(filter.q.trim())} AND i.supersededAt IS NULL)`
      : ''
    parts.push(`(s.id IN (SELECT m.rootId FROM School m WHERE ${holds.join(' AND ')})${former})`)
  }
  if (filter.sector) parts.push(`s.sector = ${bound(filter.sector)}`, `s.origin = 'register'`)
  if (filter.kind) parts.push(`s.kind = ${bound(filter.kind)}`, `s.origin = 'register'`)
  if (filter.trust) parts.push(`s.trustName = ${bound(filter.trust)}`)
  if (filter.ward) parts.push(`s.wardName = ${bound(filter.ward)}`)
  if (filter.state === 'open') parts.push(`s.origin = 'register' AND s.statusCode NOT IN ('2', '4')`)
  if (filter.state === 'closed') parts.push(`s.statusCode = '2'`)
  if (filter.outside) parts.push(`s.origin = 'outside'`)
  if (filter.noRecord) parts.push(noRecord('s.id'))
  return { where: parts.join(' AND '), values }
}

const order = 's.name COLLATE NOCASE, s.town, s.urn'

export type ListedSchool = SchoolCard & { lastAttended: string }

export type SchoolList = { schools: ListedSchool[]; total: number; trusts: string[]; wards: string[] }

/**
 * One page of the schools that match, how many match in all, and the trusts and wards of the area to choose from; one round trip.
 *
 * @param page counts from 1
 */
export const listSchools = async (db: D1Database, filter: SchoolFilter, page: number, laCodes: readonly string[]): Promise<SchoolList> => {
  const { where, values } = condition(filter, 3)
  const counted = condition(filter, 1)
  const area = JSON.stringify(laCodes)
  const choices = (column: string): D1PreparedStatement =>
    db
      .prepare(
        `SELECT DISTINCT ${column} AS text FROM School WHERE rootId = id AND laCode IN (SELECT value FROM json_each(?1)) AND ${column} <> ''
         ORDER BY ${column} COLLATE NOCASE LIMIT 3000`,
      )
      .bind(area)
  const [found, total, trusts, wards] = await db.batch<Record<string, unknown>>([
    db
      .prepare(
        `SELECT f.*, ${lastAttended('f.id')} AS lastAttended FROM (
           SELECT ${cardColumns('s')} FROM School s WHERE ${where} ORDER BY ${order} LIMIT ?1 OFFSET ?2) f
         ORDER BY f.name COLLATE NOCASE, f.town, f.urn`,
      )
      .bind(pageSize, (page - 1) * pageSize, ...values),
    db.prepare(`SELECT COUNT(*) AS n FROM School s WHERE ${counted.where}`).bind(...counted.values),
    choices('trustName'),
    choices('wardName'),
  ])
  const texts = (result: D1Result<Record<string, unknown>> | undefined): string[] =>
    (result?.results ?? []).map((row) => String(row['text']))
  return {
    schools: (found?.results ?? []) as unknown as ListedSchool[],
    total: Number(total?.results[0]?.['n'] ?? 0),
    trusts: texts(trusts),
    wards: texts(wards),
  }
}

/** Every school that matches, for the export. */
export const schoolsForExport = async (db: D1Database, filter: SchoolFilter): Promise<ListedSchool[]> => {
  const { where, values } = condition(filter, 1)
  const found = await db
    .prepare(
      `SELECT ${cardColumns('s')}, ${lastAttended('s.id')} AS lastAttended FROM School s WHERE ${where} ORDER BY ${order} LIMIT 50000`,
    )
    .bind(...values)
    .all<ListedSchool>()
  return found.results
}

/** The root of a school, or undefined when there is no such school. */
export const rootOf = async (db: D1Database, id: string): Promise<string | undefined> =>
  (await (await prisma(db)).school.findUnique({ where: { id }, select: { rootId: true } }))?.rootId

/** The card of a root; null when there is none. */
export const schoolCard = (db: D1Database, rootId: string): Promise<SchoolCard | null> => cardWhere(db, { id: rootId, rootId })
