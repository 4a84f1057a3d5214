// Who asks their school for a place, with what decides whether it books one.
import { asksCode, type LinkRule, linkDays, type PriceSaid } from '#attendance/links/booking-link.ts'
import { type ComingEvent, datesFor, type SchoolAhead, sayUnfit } from '#attendance/requirements/coming.ts'
import type { Calendar } from '#base/council/working-day.ts'
import { addMinutes, instant } from '#base/dates.ts'
import { listed } from '#base/words.ts'
import { roomFor } from '#booking/bookings/booking.ts'
import { sayRoute } from '#booking/bookings/money-words.ts'
import { payerFor, pricedDay } from '#booking/bookings/pricing.ts'
import { namedPeople } from '#booking/placing/compose-booking.ts'
import type { DueRequest } from '#booking/requests/request-store.ts'
import { isMixed } from '#events/events/event.ts'
import type { PayerDetails, Route } from '#money/payers/payer.ts'
import type { PayerGround } from '#money/payers/store.ts'
import { totalOf } from '#money/prices/price.ts'
import type { Terms } from '#money/terms/terms.ts'
import type { KnownPerson } from '#people/people/spelling.ts'

/** Somebody of a school (a root) who has a place at an event. `name` null: nobody is named yet. */
export type Going = { rootId: string; eventId: string; name: string | null }

/** `event` undefined: it is not to come. `clash`: a sentence, or ''. */
export type AskedOne = {
  request: DueRequest
  /** All who want to go. */
  who: string
  byLink: boolean
  event: ComingEvent | undefined
  price: PriceSaid
  payer: { route: Route; says: string; details: PayerDetails | undefined } | undefined
  left: number
  going: readonly Going[]
  clash: string
  terms: Terms | undefined
  calendar: Calendar
  /** It is a date to book, and one press can: nothing else must be asked. */
  atOnce: boolean
  /** Nothing but a full event is against the press. */
  isPlain: boolean
  /** A code of their mailbox is asked before the press. */
  asksCode: boolean
}

export type AskedGround = {
  aheadOf: (rootId: string) => SchoolAhead
  knownAt: (rootId: string) => readonly KnownPerson[]
  events: readonly ComingEvent[]
  going: readonly Going[]
  payers: readonly PayerGround[]
  terms: readonly Terms[]
  calendar: Calendar
  rules: readonly LinkRule[]
}

/** A link books for as long as one of a weekly letter does, for a school that is open. */
const linkWorks = ({ mailedAt, schoolId }: DueRequest, rules: readonly LinkRule[], now: Date): boolean =>
  (mailedAt ?? '') > instant(addMinutes(now, -linkDays * 24 * 60)) && rules.some((rule) => rule.schoolId === schoolId && rule.isOpen === 1)

/** @param own the address of whoever answers */
export const askedOne = (
  request: DueRequest,
  ground: AskedGround,
  { now, stripe, own, byLink }: { now: Date; stripe: boolean; own: string | undefined; byLink: boolean },
): AskedOne => {
  const { events, rules, calendar } = ground
  const { delegates } = request.typed
  const { schoolId, eventId } = request
  const ahead = ground.aheadOf(schoolId)
  const event = events.find(({ id }) => id === eventId)
  const people = namedPeople(now, delegates, ground.knownAt(schoolId), { own }).meant
  const found = delegates.map(({ name, roleId }, n) => {
    const [date] = event ? datesFor(ahead, [event], { personId: people[n]?.id ?? '', roleId }, events, now) : []
    return date && { ...date, name }
  })
  const quotes = (event && ahead.quotesAt(event, delegates.length)) ?? []
  const price = { pence: totalOf(quotes).gross, basis: quotes[0]?.basis ?? null }
  const left = event ? roomFor(event, ahead.allowedAt(event)) : 0
  const paying = event && ground.payers.find(({ rootId, standing }) => rootId === schoolId && standing.day === pricedDay(event, now))
  const decision = paying && price.pence > 0 ? payerFor(paying, schoolId, price.pence, { stripe }) : undefined
  const rule = rules.find((one) => one.schoolId === schoolId)
  const isPlain =
    found.length > 0 &&
    found.every((one) => one && one.date.asks === 'nothing' && !isMixed(one.event) && !one.unfit) &&
    delegates.every((_, n) => people[n] && people[n].match.is !== 'asked') &&
    (!byLink || linkWorks(request, rules, now))
  return {
    request,
    who: listed(delegates.map(({ name }) => name)),
    byLink,
    event,
    price,
    payer: decision && { route: decision.route, says: sayRoute(decision, paying?.trustName ?? null), details: paying?.details },
    left,
    going: ground.going.filter((one) => one.eventId === eventId && one.rootId === schoolId),
    clash: found.flatMap((one) => (one?.unfit ? sayUnfit(one.unfit, one.name) : [])).join(' '),
    terms: ground.terms.find(({ id }) => id === event?.termsId),
    calendar,
    isPlain,
    atOnce: isPlain && left >= delegates.length && found.every((one) => one?.date.is === 'book'),
    asksCode: byLink && asksCode(rule ?? { byTrust: 1, codeAbove: null }, price),
  }
}
