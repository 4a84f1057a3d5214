// Rows that a test needs, of any table: it names the columns that it is about, and `usual.ts` has
// the rest.
import { db, rows } from './database.ts'
import { type Row, type Table, usual } from './usual.ts'

/** Columns that are undefined are left to what is usual, or to the table. */
type Facts<T extends Table> = { readonly [Column in keyof Row<T>]?: Row<T>[Column] | undefined }

const rowOf = <T extends Table>(table: T, facts: Facts<T>): [name: string, value: unknown][] => {
  const given = Object.entries(facts).filter(([, value]) => value !== undefined)
  return Object.entries({ ...usual[table], ...Object.fromEntries(given) }).map(([name, value]) => [
    name,
    typeof value === 'function' ? value() : value,
  ])
}

const inserting = (table: Table, row: [name: string, value: unknown][], on: SqlDatabase, ending = ''): SqlStatement =>
  on
    .prepare(`INSERT INTO ${table} (${row.map(([name]) => name).join(', ')}) VALUES (${row.map(() => '?').join(', ')}) ${ending}`)
    .bind(...row.map(([, value]) => value))

/** The statement that adds a row, for a batch. */
export const insert = <T extends Table>(table: T, facts: Facts<T>, on: SqlDatabase = db): SqlStatement =>
  inserting(table, rowOf(table, facts), on)

/** Names the required column that neither the test nor `usual.ts` has. */
const explain = (table: Table, error: Error): Error => {
  const column = new RegExp(`NOT NULL constraint failed: ${table}\\.(\\w+)`).exec(error.message)?.[1]
  if (!column) return error
  return new Error(`${table} needs a value of ${column}: give add() one, or add what is usual to usual.ts`, { cause: error })
}

/** Adds a row. @returns its id, if the table has one */
export const add = async <T extends Table>(table: T, facts: Facts<T>, on: SqlDatabase = db): Promise<string> => {
  const row = rowOf(table, facts)
  try {
    await inserting(table, row, on).run()
  } catch (error) {
    throw explain(table, error as Error)
  }
  return String(row.find(([name]) => name === 'id')?.[1])
}

/** The statement that adds a row unless it is there. */
export const insertOnce = <T extends Table>(table: T, facts: Facts<T>, on: SqlDatabase = db): SqlStatement =>
  inserting(table, rowOf(table, facts), on, 'ON CONFLICT DO NOTHING')

/** Adds a row unless it is there. */
export const addOnce = <T extends Table>(table: T, facts: Facts<T>): Promise<SqlResult> => insertOnce(table, facts).run()

type Value = string | number | null | undefined
const given = (facts: object): [name: string, value: Value][] => Object.entries(facts).filter(([, value]) => value !== undefined)
const where = (facts: object): string => given(facts).reduce((sql, [name]) => `${sql} AND ${name} IS ?`, 'WHERE true')

/** All rows of a table in which these columns are so. */
export const all = async <T extends Table>(table: T, facts: Facts<T> = {}): Promise<Row<T>[]> =>
  rows<Row<T>>(`SELECT * FROM ${table} ${where(facts)}`, ...given(facts).map(([, value]) => value))

/** The statement that adds each row in which these columns are so once more, with other values. */
export const insertLike = async <T extends Table>(table: T, like: Facts<T>, other: Facts<T>): Promise<SqlStatement> => {
  const columns = await rows<{ name: keyof Row<T> & string }>('SELECT name FROM pragma_table_info(?1)', table)
  const names = columns.map(({ name }) => name)
  const values = names.flatMap((name) => (other[name] === undefined ? [] : [other[name]]))
  const copied = names.map((name) => (other[name] === undefined ? name : '?'))
  return db
    .prepare(`INSERT INTO ${table} (${names.join(', ')}) SELECT ${copied.join(', ')} FROM ${table} ${where(like)}`)
    .bind(...values, ...given(like).map(([, value]) => value))
}

/** Adds each row in which these columns are so once more, with other values. */
export const addLike = async <T extends Table>(table: T, like: Facts<T>, other: Facts<T>): Promise<SqlResult> =>
  (await insertLike(table, like, other)).run()
