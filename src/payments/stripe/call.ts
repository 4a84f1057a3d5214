// A call changes something at Stripe. It is stored with its idempotency key in the batch of the act
// that needs it, and made once afterwards. One with an unknown outcome is retried with the same key
// for a day, and after that looked up at Stripe.
import type { Act } from '#base/act.ts'
import { addMinutes, type Instant, instant } from '#base/dates.ts'
import type { Stripe } from './client.ts'

export type NewCall = {
  /** Noun and verb, such as 'checkout.create'; picks the performer. */
  kind: string
  subjectId: string
  /** One for each business act, such as `checkout.create:<id>`. */
  key: string
}

export type Call = {
  id: string
  kind: string
  subjectId: string
  idempotencyKey: string
  attempts: number
  createdAt: Instant
  claimedUntil: Instant
}

/** null: not asked. The statements that record it are safe to repeat. */
export type Made = { stripeId: string | null; statements: SqlStatement[] }

export type Performer = {
  /** undefined: no longer needed, and Stripe was not asked. */
  make: (act: Act, stripe: Stripe, call: Call) => Promise<Made | undefined>
  /** Looks it up by metadata once its key has expired. undefined: never created. */
  find: (act: Act, stripe: Stripe, call: Call) => Promise<Made | undefined>
  /** What to write when Stripe refuses. */
  refused?: (act: Act, call: Call) => SqlStatement[]
}

export type Performers = Readonly<Record<string, Performer>>

/** How long a claim on a call lasts, in minutes: longer than its attempts can. */
export const claimMinutes = 5

// Stripe keeps idempotency keys for at least 24 hours; one hour is our margin.
const keyHours = 23

/** Whether Stripe still knows the key of a call stored at `createdAt`. */
export const keyStillKnown = (createdAt: Instant, now: Date): boolean => now.getTime() < Date.parse(createdAt) + keyHours * 3_600_000

/** When to retry: after 1, 2, 4 … minutes, at most an hour. */
export const nextAttempt = (attempts: number, now: Date): Instant => instant(addMinutes(now, Math.min(2 ** Math.max(0, attempts - 1), 60)))

/** The next key of the same act when the last one is used up: `…`, `…:2`, `…:3`. */
export const nextKey = (key: string): string => {
  const match = /^(.*):(\d+)$/.exec(key)
  return match ? `${match[1]}:${Number(match[2]) + 1}` : `${key}:2`
}

export type ListedCall = {
  id: string
  kind: string
  subjectId: string
  state: 'queued' | 'failed'
  attempts: number
  createdAt: Instant
  dueAt: Instant
  lastError: string | null
}
