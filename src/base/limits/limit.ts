// How often something may be done in the last so many minutes. Refused attempts are not counted.

import { type Instant, instant, londonDay, sayDay, sayTime } from '#base/dates.ts'
import { counted } from '#base/words.ts'

export type Window = { most: number; minutes: number }

/** `key`: what is counted, hashed. `n`: how many the act counts as, by default 1. */
export type Limit = Window & { key: string; n?: number }

export const limitsOf = (key: string, windows: readonly Window[]): Limit[] => windows.map((window) => ({ key, ...window }))

/** A refusal that ends by itself at `until`. */
export type NotYet<R extends string> = { ok: false; reason: R; until: Instant }

export const notYet = <R extends string>(reason: R, until: Instant): NotYet<R> => ({ ok: false, reason, until })

/** Never sooner than `until`: `in 30 seconds`, `in 12 minutes`, `at 3:42pm` or with its day. */
export const sayUntil = (until: Instant, now: Date): string => {
  const seconds = Math.max(1, Math.ceil((Date.parse(until) - now.getTime()) / 1000))
  if (seconds <= 90) return `in ${counted(seconds, 'second')}`
  if (seconds <= 90 * 60) return `in ${Math.ceil(seconds / 60)} minutes`
  const minute = new Date(Math.ceil(Date.parse(until) / 60_000) * 60_000)
  return londonDay(minute) === londonDay(now) ? `at ${sayTime(minute)}` : `on ${sayDay(minute)} at ${sayTime(minute)}`
}

/** When a day of budgets ends: midnight UTC. */
export const endOfDay = (now: Date): Instant => instant(new Date((Math.floor(now.getTime() / 86_400_000) + 1) * 86_400_000))
