// A backup is one file of SQL, in the order in which D1 takes it: tables, rows, then triggers.
// The first line says what it holds; the last is the hash of all before it, so that a file that
// was cut off or altered is known before anything is written.
import { createHash } from 'node:crypto'
import { closeSync, createReadStream, openSync, writeSync } from 'node:fs'
import type { DatabaseSync } from 'node:sqlite'
import { inBucket } from './kept-files.ts'
import { type Row, rowsInOrder, type Table, tablesOf } from './load-order.ts'
import { type Manifest, summariesOf } from './manifest.ts'
import { identifier, literal, longestStatement, partsOf } from './sql-literal.ts'
import { statementCutter } from './worker.ts'

const head = '-- Muster backup '
const foot = '-- End of the backup, SHA-256 '

const definitions = (db: DatabaseSync, type: string): string[] =>
  db
    .prepare(
      `SELECT sql FROM sqlite_schema WHERE type = ? AND sql IS NOT NULL AND name NOT LIKE 'sqlite\\_%' ESCAPE '\\' AND name NOT LIKE '\\_cf\\_%' ESCAPE '\\' ORDER BY rowid`,
    )
    .all(type)
    .map(({ sql }) => `${sql};`)

const partTable = 'RestoredPart'

const byteLength = (text: string): number => Buffer.byteLength(text, 'utf8')

/** The numbers that SQLite gave last, deleted rows included: they must not be given again. */
const sequences = (db: DatabaseSync): string[] => {
  if (!db.prepare(`SELECT 1 FROM sqlite_schema WHERE name = 'sqlite_sequence'`).get()) return []
  return (db.prepare('SELECT name, seq FROM sqlite_sequence ORDER BY name').all() as { name: string; seq: number }[])
    .filter(({ name, seq }) => seq !== (db.prepare(`SELECT COALESCE(MAX(rowid), 0) AS n FROM ${identifier(name)}`).get()?.['n'] ?? 0))
    .flatMap(({ name, seq }) => [
      `DELETE FROM sqlite_sequence WHERE name = ${literal(name)};`,
      `INSERT INTO sqlite_sequence (name, seq) VALUES (${literal(name)}, ${seq});`,
    ])
}

type Written = { values: string; before: string[] }

/** A row as SQL. Values too long for its statement come from parts stored beside it. */
const writtenRow = (row: Row, longest: number, nextValue: () => number): Written => {
  const values = row.values.map(literal)
  const before: string[] = []
  const longestFirst = values.map((text, n) => ({ n, size: byteLength(text) })).sort((one, other) => other.size - one.size)
  let size = longestFirst.reduce((sum, one) => sum + one.size + 1, 0)
  for (const one of longestFirst) {
    if (size <= longest) break
    const value = row.values[one.n]
    if (typeof value !== 'string' && !(value instanceof Uint8Array)) throw new Error(`A row of ${row.table.name} is too long for D1`)
    const of = nextValue()
    before.push(...partsOf(value).map((part, n) => `INSERT INTO ${partTable} (value, n, part) VALUES (${of}, ${n}, ${literal(part)});`))
    const whole = `(SELECT group_concat(part, '') FROM (SELECT part FROM ${partTable} WHERE value = ${of} ORDER BY n))`
    values[one.n] = typeof value === 'string' ? whole : `unhex(${whole})`
    size -= one.size
  }
  return { values: `(${values.join(',')})`, before }
}

const settingLater = ({ table, values, later = [] }: Row): string[] => {
  const key = table.key.map((column) => `${identifier(column)} = ${literal(values[table.columns.indexOf(column)] ?? null)}`)
  return later.map(
    ({ column, value }) => `UPDATE ${identifier(table.name)} SET ${identifier(column)} = ${literal(value)} WHERE ${key.join(' AND ')};`,
  )
}

/** The statements that load every row: many rows at once, those with long values alone. */
const loading = function* (db: DatabaseSync, tables: readonly Table[]): Generator<string> {
  let table: Table | undefined
  let into = ''
  let waiting: string[] = []
  let size = 0
  let parts = 0
  const later: string[] = []
  const together = function* (): Generator<string> {
    if (waiting.length > 0) yield `${into}${waiting.join(',')};`
    waiting = []
    size = 0
  }
  for (const rows of rowsInOrder(db, tables)) {
    const [first] = rows
    if (first && first.table !== table) {
      yield* together()
      table = first.table
      into = `INSERT INTO ${identifier(table.name)} (${table.columns.map(identifier).join(', ')}) VALUES `
    }
    const partsBefore = parts
    const longest = (longestStatement - byteLength(into) - 100) / rows.length
    const sqlRows = rows.map((row) => writtenRow(row, longest, () => ++parts))
    const values = sqlRows.map((row) => row.values).join(',')
    const before = sqlRows.flatMap((row) => row.before)
    later.push(...rows.flatMap(settingLater))
    if (before.length > 0) {
      yield* together()
      if (partsBefore === 0) yield `CREATE TABLE ${partTable} (value INTEGER, n INTEGER, part TEXT, PRIMARY KEY (value, n)) WITHOUT ROWID;`
      yield* before
      yield `${into}${values};`
      continue
    }
    if (size + byteLength(values) + byteLength(into) > longestStatement) yield* together()
    waiting.push(values)
    size += byteLength(values) + 1
  }
  yield* together()
  yield* later
  if (parts > 0) yield `DROP TABLE ${partTable};`
}

/**
 * Writes the backup of a database that nobody writes to meanwhile.
 * @param from where the data comes from, for the manifest
 * @param path must not exist; only its owner may read it
 */
export const writeBackup = (db: DatabaseSync, from: string, path: string, madeAt: Date): Manifest => {
  const tables = tablesOf(db)
  const migrated = tables.some(({ name }) => name === 'd1_migrations')
  const manifest: Manifest = {
    format: 1,
    madeAt: madeAt.toISOString(),
    from,
    migration: migrated ? String(db.prepare('SELECT MAX(name) AS name FROM d1_migrations').get()?.['name']) : null,
    tables: summariesOf(db),
    files: inBucket(db).length,
  }
  const file = openSync(path, 'wx', 0o600)
  const hash = createHash('sha256')
  const write = (line: string): void => {
    hash.update(`${line}\n`)
    writeSync(file, `${line}\n`)
  }
  try {
    write(`${head}${JSON.stringify(manifest)}`)
    for (const sql of definitions(db, 'table')) write(sql)
    for (const sql of loading(db, tables)) write(sql)
    for (const sql of sequences(db)) write(sql)
    for (const type of ['index', 'view', 'trigger']) for (const sql of definitions(db, type)) write(sql)
    writeSync(file, `${foot}${hash.digest('hex')}\n`)
  } finally {
    closeSync(file)
  }
  return manifest
}

/**
 * Only a line feed ends a line: typed text may hold other characters that some readers split at.
 */
export const linesOf = async function* (path: string): AsyncGenerator<string> {
  let begun = ''
  for await (const chunk of createReadStream(path, { encoding: 'utf8', highWaterMark: 1 << 20 })) {
    const lines = (begun + String(chunk)).split('\n')
    begun = lines.pop() ?? ''
    yield* lines
  }
  if (begun !== '') yield begun
}

/** Reads the whole file once, and its manifest. Throws a sentence when it is not a whole backup. */
export const checkBackup = async (path: string): Promise<Manifest> => {
  const hash = createHash('sha256')
  let first: string | undefined
  let last: string | undefined
  for await (const line of linesOf(path)) {
    if (last !== undefined) hash.update(`${last}\n`)
    first ??= line
    last = line
  }
  if (!first?.startsWith(head)) throw new Error(`${path} is not a backup that npm run backup wrote.`)
  if (!last?.startsWith(foot)) throw new Error(`${path} was cut off: its end is missing.`)
  if (last.slice(foot.length) !== hash.digest('hex')) throw new Error(`${path} was altered since it was written.`)
  return JSON.parse(first.slice(head.length)) as Manifest
}

/** The statements of a file of SQL, one after another. */
export const statementsOf = async function* (path: string): AsyncGenerator<string> {
  const cut = statementCutter()
  for await (const line of linesOf(path)) {
    const statement = cut(line)
    if (statement !== undefined) yield statement
  }
}
