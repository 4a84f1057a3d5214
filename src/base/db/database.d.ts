// The six methods that Muster asks of a database, as D1 has them. Whatever else answers them so can
// stand in its place (docs/decisions/0138); `test/support/d1-questions.ts` says how they answer.
// Global, as D1's own types are.

/** One SQL statement with its values. */
interface SqlStatement {
  bind(...values: unknown[]): SqlStatement
  all<Row = Record<string, unknown>>(): Promise<SqlResult<Row>>
  run<Row = Record<string, unknown>>(): Promise<SqlResult<Row>>
  /** The first row, or a column of it; null without one. */
  first<Value = unknown>(column: string): Promise<Value | null>
  first<Row = Record<string, unknown>>(): Promise<Row | null>
}

interface SqlResult<Row = unknown> {
  results: Row[]
  /** Rows that were changed, and those that were read and written with all indexes. */
  meta: { changes: number; rows_read: number; rows_written: number }
}

interface SqlDatabase {
  prepare(sql: string): SqlStatement
  /** All of them or none, in this order. Throws with the words of the first that fails. */
  batch<Row = unknown>(statements: SqlStatement[]): Promise<SqlResult<Row>[]>
}
