// What schools did with last year's return, many rows at a time.
import { all, type Read } from '#base/db/read.ts'

export const selectReturnsOf = (db: D1Database, roundId: string): Read<{ id: string; schoolId: string }[]> =>
  all(db.prepare('SELECT t.id, t.schoolId FROM SchoolReturn t WHERE t.roundId = ?1 ORDER BY t.id').bind(roundId))

const insertAll = (db: D1Database, table: string, rows: readonly Record<string, unknown>[]): D1PreparedStatement[] => {
  const [first] = rows
  if (!first) return []
  const names = Object.keys(first)
  return [
    db
      .prepare(
        `INSERT INTO ${table} (${names.join(', ')}) SELECT ${names.map((name) => `value ->> '${name}'`).join(', ')} FROM json_each(?1)`,
      )
      .bind(JSON.stringify(rows)),
  ]
}

/** Rows by table, written in this order. */
export const insertDone = async (db: D1Database, tables: Readonly<Record<string, readonly Record<string, unknown>[]>>): Promise<void> => {
  const statements = Object.entries(tables).flatMap(([table, rows]) => insertAll(db, table, rows))
  if (statements.length > 0) await db.batch(statements)
}

export const markAllTold = (db: D1Database, roundId: string): Promise<unknown> =>
  db.prepare('UPDATE SchoolReturn SET toldAt = createdAt WHERE roundId = ?1').bind(roundId).run()
