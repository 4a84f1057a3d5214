// Resend allows a number of calls per second and reports in each answer how many are left. Callers
// ask for a turn first, so that concurrent calls stay within the limit.
import type { Pace } from './message.ts'

export type Clock = {
  now: () => Date
  wait: (milliseconds: number) => Promise<void>
}

export type Turns = {
  /** Waits until a call may be made; false when that exceeds the patience. */
  ready: () => Promise<boolean>
  /** The same, and counts the call. */
  take: () => Promise<boolean>
  /** Reads the limit from an answer. */
  onAnswer: (pace: Pace | undefined) => void
  /** Whether the limit is known yet. */
  isKnown: () => boolean
  holdUntil: (moment: Date) => void
}

/**
 * The provider counts a call somewhere between its start and its answer. So calls under way plus
 * those answered in the last second stay within the limit; then none of the provider's seconds
 * exceeds it. @param patience milliseconds to wait for one turn at most
 */
export const newTurns = (clock: Clock, patience: number): Turns => {
  let limit: number | undefined
  let windowMilliseconds = 1000
  let notBefore = 0
  let underWay = 0
  let answered: number[] = []
  // Other programs may share the key, so take no more than an answer says is left.
  let left = { calls: Number.POSITIVE_INFINITY, until: 0 }
  /** When the next call may begin; undefined: after a running call is answered. */
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
    onAnswer: (pace) => {
      const at = clock.now().getTime()
      underWay = Math.max(0, underWay - 1)
      answered.push(at)
      if (pace?.remaining === undefined || pace.resetSeconds === undefined) return
      limit = Math.max(1, pace.limit ?? limit ?? 1)
      windowMilliseconds = Math.max(1, pace.resetSeconds) * 1000
      // Running calls may not be counted in it yet.
      const remaining = pace.remaining - underWay
      left = { calls: at < left.until ? Math.min(left.calls, remaining) : remaining, until: at + windowMilliseconds }
    },
    isKnown: () => limit !== undefined,
    holdUntil: (moment) => {
      notBefore = Math.max(notBefore, moment.getTime())
    },
  }
}
