// A database that writes down what the service really asks of it, so that tests can look at trips and plans and not at copies of the SQL.
import { db } from './database.ts'

/** `read`, `changed`: rows that it read, and wrote; not known where its answer did not say. */
export type Asked = { sql: string; values: unknown[]; read?: number; changed?: number }

type Recorded = SqlStatement & { asked_?: Asked; raw_?: SqlStatement }

/** `asked`: each statement that was run, in order. `trips`: the statements of each round trip. */
export const recording = (): { db: SqlDatabase; trips: Asked[][] } => {
  const trips: Asked[][] = []
  // What `first` and `raw` answer says nothing of what was read.
  const note = async (what: Asked, how: string, statement: SqlStatement, args: unknown[]): Promise<unknown> => {
    const asked = { ...what }
    trips.push([asked])
    if (how === 'raw') return (statement as D1PreparedStatement).raw(...(args as []))
    const result = await statement.all<Record<string, unknown>>()
    asked.read = result.meta.rows_read
    asked.changed = result.meta.changes
    if (how !== 'first') return result
    const row = result.results[0] ?? null
    return row && typeof args[0] === 'string' ? row[args[0]] : row
  }
  const wrap = (statement: SqlStatement, asked: Asked): SqlStatement =>
    new Proxy(statement, {
      get(target, key) {
        if (key === 'bind') return (...values: unknown[]) => wrap(target.bind(...values), { ...asked, values })
        if (key === 'raw_') return target
        if (key === 'asked_') return asked
        const value = Reflect.get(target, key)
        if (typeof value !== 'function') return value
        return (...args: unknown[]) => {
          if (!['first', 'all', 'run', 'raw'].includes(String(key))) return value.apply(target, args)
          return note(asked, String(key), target, args)
        }
      },
    })
  const recorder = new Proxy(db, {
    get(target, key) {
      if (key === 'prepare') return (sql: string) => wrap(target.prepare(sql), { sql, values: [] })
      if (key === 'batch')
        return async (statements: Recorded[]) => {
          const asked = statements.map(({ asked_ }) => ({ ...(asked_ ?? { sql: '', values: [] }) }))
          trips.push(asked)
          const results = await target.batch(statements.map((statement) => statement.raw_ ?? statement))
          for (const [n, { meta }] of results.entries()) Object.assign(asked[n] ?? {}, { read: meta.rows_read, changed: meta.changes })
          return results
        }
      const value = Reflect.get(target, key)
      return typeof value === 'function' ? value.bind(target) : value
    },
  })
  return { db: recorder, trips }
}
