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
  /** No call before then. */
  holdUntil: (moment: Date) => void
}

/** @param patience at most so many milliseconds are waited for one turn */
export const newTurns = (clock: Clock, patience: number): Turns => {
  let left = Number.POSITIVE_INFINITY
  let windowEnds = 0
  let notBefore = 0
  let limit = 1
  let underWay = 0
  const ready = async (): Promise<boolean> => {
    for (let waited = 0; ; ) {
      const at = clock.now().getTime()
      if (left <= 0 && at >= windowEnds) left = limit
      const wait = Math.max(notBefore - at, left <= 0 ? windowEnds - at : 0)
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
      left -= 1
      underWay += 1
      return true
    },
    heard: (pace) => {
      underWay = Math.max(0, underWay - 1)
      if (pace?.remaining === undefined || pace.resetSeconds === undefined) return
      limit = Math.max(1, pace.limit ?? limit)
      const ends = clock.now().getTime() + pace.resetSeconds * 1000
      const says = pace.remaining - underWay
      // An answer about the window that is known already only ever lowers what is left: others are under way.
      left = ends > windowEnds + 500 ? says : Math.min(left, says)
      windowEnds = Math.max(windowEnds, ends)
    },
    holdUntil: (moment) => {
      notBefore = Math.max(notBefore, moment.getTime())
    },
  }
}
