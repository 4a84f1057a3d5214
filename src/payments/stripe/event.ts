// Stripe reports what happened by events: signed, repeated, late and in any order. An event is
// stored once and only says which object to look up. What follows depends on the object as Stripe
// has it then; each state of an object is applied once.
import type { Act } from '#base/act.ts'
import { addMinutes, type Instant, instant } from '#base/dates.ts'
import type { Stripe } from './client.ts'

/** The event types the endpoint subscribes to; others are answered and dropped. */
export const followedTypes = [
  'checkout.session.completed',
  'checkout.session.async_payment_succeeded',
  'checkout.session.async_payment_failed',
  'checkout.session.expired',
  'charge.refunded',
  'refund.created',
  'refund.updated',
  'refund.failed',
  'charge.dispute.created',
  'charge.dispute.closed',
  'invoice.finalized',
  'invoice.finalization_failed',
  'invoice.sent',
  'invoice.paid',
  'invoice.payment_failed',
  'invoice.overdue',
  'invoice.overpaid',
  'invoice.voided',
  'invoice.marked_uncollectible',
  'invoice_payment.paid',
  'credit_note.created',
  'credit_note.updated',
  'credit_note.voided',
  'customer_cash_balance_transaction.created',
] as const

export const isFollowed = (type: string): boolean => (followedTypes as readonly string[]).includes(type)

export type KeptEvent = {
  id: string
  type: string
  objectKind: string
  objectId: string
  apiVersion: string | null
  createdAt: Instant
}

type Thing = { object?: string; id?: string; customer?: unknown }

/** A cash transaction can only be read through its customer, so look at the customer's cash. */
const lookedAt = (thing: Thing): Thing =>
  thing.object === 'customer_cash_balance_transaction' && typeof thing.customer === 'string'
    ? { object: 'customer_cash_balance', id: thing.customer }
    : thing

/** What is kept of an event; nothing of one that says of no object that something happened. */
export const keptOf = (event: Stripe.Event): KeptEvent | undefined => {
  const thing: Thing | null | undefined = event.data?.object
  const { object, id } = lookedAt(thing ?? {})
  if (typeof object !== 'string' || typeof id !== 'string' || !Number.isSafeInteger(event.created)) return undefined
  return {
    id: event.id,
    type: event.type,
    objectKind: object,
    objectId: id,
    apiVersion: event.api_version,
    createdAt: instant(new Date(event.created * 1000)),
  }
}

export type StuckEvent = {
  id: string
  type: string
  objectKind: string
  objectId: string
  attempts: number
  receivedAt: Instant
  lastError: string | null
}

/** Applied once per object and state. `onRefusal`: what to decide then, by the refusing word. */
export type StateChange = {
  objectId: string
  state: string
  statements: SqlStatement[]
  onRefusal?: Readonly<Record<string, () => Promise<StateChange | undefined>>>
}

/** The states the object has reached at Stripe, earliest first; none when it is not ours. */
export type Follower = {
  follow: (act: Act, stripe: Stripe, objectId: string) => Promise<StateChange[]>
  /** Unsettled objects of this kind, which the nightly check reads again. */
  unsettled?: (act: Act) => Promise<string[]>
}

/** By Stripe's object type; each concept follows its own objects. */
export type Followers = Readonly<Record<string, Follower>>

/** When to retry an event: after 1, 2, 4 … minutes, at most an hour. */
export const nextLook = (attempts: number, now: Date): Instant => instant(addMinutes(now, Math.min(2 ** Math.max(0, attempts - 1), 60)))
