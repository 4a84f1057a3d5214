// Rows that a test needs, of any table: it names the columns that it is about, and `usual.ts` has the rest.
import { db } from './database.ts'
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

const inserting = (table: Table, row: [name: string, value: unknown][], on: SqlDatabase): SqlStatement =>
  on
    .prepare(`INSERT INTO ${table} (${row.map(([name]) => name).join(', ')}) VALUES (${row.map(() => '?').join(', ')})`)
    .bind(...row.map(([, value]) => value))

/** The statement that adds a row, for a batch. */
export const insert = <T extends Table>(table: T, facts: Facts<T>, on: SqlDatabase = db): SqlStatement =>
  inserting(table, rowOf(table, facts), on)

/** Adds a row. @returns its id, if the table has one */
export const add = async <T extends Table>(table: T, facts: Facts<T>, on: SqlDatabase = db): Promise<string> => {
  const row = rowOf(table, facts)
  await inserting(table, row, on).run()
  return String(row.find(([name]) => name === 'id')?.[1])
}
