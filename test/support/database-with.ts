/**
 * A database of which some doors are a test's own: to do something between two steps of an act, to refuse or die at one, or to count what is asked. All else
 * goes to the true one.
 */
export const databaseWith = (target: D1Database, own: Partial<Record<'batch' | 'prepare', (asked: never) => unknown>>): D1Database =>
  new Proxy(target, {
    get(of, key) {
      const value = Reflect.get(own, key) ?? Reflect.get(of, key)
      return typeof value === 'function' ? value.bind(of) : value
    },
  })

/** One whose round trips are made by the test: each batch, and each statement's first, all, run or raw. */
export const byTrips = (target: D1Database, trip: <T>(make: () => Promise<T>) => Promise<T>): D1Database => {
  const wrap = (statement: D1PreparedStatement): D1PreparedStatement =>
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
    batch: (statements: (D1PreparedStatement & { raw_?: D1PreparedStatement })[]) =>
      trip(() => target.batch(statements.map((one) => one.raw_ ?? one))),
  })
}

/** One that dies at its n-th batch: before that is written, or after it and before anybody hears of it. */
export const dyingAt = (target: D1Database, nth: number, when: 'before' | 'after', why = 'the worker died'): D1Database => {
  let batches = 0
  return databaseWith(target, {
    batch: async (statements: D1PreparedStatement[]) => {
      batches += 1
      if (batches === nth && when === 'before') throw new Error(why)
      const done = await target.batch(statements)
      if (batches === nth) throw new Error(why)
      return done
    },
  })
}
