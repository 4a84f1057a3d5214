// The database of tests in workerd: what Miniflare has for D1, without its Worker in between, its checks of what D1's own client has made, and its two
// questions beside each statement that only reads, which together took longer than the statements. `test/worker/base/db/d1.test.ts` asks both alike.
import { DurableObject } from 'cloudflare:workers'

type Query = { sql: string; params?: (SqlStorageValue | number[])[] }
type State = { changes: number; lastRow: number; size: number }
type Row = Record<string, SqlStorageValue>

const reads = /^\s*SELECT\b/i
const sent = (value: SqlStorageValue): unknown => (value instanceof ArrayBuffer ? [...new Uint8Array(value)] : value)
const withoutBuffers = (row: Row): unknown => {
  for (const name in row)
    if (row[name] instanceof ArrayBuffer) return Object.fromEntries(Object.entries(row).map(([of, value]) => [of, sent(value)]))
  return row
}

export class Database extends DurableObject {
  readonly #sql = this.ctx.storage.sql
  #state: State | undefined

  #asked(): State {
    const counts = 'SELECT total_changes() AS changes, last_insert_rowid() AS lastRow'
    return { ...this.#sql.exec<Omit<State, 'size'>>(counts).one(), size: this.#sql.databaseSize }
  }

  #answer({ sql, params }: Query, asLists: boolean): unknown {
    this.#state ??= this.#asked()
    const [before, begun] = [this.#state, performance.now()]
    // Bytes come as a list of numbers, and go as one.
    const values = (params ?? []).map((value) => (Array.isArray(value) ? new Uint8Array(value).buffer : value))
    const cursor = this.#sql.exec(sql, ...values)
    const results = asLists
      ? { columns: cursor.columnNames, rows: [...cursor.raw()].map((row) => row.map(sent)) }
      : cursor.toArray().map(withoutBuffers)
    if (!reads.test(sql)) this.#state = this.#asked()
    const duration = performance.now() - begun
    const { changes, lastRow, size } = this.#state
    return {
      success: true,
      results,
      meta: {
        ...{ served_by: 'tests', served_by_primary: true, total_attempts: 1, timings: { sql_duration_ms: duration }, duration },
        ...{ changes: changes - before.changes, last_row_id: lastRow, size_after: size },
        changed_db: changes !== before.changes || lastRow !== before.lastRow || size !== before.size,
        ...{ rows_read: cursor.rowsRead, rows_written: cursor.rowsWritten },
      },
    }
  }

  /** What D1 answers to what its client sends. */
  ask(body: string, asLists: boolean): string {
    const queries = [JSON.parse(body)].flat() as Query[]
    const answers = (): unknown[] => queries.map((query) => this.#answer(query, asLists))
    try {
      // What only reads leaves nothing to be taken back.
      return JSON.stringify(queries.every(({ sql }) => reads.test(sql)) ? answers() : this.ctx.storage.transactionSync(answers))
    } catch (error) {
      this.#state = undefined
      return JSON.stringify({ success: false, error: error instanceof Error ? error.message : String(error) })
    }
  }
}

export default {}
