// Counts what is asked of the database while a request is answered: trips are what a page costs, and rows are what the bill of D1 counts.
import { tryGetContext } from 'hono/context-storage'
import type { AppEnv } from '../env.ts'

/** `ms`: how long its trips took together, also those that were under way at once. `rows`: read; what one row alone was asked for is counted too. */
export type Asked = { trips: number; statements: number; rows: number; ms: number }

export const nothingAsked = (): Asked => ({ trips: 0, statements: 0, rows: 0, ms: 0 })

/** A statement that takes longer or reads more leaves a line: it walks a table. */
const slow = { ms: 50, rows: 10_000 }

const tellSlow = (sql: string, { duration = 0, rows_read = 0 }: Partial<D1Meta>): void => {
  if (duration <= slow.ms && rows_read <= slow.rows) return
  // What was asked for is bound and stands not in the text.
  console.warn(JSON.stringify({ slow: sql.replaceAll(/\s+/g, ' ').trim().slice(0, 300), ms: Math.round(duration), rows: rows_read }))
}

const trip = async <T extends D1Result>(statements: readonly string[], ask: () => Promise<T[]>): Promise<T[]> => {
  const asked = tryGetContext<AppEnv>()?.var.asked
  const from = Date.now()
  try {
    const results = await ask()
    for (const [n, { meta }] of results.entries()) {
      if (asked) asked.rows += meta.rows_read ?? 0
      tellSlow(statements[n] ?? '', meta)
    }
    return results
  } finally {
    if (asked) {
      asked.trips += 1
      asked.statements += statements.length
      asked.ms += Date.now() - from
    }
  }
}

class Measured {
  readonly sql: string
  readonly statement: D1PreparedStatement
  constructor(sql: string, statement: D1PreparedStatement) {
    this.sql = sql
    this.statement = statement
  }
  bind(...values: unknown[]): Measured {
    return new Measured(this.sql, this.statement.bind(...values))
  }
  async all(): Promise<D1Result> {
    const [result] = await trip([this.sql], async () => [await this.statement.all()])
    return result as D1Result
  }
  async run(): Promise<D1Result> {
    const [result] = await trip([this.sql], async () => [await this.statement.run()])
    return result as D1Result
  }
  // D1 itself reads all for the first.
  async first(column?: string): Promise<unknown> {
    const row = (await this.all()).results[0] as Record<string, unknown> | undefined
    return row === undefined ? null : column === undefined ? row : row[column]
  }
  /** Asked for by Prisma alone, whose single-table reads say nothing of their rows. */
  async raw(options?: { columnNames?: false }): Promise<unknown> {
    let rows: unknown
    await trip([this.sql], async () => {
      rows = await this.statement.raw(options)
      return []
    })
    return rows
  }
}

const known = new WeakMap<D1Database, D1Database>()

/** The same object each time, for what is kept by it. */
export const measuredDatabase = (db: D1Database): D1Database => {
  const measured =
    known.get(db) ??
    new Proxy(db, {
      get(target, key) {
        if (key === 'prepare') return (sql: string) => new Measured(sql, target.prepare(sql))
        if (key === 'batch')
          return (statements: Measured[]) =>
            trip(
              statements.map(({ sql }) => sql),
              () => target.batch(statements.map(({ statement }) => statement)),
            )
        const value = Reflect.get(target, key)
        return typeof value === 'function' ? value.bind(target) : value
      },
    })
  known.set(db, measured)
  return measured
}
