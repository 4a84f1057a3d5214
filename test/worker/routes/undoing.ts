// A database in which whatever is written is undone at once.
import { AppError } from '#base/errors.ts'
import { db } from '#test/support/factories.ts'

export const undone = 'all_is_undone'
const writing = /\b(INSERT\s+(OR\s+\w+\s+)?INTO|REPLACE\s+INTO|UPDATE\s+\S+\s+SET|DELETE\s+FROM)\b/i
/** What is counted of a refusal, a form that is kept for after signing in, and what looks for mail that is due, may stay. */
const kept = /\b(RefusalCount|SavedForm|LimitUse|UPDATE Message SET)\b/
/** What stays of it can be read, and of nothing else. */
export const changing = /\b(RefusalCount|SavedForm|LimitUse|Message)\b/
const writes = (sql: string): boolean => writing.test(sql) && !kept.test(sql)

/** Of the table that `undoing` needs. */
export const undoingTable = `CREATE TABLE AllUndone (n INTEGER CONSTRAINT ${undone} CHECK (n = 0))`

/** A database in which everything is tried, with each rule that it keeps, and nothing stays: the last statement of a batch always fails. */
export const undoing = (): SqlDatabase => {
  const real = new WeakMap<SqlStatement, { statement: SqlStatement; writes: boolean }>()
  const tryOut = async <T>(statements: SqlStatement[]): Promise<SqlResult<T>[]> => {
    const known = statements.map((statement) => real.get(statement) ?? { statement, writes: false })
    const asked = known.map(({ statement }) => statement)
    if (!known.some((one) => one.writes)) return db.batch<T>(asked)
    try {
      return await db.batch<T>([...asked, db.prepare('INSERT INTO AllUndone VALUES (1)')])
    } catch (error) {
      // Nobody reads where it was, and to find out takes longer than the page.
      if (String(error).includes(undone)) throw Object.assign(new AppError('unavailable', undone), { stack: undone })
      throw error
    }
  }
  const follow = (statement: SqlStatement, isWrite: boolean): SqlStatement => {
    const followed: SqlStatement = new Proxy(statement, {
      get(target, key) {
        const value = Reflect.get(target, key)
        if (typeof value !== 'function') return value
        if (key === 'bind') return (...values: unknown[]) => follow(target.bind(...values), isWrite)
        if (['run', 'all', 'first', 'raw'].includes(String(key)) && isWrite) return async () => (await tryOut([followed]))[0]
        return value.bind(target)
      },
    })
    real.set(followed, { statement, writes: isWrite })
    return followed
  }
  return new Proxy(db, {
    get(target, key) {
      const value = Reflect.get(target, key)
      if (typeof value !== 'function') return value
      if (key === 'prepare') return (sql: string) => follow(target.prepare(sql), writes(sql))
      return key === 'batch' ? tryOut : value.bind(target)
    },
  })
}
