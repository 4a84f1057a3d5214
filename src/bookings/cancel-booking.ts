import { bookingCancelled } from '../../emails/booking-cancelled.tsx'
import type { Act } from '../act.ts'
import { instant } from '../dates.ts'
import { atomically, guardBroken } from '../db/atomically.ts'
import { type EventDetails, firstStart } from '../events/event.ts'
import { newId } from '../id.ts'
import { contactOf } from '../invites/invite.ts'
import { senderOf } from '../invites/invite-places.ts'
import { withdrawInvitations } from '../invites/withdraw-invitations.ts'
import { logged } from '../log/store.ts'
import { queued } from '../outbox/store.ts'
import { ok, type Result, refuse } from '../result.ts'
import { schoolLabel } from '../schools/school.ts'
import type { BookingDetails, CancelRefusal } from './booking.ts'
import { readBooking } from './booking-store.ts'
import { endPlaces } from './store.ts'

/** Why nothing of this booking can be cancelled now: once the event has begun, the register says who came. */
export const cancelRefusal = (event: EventDetails, now: Date): 'event_started' | 'event_cancelled' | undefined =>
  event.state === 'cancelled' ? 'event_cancelled' : (firstStart(event) ?? '9999') <= instant(now) ? 'event_started' : undefined

/**
 * Gives up some places of a booking, or all: the places, the withdrawal of their calendar entries, messages to those concerned and to
 * whoever booked, and the log in one batch. Cancelling what is cancelled already changes nothing and is not refused.
 *
 * @param placeIds the places to give up; undefined for all
 * @returns how many places this call gave up
 */
export const cancelBooking = async (
  act: Act,
  reference: string,
  placeIds: readonly string[] | undefined,
): Promise<Result<number, CancelRefusal>> => {
  const first = await tryCancelling(act, reference, placeIds)
  return !first.ok && first.reason === 'event_changed' ? tryCancelling(act, reference, placeIds) : first
}

const tryCancelling = async (
  act: Act,
  reference: string,
  placeIds: readonly string[] | undefined,
): Promise<Result<number, CancelRefusal>> => {
  const found = await readBooking(act, reference)
  if (!found) return refuse('no_such_booking')
  const { booking, event } = found
  if (placeIds?.some((id) => !booking.places.some((place) => place.id === id))) return refuse('no_such_booking')
  const ending = booking.places.filter((place) => place.state !== 'cancelled' && (placeIds?.includes(place.id) ?? true))
  if (ending.length === 0) return ok(0)
  const refusal = cancelRefusal(event, act.now)
  if (refusal) return refuse(refusal)
  const ids = ending.map((place) => place.id)
  const written = await atomically<CancelRefusal>(
    act.db,
    [
      ...endPlaces(act, booking.id, ids),
      ...(await withdrawInvitations(act, event, ids)),
      ...(await toContact(act, event, booking, ids)),
      logged(act, {
        act: 'booking.places_cancelled',
        subject: ['booking', booking.id],
        eventId: event.id,
        schoolId: booking.schoolId,
        before: { places: ending.map(({ id, state, waitsFor }) => ({ id, state, waitsFor })) },
        after: { state: 'cancelled' },
      }),
    ],
    { [guardBroken]: 'event_changed' },
  )
  return written.ok ? ok(ids.length) : written
}

const toContact = async (
  act: Act,
  event: EventDetails,
  booking: BookingDetails,
  ids: readonly string[],
): Promise<D1PreparedStatement[]> => {
  const { accountId, email, name } = booking.booker
  if (!accountId || !email) return []
  const namesOf = (ended: boolean): string[] =>
    booking.places.flatMap((place) =>
      place.state !== 'cancelled' && ids.includes(place.id) === ended ? [place.name ?? 'a place without a name'] : [],
    )
  const rendered = bookingCancelled({
    sender: await senderOf(act),
    event,
    reference: booking.reference,
    schoolName: schoolLabel(booking.school),
    cancelled: namesOf(true),
    kept: namesOf(false),
    bookingPage: `${act.baseUrl}/bookings/${booking.reference}`,
    contact: contactOf(event),
  })
  return queued(act, {
    ...rendered,
    id: newId(act.now),
    kind: 'booking_cancelled',
    to: { name: name ?? undefined, email },
    replyTo: event.contactEmail || undefined,
    recipient: accountId,
    eventId: event.id,
    schoolId: booking.schoolId,
    bookingId: booking.id,
  })
}
