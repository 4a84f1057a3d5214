// The local data as SQLite. It loads nothing of wrangler, which a start would wait for.
import { readdirSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'

/** The file of the local database, when there is one. */
export const localFile = (state: string): string | undefined => {
  const folder = join(state, 'd1', 'miniflare-D1DatabaseObject')
  if (!statSync(folder, { throwIfNoEntry: false })?.isDirectory()) return undefined
  const file = readdirSync(folder).find((name) => /^[0-9a-f]{64}\.sqlite$/.test(name))
  return file === undefined ? undefined : join(folder, file)
}

/** Reads the local data as it is now, whether or not a Muster serves it; whoever asks closes it. */
export const localSnapshot = (state: string): DatabaseSync => {
  const file = localFile(state)
  if (file === undefined) throw new Error(`There is no local data in ${state}.`)
  const db = new DatabaseSync(file, { readOnly: true, timeout: 10_000 })
  db.exec('BEGIN')
  db.prepare('SELECT COUNT(*) FROM sqlite_schema').get()
  return db
}
