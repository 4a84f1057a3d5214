// Pages by key: one begins after or ends before a row named by id in the address, so that reading
// later pages costs no more.
import { allStored, mapped, only, type Read, together } from './read.ts'

/** Rows are counted up to here. */
export const mostCounted = 1000

export type Rows<Row, Raw = Row> = {
  /** `SELECT … FROM … WHERE …` without an order; several: one after another, by one column. */
  sql: string | readonly string[]
  values?: readonly (string | number | null)[]
  /** Such as `name COLLATE NOCASE` or `at DESC`. None is NULL; the last is the row's id. */
  by: readonly string[]
  /** The columns of `by` of the row that an address names, if not of `sql`. */
  cursor?: string
  /** A `SELECT` that adds columns to the rows of the table `page`. */
  shown?: string
  /** Rows on a page, by default 50. */
  size?: number
  /** Every row is counted, not only up to `mostCounted`. */
  countsAll?: boolean
  made?(row: Raw): Row
}

/** Where a page begins or ends; without either it is the first. */
export type At = { after?: string; before?: string }

export type Slice<Row> = {
  rows: Row[]
  /** `mostCounted` + 1 if there are more, unless the list `countsAll`. */
  total: number
  /** The first page, which begins at no row of the list. */
  isFirst: boolean
  /** Row ids before and after which there are more. */
  before?: string
  after?: string
}

export const readAt = (query: Record<string, string>): At => {
  const { after, before } = query
  return after ? { after: after.slice(0, 200) } : before ? { before: before.slice(0, 200) } : {}
}

const backwards = (key: string): string => (key.endsWith(' DESC') ? key.slice(0, -5) : `${key} DESC`)
const columnOf = (key: string): string => key.replace(/ (COLLATE|DESC).*/, '')

/** SQL: a row comes after the one in the table `cursor`. */
const past = (by: readonly string[]): string => {
  const from = (n: number): string => {
    const key = by[n] ?? ''
    const [column, sign] = key.endsWith(' DESC') ? [key.slice(0, -5), '<'] : [key, '>']
    const value = `(SELECT k${n} FROM cursor)`
    const beyond = `${column} ${sign} ${value}`
    return n === by.length - 1 ? beyond : `${column} ${sign}= ${value} AND (${beyond} OR ${from(n + 1)})`
  }
  return from(0)
}

const partsOf = (sql: string | readonly string[]): readonly string[] => (typeof sql === 'string' ? [sql] : sql)

/** SQL: all rows, in their order by these columns. */
const wholeOf = ({ sql, by }: { sql: string | readonly string[]; by: readonly string[] }): { whole: string; by: readonly string[] } => {
  const parts = partsOf(sql)
  if (parts.length === 1) return { whole: parts.join(), by }
  return { whole: parts.map((part, n) => `SELECT ${n} AS part, * FROM (${part})`).join(' UNION ALL '), by: ['part', ...by] }
}

/** SQL: the rows nearest to that of the table `cursor`, or the first, of several parts. */
const nearest = (parts: readonly string[], key: string, at: At, most: number): string => {
  const [column, sign, all, none] = key.endsWith(' DESC') ? [key.slice(0, -5), '<', `x'ff'`, '-9e999'] : [key, '>', '-9e999', `x'ff'`]
  // What sorts before or after everything, so that an index leads to where the rows begin.
  const from = (n: number): string =>
    `(SELECT CASE WHEN k0 ${at.before ? '>' : '<'} ${n} THEN ${all} WHEN k0 = ${n} THEN k1 ELSE ${none} END FROM cursor)`
  const of = parts.map((part, n) => {
    const where = at.after || at.before ? ` WHERE ${column} ${sign} ${from(n)}` : ''
    return `SELECT * FROM (SELECT ${n} AS part, * FROM (${part})${where} ORDER BY ${key} LIMIT ${most})`
  })
  return `SELECT * FROM (${of.join(' UNION ALL ')}) ORDER BY part${at.before ? ' DESC' : ''}, ${key} LIMIT ${most}`
}

const ordered = ({ by, shown }: { by: readonly string[]; shown?: string | undefined }, chosen: string): string =>
  shown
    ? `page AS (SELECT *, ROW_NUMBER() OVER (ORDER BY ${by.join(', ')}) AS nth FROM (${chosen})) ${shown} ORDER BY page.nth`
    : `page AS (${chosen}) SELECT * FROM page ORDER BY ${by.join(', ')}`

/** One page of a list, and how many rows it has. */
export const selectSlice = <Row, Raw>(db: SqlDatabase, list: Rows<Row, Raw>, at: At): Read<Slice<Row>> => {
  const { values = [], size = 50, shown, countsAll = false } = list
  const { whole, by } = wholeOf(list)
  const parts = partsOf(list.sql)
  const id = columnOf(by.at(-1) ?? '')
  const towards = at.before ? by.map(backwards) : by
  const named = at.after ?? at.before
  const cursor = `cursor AS MATERIALIZED (SELECT ${by.map((key, n) => `${columnOf(key)} AS k${n}`).join(', ')} FROM (${list.cursor ?? whole}) WHERE ${id} = ?${values.length + 1}), `
  const chosen =
    parts.length > 1
      ? nearest(parts, towards.at(-1) ?? '', at, size + 1)
      : `SELECT * FROM (${whole})${named ? ` WHERE ${past(towards)}` : ''} ORDER BY ${towards.join(', ')} LIMIT ${size + 1}`
  const read = together({
    found: allStored<Raw>(
      db.prepare(`WITH ${named ? cursor : ''}${ordered({ by, shown }, chosen)}`).bind(...values, ...(named ? [named] : [])),
    ),
    total: only<{ n: number }>(
      db.prepare(`SELECT COUNT(*) AS n FROM (SELECT 1 FROM (${whole}) LIMIT ${countsAll ? -1 : mostCounted + 1})`).bind(...values),
    ),
  })
  return mapped(read, ({ found, total }) => {
    const isMore = found.length > size
    const rows = at.before ? found.slice(isMore ? 1 : 0) : found.slice(0, size)
    const nameOf = (row: Raw | undefined): string => String((row as Record<string, unknown>)[id])
    return {
      rows: list.made ? rows.map((row) => list.made?.(row) as Row) : (rows as unknown as Row[]),
      total: total.n,
      isFirst: named === undefined,
      ...(rows.length > 0 && (at.before ? isMore : at.after) ? { before: nameOf(rows[0]) } : {}),
      ...(rows.length > 0 && (at.before ? true : isMore) ? { after: nameOf(rows.at(-1)) } : {}),
    }
  })
}

/** @param most undefined: all */
export const selectRows = <Row, Raw>(db: SqlDatabase, list: Rows<Row, Raw>, most?: number): Read<Row[]> => {
  const { values = [], shown } = list
  const { whole, by } = wholeOf(list)
  const chosen = `SELECT * FROM (${whole}) ORDER BY ${by.join(', ')} LIMIT ${most ?? -1}`
  return mapped(allStored<Raw>(db.prepare(`WITH ${ordered({ by, shown }, chosen)}`).bind(...values)), (rows) =>
    list.made ? rows.map((row) => list.made?.(row) as Row) : (rows as unknown as Row[]),
  )
}

/** The same for rows already read. */
export const sliceOf = <Row>(all: readonly Row[], at: At, idOf: (row: Row) => string, size = 50): Slice<Row> => {
  const named = at.after ?? at.before
  const index = all.findIndex((row) => idOf(row) === named)
  const from = named === undefined ? 0 : index < 0 ? all.length : at.after ? index + 1 : Math.max(0, index - size)
  const rows = all.slice(from, at.before && index >= 0 ? index : from + size)
  const [first, last] = [rows[0], rows.at(-1)]
  return {
    rows,
    total: all.length,
    isFirst: named === undefined,
    ...(first && from > 0 ? { before: idOf(first) } : {}),
    ...(last && from + rows.length < all.length ? { after: idOf(last) } : {}),
  }
}
