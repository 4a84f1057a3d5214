// Time that stands still while anything is asked of the database or of the outside, and goes on as soon as everybody waits for it.
import { vi } from 'vitest'
import { bindings, db } from './database.ts'
import { byTrips } from './database-with.ts'

const trueTimeout = globalThis.setTimeout
const trueFetch = globalThis.fetch

/** Whatever needs no answer from elsewhere has been done after so many turns. */
const quietTurns = 5

/**
 * Does something that waits in `setTimeout`, in no time. Where `Date` stood still before, it stands afterwards where it came to.
 * @param work gets the database for its acts; requests to the app have it anyway
 * @param options.step milliseconds that go by at once
 * @param options.moving the clock of a twin is moved here, before anybody hears of it
 * @param options.held of those that are asked outside, how many will not be answered before time goes on
 */
export const inNoTime = async <T>(
  work: (counted: SqlDatabase) => Promise<T>,
  options: { step: number; now?: Date; moving?: (to: Date) => Promise<unknown>; held?: () => Promise<number> },
): Promise<T> => {
  const stoodStill = vi.isFakeTimers()
  let asked = 0
  const counted = async <A>(ask: () => Promise<A>): Promise<A> => {
    asked += 1
    try {
      return await ask()
    } finally {
      asked -= 1
    }
  }
  vi.stubGlobal('fetch', (...of: Parameters<typeof fetch>) =>
    counted(async () => {
      const answer = await trueFetch(...of)
      return new Response(await answer.arrayBuffer(), answer)
    }),
  )
  bindings.DB = byTrips(db, counted)
  vi.useFakeTimers({ now: options.now ?? new Date(), toFake: ['Date', 'setTimeout', 'clearTimeout'] })
  try {
    let over = false
    const done = work(bindings.DB).finally(() => {
      over = true
    })
    done.catch(() => undefined)
    while (!over) {
      for (let turns = 0; turns < quietTurns && !over; turns += 1) {
        await new Promise((turn) => trueTimeout(turn))
        if (asked > 0 && asked > ((await options.held?.()) ?? 0)) turns = -1
      }
      if (over) break
      await options.moving?.(new Date(Date.now() + options.step))
      vi.advanceTimersByTime(options.step)
    }
    return await done
  } finally {
    bindings.DB = db
    vi.unstubAllGlobals()
    if (stoodStill) vi.useFakeTimers({ now: new Date(), toFake: ['Date'] })
    else vi.useRealTimers()
  }
}
