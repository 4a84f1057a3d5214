// D1 as the Worker knows it, over SQLite in this process: for work whose thousands of small trips
// would take longer than what they ask. Its contract with D1 is `node-d1.test.ts`.
import type { DatabaseSync, SQLInputValue, StatementSync } from 'node:sqlite'

type Row = Record<string, unknown>
/** How many rows were read or written SQLite does not say. */
type Meta = { changes: number; last_row_id: number; duration: number }
type Result = { success: true; results: Row[]; meta: Meta }

/** What D1 stores of a value. @throws Error in D1's words for one that it cannot */
const stored = (value: unknown): SQLInputValue => {
  if (value === null || typeof value === 'number' || typeof value === 'string') return value
  if (typeof value === 'boolean') return Number(value)
  if (value instanceof ArrayBuffer) return new Uint8Array(value)
  if (ArrayBuffer.isView(value)) return new Uint8Array(value.buffer, value.byteOffset, value.byteLength)
  throw new Error(`D1_TYPE_ERROR: Type '${typeof value}' not supported for value '${String(value)}'`)
}

/** D1 gives bytes as a list of numbers. */
const shown = (row: Row): Row => {
  for (const name in row) if (row[name] instanceof Uint8Array) row[name] = [...row[name]]
  return row
}

class Statement {
  readonly #database: NodeD1
  readonly sql: string
  readonly values: readonly SQLInputValue[]
  constructor(database: NodeD1, sql: string, values: readonly SQLInputValue[] = []) {
    this.#database = database
    this.sql = sql
    this.values = values
  }
  bind(...values: unknown[]): Statement {
    return new Statement(this.#database, this.sql, values.map(stored))
  }
  async all(): Promise<Result> {
    return (await this.#database.batch([this]))[0] as Result
  }
  run(): Promise<Result> {
    return this.all()
  }
  async first(column?: string): Promise<unknown> {
    const [row] = (await this.all()).results
    return row === undefined ? null : column === undefined ? row : row[column]
  }
  /** Only Prisma calls it. */
  async raw({ columnNames = false } = {}): Promise<unknown[][]> {
    const { results } = await this.all()
    const names = this.#database.columnsOf(this.sql)
    return [...(columnNames ? [names] : []), ...results.map((row) => names.map((name) => row[name]))]
  }
}

export class NodeD1 {
  readonly #db: DatabaseSync
  readonly #prepared = new Map<string, StatementSync>()
  readonly #counts: StatementSync
  constructor(db: DatabaseSync) {
    this.#db = db
    this.#counts = db.prepare('SELECT total_changes() AS changes, last_insert_rowid() AS row')
  }

  prepare(sql: string): Statement {
    return new Statement(this, sql)
  }

  async batch(statements: readonly Statement[]): Promise<Result[]> {
    try {
      this.#db.exec('BEGIN')
      const results = statements.map((statement) => this.#run(statement))
      this.#db.exec('COMMIT')
      return results
    } catch (error) {
      if (this.#db.isTransaction) this.#db.exec('ROLLBACK')
      throw asD1(error)
    }
  }

  columnsOf(sql: string): string[] {
    return this.#of(sql)
      .columns()
      .map(({ name }) => name)
  }

  #run({ sql, values }: Statement): Result {
    const from = performance.now()
    const before = this.#counts.get() as { changes: number }
    const results = this.#of(sql).all(...values) as Row[]
    const after = this.#counts.get() as { changes: number; row: number }
    const meta = { changes: after.changes - before.changes, last_row_id: after.row, duration: performance.now() - from }
    return { success: true, results: results.map(shown), meta }
  }

  #of(sql: string): StatementSync {
    const known = this.#prepared.get(sql) ?? this.#db.prepare(sql)
    this.#prepared.set(sql, known)
    return known
  }
}

/** What D1 calls SQLite's codes of errors; those of a constraint say which kind. */
const constraints: Readonly<Record<number, string>> = {
  275: 'CHECK',
  787: 'FOREIGNKEY',
  1299: 'NOTNULL',
  1555: 'PRIMARYKEY',
  1811: 'TRIGGER',
  2067: 'UNIQUE',
  2579: 'ROWID',
}

const asD1 = (error: unknown): Error => {
  if (!(error instanceof Error) || !('errcode' in error)) return new Error(`D1_ERROR: ${String(error)}`, { cause: error })
  const kind = constraints[Number(error.errcode)]
  const code = kind === undefined ? 'SQLITE_ERROR' : `SQLITE_CONSTRAINT (extended: SQLITE_CONSTRAINT_${kind})`
  return new Error(`D1_ERROR: ${error.message}: ${code}`, { cause: error })
}
