import { writes } from '#base/db/resting.ts'
import { databaseWith } from './database-with.ts'

/** `answers`: by its values; undefined where they are not kept. */
type Known = { isWrite: boolean; outdates: boolean; answers: Map<string, SqlResult> | undefined }
type Asked = { known: Known; key: string | undefined; statement: SqlStatement }

/** In no time: else one that was slow once would be told of as slow each time. */
const copyOf = (result: SqlResult): SqlResult => ({
  ...result,
  meta: { ...result.meta, duration: 0 } as SqlResult['meta'],
  results: result.results.map((row) => ({ ...(row as object) })),
})

/** Bytes are not told apart by what JSON says of them. */
const keyOf = (values: readonly unknown[]): string | undefined =>
  values.every((value) => value === null || typeof value !== 'object') ? JSON.stringify(values) : undefined

/**
 * A database that is asked no question twice, for tests that ask hundreds of pages about the same rows. Whatever writes goes to it as ever, and
 * from then on it is asked again.
 *
 * @param changing tables that change all the time: what reads them is always asked, and what writes them alone outdates nothing else
 * @param isUndone whether nothing stays that is written to other tables
 */
export const remembering = (db: SqlDatabase, changing: RegExp, isUndone = false): SqlDatabase => {
  const all = new Map<string, Known>()
  const knownOf = (sql: string): Known => {
    const known = all.get(sql)
    if (known) return known
    const isWrite = writes.test(sql)
    const changes = changing.test(sql)
    const isKept = !isWrite && !changes && !/'now'|\brandom\(/.test(sql)
    const found = { isWrite, outdates: isWrite && !changes && !isUndone, answers: isKept ? new Map() : undefined }
    all.set(sql, found)
    return found
  }
  const ask = async (statements: readonly SqlStatement[]): Promise<SqlResult[]> => {
    const asked = statements.map((statement) => followed.get(statement) as Asked)
    if (asked.some(({ known }) => known.isWrite)) {
      const written = await db.batch(asked.map(({ statement }) => statement))
      if (asked.some(({ known }) => known.outdates)) for (const known of all.values()) if (known.answers) known.answers = new Map()
      return written
    }
    const answers = asked.map(({ known, key }) => (key === undefined ? undefined : known.answers))
    const before = asked.map(({ key = '' }, n) => answers[n]?.get(key))
    const others = asked.filter((_, n) => !before[n])
    const fresh = others.length > 0 ? await db.batch(others.map(({ statement }) => statement)) : []
    return asked.map(({ key = '' }, n) => {
      const result = before[n] ?? (fresh.shift() as SqlResult)
      answers[n]?.set(key, result)
      return copyOf(result)
    })
  }
  const followed = new WeakMap<object, Asked>()
  const follow = (known: Known, statement: SqlStatement, values: readonly unknown[]): SqlStatement => {
    const one = new Proxy(statement, {
      get(target, name) {
        if (name === 'bind') return (...bound: unknown[]) => follow(known, target.bind(...bound), bound)
        if (name === 'all' || name === 'run') return async () => (await ask([one]))[0]
        const value = Reflect.get(target, name)
        return typeof value === 'function' ? value.bind(target) : value
      },
    })
    followed.set(one, { known, key: keyOf(values), statement })
    return one
  }
  return databaseWith(db, { batch: ask, prepare: (sql: string) => follow(knownOf(sql), db.prepare(sql), []) })
}
