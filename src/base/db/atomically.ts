import type { Ending, SoFar } from '#base/act.ts'
import { AppError } from '#base/errors.ts'
import { ok, type Result, refuse } from '#base/result.ts'

type Stored = Parameters<Ending>[0]['stored'] | 'unread'
type Told = { soFar: SoFar; stored?: Stored }

const told = new WeakMap<D1PreparedStatement, Told>()

/** Notes in `soFar` when the batch that holds this statement is written. */
export const tellWritten = (statement: D1PreparedStatement, soFar: SoFar | undefined): D1PreparedStatement => {
  if (soFar) told.set(statement, { soFar })
  return statement
}

/** The same of a statement that stores messages; 'unread': what they say is known to the database alone. */
export const tellStored = (statement: D1PreparedStatement, soFar: SoFar | undefined, stored: Stored): D1PreparedStatement => {
  if (soFar) told.set(statement, { soFar, stored })
  return statement
}

/** What this batch ends with. */
const endingOf = (statements: readonly D1PreparedStatement[]): ReturnType<Ending> | undefined => {
  const said = statements.flatMap((statement) => told.get(statement) ?? [])
  const stored = said.flatMap((one) => (one.stored === undefined || one.stored === 'unread' ? [] : one.stored))
  return said[0]?.soFar.ending?.({
    stored,
    logged: said.some((one) => one.stored === undefined),
    unread: said.some((one) => one.stored === 'unread'),
  })
}

/** A statement that the database cannot even read: nothing of its batch was written. A trigger's word and broken JSON are said otherwise. */
const cannotBeRead = (error: unknown): boolean =>
  error instanceof Error && /no such (table|column|function)|syntax error|ambiguous column/.test(error.message)

/** One batch with its ending. What cannot be asked at its end must not undo what somebody did, and is then said to be unknown. */
const written = async (db: D1Database, statements: D1PreparedStatement[]): Promise<D1Result[]> => {
  const ending = endingOf(statements)
  if (!ending || ending.statements.length === 0) {
    const results = await db.batch(statements)
    ending?.heard([])
    return results
  }
  try {
    const results = await db.batch([...statements, ...ending.statements])
    ending.heard(results.splice(statements.length))
    return results
  } catch (error) {
    if (!cannotBeRead(error)) throw error
    const results = await db.batch(statements)
    console.error(JSON.stringify({ ending: error instanceof Error ? error.message : String(error) }))
    ending.heard(undefined)
    return results
  }
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
    const results = await written(db, statements)
    for (const statement of statements) {
      const said = told.get(statement)
      if (said && said.stored === undefined) said.soFar.wrote = true
    }
    return ok(results)
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
