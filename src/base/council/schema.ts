// Whether a database is the one that this version of the service was written for: the tables, indexes, views and triggers of its migrations, each as
// it is defined there. A trigger that is missing lets through what everybody believes to be refused.
import { fingerprint } from '#base/db/fingerprint.ts'
import { expectedSchema, lastMigration } from '#base/db/generated/expected-schema.ts'

export type Definition = { type: string; name: string; sql: string }

/** What is missing, other than expected, or of no migration, each as words such as `trigger Place_fits is missing`. */
export const schemaDifferences = (found: readonly Definition[]): string[] => {
  const expected = new Map<string, string>(
    expectedSchema.split('\n').map((line) => {
      const [type = '', name = '', hash = ''] = line.split(' ')
      return [`${type} ${name}`, hash]
    }),
  )
  const there = new Map<string, string>(found.map(({ type, name, sql }) => [`${type} ${name}`, fingerprint(sql)]))
  return [
    ...[...expected].flatMap(([what, hash]) => {
      const has = there.get(what)
      return has === undefined ? [`${what} is missing`] : has === hash ? [] : [`${what} is another one`]
    }),
    ...[...there.keys()].filter((what) => !expected.has(what)).map((what) => `${what} is of no migration`),
  ]
}

/** While a new version is on its way, the database has been migrated for it and the Worker before it still runs: that is as it should be. */
export const isAhead = (lastApplied: string | undefined): boolean => lastApplied !== undefined && lastApplied > lastMigration
