// How often something may be done: so many times within so many minutes, counted back from now. Whatever is refused is not counted, so that
// nobody who is refused can spend what others have left.

import { type Instant, londonDay, sayDay, sayTime } from '#base/dates.ts'
import { counted } from '#base/words.ts'

export type Window = { most: number; minutes: number }

/** `key` says who or what is counted; it holds hashes, never an address. `n`: for how many the act counts, one unless it says otherwise. */
export type Limit = Window & { key: string; n?: number }

export const limitsOf = (key: string, windows: readonly Window[]): Limit[] => windows.map((window) => ({ key, ...window }))

/** A refusal that ends by itself. */
export type NotYet<R extends string> = { ok: false; reason: R; until: Instant }

export const notYet = <R extends string>(reason: R, until: Instant): NotYet<R> => ({ ok: false, reason, until })

/** `in 30 seconds`, `in 12 minutes`, `at 3:42pm`, `on 13 June 2026 at 9:05am`; never sooner than `until`. */
export const sayUntil = (until: Instant, now: Date): string => {
  const seconds = Math.max(1, Math.ceil((Date.parse(until) - now.getTime()) / 1000))
  if (seconds <= 90) return `in ${counted(seconds, 'second')}`
  if (seconds <= 90 * 60) return `in ${Math.ceil(seconds / 60)} minutes`
  const minute = new Date(Math.ceil(Date.parse(until) / 60_000) * 60_000)
  return londonDay(minute) === londonDay(now) ? `at ${sayTime(minute)}` : `on ${sayDay(minute)} at ${sayTime(minute)}`
}

/** For the header `retry-after`. */
export const secondsUntil = (until: Instant, now: Date): string =>
  String(Math.max(1, Math.ceil((Date.parse(until) - now.getTime()) / 1000)))
