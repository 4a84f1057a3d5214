// Whether a database has the tables, indexes, views and triggers of this version's migrations, each
// defined as there. Without one of its triggers the database would accept what it should refuse.
import { fingerprint } from '#base/db/fingerprint.ts'
import { expectedSchema } from '#base/db/generated/expected-schema.ts'

export type Definition = { type: string; name: string; sql: string }

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
