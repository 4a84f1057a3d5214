// A database at Cloudflare at one moment, as SQLite that can be read in peace.
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { statementsOf } from './backup-file.ts'
import { type Table, tablesOf } from './load-order.ts'
import { identifier } from './sql-literal.ts'
import { askDatabase, exportDatabase, type Reached } from './wrangler.ts'

// Stands for NUL while a statement that holds it is read: SQL ends at a NUL.
const nul = '\u{f0f0f}\u{f0f0f}'

const textColumns = (db: DatabaseSync, table: Table): string[] =>
  table.columns.filter(
    (column) =>
      db.prepare(`SELECT 1 FROM pragma_table_xinfo(?) WHERE name = ? AND type = 'TEXT' AND hidden = 0`).get(table.name, column) !==
      undefined,
  )

const primaryKey = (db: DatabaseSync, table: Table): string[] =>
  db
    .prepare('SELECT name FROM pragma_table_info(?) WHERE pk > 0 ORDER BY pk')
    .all(table.name)
    .map(({ name }) => String(name))

/**
 * What D1's export and reading it back do to line ends: a typed backslash with n becomes one too.
 */
const asExported = (text: string): string =>
  [
    ['\r', '\\r'],
    ['\n', '\\n'],
  ].reduce((said, [end = '', written = '']) => (said.includes(end) ? said.replaceAll(written, end) : said), text)

/** Puts right texts that D1's export garbles: those with a line end beside a typed `\n`. */
const mendGarbled = (db: DatabaseSync, tables: readonly Table[], reached: Reached): void => {
  const both = (column: string): string =>
    `(instr(${column}, char(10)) > 0 AND instr(${column}, '\\n') > 0) OR (instr(${column}, char(13)) > 0 AND instr(${column}, '\\r') > 0)`
  const suspects = tables.flatMap((table) =>
    textColumns(db, table)
      .map(identifier)
      .filter((column) =>
        db
          .prepare(`SELECT 1 FROM ${identifier(table.name)} WHERE instr(${column}, char(10)) > 0 OR instr(${column}, char(13)) > 0 LIMIT 1`)
          .get(),
      )
      .map((column) => ({ table, column, key: primaryKey(db, table).map(identifier) })),
  )
  const answers = askDatabase(
    reached,
    suspects.map(({ table, column, key }) => `SELECT ${[...key, column].join(', ')} FROM ${identifier(table.name)} WHERE ${both(column)}`),
  )
  suspects.forEach(({ table, column, key }, index) => {
    const where = [...key, column].map((name) => `${name} = ?`).join(' AND ')
    const mend = db.prepare(`UPDATE ${identifier(table.name)} SET ${column} = ? WHERE ${where}`)
    for (const row of answers[index] ?? []) {
      const [text, ...of] = Object.values(row).reverse()
      mend.run(String(text), ...of.reverse(), asExported(String(text)))
    }
  })
}

/**
 * A database at the moment of its export by D1, which keeps writers waiting. Rows keep their order
 * and are numbered anew.
 * @param folder for the export, and the database made of it
 */
export const exportedSnapshot = async (reached: Reached, folder: string): Promise<DatabaseSync> => {
  const path = join(folder, 'export.sql')
  exportDatabase(reached, path)
  const db = new DatabaseSync(join(folder, 'export.sqlite'), { enableForeignKeyConstraints: false })
  db.exec('PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF; BEGIN')
  const triggers: string[] = []
  for await (const statement of statementsOf(path)) {
    if (/^CREATE TRIGGER/i.test(statement)) triggers.push(statement)
    else if (!/^PRAGMA/i.test(statement)) db.exec(statement.replaceAll('\0', nul))
  }
  const tables = tablesOf(db)
  for (const table of tables)
    for (const column of textColumns(db, table).map(identifier))
      db.prepare(`UPDATE ${identifier(table.name)} SET ${column} = replace(${column}, ?, char(0)) WHERE instr(${column}, ?) > 0`).run(
        nul,
        nul,
      )
  mendGarbled(db, tables, reached)
  for (const trigger of triggers) db.exec(trigger)
  db.exec('COMMIT')
  return db
}
