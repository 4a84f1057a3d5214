// Whether there is anything to do, asked of the database before it is done: many such questions are one statement and one round trip.

/** A SQL expression that is true or not, with numbered parameters of its own. */
export type Condition = { sql: string; values: readonly (string | number)[] }

/** True when this finds a row. */
export const exists = (sql: string, ...values: (string | number)[]): Condition => ({ sql: `EXISTS (${sql})`, values })

/** Of these lists of conditions, whether one of each holds; of an empty list none does. One round trip, or none for nothing but empty lists. */
export const whichHold = async (db: D1Database, asked: readonly (readonly Condition[])[]): Promise<boolean[]> => {
  const bound: (string | number)[] = []
  const place = (value: string | number): number => (bound.includes(value) ? bound.indexOf(value) + 1 : bound.push(value))
  const expressions = asked.flatMap((some, n) =>
    some.length === 0
      ? []
      : [
          `${some.map(({ sql, values }) => sql.replaceAll(/\?(\d+)/g, (_, at) => `?${place(values[Number(at) - 1] ?? '')}`)).join('\n    OR ')} AS c${n}`,
        ],
  )
  if (expressions.length === 0) return asked.map(() => false)
  const row = await db
    .prepare(`SELECT\n  ${expressions.join(',\n  ')}`)
    .bind(...bound)
    .first<Record<string, number>>()
  return asked.map((_, n) => row?.[`c${n}`] === 1)
}
