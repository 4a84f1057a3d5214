// The clock of a whole run of tests, for what only shows on some days: MUSTER_CLOCK=2028-02-29 npm test. Everything that reads the time is moved
// by as much: this process, the Worker in workerd, and the pages in Chromium. Without MUSTER_CLOCK nothing is touched.

/**
 * Moves `Date` of the realm in which it runs. It stands alone, for its text is run in workerd and in Chromium as well.
 *
 * @param ahead milliseconds; below nothing for an earlier time
 */
export const moveClock = (ahead: number): void => {
  const Machine = Date
  const now = () => Machine.now() + ahead
  globalThis.Date = new Proxy(Machine, {
    construct: (target, given, made) => Reflect.construct(target, given.length === 0 ? [now()] : given, made),
    apply: () => String(new Machine(now())),
    get: (target, key) => (key === 'now' ? now : Reflect.get(target, key)),
  })
}

/** The same as a script. */
export const scriptThatMoves = (ahead: number): string => `(${String(moveClock)})(${ahead})`
