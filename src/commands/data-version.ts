// The version of the data: a hash of the migrations, which the last of them stores as a row. The
// Worker compares the row with its own (`base/db/version.ts`).
import { createHash } from 'node:crypto'
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { bareSql } from '#base/db/fingerprint.ts'
import { storedVersion } from '#base/db/version.ts'

/** Written by `generate.ts`, and no part of the version itself. */
export const versionFile = '9999_version.sql'

/** The migrations of `root`, in order. */
export const migrationsIn = (root: string): { file: string; sql: string }[] => {
  const folder = join(root, 'prisma/migrations')
  return readdirSync(folder)
    .filter((file) => file.endsWith('.sql'))
    .sort()
    .map((file) => ({ file, sql: readFileSync(join(folder, file), 'utf8') }))
}

/**
 * @param files the migrations, in order
 * @returns the same as long as only comments and blanks change
 */
export const versionOf = (files: readonly { file: string; sql: string }[]): string => {
  const hash = createHash('sha256')
  for (const { file, sql } of files) if (file !== versionFile) hash.update(`${bareSql(sql)}\n`)
  return hash.digest('hex').slice(0, 16)
}

export const versionMigration = (version: string): string => `-- Written by \`npm run generate\`: which migrations made this database.

INSERT INTO Setting (key, value, changedAt) VALUES ('version', '"${version}"', '2026-11-24T00:00:00.000Z');
`

type Ask = (sql: string) => readonly Record<string, unknown>[]

/** Whether the database that `ask` asks was made by the migrations of `root`. */
export const isOfThisVersion = (root: string, ask: Ask): boolean => {
  if (ask(`SELECT name FROM sqlite_schema WHERE name = 'Setting'`).length === 0) return false
  return ask(storedVersion)[0]?.['value'] === JSON.stringify(versionOf(migrationsIn(root)))
}
