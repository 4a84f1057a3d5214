// Whether there is anything to do, asked of the database before it is done: many such questions are one statement and one round trip.

type Value = string | number

/** A SQL expression that is true or not, with numbered parameters of its own. */
export type Condition = { sql: string; values: readonly Value[] }

/** True when this finds a row. */
export const exists = (sql: string, ...values: Value[]): Condition => ({ sql: `EXISTS (${sql})`, values })

// Each text is the same every time: what it is between its parameters is looked for once.
const known = new Map<string, readonly string[]>()

/** What stands between the parameters of a condition, and by turns their numbers. */
const piecesOf = (sql: string): readonly string[] => {
  const pieces = known.get(sql) ?? sql.split(/\?(\d+)/)
  known.set(sql, pieces)
  return pieces
}

/** Whether one of them holds, with its parameters numbered on from those that are there; none holds of none. */
export const anyOf = (some: readonly Condition[], before: readonly Value[] = []): Condition => {
  // One by itself is numbered already.
  if (some[0] && some.length === 1 && before.length === 0) return some[0]
  const all = [...before]
  const place = (value: Value): number => (all.includes(value) ? all.indexOf(value) + 1 : all.push(value))
  const one = ({ sql, values }: Condition): string =>
    piecesOf(sql)
      .map((piece, n) => (n % 2 === 0 ? piece : `?${place(values[Number(piece) - 1] ?? '')}`))
      .join('')
  return { sql: some.map(one).join('\n    OR ') || '0', values: all }
}

/** What each of these is, in one row for `heldIn`. @param besides SQL of what is read in the same row */
export const selectWhichHold = (db: D1Database, asked: readonly Condition[], besides = 'NULL'): D1PreparedStatement => {
  const columns = [`${besides} AS besides`]
  let all: readonly Value[] = []
  for (const one of asked) {
    const { sql, values } = anyOf([one], all)
    columns.push(`${sql} AS c${columns.length}`)
    all = values
  }
  return db.prepare(`SELECT\n  ${columns.join(',\n  ')}`).bind(...all)
}

/** What each of the conditions is, 0 for one that does not hold, and what was read besides. */
export const heldIn = (result: D1Result | undefined): { held: number[]; besides: string | null } => {
  const { besides, ...held } = (result?.results[0] ?? { besides: null }) as Record<string, number> & { besides: string | null }
  return { held: Object.values(held).map((one) => one ?? 0), besides }
}
