// Work that takes long keeps nobody waiting: of all that an isolate does, one step is done at a
// time, with a pause between any two, and one piece of work for each account.
import type { Act } from '#base/act.ts'
import { AppError } from '#base/errors.ts'
import type { GiveWay } from '#base/steps.ts'

const betweenMs = 10
/** Work that no longer takes steps has ended with its connection. */
const keptMs = 5000

/** When the next step of this isolate may begin. */
let free = 0

/** In milliseconds, as are both of what it is given. */
export const turnAfter = (free: number, now: number): number => Math.max(free, now) + betweenMs

const pause = (): Promise<void> => {
  const now = performance.now()
  free = turnAfter(free, now)
  return new Promise((done) => setTimeout(done, free - now))
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
  const giveWay = async (): Promise<void> => {
    working.set(account, performance.now())
    await pause()
    working.set(account, performance.now())
  }
  try {
    // Those who begin at the same moment take turns from their first step on.
    await giveWay()
    return await work(giveWay)
  } finally {
    working.delete(account)
  }
}
