// What schools did with last year's return, many rows at a time.
import type { Act } from '#base/act.ts'
import { instant } from '#base/dates.ts'
import { all, one, type Read } from '#base/db/read.ts'

export const selectReturnsOf = (db: SqlDatabase, roundId: string): Read<{ id: string; schoolId: string }[]> =>
  all(db.prepare('SELECT t.id, t.schoolId FROM SchoolReturn t WHERE t.roundId = ?1 ORDER BY t.id').bind(roundId))

const insertAll = (db: SqlDatabase, table: string, rows: readonly Record<string, unknown>[]): SqlStatement[] => {
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
export const insertDone = async (db: SqlDatabase, tables: Readonly<Record<string, readonly Record<string, unknown>[]>>): Promise<void> => {
  const statements = Object.entries(tables).flatMap(([table, rows]) => insertAll(db, table, rows))
  if (statements.length > 0) await db.batch(statements)
}

export const markAllTold = (db: SqlDatabase, roundId: string): Promise<unknown> =>
  db.prepare('UPDATE SchoolReturn SET toldAt = createdAt WHERE roundId = ?1').bind(roundId).run()

/** An account for whoever has a role at a school, unless they have one. */
export const insertAccountOf = (act: Act, schoolId: string, roleId: string, id: string): Promise<unknown> =>
  act.db
    .prepare(
      `INSERT INTO Account (id, email, personId, createdAt, sharedSaidAt)
       SELECT ?3, lower(n.email), n.id, ?4, ?4
       FROM RoleAtSchool x JOIN Person n ON n.id = x.personId
       WHERE x.schoolId = ?1 AND x.roleId = ?2 AND x.supersededAt IS NULL AND x.toDate IS NULL
         AND n.email <> '' AND NOT EXISTS (SELECT 1 FROM Account a WHERE a.personId = n.id OR a.email = lower(n.email)) LIMIT 1`,
    )
    .bind(schoolId, roleId, id, instant(act.now))
    .run()

type Holder = { accountId: string; personId: string; email: string; name: string }

/** Whoever has a role at a school, and an account. */
export const selectHolder = (db: SqlDatabase, schoolId: string, roleId: string): Read<Holder | undefined> =>
  one<Holder>(
    db
      .prepare(
        `SELECT a.id AS accountId, n.id AS personId, a.email, n.name FROM RoleAtSchool x JOIN Person n ON n.id = x.personId JOIN Account a ON a.personId = n.id
         WHERE x.schoolId = ?1 AND x.roleId = ?2 AND x.supersededAt IS NULL AND x.toDate IS NULL LIMIT 1`,
      )
      .bind(schoolId, roleId),
  )
