// Emails to whoever booked places that wait.

import type { Act } from '#base/act.ts'
import type { Calendar } from '#base/council/working-day.ts'
import { instant } from '#base/dates.ts'
import { type Booker, toBooker } from '#booking/bookings/booker.ts'
import { namesDueOf } from '#booking/bookings/booking.ts'
import { contactOf } from '#calendars/invites/invite.ts'
import { bookingDecided } from '#emails/booking/booking-decided.tsx'
import { offer } from '#emails/booking/offer.tsx'
import { offerAccepted } from '#emails/booking/offer-accepted.tsx'
import { type OfferEnd, offerEnded } from '#emails/booking/offer-ended.tsx'
import type { Sender } from '#emails/messages/mail.tsx'
import type { EventDetails } from '#events/events/event.ts'
import type { OutgoingMessage } from '#messages/outbox/message.ts'
import type { SaidTerms } from '#money/terms/words.ts'
import { type SchoolName, schoolLabel } from '#schools/schools/school.ts'

export type Told = { id: string; reference: string; schoolId: string; school: SchoolName; booker: Booker }

const facts = (sender: Sender, event: EventDetails, booking: Told, places: number) => ({
  sender,
  event,
  reference: booking.reference,
  schoolName: schoolLabel(booking.school),
  places,
  contact: contactOf(event),
})

export const notifyOfOffer = (
  act: Act,
  sender: Sender,
  event: EventDetails,
  booking: Told,
  made: {
    places: number
    named: readonly string[]
    expiresAt: string
    token: string
    stillWaiting: number
    owes: string
    terms: SaidTerms | undefined
    money: [label: string, value: string][]
  },
): OutgoingMessage[] =>
  toBooker(
    act,
    event,
    booking,
    'offer',
    offer({
      ...facts(sender, event, booking, made.places),
      expiresAt: made.expiresAt,
      link: `${act.baseUrl}/offers/${made.token}`,
      named: made.named,
      money: made.money,
      owes: made.owes,
      terms: made.terms,
      stillWaiting: made.stillWaiting,
    }),
  )

export const notifyOfAcceptance = (
  act: Act,
  sender: Sender,
  event: EventDetails,
  booking: Told,
  taken: {
    named: readonly string[]
    unnamed: number
    stillWaiting: number
    money: [label: string, value: string][]
    owes: string
    terms: SaidTerms | undefined
    calendar: Calendar
  },
): OutgoingMessage[] =>
  toBooker(
    act,
    event,
    booking,
    'offer_accepted',
    offerAccepted({
      ...facts(sender, event, booking, taken.named.length + taken.unnamed),
      ...taken,
      namesDueAt: namesDueOf(event, instant(act.now), taken.calendar) ?? null,
      bookingPage: `${act.baseUrl}/bookings/${booking.reference}`,
    }),
  )

/** @param ended.reason the organiser's own words, or '' */
export const notifyOfOfferEnd = (
  act: Act,
  sender: Sender,
  event: EventDetails,
  booking: Told,
  ended: { how: OfferEnd; places: number; stillWaiting: number; expiresAt: string | null; reason: string },
): OutgoingMessage[] =>
  toBooker(
    act,
    event,
    booking,
    'offer_ended',
    offerEnded({
      ...facts(sender, event, booking, ended.places),
      ...ended,
      waitPage: `${act.baseUrl}/events/${event.code}/wait?school=${booking.schoolId}`,
    }),
  )

export const notifyOfDecision = (
  act: Act,
  sender: Sender,
  event: EventDetails,
  booking: Told,
  decided: {
    approved: boolean
    listed: number
    named: readonly string[]
    unnamed: number
    reason: string
    money?: [label: string, value: string][]
    owes?: string
    terms?: SaidTerms | undefined
    calendar: Calendar
  },
): OutgoingMessage[] =>
  toBooker(
    act,
    event,
    booking,
    'booking_decided',
    bookingDecided({
      ...facts(sender, event, booking, decided.approved ? decided.named.length + decided.unnamed : 0),
      ...decided,
      namesDueAt: namesDueOf(event, instant(act.now), decided.calendar) ?? null,
      bookingPage: `${act.baseUrl}/bookings/${booking.reference}`,
    }),
  )
