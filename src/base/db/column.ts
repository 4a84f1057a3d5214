// Columns that are stored in another form than the code has them: 0 and 1, JSON, and NULL.

type How = 'flag' | 'json' | 'optional' | 'optional json'

type HowOf<V> = [NonNullable<V>] extends [boolean]
  ? 'flag'
  : [NonNullable<V>] extends [string | number]
    ? undefined extends V
      ? 'optional'
      : never
    : undefined extends V
      ? 'optional json'
      : 'json'

/** How each column of a row is stored, but for texts and numbers. */
export type Columns<Row> = { readonly [Column in keyof Row as HowOf<Row[Column]> extends never ? never : Column]: HowOf<Row[Column]> }

/** They have to be named unless there are none. */
export type Stored<Row> = Record<never, never> extends Columns<Row> ? [columns?: Columns<Row>] : [columns: Columns<Row>]

const readAs = (value: unknown, how: How): unknown => {
  if (how === 'flag') return value === 1
  if (value === null || value === undefined) return how === 'json' ? null : undefined
  return how === 'optional' ? value : JSON.parse(value as string)
}

/** A row as the code has it. */
export const decoded = <Row>(row: object, columns: Columns<Row>): Row =>
  ({
    ...row,
    ...Object.fromEntries(
      Object.entries(columns as Record<string, How>).map(([column, how]) => [
        column,
        readAs((row as Record<string, unknown>)[column], how),
      ]),
    ),
  }) as Row
