// Whether there is anything to do, asked of the database before it is done: many such questions are one statement and one round trip.

type Value = string | number

/** A SQL expression that is true or not, with numbered parameters of its own. */
export type Condition = { sql: string; values: readonly Value[] }

/** True when this finds a row. */
export const exists = (sql: string, ...values: Value[]): Condition => ({ sql: `EXISTS (${sql})`, values })

/** Whether one of them holds, with its parameters numbered on from those that are there; none holds of none. */
export const anyOf = (some: readonly Condition[], before: readonly Value[] = []): Condition => {
  const all = [...before]
  const place = (value: Value): number => (all.includes(value) ? all.indexOf(value) + 1 : all.push(value))
  const one = ({ sql, values }: Condition): string => sql.replaceAll(/\?(\d+)/g, (_, at) => `?${place(values[Number(at) - 1] ?? '')}`)
  return { sql: some.map(one).join('\n    OR ') || '0', values: all }
}

/** What each of these is, in one row for `heldIn`. */
export const selectWhichHold = (db: D1Database, asked: readonly Condition[]): D1PreparedStatement => {
  const columns: string[] = []
  let all: readonly Value[] = []
  for (const one of asked) {
    const { sql, values } = anyOf([one], all)
    columns.push(`${sql} AS c${columns.length}`)
    all = values
  }
  return db.prepare(`SELECT\n  ${columns.join(',\n  ') || '0 AS c0'}`).bind(...all)
}

/** What each of the conditions is, 0 for one that does not hold. */
export const heldIn = (result: D1Result | undefined): number[] =>
  Object.values((result?.results[0] ?? {}) as Record<string, number>).map((held) => held ?? 0)
