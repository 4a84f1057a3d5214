import type { Extra, SoFar } from '#base/act.ts'
import { AppError } from '#base/errors.ts'
import { ok, type Result, refuse } from '#base/result.ts'

type Stored = Parameters<Extra>[0]['stored'] | 'unread'

const notedOf = new WeakMap<SqlStatement, { soFar: SoFar; stored?: Stored }>()

/** Notes in `soFar` that the batch with this statement was written. */
export const noteWritten = (statement: SqlStatement, soFar: SoFar | undefined): SqlStatement => {
  if (soFar) notedOf.set(statement, { soFar })
  return statement
}

/** The same for stored messages; 'unread' if only the database knows their text. */
export const noteStored = (statement: SqlStatement, soFar: SoFar | undefined, stored: Stored): SqlStatement => {
  if (soFar) notedOf.set(statement, { soFar, stored })
  return statement
}

const extraOf = (statements: readonly SqlStatement[]): ReturnType<Extra> | undefined => {
  const noted = statements.flatMap((statement) => notedOf.get(statement) ?? [])
  const stored = noted.flatMap((one) => (one.stored === undefined || one.stored === 'unread' ? [] : one.stored))
  return noted[0]?.soFar.extra?.({
    stored,
    logged: noted.some((one) => one.stored === undefined),
    unread: noted.some((one) => one.stored === 'unread'),
  })
}

/** SQLite could not parse a statement, so nothing was written. Refusals have other messages. */
const cannotBeRead = (error: unknown): boolean =>
  error instanceof Error && /no such (table|column|function)|syntax error|ambiguous column/.test(error.message)

const writeAll = async (db: SqlDatabase, statements: SqlStatement[]): Promise<SqlResult[]> => {
  const extra = extraOf(statements)
  if (!extra || extra.statements.length === 0) {
    const results = await db.batch(statements)
    extra?.onResults([])
    return results
  }
  try {
    const results = await db.batch([...statements, ...extra.statements])
    extra.onResults(results.splice(statements.length))
    return results
  } catch (error) {
    if (!cannotBeRead(error)) throw error
    const results = await db.batch(statements)
    console.error(JSON.stringify({ extra: error instanceof Error ? error.message : String(error) }))
    extra.onResults(undefined)
    return results
  }
}

/** Somebody was erased meanwhile, so what the act read is out of date, as with a broken guard. */
const asBrokenGuard = /malformed JSON|\b(person|account)_is_erased\b/

/** The words in D1's error: a trigger's word, a unique index or its columns, or a name below. */
const saidBy = (message: string): Set<string> =>
  new Set([
    ...(message.match(/[\w.]+/g) ?? []),
    ...(/UNIQUE constraint failed: ([\w.]+(?:, [\w.]+)+)/.exec(message)?.slice(1) ?? []),
    ...(asBrokenGuard.test(message) ? [guardBroken] : []),
    ...(message.includes(foreignKeyBroken) ? [foreignKeyBroken] : []),
  ])

/**
 * Runs the statements as one D1 batch, all or none. Returns refusals named here, throws the rest.
 * @param refusals the reason for each trigger's word, `Table.column`, all columns of a unique index
 *   (its name where it is of an expression), `guardBroken` or `foreignKeyBroken`; compared whole
 */
export const atomically = async <R extends string = never>(
  db: SqlDatabase,
  statements: SqlStatement[],
  refusals: Record<string, R> = {},
): Promise<Result<SqlResult[], R>> => {
  try {
    const results = await writeAll(db, statements)
    for (const statement of statements) {
      const noted = notedOf.get(statement)
      if (noted && noted.stored === undefined) noted.soFar.wrote = true
    }
    return ok(results)
  } catch (error) {
    const words = saidBy(error instanceof Error ? error.message : '')
    const refusal = Object.entries(refusals).find(([word]) => words.has(word))
    if (refusal) return refuse(refusal[1])
    // Every batch counts its messages and what it logs, so callers need not handle these refusals.
    for (const word of ['too_much_mail', 'too_much_today'] as const) if (words.has(word)) throw new AppError(word, 'Counted once too often')
    throw error
  }
}

/** Fails its batch with `guardBroken` unless `condition`, SQL with numbered parameters, holds. */
export const guard = (db: SqlDatabase, condition: string, ...values: unknown[]): SqlStatement =>
  // json() of invalid JSON fails, but only if this branch is reached.
  db.prepare(`SELECT CASE WHEN (${condition}) THEN 1 ELSE json('guard broken') END`).bind(...values)

/** What `atomically` would refuse, without writing: a guard that always fails ends the batch. */
export const wouldRefuse = async <R extends string>(
  db: SqlDatabase,
  statements: SqlStatement[],
  refusals: Record<string, R>,
): Promise<R | undefined> => {
  const tried = await atomically<R | 'nothing'>(db, [...statements, guard(db, '0')], { ...refusals, [guardBroken]: 'nothing' })
  return tried.ok || tried.reason === 'nothing' ? undefined : (tried.reason as R)
}

/** A broken `guard`, as a key of `refusals`. */
export const guardBroken = 'malformed JSON'

/** A row that refers to one that does not exist, as a key of `refusals`. */
export const foreignKeyBroken = 'FOREIGN KEY constraint failed'
