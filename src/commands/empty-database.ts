// The local database as the migrations make it, written by SQLite into the file where Miniflare
// keeps it: the simulated D1 needs many times as long for the same statements.
import { createHash, createHmac } from 'node:crypto'
import { existsSync, mkdirSync, mkdtempSync, renameSync, rmSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { migrationsIn } from './data-version.ts'
import { root } from './settings.ts'

/** The list of applied migrations, as `wrangler d1 migrations apply` makes it. */
export const listOfMigrations =
  'CREATE TABLE IF NOT EXISTS d1_migrations (id INTEGER PRIMARY KEY AUTOINCREMENT, name TEXT UNIQUE, applied_at TIMESTAMP DEFAULT CURRENT_TIMESTAMP NOT NULL)'

/** The file of the D1 database `id` in a folder of local data: named as workerd names it. */
export const databaseFile = (state: string, id: string): string => {
  const objects = 'miniflare-D1DatabaseObject'
  const key = createHash('sha256').update(objects).digest()
  const half = (of: string | Buffer): Buffer => createHmac('sha256', key).update(of).digest().subarray(0, 16)
  const name = Buffer.concat([half(id), half(half(id))]).toString('hex')
  return join(state, 'd1', objects, `${name}.sqlite`)
}

/** Writes a database with every migration applied and noted. @param file must not exist yet */
export const writeMigrated = (file: string): void => {
  mkdirSync(dirname(file), { recursive: true })
  const db = new DatabaseSync(file)
  try {
    db.exec(`PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF; BEGIN; ${listOfMigrations}`)
    const note = db.prepare('INSERT INTO d1_migrations (name) VALUES (?)')
    for (const { file: name, sql } of migrationsIn(root)) {
      db.exec(sql)
      note.run(name)
    }
    db.exec('COMMIT')
  } finally {
    db.close()
  }
}

/**
 * Gives a folder of local data an empty database when it has none, whole or not at all. Nothing may
 * serve it. @param id the D1 database of wrangler.toml
 */
export const writeEmptyDatabase = (state: string, id: string): void => {
  const file = databaseFile(state, id)
  if (existsSync(file)) return
  mkdirSync(dirname(file), { recursive: true })
  const making = mkdtempSync(join(state, 'making-'))
  try {
    writeMigrated(join(making, 'empty.sqlite'))
    renameSync(join(making, 'empty.sqlite'), file)
  } finally {
    rmSync(making, { recursive: true, force: true })
  }
}
