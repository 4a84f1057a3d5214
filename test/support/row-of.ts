// The columns of a row that a test names, with what is usual for the rest; and its statement as
// text, for tests that reach the database from Node.
import { sql } from '#base/db/write.ts'
import { type Row, type Table, usual } from './usual.ts'

export { sql }

type Sql = ReturnType<typeof sql>

/**
 * Columns that are undefined are left to what is usual, or to the table. SQL stands for a value that
 * the database finds.
 */
export type Facts<T extends Table> = { readonly [Column in keyof Row<T>]?: Row<T>[Column] | Sql | undefined }

export const rowOf = <T extends Table>(table: T, facts: Facts<T>): Record<string, unknown> => {
  const given = Object.entries(facts).filter(([, value]) => value !== undefined)
  return Object.fromEntries(
    Object.entries({ ...usual[table], ...Object.fromEntries(given) }).map(([name, value]) => [
      name,
      typeof value === 'function' ? value() : value,
    ]),
  )
}

const written = (value: unknown): string => {
  if (value === null) return 'NULL'
  if (typeof value === 'object') return (value as Sql).sql
  return typeof value === 'number' ? String(value) : `'${String(value).replaceAll("'", "''")}'`
}

/**
 * The statement that adds a row, as text.
 * @param from adds one for each row of these tables, whose columns SQL may name
 */
export const rowText = <T extends Table>(table: T, facts: Facts<T>, from?: string): string => {
  const row = rowOf(table, facts)
  const values = Object.values(row).map(written).join(', ')
  return `INSERT INTO ${table} (${Object.keys(row).join(', ')}) ${from ? `SELECT ${values} FROM ${from}` : `VALUES (${values})`}`
}

/** These columns, as the row has them from which one is made. */
export const copied = <Column extends string>(...columns: Column[]): Record<Column, Sql> =>
  Object.fromEntries(columns.map((column) => [column, sql(column)])) as Record<Column, Sql>
