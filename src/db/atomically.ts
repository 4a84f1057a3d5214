import type { SoFar } from '../act.ts'
import { AppError } from '../errors.ts'
import { ok, type Result, refuse } from '../result.ts'

const told = new WeakMap<D1PreparedStatement, SoFar>()

/** Notes in `soFar` when the batch that holds this statement is written. */
export const tellWritten = (statement: D1PreparedStatement, soFar: SoFar | undefined): D1PreparedStatement => {
  if (soFar) told.set(statement, soFar)
  return statement
}

/** Whoever was erased meanwhile is gone: to every act that is a broken guard, what it read no longer holds. */
const asBrokenGuard = /malformed JSON|\b(person|account)_is_erased\b/

/** The whole words of a failure of D1: what a trigger raised, the columns of a unique index or its name, and the two names below. */
const saidBy = (message: string): Set<string> =>
  new Set([
    ...(message.match(/[\w.]+/g) ?? []),
    ...(/UNIQUE constraint failed: ([\w.]+(?:, [\w.]+)+)/.exec(message)?.slice(1) ?? []),
    ...(asBrokenGuard.test(message) ? [guardBroken] : []),
    ...(message.includes(foreignKeyBroken) ? [foreignKeyBroken] : []),
  ])

/**
 * Runs the statements as one D1 batch: all of them or none. A refusal raised by a trigger (RAISE(ABORT, 'event_full')) or by a
 * constraint named in `refusals` comes back as a value; any other failure is thrown.
 *
 * @param refusals each mapped to the reason to return: words of triggers, `Table.column` or all columns of a unique index as SQLite spells
 *   them (its name where it is of an expression), `guardBroken` and `foreignKeyBroken`. A word is compared whole
 */
export const atomically = async <R extends string = never>(
  db: D1Database,
  statements: D1PreparedStatement[],
  refusals: Record<string, R> = {},
): Promise<Result<D1Result[], R>> => {
  try {
    const written = ok(await db.batch(statements))
    for (const statement of statements) {
      const soFar = told.get(statement)
      if (soFar) soFar.wrote = true
    }
    return written
  } catch (error) {
    const said = saidBy(error instanceof Error ? error.message : '')
    const found = Object.entries(refusals).find(([word]) => said.has(word))
    if (found) return refuse(found[1])
    // Every batch that stores messages is counted for the account, and a verb need not know of it.
    if (said.has('limit_reached')) throw new AppError('too_much_mail', 'Counted once too often')
    throw error
  }
}

/**
 * A statement that lets its batch go on only when `condition` holds at that moment, for decisions made on something read earlier
 * (the event's version, the set of people to tell). When it does not hold, the batch fails with the word `guardBroken`.
 *
 * @param condition a SQL expression with numbered parameters
 */
export const guard = (db: D1Database, condition: string, ...values: unknown[]): D1PreparedStatement =>
  // json() of something that is not JSON is an error that SQLite raises only when this branch is reached.
  db.prepare(`SELECT CASE WHEN (${condition}) THEN 1 ELSE json('guard broken') END`).bind(...values)

/**
 * What `atomically` would refuse, with nothing written: for a page that must not promise what saving refuses. A statement that always fails
 * is put at the end, so that the batch never holds.
 */
export const wouldRefuse = async <R extends string>(
  db: D1Database,
  statements: D1PreparedStatement[],
  refusals: Record<string, R>,
): Promise<R | undefined> => {
  const tried = await atomically<R | 'nothing'>(db, [...statements, guard(db, '0')], { ...refusals, [guardBroken]: 'nothing' })
  return tried.ok || tried.reason === 'nothing' ? undefined : (tried.reason as R)
}

/** What a broken `guard` is called in the `refusals` of `atomically`. */
export const guardBroken = 'malformed JSON'

/** What a row that names another one which is not there, or is gone while it is named, is called in them. */
export const foreignKeyBroken = 'FOREIGN KEY constraint failed'
