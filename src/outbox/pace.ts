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

/** @param patience at most so many milliseconds are waited for one turn */
export const newTurns = (clock: Clock, patience: number): Turns => {
  let left = Number.POSITIVE_INFINITY
  let windowEnds = Number.POSITIVE_INFINITY
  let windowSeconds = 1
  let notBefore = 0
  let limit = 1
  let underWay = 0
  let mostUnderWay = 0
  // What the provider's next second has left when it has begun before ours: calls that were under way are counted in it.
  let leftOfNext: number | undefined
  const ready = async (): Promise<boolean> => {
    for (let waited = 0; ; ) {
      const at = clock.now().getTime()
      if (at >= windowEnds) {
        // A call under way may be counted in the second that begins now; when they are as many as it takes, nobody begins another.
        left = Math.max(0, (leftOfNext ?? limit) - underWay)
        leftOfNext = undefined
        windowEnds = at + windowSeconds * 1000
      }
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
      mostUnderWay = Math.max(mostUnderWay, underWay)
      return true
    },
    heard: (pace) => {
      underWay = Math.max(0, underWay - 1)
      if (pace?.remaining === undefined || pace.resetSeconds === undefined) return
      limit = Math.max(1, pace.limit ?? limit)
      windowSeconds = Math.max(1, pace.resetSeconds)
      if (!Number.isFinite(windowEnds)) windowEnds = clock.now().getTime() + windowSeconds * 1000
      // Once all calls of a second have begun, no answer of that second leaves room for as many as were ever under way.
      if (left <= 0 && (leftOfNext !== undefined || pace.remaining >= mostUnderWay))
        leftOfNext = Math.min(leftOfNext ?? limit, pace.remaining)
      // What is left is counted as calls begin; an answer, which may be about a second that has passed, only ever lowers it.
      left = Math.min(left, pace.remaining)
    },
    isKnown: () => Number.isFinite(left),
    holdUntil: (moment) => {
      notBefore = Math.max(notBefore, moment.getTime())
    },
  }
}
