// A call is something that changes things at Stripe. It is stored with its key in the batch of the business act that wants it, and made
// afterwards, once: what is not known to have been done is asked again with the same key for a day, and looked for at Stripe after that.
import type { Act } from '#base/act.ts'
import { addMinutes, type Instant, instant } from '#base/dates.ts'
import type { Stripe } from './client.ts'

export type NewCall = {
  /** Noun and verb, such as 'checkout.create': picks who makes it. */
  kind: string
  /** The row that it is about. */
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

/** What Stripe made (null: it was not asked), and the statements that record it. They change nothing when they are repeated. */
export type Made = { stripeId: string | null; statements: D1PreparedStatement[] }

/** How the calls of one kind are made. */
export type Performer = {
  /** undefined: it is no longer wanted, and nothing was asked of Stripe. */
  make: (act: Act, stripe: Stripe, call: Call) => Promise<Made | undefined>
  /** Looks at Stripe for what the call would have made, by its metadata, when its key no longer tells. undefined: it was never made. */
  find: (act: Act, stripe: Stripe, call: Call) => Promise<Made | undefined>
  /** What follows from Stripe's refusal. */
  refused?: (act: Act, call: Call) => D1PreparedStatement[]
}

export type Performers = Readonly<Record<string, Performer>>

/** How long a call is one caller's alone, in minutes: longer than its attempts can last. */
export const claimMinutes = 5

// Stripe forgets keys after a day at the earliest. An hour is kept as a margin.
const keyHours = 23

/** Whether Stripe still knows the key of a call that was first wanted at `createdAt`. */
export const keyStillKnown = (createdAt: Instant, now: Date): boolean => now.getTime() < Date.parse(createdAt) + keyHours * 3_600_000

/** When to try again after so many attempts: 1, 2, 4 … minutes later, at most an hour. */
export const nextAttempt = (attempts: number, now: Date): Instant => instant(addMinutes(now, Math.min(2 ** Math.max(0, attempts - 1), 60)))

/** The key of the same business act after the one before it can do nothing more: `…`, `…:2`, `…:3`. */
export const nextKey = (key: string): string => {
  const match = /^(.*):(\d+)$/.exec(key)
  return match ? `${match[1]}:${Number(match[2]) + 1}` : `${key}:2`
}

/** A call as finance sees it. */
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
