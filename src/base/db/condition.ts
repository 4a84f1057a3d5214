// Conditions (is there anything to do?), joined into one statement.

import { mapped, one, type Read } from './read.ts'

type Value = string | number

/** A SQL expression that is true or false, with numbered parameters of its own. */
export type Condition = { sql: string; values: readonly Value[] }

/** True when the query finds a row. */
export const exists = (sql: string, ...values: Value[]): Condition => ({ sql: `EXISTS (${sql})`, values })

// Texts repeat, so splitting and joining them is cached.
const known = new Map<string, { id: number; pieces: readonly string[] }>()
const together = new Map<string, string>()

/** SQL and parameter numbers in turn. */
const knownOf = (sql: string): { id: number; pieces: readonly string[] } => {
  const parsed = known.get(sql) ?? { id: known.size, pieces: sql.split(/\?(\d+)/) }
  known.set(sql, parsed)
  return parsed
}

/** Joins conditions with `join` (cached under `name`); renumbers parameters to follow `all`. */
const numberedOn = (
  some: readonly Condition[],
  all: Value[],
  name: string | number,
  join: (texts: readonly string[]) => string,
): string => {
  const place = (value: Value): number => (all.includes(value) ? all.indexOf(value) + 1 : all.push(value))
  const each = some.map(({ sql, values }) => {
    const { id, pieces } = knownOf(sql)
    return { id, pieces: pieces.map((piece, n) => (n % 2 === 0 ? piece : place(values[Number(piece) - 1] ?? ''))) }
  })
  const key = `${name} ${each.map(({ id, pieces }) => [id, ...pieces.filter((piece) => typeof piece === 'number')].join('.')).join(' ')}`
  const text = together.get(key) ?? join(each.map(({ pieces }) => pieces.map((piece, n) => (n % 2 === 0 ? piece : `?${piece}`)).join('')))
  together.set(key, text)
  return text
}

/** False for none; parameters are numbered on from `before`. */
export const anyOf = (some: readonly Condition[], before: readonly Value[] = []): Condition => {
  // A single one is numbered already.
  if (some[0] && some.length === 1 && before.length === 0) return some[0]
  const all = [...before]
  return { sql: numberedOn(some, all, 'any', (texts) => texts.join('\n    OR ') || '0'), values: all }
}

/** One row: the value of each condition (0: false), and `besides`, SQL to read with it. */
export const selectWhichHold = (
  db: SqlDatabase,
  asked: readonly Condition[],
  besides = 'NULL',
): Read<{ held: number[]; besides: string | null }> => {
  const values: Value[] = []
  const text = numberedOn(
    asked,
    values,
    knownOf(besides).id,
    (texts) => `SELECT\n  ${[`${besides} AS besides`, ...texts.map((condition, n) => `${condition} AS c${n + 1}`)].join(',\n  ')}`,
  )
  type Row = Record<string, number | null> & { besides: string | null }
  return mapped(one<Row>(db.prepare(text).bind(...values)), (row) => {
    const { besides: read, ...held } = row ?? { besides: null }
    return { held: Object.values(held).map((is) => is ?? 0), besides: read }
  })
}
