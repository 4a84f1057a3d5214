/**
 * A database of which some doors are a test's own: to do something between two steps of an act, to refuse or die at one, or to count what is asked. All else
 * goes to the true one.
 */
export const databaseWith = (target: SqlDatabase, own: Partial<Record<'batch' | 'prepare', (asked: never) => unknown>>): SqlDatabase =>
  new Proxy(target, {
    get(of, key) {
      const value = Reflect.get(own, key) ?? Reflect.get(of, key)
      return typeof value === 'function' ? value.bind(of) : value
    },
  })

/** One whose round trips are made by the test: each batch, and each statement's first, all, run or raw. */
export const byTrips = (target: SqlDatabase, trip: <T>(make: () => Promise<T>) => Promise<T>): SqlDatabase => {
  const wrap = (statement: SqlStatement): SqlStatement =>
    new Proxy(statement, {
      get(of, key) {
        if (key === 'bind') return (...values: unknown[]) => wrap(of.bind(...values))
        if (key === 'raw_') return of
        const value = Reflect.get(of, key)
        return typeof value === 'function' ? (...args: unknown[]) => trip(() => value.apply(of, args)) : value
      },
    })
  return databaseWith(target, {
    prepare: (sql: string) => wrap(target.prepare(sql)),
    batch: (statements: (SqlStatement & { raw_?: SqlStatement })[]) => trip(() => target.batch(statements.map((one) => one.raw_ ?? one))),
  })
}

/** One that dies at its n-th batch: before that is written, or after it and before anybody hears of it. */
export const dyingAt = (target: SqlDatabase, nth: number, when: 'before' | 'after', why = 'the worker died'): SqlDatabase => {
  let batches = 0
  return databaseWith(target, {
    batch: async (statements: SqlStatement[]) => {
      batches += 1
      if (batches === nth && when === 'before') throw new Error(why)
      const done = await target.batch(statements)
      if (batches === nth) throw new Error(why)
      return done
    },
  })
}
