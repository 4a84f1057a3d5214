import type { Act } from '#base/act.ts'
import { addMinutes, type Instant, instant } from '#base/dates.ts'
import { newId, newToken, sha256 } from '#base/id.ts'
import { type Booker, toBooker } from '#booking/bookings/booker.ts'
import { namesDueOf } from '#booking/bookings/booking.ts'
import { sayPriced, sayWouldCost, toPay } from '#booking/bookings/money-words.ts'
import { insertAgreeLink, type NewBooking } from '#booking/bookings/store.ts'
import { contactOf } from '#calendars/invites/invite.ts'
import { senderOf } from '#calendars/invites/invite-places.ts'
import { type BookedFacts, bookingConfirmed } from '#emails/booking/booking-confirmed.tsx'
import { placesHeld } from '#emails/booking/places-held.tsx'
import type { EventDetails } from '#events/events/event.ts'
import type { OutgoingMessage } from '#messages/outbox/message.ts'
import type { Accepted } from '#money/terms/terms.ts'
import { termsInWords } from '#money/terms/words.ts'
import { type SchoolName, schoolLabel } from '#schools/schools/school.ts'
import type { Placing } from './compose-booking.ts'
import type { BookingMoney } from './price-booking.ts'

type Confirmed = {
  event: EventDetails
  accepted: Accepted
  booking: { id: string; reference: string; schoolId: string; school: SchoolName; booker: Booker }
  /** Cost, payer and route as rows; undefined: free. */
  money: [label: string, value: string][] | undefined
  wouldCost?: string | undefined
  delegates: readonly string[]
  unnamed: number
  waiting: number
  waitsFor: 'approval' | 'list' | undefined
  /** When and how the council was asked, a link to agree, and delegates without an address. */
  asked?: BookedFacts['asked']
  before?: { bookings: number; inTurn: boolean } | undefined
}

/** The confirmation to whoever booked; none without an address. */
export const confirmationOf = async (act: Act, { event, accepted, booking, ...booked }: Confirmed): Promise<OutgoingMessage[]> =>
  toBooker(
    act,
    event,
    booking,
    'booking_confirmed',
    bookingConfirmed({
      sender: await senderOf(act),
      event,
      reference: booking.reference,
      schoolName: schoolLabel(booking.school),
      ...booked,
      namesDueAt: namesDueOf(event, instant(act.now), accepted.calendar) ?? null,
      choicesCloseAt: event.rules.choicesCloseAt,
      bookingPage: `${act.baseUrl}/bookings/${booking.reference}`,
      terms: termsInWords(accepted, event, act.now),
      contact: contactOf(event),
    }),
  )

const bookerOf = ({ booker: { accountId, email, name } }: NewBooking): Booker => ({
  accountId: accountId ?? null,
  email: email ?? null,
  name: name ?? null,
})

/** @param until when the places are given up unless they are paid by card */
export const holdMessage = async (
  act: Act,
  { ask, ground: { event }, school }: Placing,
  booking: NewBooking,
  money: BookingMoney,
  until: Instant,
): Promise<OutgoingMessage[]> =>
  toBooker(
    act,
    event,
    { id: booking.id, schoolId: school.id, booker: bookerOf(booking) },
    'places_held',
    placesHeld({
      sender: await senderOf(act),
      event,
      until,
      contact: contactOf(event),
      schoolName: schoolLabel(school),
      reference: booking.reference,
      bookingPage: `${act.baseUrl}/bookings/${booking.reference}`,
      delegates: ask.delegates.map((delegate) => delegate.name),
      unnamed: ask.unnamed ?? 0,
      money: money.payer && sayPriced(money.payer, money.quotes, money.trustName, toPay(money.quotes)),
    }),
  )

export const confirmation = (
  act: Act,
  { ask, origin: { requested }, ground: { event, cancelling, waitingBookings }, school }: Placing,
  booking: NewBooking,
  money: BookingMoney,
  agree: { link: string; until: Instant } | undefined,
): Promise<OutgoingMessage[]> => {
  return confirmationOf(act, {
    event,
    accepted: cancelling,
    booking: { id: booking.id, reference: booking.reference, schoolId: school.id, school, booker: bookerOf(booking) },
    money: money.payer && sayPriced(money.payer, money.quotes, money.trustName, toPay(money.quotes)),
    wouldCost: event.priceId === null ? undefined : sayWouldCost(money.waitingQuotes),
    delegates: ask.delegates.map((delegate) => delegate.name),
    unnamed: ask.unnamed ?? 0,
    waiting: booking.places.filter((place) => place.waitsFor).length,
    waitsFor: booking.places.find((place) => place.waitsFor)?.waitsFor,
    asked:
      booking.channel === 'organiser'
        ? {
            at: instant(act.now),
            how: booking.askedBy,
            agree,
            withoutAddress: ask.delegates.filter((one) => !one.email).map((one) => one.name),
          }
        : undefined,
    // A request keeps its earlier turn, so those on the list now need not be ahead of it.
    before: requested ? undefined : { bookings: waitingBookings, inTurn: event.rules.waitingOrder === 'first_come' },
  })
}

/** How many days the link to agree works. */
const agreeDays = 60

export type AgreementAsked = { statements: SqlStatement[]; agree: { link: string; until: Instant } }

/** Creates a link to agree. Only the token's hash is stored; the token is in the message alone. */
export const agreementAsked = async (act: Act, booking: { id: string; accountId: string }): Promise<AgreementAsked> => {
  const token = newToken()
  const until = instant(addMinutes(act.now, agreeDays * 24 * 60))
  return {
    agree: { link: `${act.baseUrl}/agree/${token}`, until },
    statements: [
      insertAgreeLink(act, {
        id: newId(act.now),
        bookingId: booking.id,
        accountId: booking.accountId,
        tokenHash: await sha256(token),
        expiresAt: until,
      }),
    ],
  }
}
