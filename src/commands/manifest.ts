// What a backup says of itself: its tables, how many rows, how new, and a hash of their contents.
import { createHash } from 'node:crypto'
import type { DatabaseSync } from 'node:sqlite'
import { rowsOf, type Table, tablesOf } from './load-order.ts'
import { identifier, literal } from './sql-literal.ts'

/**
 * `instants`: columns that hold one; `newest`: the latest instant in any of them, null if none;
 * `hash`: SHA-256 of the rows with their rowids.
 */
export type TableSummary = { rows: number; instants: string[]; newest: string | null; hash: string }

export type Manifest = {
  format: 1
  /** UTC */
  madeAt: string
  /** `local`, or the name of the database at Cloudflare. */
  from: string
  /** The last migration that it has seen. */
  migration: string | null
  tables: Record<string, TableSummary>
  /** Uploaded files that are in a bucket, and lie beside the backup. */
  files?: number
}

const isInstant = (column: string): boolean => /(^at|At)$/.test(column)

/** Counts a table's rows and finds its newest instant, in columns named `rows` and `newest`. */
export const countOf = (name: string, instants: readonly string[]): string => {
  const newest = instants.map((column) => `COALESCE(MAX(CAST(${identifier(column)} AS TEXT)), '')`)
  const greatest = newest.length > 1 ? `MAX(${newest.join(', ')})` : (newest[0] ?? `''`)
  return `SELECT '${name}' AS name, COUNT(*) AS rows, NULLIF(${greatest}, '') AS newest FROM ${identifier(name)}`
}

const hashOf = (db: DatabaseSync, table: Table): string => {
  const hash = createHash('sha256')
  for (const row of rowsOf(db, table)) hash.update(`${row.map(literal).join(',')}\n`)
  return hash.digest('hex')
}

export const summariesOf = (db: DatabaseSync): Record<string, TableSummary> =>
  Object.fromEntries(
    tablesOf(db).map((table) => {
      const instants = table.columns.filter(isInstant)
      const { rows, newest } = db.prepare(countOf(table.name, instants)).get() as { rows: number; newest: string | null }
      return [table.name, { rows, instants, newest, hash: hashOf(db, table) }]
    }),
  )

type Counted = { rows: number; newest: string | null; hash?: string }

/** Which tables differ from the manifest, in words; without a hash only counts are compared. */
export const differences = (manifest: Manifest, found: Record<string, Counted>): string[] => [
  ...Object.entries(manifest.tables).flatMap(([name, said]) => {
    const there = found[name]
    if (!there) return [`${name}: the table is missing`]
    if (there.rows !== said.rows) return [`${name}: ${there.rows} rows instead of ${said.rows}`]
    if (there.newest !== said.newest) return [`${name}: the newest instant is ${there.newest} instead of ${said.newest}`]
    return there.hash !== undefined && there.hash !== said.hash ? [`${name}: its rows are not those of the backup`] : []
  }),
  ...Object.keys(found)
    .filter((name) => !manifest.tables[name])
    .map((name) => `${name}: the table is not in the backup`),
]

const number = new Intl.NumberFormat('en-GB')

export const totalOf = ({ tables }: Manifest): string =>
  `${number.format(Object.values(tables).reduce((sum, { rows }) => sum + rows, 0))} rows in ${Object.keys(tables).length} tables`

/** When the last act was logged. */
export const lastActOf = ({ tables }: Manifest): string => Object.entries(tables).find(([name]) => name === 'Log')?.[1].newest ?? 'no time'
