import { AppError } from '#base/errors.ts'

const known = new WeakMap<SqlDatabase, SqlDatabase>()

/** Matches SQL that writes. */
export const writes = /\b(INSERT\s+(OR\s+\w+\s+)?INTO|REPLACE\s+INTO|UPDATE\s+\S+\s+SET|DELETE\s+FROM)\b/i

/** Read only, for maintenance. Always the same object, because caches use it as key. */
export const restingDatabase = (db: SqlDatabase): SqlDatabase => {
  const resting = known.get(db) ?? {
    prepare: (sql: string) => {
      if (writes.test(sql)) throw new AppError('unavailable', 'The service rests: nothing is written')
      return db.prepare(sql)
    },
    batch: <Row>(statements: SqlStatement[]) => db.batch<Row>(statements),
  }
  known.set(db, resting)
  return resting
}
