// Work that takes long keeps nobody waiting: of all that an isolate does, one step is done at a
// time, with a pause between any two, and one piece of work for each account.
import type { Act } from '#base/act.ts'
import { AppError } from '#base/errors.ts'
import type { GiveWay } from '#base/steps.ts'

const betweenMs = 10
const firstLooksEveryMs = 2
/** A step that waits longer, or whose connection broke, holds up nobody else. */
const longestMs = 1000
/** Work that no longer takes steps has ended with its connection. */
const keptMs = 10_000

/** When the step began that goes on now: the clock stands still while it does. */
let begun: number | undefined

/** Others who ask now are answered first. */
export const othersFirst = (): Promise<void> => new Promise((done) => setTimeout(done))

/** Long enough for a request on its way to be answered. */
export const pause = (ms = betweenMs): Promise<void> => new Promise((done) => setTimeout(done, ms))

/** Who waits for a step, in order, and when each looks again: nobody can be woken by another. */
const waiting: { looksAt: number }[] = []

/** Others are served before the next step of anybody; `wasOurs`: the step before it. */
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

/** When the work of each account last took a step. */
const working = new Map<string, number>()

/**
 * Does one piece of long work of an account at a time; whoever asks for another meanwhile is told
 * that the first is being made.
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
    // Those who begin at the same moment take turns from their first step on.
    await giveWay()
    return await work(giveWay)
  } finally {
    if (ours) begun = undefined
    working.delete(account)
  }
}
