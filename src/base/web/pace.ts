// Long work without blocking others: an isolate does one step at a time with pauses, and one piece
// of work per account.
import type { Act } from '#base/act.ts'
import { AppError } from '#base/errors.ts'
import type { GiveWay } from '#base/steps.ts'

const betweenMs = 10
const firstLooksEveryMs = 2
/** A step that waits longer, or lost its connection, holds up nobody. */
const longestMs = 1000
/** Work without a step for so long has ended with its connection. */
const keptMs = 10_000

/** When the current step began: the clock stands still during it. */
let begun: number | undefined

/** Serves other requests first. */
export const othersFirst = (): Promise<void> => new Promise((done) => setTimeout(done))

/** Long enough to serve a request that is under way. */
export const pause = (ms = betweenMs): Promise<void> => new Promise((done) => setTimeout(done, ms))

/** Waiting steps in order, and when each looks again: none can be woken by another. */
const waiting: { looksAt: number }[] = []

/** Serves others before the next step; `wasOurs`: the step before was this work's. */
const nextTurn = async (wasOurs: boolean): Promise<void> => {
  await pause()
  if (wasOurs) begun = undefined
  const own = { looksAt: performance.now() }
  waiting.push(own)
  for (;;) {
    const now = performance.now()
    const first = waiting[0]
    if (first && now - first.looksAt > longestMs) waiting.shift()
    const ahead = waiting.indexOf(own)
    const isFree = begun === undefined || now - begun > longestMs
    if (ahead <= 0 && isFree) break
    // Each of those ahead takes a step and a pause first.
    const ms = ahead > 0 ? ahead * betweenMs : firstLooksEveryMs
    own.looksAt = now + ms
    await pause(ms)
  }
  if (waiting[0] === own) waiting.shift()
  begun = performance.now()
}

/** When each account's work last took a step. */
const working = new Map<string, number>()

/**
 * One piece of long work per account at a time; a second is refused.
 * @param work awaits `giveWay` after each step
 */
export const oneAtATime = async <T>({ actor }: Act, work: (giveWay: GiveWay) => Promise<T>): Promise<T> => {
  const account = actor.accountId ?? ''
  const since = working.get(account)
  if (since !== undefined && performance.now() - since < keptMs) throw new AppError('being_made', 'The work before is not done')
  let ours = false
  const giveWay = async (): Promise<void> => {
    working.set(account, performance.now())
    await nextTurn(ours)
    ours = true
    working.set(account, performance.now())
  }
  try {
    // Works that begin together take turns from their first step.
    await giveWay()
    return await work(giveWay)
  } finally {
    if (ours) begun = undefined
    working.delete(account)
  }
}
