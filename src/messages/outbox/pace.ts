// The provider takes so many calls in a second and says in each answer how many are left. Whoever calls asks for a turn first, so that several
// calls at once do not run into the limit.
import type { Pace } from './message.ts'

/** Time as the deliverer sees it. */
export type Clock = {
  now: () => Date
  /** @param milliseconds how long to do nothing */
  wait: (milliseconds: number) => Promise<void>
}

export type Turns = {
  /** Waits until a call may be made; false when that would be later than patience allows. */
  ready: () => Promise<boolean>
  /** The same, and counts the call. */
  take: () => Promise<boolean>
  /** What an answer said of the limit. */
  heard: (pace: Pace | undefined) => void
  /** Whether anything is known of the limit. */
  isKnown: () => boolean
  /** No call before then. */
  holdUntil: (moment: Date) => void
}

/**
 * A call is counted by the provider at some moment between its beginning and its answer. So at most as many as the limit are under way or were
 * answered within the last of its seconds: then none of its seconds, whenever it begins, counts more.
 *
 * @param patience at most so many milliseconds are waited for one turn
 */
export const newTurns = (clock: Clock, patience: number): Turns => {
  let limit: number | undefined
  let windowMilliseconds = 1000
  let notBefore = 0
  let underWay = 0
  let answered: number[] = []
  // Others may use the same key: of a second no more is taken than an answer says is left.
  let left = { calls: Number.POSITIVE_INFINITY, until: 0 }
  /** When the next call may begin; undefined: when one that is under way has been answered. */
  const nextTurn = (at: number): number | undefined => {
    answered = answered.filter((moment) => moment + windowMilliseconds > at)
    const earliest = at < left.until && left.calls <= 0 ? Math.max(notBefore, left.until) : notBefore
    const over = underWay + answered.length - (limit ?? Number.POSITIVE_INFINITY)
    if (over < 0) return earliest
    const frees = answered[over]
    return frees === undefined ? undefined : Math.max(earliest, frees + windowMilliseconds)
  }
  const ready = async (): Promise<boolean> => {
    for (let waited = 0; ; ) {
      const at = clock.now().getTime()
      const wait = (nextTurn(at) ?? at + windowMilliseconds) - at
      if (wait <= 0) return true
      if (waited + wait > patience) return false
      waited += wait
      await clock.wait(wait)
    }
  }
  return {
    ready,
    take: async () => {
      if (!(await ready())) return false
      underWay += 1
      left.calls -= 1
      return true
    },
    heard: (pace) => {
      const at = clock.now().getTime()
      underWay = Math.max(0, underWay - 1)
      answered.push(at)
      if (pace?.remaining === undefined || pace.resetSeconds === undefined) return
      limit = Math.max(1, pace.limit ?? limit ?? 1)
      windowMilliseconds = Math.max(1, pace.resetSeconds) * 1000
      // Those under way may not be counted in it yet.
      const remaining = pace.remaining - underWay
      left = { calls: at < left.until ? Math.min(left.calls, remaining) : remaining, until: at + windowMilliseconds }
    },
    isKnown: () => limit !== undefined,
    holdUntil: (moment) => {
      notBefore = Math.max(notBefore, moment.getTime())
    },
  }
}
