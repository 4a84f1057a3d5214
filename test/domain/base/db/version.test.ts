import { DatabaseSync } from 'node:sqlite'
import { expect, it } from 'vitest'
import { isOfThisVersion, migrationsIn, versionFile, versionMigration, versionOf } from '#commands/data-version.ts'
import { root } from '#commands/settings.ts'

const files = migrationsIn(root)

it('the last migration writes the version of all the others', () => {
  expect(files.at(-1), 'Run npm run generate and commit what it writes').toEqual({
    file: versionFile,
    sql: versionMigration(versionOf(files)),
  })
})

it('a change of a table or of a row that is there from the start is another version, a change of a comment is none', () => {
  const changed = (from: string, to: string): boolean => {
    const [first, ...others] = files
    if (!first?.sql.includes(from)) throw new Error(`${from} stands nowhere`)
    return versionOf([{ ...first, sql: first.sql.replace(from, to) }, ...others]) !== versionOf(files)
  }
  expect(changed('key TEXT NOT NULL PRIMARY KEY', 'key TEXT PRIMARY KEY')).toBe(true)
  expect(changed('BETWEEN 10 AND 30', 'BETWEEN 10 AND 31')).toBe(true)
  expect(changed('-- Settings of the council', '-- What the council has set')).toBe(false)
  expect(versionOf(files.filter(({ file }) => file !== '0021_digest.sql'))).not.toBe(versionOf(files))
})

it('a database is of this version when these migrations made it: not an empty one, nor one of others', () => {
  const db = new DatabaseSync(':memory:')
  const isOurs = (): boolean => isOfThisVersion(root, (sql) => db.prepare(sql).all())
  expect(isOurs()).toBe(false)
  for (const { sql } of files) db.exec(sql)
  expect(isOurs()).toBe(true)
  db.exec(`UPDATE Setting SET value = '"0123456789abcdef"' WHERE key = 'version'`)
  expect(isOurs()).toBe(false)
  db.exec(`DELETE FROM Setting WHERE key = 'version'`)
  expect(isOurs()).toBe(false)
})
