// The order in which rows are loaded: whatever a row names comes before it, so that no foreign
// key is deferred. D1 does not say which statements of a file share a transaction.
import type { DatabaseSync } from 'node:sqlite'
import { identifier, type Value } from './sql-literal.ts'

type Reference = { column: string; table: string; to: string }

export type Table = {
  name: string
  /** Columns that are stored; `rowid` first where the table has one that no column is. */
  columns: string[]
  /** What the rows are in the order of. */
  key: string[]
  references: Reference[]
}

export type Row = { table: Table; values: Value[] }

type Asked = Record<string, string | number | null>

const ask = (db: DatabaseSync, sql: string, ...values: string[]): Asked[] => db.prepare(sql).all(...values) as Asked[]

/** The tables that hold data, those of the runtime left out. */
export const tablesOf = (db: DatabaseSync): Table[] =>
  ask(
    db,
    `SELECT name, sql FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite\\_%' ESCAPE '\\' AND name NOT LIKE '\\_cf\\_%' ESCAPE '\\' ORDER BY rowid`,
  ).map(({ name, sql }) => {
    const table = String(name)
    const columns = ask(db, 'SELECT name, type, pk, hidden FROM pragma_table_xinfo(?)', table)
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

/** Every row after those that it names. Rows that name each other in a circle come last. */
export const rowsInOrder = function* (db: DatabaseSync, tables: readonly Table[]): Generator<Row> {
  for (const group of groupsOf(tables)) {
    const [only] = group
    if (only && group.length === 1 && !only.references.some(({ table }) => table === only.name)) {
      for (const values of rowsOf(db, only)) yield { table: only, values }
      continue
    }
    yield* rowsOfCircle(db, group)
  }
}

const rowsOfCircle = function* (db: DatabaseSync, group: readonly Table[]): Generator<Row> {
  const within = group.flatMap(({ references }) => references).filter(({ table }) => group.some(({ name }) => name === table))
  const there = new Set<string>()
  const waiting = new Map<string, Row[]>()
  const left = new Set<Row>()
  const cellOf = ({ table, values }: Row, column: string): Value | undefined => values[table.columns.indexOf(column)]
  const namesOf = (row: Row): string[] =>
    within.filter(({ table }) => table === row.table.name).map(({ to }) => nameOf(row.table.name, to, cellOf(row, to)))
  const missing = (row: Row): string | undefined => {
    const own = namesOf(row)
    return row.table.references
      .filter(({ table, column }) => group.some(({ name }) => name === table) && cellOf(row, column) !== null)
      .map(({ table, to, column }) => nameOf(table, to, cellOf(row, column)))
      .find((name) => !there.has(name) && !own.includes(name))
  }
  for (const table of group)
    for (const values of rowsOf(db, table)) {
      for (const ready: Row[] = [{ table, values }]; ready.length > 0; ) {
        const row = ready.shift()
        if (!row) continue
        const name = missing(row)
        if (name !== undefined) {
          waiting.set(name, [...(waiting.get(name) ?? []), row])
          left.add(row)
          continue
        }
        left.delete(row)
        yield row
        for (const own of namesOf(row)) {
          there.add(own)
          ready.push(...(waiting.get(own) ?? []))
          waiting.delete(own)
        }
      }
    }
  yield* left
}
