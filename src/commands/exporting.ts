// All stored data in two forms that other programs read: a SQLite file, and each table as CSV.
import { closeSync, mkdirSync, openSync, writeSync } from 'node:fs'
import { join } from 'node:path'
import type { DatabaseSync } from 'node:sqlite'
import { rowsOf, tablesOf } from './load-order.ts'
import type { Value } from './sql-literal.ts'

/**
 * RFC 4180. Every value is quoted, so text stays text; an empty field is NULL, bytes are
 * hexadecimal.
 */
const csvCell = (value: Value): string => {
  if (value === null) return ''
  const text = value instanceof Uint8Array ? Buffer.from(value).toString('hex') : String(value)
  return `"${text.replaceAll('"', '""')}"`
}

/**
 * @param folder must not exist; only its owner may look into it
 * @returns how many rows each table has
 */
export const exportTo = (db: DatabaseSync, folder: string): Record<string, number> => {
  mkdirSync(folder, { mode: 0o700 })
  mkdirSync(join(folder, 'csv'))
  const counted: Record<string, number> = {}
  for (const table of tablesOf(db)) {
    const file = openSync(join(folder, 'csv', `${table.name}.csv`), 'wx', 0o600)
    try {
      writeSync(file, `\u{feff}${table.columns.map(csvCell).join(',')}\r\n`)
      let rows = 0
      for (const row of rowsOf(db, table)) {
        writeSync(file, `${row.map(csvCell).join(',')}\r\n`)
        rows += 1
      }
      counted[table.name] = rows
    } finally {
      closeSync(file)
    }
  }
  // A copy cannot be made within a transaction that reads; the snapshot has been read to its end.
  if (db.isTransaction) db.exec('COMMIT')
  db.prepare('VACUUM INTO ?').run(join(folder, 'muster.sqlite'))
  return counted
}
