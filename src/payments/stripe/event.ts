// Stripe tells of what happened by events: signed, repeated, late and in any order. An event is kept once and says only which object to look
// at; what is done follows from the object as it is at Stripe by then, and each state of an object is acted on once.
import type { Act } from '#base/act.ts'
import { addMinutes, type Instant, instant } from '#base/dates.ts'
import type { Stripe } from './client.ts'

/** The types that the endpoint is made for. Whatever else comes is acknowledged and forgotten. */
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

/** What is kept of an event. */
export type KeptEvent = {
  id: string
  type: string
  objectKind: string
  objectId: string
  apiVersion: string | null
  createdAt: Instant
}

/** A movement of a customer's transfers can be asked for by its customer alone, so it is the customer's cash that is looked at. */
const lookedAt = (thing: { object?: string; id?: string; customer?: unknown }): { object?: string | undefined; id?: string | undefined } =>
  thing.object === 'customer_cash_balance_transaction' && typeof thing.customer === 'string'
    ? { object: 'customer_cash_balance', id: thing.customer }
    : { object: thing.object, id: thing.id }

export const keptOf = (event: Stripe.Event): KeptEvent | undefined => {
  const { object, id } = lookedAt(event.data.object)
  if (!object || !id) return undefined
  return {
    id: event.id,
    type: event.type,
    objectKind: object,
    objectId: id,
    apiVersion: event.api_version,
    createdAt: instant(new Date(event.created * 1000)),
  }
}

/** An event that has been looked at without success. */
export type StuckEvent = {
  id: string
  type: string
  objectKind: string
  objectId: string
  attempts: number
  receivedAt: Instant
  lastError: string | null
}

/**
 * A state of an object at Stripe and what follows from it, applied once for each object and state. `instead`: for words with which the
 * database refuses the statements, what is done then.
 */
export type Change = {
  objectId: string
  state: string
  statements: D1PreparedStatement[]
  instead?: Readonly<Record<string, () => Promise<Change | undefined>>>
}

/** The states that the object has reached, as it is at Stripe now, the earlier first; nothing when it is none of ours. */
export type Follower = {
  follow: (act: Act, stripe: Stripe, objectId: string) => Promise<Change[]>
  /** Which objects of this kind are not settled by what we know: each night they are looked at anew. */
  unsettled?: (act: Act) => Promise<string[]>
}

/** By Stripe's name for the kind of object; each concept has its own, and looks after its own objects. */
export type Followers = Readonly<Record<string, Follower>>

/** When to look again after so many attempts: 1, 2, 4 … minutes later, at most an hour. */
export const nextLook = (attempts: number, now: Date): Instant => instant(addMinutes(now, Math.min(2 ** Math.max(0, attempts - 1), 60)))
