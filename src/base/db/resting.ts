import { AppError } from '#base/errors.ts'

const known = new WeakMap<D1Database, D1Database>()

/** Matches SQL that writes. */
export const writes = /\b(INSERT\s+(OR\s+\w+\s+)?INTO|REPLACE\s+INTO|UPDATE\s+\S+\s+SET|DELETE\s+FROM)\b/i

/** Read only, for maintenance. Always the same object, because caches use it as key. */
export const restingDatabase = (db: D1Database): D1Database => {
  const resting =
    known.get(db) ??
    new Proxy(db, {
      get(target, key) {
        const value = Reflect.get(target, key)
        if (typeof value !== 'function') return value
        if (key !== 'prepare') return value.bind(target)
        return (sql: string) => {
          if (writes.test(sql)) throw new AppError('unavailable', 'The service rests: nothing is written')
          return target.prepare(sql)
        }
      },
    })
  known.set(db, resting)
  return resting
}
