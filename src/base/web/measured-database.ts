// Counts a request's trips and rows: trips make a page slow, and D1 bills rows.

import { tryGetContext } from 'hono/context-storage'
import { sendChecked } from '#base/db/check-version.ts'
import { writes } from '#base/db/resting.ts'
import { cutTo } from '#base/words.ts'

/** `ms` adds up all trips, even simultaneous ones. `rows` were read. */
export type Asked = { trips: number; statements: number; rows: number; ms: number }

export const nothingAsked = (): Asked => ({ trips: 0, statements: 0, rows: 0, ms: 0 })

/** Logged beyond this: such statements probably scan a table. */
const slow = { ms: 50, rows: 10_000 }

const tellSlow = (sql: string, { duration = 0, rows_read = 0 }: Partial<D1Meta>): void => {
  if (duration <= slow.ms && rows_read <= slow.rows) return
  // Values are bound, so the SQL holds nothing personal.
  console.warn(JSON.stringify({ slow: cutTo(sql.replaceAll(/\s+/g, ' ').trim(), 300), ms: Math.round(duration), rows: rows_read }))
}

/** Of this isolate, with scheduled jobs and work after responses; for local measurements. */
export const askedSoFar: Asked = nothingAsked()

/** Updates of a sign-in, which do not outdate what was read with it. */
const keepsSignIn = /^\s*(UPDATE SignIn SET (seenAt|expiresAt|replacesId)|INSERT INTO SignIn)\b/

/** Reading all of `var` would copy it. */
const askedNow = (): Asked | undefined => tryGetContext<{ Variables: { asked: Asked } }>()?.get('asked')

const trip = async (statements: readonly Measured[], ask: () => Promise<SqlResult[]>): Promise<SqlResult[]> => {
  const asked = askedNow()
  if (asked && statements.some(({ isWrite, sql }) => isWrite && !keepsSignIn.test(sql))) ahead.delete(asked)
  const counters = asked ? [asked, askedSoFar] : [askedSoFar]
  const from = Date.now()
  try {
    const results = await ask()
    for (const [n, { meta }] of results.entries()) {
      for (const counted of counters) counted.rows += meta.rows_read ?? 0
      tellSlow(statements[n]?.sql ?? '', meta)
    }
    return results
  } finally {
    for (const counted of counters) {
      counted.trips += 1
      counted.statements += statements.length
      counted.ms += Date.now() - from
    }
  }
}

// No public page depends on these.
export const unseenTables = [
  'SignIn',
  'SignInCode',
  'KnownBrowser',
  'CodeTurn',
  'ClaimToTell',
  'RequestToTell',
  'RoleToTell',
  'SavedForm',
  'LimitUse',
  'RefusalCount',
  'Log',
  'Factor',
  'FactorChallenge',
  'RecoveryCode',
  'OidcVisit',
  'Message',
  'MessageBody',
  'MailEvent',
  'ProviderPause',
]
const unseen = new RegExp(`^\\s*(INSERT\\s+(OR\\s+\\w+\\s+)?INTO|UPDATE|DELETE\\s+FROM)\\s+(${unseenTables.join('|')})\\b`, 'i')

const rowsWritten = new WeakMap<SqlDatabase, number>()

/** Of what a public page may show. */
export const writesSoFar = (db: SqlDatabase): number => rowsWritten.get(db) ?? 0

const noteWrites = (db: SqlDatabase, statements: readonly Measured[]): void => {
  if (statements.some(({ sql, isWrite }) => isWrite && !unseen.test(sql))) rowsWritten.set(db, writesSoFar(db) + 1)
}

type Waiting = { statements: readonly Measured[]; answer: (results: SqlResult[]) => void; fail: (error: unknown) => void }

/** Reads made at the same time, such as by `Promise.all`, go in one trip. */
const reading = new WeakMap<Asked, Waiting[]>()

type Ahead = { unsent: readonly Measured[]; read: { statement: Measured; result: SqlResult }[] }

/** Sent with the request's next read; kept for the same query. */
const ahead = new WeakMap<Asked, Ahead>()

/** Used once, for exactly this statement. */
const readBefore = (asked: Asked, { sql, values }: Measured): SqlResult | undefined => {
  const read = ahead.get(asked)?.read ?? []
  const index = read.findIndex(
    ({ statement }) =>
      statement.sql === sql && statement.values.length === values.length && statement.values.every((value, n) => value === values[n]),
  )
  return index < 0 ? undefined : read.splice(index, 1)[0]?.result
}

class Sender {
  readonly db: SqlDatabase
  constructor(db: SqlDatabase) {
    this.db = db
  }

  async send(statements: readonly Measured[]): Promise<SqlResult[]> {
    // A request may only use its own connection, so it never joins reads of others.
    const asked = askedNow()
    if (!asked || statements.some(({ isWrite }) => isWrite)) return this.#batch(statements)
    const known = statements.map((statement) => readBefore(asked, statement))
    const others = statements.filter((_, n) => !known[n])
    const results = others.length > 0 ? await this.#read(asked, others) : []
    return known.map((result) => result ?? (results.shift() as SqlResult))
  }

  #read(asked: Asked, statements: readonly Measured[]): Promise<SqlResult[]> {
    return new Promise((answer, fail) => {
      const waiting = reading.get(asked)
      if (waiting) waiting.push({ statements, answer, fail })
      else {
        const reads = [{ statements, answer, fail }]
        reading.set(asked, reads)
        queueMicrotask(() => {
          reading.delete(asked)
          void this.#sendReads(reads, ahead.get(asked))
        })
      }
    })
  }

  async #batch(statements: readonly Measured[]): Promise<SqlResult[]> {
    try {
      return await trip(statements, () =>
        sendChecked(
          this.db,
          statements.map(({ statement }) => statement),
        ),
      )
    } finally {
      noteWrites(this.db, statements)
    }
  }

  async #sendReads(reads: readonly Waiting[], besides: Ahead | undefined): Promise<void> {
    try {
      const unsent = besides?.unsent ?? []
      if (besides) besides.unsent = []
      const results = await this.#batch([...reads.flatMap(({ statements }) => statements), ...unsent])
      for (const { statements, answer } of reads) answer(results.splice(0, statements.length))
      besides?.read.push(...unsent.map((statement, n) => ({ statement, result: results[n] as SqlResult })))
    } catch (error) {
      for (const { fail } of reads) fail(error)
    }
  }
}

/** Texts hold no values, so they are few; long ones are slow to search. */
const mostKnown = 2000
const knownWrites = new Map<string, boolean>()

const isWrite = (sql: string): boolean => {
  const known = knownWrites.get(sql)
  if (known !== undefined) return known
  if (knownWrites.size >= mostKnown) knownWrites.clear()
  const isWriting = writes.test(sql)
  knownWrites.set(sql, isWriting)
  return isWriting
}

class Measured {
  readonly sql: string
  readonly isWrite: boolean
  readonly statement: SqlStatement
  readonly values: readonly unknown[]
  readonly #sender: Sender
  constructor(sql: string, statement: SqlStatement, sender: Sender, isWrite: boolean, values: readonly unknown[] = []) {
    this.sql = sql
    this.isWrite = isWrite
    this.statement = statement
    this.values = values
    this.#sender = sender
  }
  bind(...values: unknown[]): Measured {
    return new Measured(this.sql, this.statement.bind(...values), this.#sender, this.isWrite, values)
  }
  async all(): Promise<SqlResult> {
    return (await this.#sender.send([this]))[0] as SqlResult
  }
  run(): Promise<SqlResult> {
    return this.all()
  }
  // D1's own `first` also reads all rows.
  async first(column?: string): Promise<unknown> {
    const row = (await this.all()).results[0] as Record<string, unknown> | undefined
    return row === undefined ? null : column === undefined ? row : row[column]
  }
  /** Only Prisma calls it. Reports no rows for single tables. */
  async raw(options?: { columnNames?: false }): Promise<unknown> {
    let rows: unknown
    await trip([this], async () => {
      rows = await (this.statement as D1PreparedStatement).raw(options)
      return []
    })
    noteWrites(this.#sender.db, [this])
    return rows
  }
}

/**
 * Sends these with the request's next read. The same query and values then need no trip, once,
 * until the request writes anything but its sign-in.
 */
export const readAlongside = (asked: Asked, statements: readonly SqlStatement[]): void => {
  const { unsent = [], read = [] } = ahead.get(asked) ?? {}
  ahead.set(asked, { unsent: [...unsent, ...(statements as unknown as readonly Measured[])], read })
}

/** After the response everything is read afresh. */
export const forgetAhead = (asked: Asked): void => {
  ahead.delete(asked)
}

const known = new WeakMap<SqlDatabase, SqlDatabase>()
const behind = new WeakMap<SqlDatabase, SqlDatabase>()

/** Always the same object, because caches use it as key. */
export const measuredDatabase = (db: SqlDatabase): SqlDatabase => {
  const measured = known.get(db) ?? measure(db)
  known.set(db, measured)
  behind.set(measured, db)
  return measured
}

/** Without counting. Caches use it as key, so that scheduled jobs clear those of requests. */
export const databaseItself = (db: SqlDatabase): SqlDatabase => behind.get(db) ?? db

const measure = (db: SqlDatabase): SqlDatabase => {
  const sender = new Sender(db)
  return {
    prepare: (sql) => new Measured(sql, db.prepare(sql), sender, isWrite(sql)) as unknown as SqlStatement,
    batch: ((statements: Measured[]) => sender.send(statements)) as unknown as SqlDatabase['batch'],
  }
}
