// INSERT and UPDATE with the columns and types of the tables: the compiler names a column that does
// not exist, one that is missing, and a value of another type.
import type { Prisma } from './rows.ts'

type Tables = Prisma.TypeMap['model']
type Table = keyof Tables & string
type Row<T extends Table> = Tables[T]['payload']['scalars']

/** SQL in place of a value, with numbered parameters of its own. */
type Sql = { sql: string; values: readonly unknown[] }
export const sql = (text: string, ...values: unknown[]): Sql => ({ sql: text, values })

/** These columns of what may have more. */
export const pick = <R, Column extends keyof R>(row: R, columns: readonly Column[]): Pick<R, Column> =>
  Object.fromEntries(columns.map((column) => [column, row[column]])) as Pick<R, Column>

/** Booleans are stored as 0 and 1. */
type Value<V> = V | Sql | (number extends V ? boolean : never)
type Values<R> = { readonly [Column in keyof R]: Value<R[Column]> }

type Columns<T extends Table> = Exclude<Tables[T]['operations']['createMany']['args']['data'], readonly unknown[]>

/** A row to store. It may leave out columns that may be null or have a default. */
type NewRow<T extends Table> = Values<Columns<T>>
type Changes<T extends Table> = Partial<Values<Row<T>>>

type Where<T extends Table> = { readonly [Column in keyof Row<T>]?: Value<Row<T>[Column]> | readonly Row<T>[Column][] }

/** Refuses other columns, of spread objects too. */
type Only<R, Columns> = { [Column in keyof R]: Column extends keyof Columns ? R[Column] : never }

/** Refuses other columns, and values that may be null: `null` itself finds rows without one. */
type Certain<W, T extends Table> = {
  [Column in keyof W]: Column extends keyof Row<T> ? (null extends W[Column] ? (W[Column] extends null ? null : never) : W[Column]) : never
}

const numbers = /\?(\d+)/g

/** SQL of a value; what is to be bound is added to `bound`. */
const placed = (value: unknown, bound: unknown[]): string => {
  if (typeof value !== 'object' || value === null) return `?${bound.push(typeof value === 'boolean' ? Number(value) : value)}`
  const { sql: text, values } = value as Sql
  const beyond = [...text.matchAll(numbers)].find(([, number]) => Number(number) > values.length)
  if (beyond) throw new Error(`${beyond[0]} of "${text}" has no value`)
  const before = bound.length
  bound.push(...values)
  return text.replaceAll(numbers, (_, number) => `?${before + Number(number)}`)
}

const inserted = (db: SqlDatabase, table: string, row: object, rest: string): SqlStatement => {
  const bound: unknown[] = []
  const values = Object.values(row).map((value) => placed(value, bound))
  return db.prepare(`INSERT INTO ${table} (${Object.keys(row).join(', ')}) VALUES (${values.join(', ')})${rest}`).bind(...bound)
}

/** Stores a row. */
export const insert = <T extends Table, R extends NewRow<T>>(db: SqlDatabase, table: T, row: R & Only<R, NewRow<T>>): SqlStatement =>
  inserted(db, table, row, '')

type Key<T extends Table> = readonly (keyof Row<T> & string)[]
const onConflict = (key: readonly string[]): string => ` ON CONFLICT${key.length > 0 ? ` (${key.join(', ')})` : ''} DO`

/** Stores a row unless there is one with this key; [] for any key. */
export const insertOnce = <T extends Table, R extends NewRow<T>>(
  db: SqlDatabase,
  table: T,
  key: Key<T>,
  row: R & Only<R, NewRow<T>>,
): SqlStatement => inserted(db, table, row, `${onConflict(key)} NOTHING`)

/**
 * Stores a row, or changes the one with this key.
 * @param changed what it changes; all of the row by default
 */
export const upsert = <T extends Table, R extends NewRow<T>>(
  db: SqlDatabase,
  table: T,
  key: Key<T>,
  row: R & Only<R, NewRow<T>>,
  changed: readonly string[] = Object.keys(row).filter((column) => !key.some((one) => one === column)),
): SqlStatement =>
  inserted(db, table, row, `${onConflict(key)} UPDATE SET ${changed.map((column) => `${column} = excluded.${column}`).join(', ')}`)

type Required<R> = {
  [Column in keyof R]-?: undefined extends R[Column] ? never : Record<never, never> extends Pick<R, Column> ? never : Column
}[keyof R]

/** What a column may be in a row that goes through JSON. */
type InJson<V> = V | (string extends V ? object : never) | (number extends V ? boolean : never) | (null extends V ? undefined : never)

/** The columns that are missing, or that the rows have in another type. */
type Wrong<T extends Table, R, Column extends keyof R, Shared> =
  | Exclude<Required<Columns<T>>, Column | keyof Shared>
  | { [C in Column]-?: C extends keyof Columns<T> ? (R[C] extends InJson<Columns<T>[C]> ? never : C) : C }[Column]

/**
 * Stores many rows: these columns of each, and what all have in common, in which SQL may name `key`
 * (its number) and `value` (its JSON).
 * @param once unless there is one with this key
 */
export const insertEach = <T extends Table, R, Column extends keyof R & string, S extends Partial<NewRow<T>>>(
  db: SqlDatabase,
  table: T,
  rows: readonly R[],
  columns: readonly Column[] & ([Wrong<T, R, Column, S>] extends [never] ? unknown : { wrong: Wrong<T, R, Column, S> }),
  shared: S & Only<S, NewRow<T>>,
  once?: Key<T>,
): SqlStatement => {
  const bound: unknown[] = [JSON.stringify(rows)]
  const values = [...columns.map((column) => `value ->> '${column}'`), ...Object.values(shared).map((value) => placed(value, bound))]
  const names = [...columns, ...Object.keys(shared)]
  const rest = once ? `${onConflict(once)} NOTHING` : ''
  return db
    .prepare(`INSERT INTO ${table} (${names.join(', ')}) SELECT ${values.join(', ')} FROM json_each(?1) WHERE true ORDER BY key${rest}`)
    .bind(...bound)
}

const isWhat = (column: string, value: unknown, bound: unknown[]): string => {
  if (value === null) return `${column} IS NULL`
  if (Array.isArray(value)) return `${column} IN (SELECT value FROM json_each(?${bound.push(JSON.stringify(value))}))`
  return `${column} = ${placed(value, bound)}`
}

/** Changes the rows whose columns are as `where` says; of a list, one of it. */
export const update = <T extends Table, C extends Changes<T>, W extends Where<T>>(
  db: SqlDatabase,
  table: T,
  changes: C & Only<C, Row<T>>,
  where: W & Certain<W, T>,
): SqlStatement => {
  const bound: unknown[] = []
  const set = Object.entries(changes).map(([column, value]) => `${column} = ${placed(value, bound)}`)
  const all = Object.entries(where).map(([column, value]) => isWhat(column, value, bound))
  return db.prepare(`UPDATE ${table} SET ${set.join(', ')} WHERE ${all.join(' AND ')}`).bind(...bound)
}
