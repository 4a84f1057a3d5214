import { bookingConfirmed } from '../../emails/booking-confirmed.tsx'
import type { Act } from '../act.ts'
import { instant } from '../dates.ts'
import { newId } from '../id.ts'
import { contactOf } from '../invites/invite.ts'
import { senderOf } from '../invites/invite-places.ts'
import { queued } from '../outbox/store.ts'
import { schoolLabel } from '../schools/school.ts'
import { sayTerms, termsLabel } from '../terms/words.ts'
import { type BookingSchool, namesDueOf } from './booking.ts'
import type { PlaceBookingAsk } from './place-booking.ts'
import type { BookingMoney } from './price-booking.ts'
import type { NewBooking, PlacingGround } from './store.ts'

/** The statements that tell whoever books what they have now; nothing when it is nobody with an address. */
export const confirmation = async (
  act: Act,
  { event, cancelling }: PlacingGround,
  school: BookingSchool,
  booking: NewBooking,
  ask: PlaceBookingAsk,
  _money: BookingMoney,
): Promise<D1PreparedStatement[]> => {
  const { accountId, email, name } = ask.onBehalfOf ?? act.actor
  if (!email || !accountId) return []
  const rendered = bookingConfirmed({
    sender: await senderOf(act),
    event,
    reference: booking.reference,
    schoolName: schoolLabel(school),
    delegates: ask.delegates.map((delegate) => delegate.name),
    unnamed: ask.unnamed ?? 0,
    namesDueAt: namesDueOf(event, instant(act.now)) ?? null,
    waiting: booking.places.filter((place) => place.waitsFor).length,
    waitsFor: booking.places.find((place) => place.waitsFor)?.waitsFor,
    bookingPage: `${act.baseUrl}/bookings/${booking.reference}`,
    terms: cancelling.terms && {
      label: termsLabel(cancelling.terms),
      sentences: sayTerms(cancelling.terms, event, cancelling.calendar, act.now),
    },
    contact: contactOf(event),
  })
  return queued(act, {
    ...rendered,
    id: newId(act.now),
    kind: 'booking_confirmed',
    to: { name, email },
    replyTo: event.contactEmail || undefined,
    recipient: accountId,
    eventId: event.id,
    schoolId: school.id,
    bookingId: booking.id,
  })
}
