// Rows that a test needs, of any table: it names the columns that it is about, and `usual.ts` has
// the rest.
import * as written from '#base/db/write.ts'
import { db, rows } from './database.ts'
import { type Facts, rowOf } from './row-of.ts'
import type { Row, Table } from './usual.ts'

/** The statement that adds a row, for a batch. */
export const insert = <T extends Table>(table: T, facts: Facts<T>, on: SqlDatabase = db): SqlStatement =>
  written.insert(on, table, rowOf(table, facts) as never)

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
    await written.insert(on, table, row as never).run()
  } catch (error) {
    throw explain(table, error as Error)
  }
  return String(row['id'])
}

/** The statement that adds a row unless it is there. */
export const insertOnce = <T extends Table>(table: T, facts: Facts<T>, on: SqlDatabase = db): SqlStatement =>
  written.insertOnce(on, table, [], rowOf(table, facts) as never)

/** Adds a row unless it is there. */
export const addOnce = <T extends Table>(table: T, facts: Facts<T>): Promise<SqlResult> => insertOnce(table, facts).run()

/** The statement that adds many rows, all with the same columns. */
export const insertEach = <T extends Table>(table: T, facts: readonly Facts<T>[]): SqlStatement => {
  const each = facts.map((one) => rowOf(table, one))
  return written.insertEach(db, table, each, Object.keys(each[0] ?? {}) as never, {} as never)
}

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
