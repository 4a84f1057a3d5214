// The database of tests in workerd: what Miniflare has for D1, without its Worker in between, its checks of what D1's own client has made, and its two
// questions beside each statement that only reads, which together took longer than the statements. `test/worker/base/db/d1.test.ts` asks both alike.
import { DurableObject } from 'cloudflare:workers'

type Query = { sql: string; params?: (SqlStorageValue | number[])[] }
type Counts = { changes: number; lastRow: number }

export class Database extends DurableObject {
  readonly #sql = this.ctx.storage.sql
  #counts: Counts | undefined

  #counted(): Counts {
    return this.#sql.exec<Counts>('SELECT total_changes() AS changes, last_insert_rowid() AS lastRow').one()
  }

  #answer({ sql, params }: Query, asLists: boolean): unknown {
    this.#counts ??= this.#counted()
    const [before, sizeBefore, begun] = [this.#counts, this.#sql.databaseSize, performance.now()]
    // Bytes come as a list of numbers, and go as one.
    const values = (params ?? []).map((value) => (Array.isArray(value) ? new Uint8Array(value).buffer : value))
    const cursor = this.#sql.exec(sql, ...values)
    const columns = cursor.columnNames
    const rows = [...cursor.raw()].map((row) => row.map((value) => (value instanceof ArrayBuffer ? [...new Uint8Array(value)] : value)))
    if (!/^\s*SELECT\b/i.test(sql)) this.#counts = this.#counted()
    const duration = performance.now() - begun
    const { changes, lastRow } = this.#counts
    const size = this.#sql.databaseSize
    return {
      success: true,
      results: asLists ? { columns, rows } : rows.map((row) => Object.fromEntries(columns.map((name, n) => [name, row[n]]))),
      meta: {
        ...{ served_by: 'tests', served_by_primary: true, total_attempts: 1, timings: { sql_duration_ms: duration }, duration },
        ...{ changes: changes - before.changes, last_row_id: lastRow, size_after: size },
        changed_db: changes !== before.changes || lastRow !== before.lastRow || size !== sizeBefore,
        ...{ rows_read: cursor.rowsRead, rows_written: cursor.rowsWritten },
      },
    }
  }

  /** What D1 answers to what its client sends. */
  ask(body: string, asLists: boolean): string {
    const queries = [JSON.parse(body)].flat() as Query[]
    try {
      return JSON.stringify(this.ctx.storage.transactionSync(() => queries.map((query) => this.#answer(query, asLists))))
    } catch (error) {
      this.#counts = undefined
      return JSON.stringify({ success: false, error: error instanceof Error ? error.message : String(error) })
    }
  }
}

export default {}
