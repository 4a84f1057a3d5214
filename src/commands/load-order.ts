// The order in which rows are loaded: whatever a row names comes before it, so that no foreign
// key is deferred. D1 does not say which statements of a file share a transaction. Rows in a circle
// get one of their references afterwards, or are loaded in one statement.
import type { DatabaseSync } from 'node:sqlite'
import { bareSql } from '#base/db/fingerprint.ts'
import { identifier, type Value } from './sql-literal.ts'

/** `later`: the column may be empty in every row, so a row can be loaded without it. */
export type Reference = { column: string; table: string; to: string; later: boolean }

export type Table = {
  name: string
  /** Columns that are stored; `rowid` first where the table has one that no column is. */
  columns: string[]
  /** What the rows are in the order of. */
  key: string[]
  references: Reference[]
}

/** `later`: columns that `values` leaves empty, and what they are once all rows are there. */
export type Row = { table: Table; values: Value[]; later?: { column: string; value: Value }[] }

type Asked = Record<string, string | number | null>

const ask = (db: DatabaseSync, sql: string, ...values: string[]): Asked[] => db.prepare(sql).all(...values) as Asked[]

/** What the CHECKs of a table say, without the words in quotes. */
const checksOf = (sql: string): string => {
  const text = bareSql(sql).replace(/'(?:[^']|'')*'/g, "''")
  return [...text.matchAll(/\bCHECK\s*\(/gi)]
    .map(({ 0: { length }, index }) => {
      let [depth, end] = [1, index + length]
      for (; depth > 0 && end < text.length; end++) depth += text[end] === '(' ? 1 : text[end] === ')' ? -1 : 0
      return text.slice(index, end)
    })
    .join(' ')
}

/** The tables that hold data, those of the runtime left out. */
export const tablesOf = (db: DatabaseSync): Table[] =>
  ask(
    db,
    `SELECT name, sql FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite\\_%' ESCAPE '\\' AND name NOT LIKE '\\_cf\\_%' ESCAPE '\\' ORDER BY rowid`,
  ).map(({ name, sql }) => {
    const table = String(name)
    const columns = ask(db, 'SELECT name, type, pk, hidden, "notnull" FROM pragma_table_xinfo(?)', table)
    const checks = checksOf(String(sql))
    const mayBeEmpty = (column: string): boolean =>
      columns.some(({ name, pk, notnull }) => name === column && Number(pk) === 0 && Number(notnull) === 0) &&
      !new RegExp(`\\b${column}\\b`, 'i').test(checks)
    const keys = columns.filter(({ pk }) => Number(pk) > 0).sort((a, b) => Number(a['pk']) - Number(b['pk']))
    const withoutRowid = /WITHOUT\s+ROWID\s*(,\s*STRICT\s*)?$/i.test(String(sql))
    const keyIsRowid = keys.length === 1 && String(keys[0]?.['type']).toUpperCase() === 'INTEGER'
    const stored = columns.filter(({ hidden }) => Number(hidden) === 0).map((column) => String(column['name']))
    const ownRowid = !withoutRowid && !keyIsRowid
    return {
      name: table,
      columns: ownRowid ? ['rowid', ...stored] : stored,
      key: ownRowid ? ['rowid'] : keys.map((column) => String(column['name'])),
      references: ask(db, 'SELECT "table", "from", "to" FROM pragma_foreign_key_list(?)', table).map((reference) => ({
        column: String(reference['from']),
        table: String(reference['table']),
        to: reference['to'] === null ? 'id' : String(reference['to']),
        later: mayBeEmpty(String(reference['from'])),
      })),
    }
  })

/** Tables in an order in which each names only earlier ones; circles come together. */
const groupsOf = (tables: readonly Table[]): Table[][] => {
  const byName = new Map(tables.map((table) => [table.name, table]))
  const named = ({ name, references }: Table): Table[] =>
    references.flatMap((reference) => (reference.table === name ? [] : (byName.get(reference.table) ?? [])))
  const reachedFrom = (from: Table): Set<Table> => {
    const reached = new Set<Table>()
    for (const next = named(from); next.length > 0; ) {
      const table = next.pop()
      if (!table || reached.has(table)) continue
      reached.add(table)
      next.push(...named(table))
    }
    return reached
  }
  const reached = new Map(tables.map((table) => [table, reachedFrom(table)]))
  const groups: Table[][] = []
  const done = new Set<Table>()
  while (done.size < tables.length) {
    for (const table of tables) {
      if (done.has(table)) continue
      const circle = tables.filter((other) => other === table || (reached.get(table)?.has(other) && reached.get(other)?.has(table)))
      if (!circle.every((one) => named(one).every((other) => done.has(other) || circle.includes(other)))) continue
      groups.push(circle)
      for (const one of circle) done.add(one)
    }
  }
  return groups
}

/** The rows of one table, in the order of its key. */
export const rowsOf = function* (db: DatabaseSync, table: Table): Generator<Value[]> {
  const columns = table.columns.map(identifier).join(', ')
  const statement = db.prepare(`SELECT ${columns} FROM ${identifier(table.name)} ORDER BY ${table.key.map(identifier).join(', ')}`)
  statement.setReadBigInts(true)
  statement.setReturnArrays(true)
  for (const row of statement.iterate()) yield row as unknown as Value[]
}

const nameOf = (table: string, column: string, value: Value | undefined): string => `${table}.${column}=${String(value)}`

/**
 * Every row after those that it names; rows that one statement must load come together.
 * @throws Error when rows of several tables name each other in a circle that cannot be loaded
 */
export const rowsInOrder = function* (db: DatabaseSync, tables: readonly Table[]): Generator<Row[]> {
  for (const group of groupsOf(tables)) {
    const [only] = group
    if (only && group.length === 1 && !only.references.some(({ table }) => table === only.name)) {
      for (const values of rowsOf(db, only)) yield [{ table: only, values }]
      continue
    }
    yield* rowsOfCircle(db, group)
  }
}

const rowsOfCircle = function* (db: DatabaseSync, group: readonly Table[]): Generator<Row[]> {
  const isWithin = ({ table }: Reference): boolean => group.some(({ name }) => name === table)
  const within = group.flatMap(({ references }) => references).filter(isWithin)
  const there = new Set<string>()
  const waiting = new Map<string, Row[]>()
  const left = new Set<Row>()
  const cellOf = ({ table, values }: Row, column: string): Value | undefined => values[table.columns.indexOf(column)]
  const namesOf = (row: Row): string[] =>
    within.filter(({ table }) => table === row.table.name).map(({ to }) => nameOf(row.table.name, to, cellOf(row, to)))
  const named = (row: Row, { table, to, column }: Reference): string => nameOf(table, to, cellOf(row, column))
  const missing = (row: Row): Reference[] => {
    const own = namesOf(row)
    return row.table.references.filter(
      (reference) =>
        isWithin(reference) &&
        cellOf(row, reference.column) !== null &&
        !there.has(named(row, reference)) &&
        !own.includes(named(row, reference)),
    )
  }
  /** Notes rows as loaded; those that waited for them and for nothing else. */
  const note = (rows: readonly Row[]): Row[] => {
    for (const row of rows) left.delete(row)
    return rows.flatMap(namesOf).flatMap((own) => {
      there.add(own)
      const waited = waiting.get(own) ?? []
      waiting.delete(own)
      return waited.filter((row) => left.has(row))
    })
  }
  const inOrder = function* (first: readonly Row[]): Generator<Row[]> {
    for (const ready = [...first]; ready.length > 0; ) {
      const row = ready.shift()
      const [reference] = row ? missing(row) : []
      if (!row) continue
      if (reference) {
        const name = named(row, reference)
        waiting.set(name, [...(waiting.get(name) ?? []), row])
        left.add(row)
        continue
      }
      yield [row]
      ready.push(...note([row]))
    }
  }
  /** The row and those of its table that it still needs, if that is all that any of them needs. */
  const together = (row: Row): Row[] | undefined => {
    const reached = new Set([row])
    for (const one of reached)
      for (const reference of missing(one)) {
        const other = [...left].find((some) => some.table === row.table && namesOf(some).includes(named(one, reference)))
        if (!other) return undefined
        reached.add(other)
      }
    return [...reached]
  }
  for (const table of group) for (const values of rowsOf(db, table)) yield* inOrder([{ table, values }])
  while (left.size > 0) {
    const rows = [...left]
    const begun = rows.find((row) => missing(row).every(({ later }) => later))
    if (begun) {
      const columns = missing(begun).map(({ column }) => column)
      const values = begun.values.map((value, n) => (columns.includes(begun.table.columns[n] ?? '') ? null : value))
      yield [{ table: begun.table, values, later: columns.map((column) => ({ column, value: cellOf(begun, column) ?? null })) }]
      yield* inOrder(note([begun]))
      continue
    }
    const [fewest] = rows.flatMap((row) => [together(row) ?? []].filter(({ length }) => length > 0)).sort((a, b) => a.length - b.length)
    if (!fewest)
      throw new Error(
        `Rows of ${[...new Set(rows.map(({ table }) => table.name))].join(', ')} name each other, and none can be loaded first.`,
      )
    yield fewest
    yield* inOrder(note(fewest))
  }
}
