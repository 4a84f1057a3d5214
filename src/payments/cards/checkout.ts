// Card payments happen on Stripe's own page, so that no card number reaches us. A checkout is one
// such payment: for places held meanwhile, or for what a booking owes. A booking has one open
// checkout; pressing the button again resumes it.

import { addMinutes, type Instant, instant, sayLongDay } from '#base/dates.ts'
import { cutTo } from '#base/words.ts'
import type { LineRule } from '#money/ledger/line.ts'
import { sayLineRule } from '#money/ledger/line.ts'
import type { Waits } from '#money/ledger/second-person.ts'
import type { Route } from '#money/payers/payer.ts'

type ForWhat = 'places' | 'balance'
export type CheckoutState = 'asked' | 'open' | 'paid' | 'expired' | 'failed'
export type CheckoutOutcome = 'confirmed' | 'applied' | 'too_late'

/** Minutes of Stripe’s page: Stripe requires at least 30, and one more covers the request. */
const sessionMinutes = 31
/** Minutes longer than Stripe’s page that places are held, for payments at the last moment. */
const marginMinutes = 9

/** Stripe requires whole seconds. */
export const lifeFrom = (now: Date): { expiresAt: Instant; heldUntil: Instant } => {
  const ends = addMinutes(new Date(Math.ceil(now.getTime() / 1000) * 1000), sessionMinutes)
  return { expiresAt: instant(ends), heldUntil: instant(addMinutes(ends, marginMinutes)) }
}

/** Stripe's minimum for a card payment in GBP, in pence. */
const leastPence = 30

export type Checkout = {
  id: string
  bookingId: string
  reference: string
  eventId: string
  schoolId: string
  payerId: string
  forWhat: ForWhat
  pence: number
  state: CheckoutState
  outcome: CheckoutOutcome | null
  stripeId: string | null
  paymentIntentId: string | null
  expiresAt: Instant
  createdAt: Instant
}

export type HeldPlace = { id: string; heldUntil: Instant; pence: number; vatPence: number; rule: LineRule }

/** `owed` is the whole debt of the booking’s current payer. */
export type PayGround = {
  booking: {
    id: string
    reference: string
    eventId: string
    schoolId: string
    eventCode: string
    eventTitle: string
    startsAt: Instant | null
  }
  payerId: string
  route: Route
  held: HeldPlace[]
  owed: number
  waits: Waits
  /** What is owed may be paid by card whatever the route; see `CardSettings`. */
  balances: boolean
  open: Pick<Checkout, 'id' | 'forWhat' | 'pence' | 'state' | 'stripeId' | 'expiresAt'> | undefined
}

/** `atBooking`: may be chosen when booking; `balances`: for debts on the council’s own invoice. */
export type CardSettings = { atBooking: boolean; balances: boolean }

export const cardSettingsFrom = (json: string | null | undefined): CardSettings => {
  const value = json ? (JSON.parse(json) as Record<string, unknown>) : {}
  const on = (name: string): boolean => value[name] === true || value[name] === 1
  return { atBooking: on('atBooking'), balances: on('balances') }
}

export type Payable = { forWhat: ForWhat; pence: number }

const grossOfPlaces = (held: readonly HeldPlace[]): number => held.reduce((sum, place) => sum + place.pence + place.vatPence, 0)

/** Stripe's open page asks for another sum than is owed by now; it is ended within a minute. */
export const isOutdated = ({ open, owed }: Pick<PayGround, 'open' | 'owed'>): boolean => open?.forWhat === 'balance' && open.pence !== owed

/** What can be paid by card now: held places, else what is owed if that may be paid by card. */
export const payableOf = (ground: PayGround, now: Date): Payable | undefined => {
  const held = ground.held.filter((place) => place.heldUntil > instant(now))
  const pence = grossOfPlaces(held)
  if (held.length > 0 && held.length === ground.held.length && pence >= leastPence) return { forWhat: 'places', pence }
  const allowed = ground.route === 'card' || (ground.balances && ground.route === 'invoice')
  return allowed && ground.held.length === 0 && ground.owed >= leastPence ? { forWhat: 'balance', pence: ground.owed } : undefined
}

/** One line of Stripe's page; never a person's name. */
export type PageLine = { name: string; description: string; pence: number; quantity: number }

/** The lines of Stripe's page: places of the same price in one line. */
export const pageLines = (
  of: Pick<Checkout, 'forWhat' | 'pence' | 'reference'>,
  event: { title: string; startsAt: Instant | null },
  held: readonly HeldPlace[],
): PageLine[] => {
  const day = event.startsAt ? `, ${sayLongDay(event.startsAt)}` : ''
  if (of.forWhat === 'balance')
    return [{ name: shorten(`What is owed: ${event.title}${day}`), description: `Booking ${of.reference}`, pence: of.pence, quantity: 1 }]
  const lines: PageLine[] = []
  for (const place of held) {
    const pence = place.pence + place.vatPence
    if (pence === 0) continue
    const description = shorten(sayLineRule(place.rule) || `Booking ${of.reference}`)
    const same = lines.find((line) => line.pence === pence && line.description === description)
    if (same) same.quantity += 1
    else lines.push({ name: shorten(`Place: ${event.title}${day}`), description, pence, quantity: 1 })
  }
  return lines
}

const shorten = (text: string): string => (text.length > 240 ? `${cutTo(text, 239)}…` : text)

export type PayRefusal = 'no_such_booking' | 'nothing_to_pay' | 'places_gone' | 'page_outdated' | 'changed_meanwhile'
