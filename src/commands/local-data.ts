// The local data as SQLite. It loads nothing of wrangler, which a start would wait for.
import { existsSync, mkdirSync, readdirSync, renameSync, rmSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'

/** The file of the local database, when there is one. */
export const localFile = (state: string): string | undefined => {
  const folder = join(state, 'd1', 'miniflare-D1DatabaseObject')
  if (!statSync(folder, { throwIfNoEntry: false })?.isDirectory()) return undefined
  const file = readdirSync(folder).find((name) => /^[0-9a-f]{64}\.sqlite$/.test(name))
  return file === undefined ? undefined : join(folder, file)
}

/** Whether anything is stored there, be it only empty tables. */
export const holdsData = (state: string): boolean => {
  if (localFile(state) === undefined) return false
  const db = localSnapshot(state)
  try {
    return db.prepare(`SELECT 1 FROM sqlite_schema WHERE name NOT LIKE '\\_cf\\_%' ESCAPE '\\'`).get() !== undefined
  } finally {
    db.close()
  }
}

/** What the twin of Resend remembers. */
export const mailTwinState = 'resend-twin.json'

const parts = ['d1', 'r2', 'cache', 'stripe-twin.json', mailTwinState]

/** Deletes the local data, with what twins remember of it. Nothing may serve it. */
export const deleteData = (state: string): void => {
  for (const part of parts) rmSync(join(state, part), { recursive: true, force: true })
}

/** Moves the local data from one folder of it to another, which is made. Nothing may serve it. */
export const moveData = (from: string, to: string): void => {
  mkdirSync(to, { recursive: true })
  for (const part of parts) if (existsSync(join(from, part))) renameSync(join(from, part), join(to, part))
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
