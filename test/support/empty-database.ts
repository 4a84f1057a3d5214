// The empty database with which a file of tests in workerd begins: written once by SQLite in Node and put in place of what earlier files left, for
// statement by statement the migrations take D1 half a second.
import { existsSync, globSync, mkdtempSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type Request, Response } from 'miniflare'
import { writeMigrated } from '#commands/empty-database.ts'

const made = (): Buffer => {
  const folder = mkdtempSync(join(tmpdir(), 'muster-empty-'))
  const file = join(folder, 'empty.sqlite')
  writeMigrated(file)
  const written = readFileSync(file)
  rmSync(folder, { recursive: true })
  return written
}

/** Where Miniflare keeps the database that has this table. */
const fileWith = (table: string): string => {
  const file = globSync(join(tmpdir(), 'miniflare-*/do/*/*.sqlite')).find((one) =>
    [one, `${one}-wal`].some((part) => existsSync(part) && readFileSync(part).includes(table)),
  )
  if (!file) throw new Error('No file holds the database of this runtime')
  return file
}

/**
 * What one runtime asks of Node: to find the file of its database, by the name of a table that only this one has; and, once workerd has deleted
 * it, to put an empty one there.
 */
export const emptyDatabases = (): ((request: Request) => Response) => {
  let empty: Buffer | undefined
  let file = ''
  return (request) => {
    const [, table] = new URL(request.url).pathname.split('/')
    if (table) file ||= fileWith(table)
    else {
      for (const part of ['-wal', '-shm']) rmSync(file + part, { force: true })
      // Whoever has the file of before still open goes on with that one.
      empty ??= made()
      writeFileSync(`${file}-new`, empty)
      renameSync(`${file}-new`, file)
    }
    return new Response()
  }
}
