import type { Act } from '#base/act.ts'
import { instant } from '#base/dates.ts'
import { atomically, guardBroken } from '#base/db/atomically.ts'
import { passedOn, spending } from '#base/limits/spend-budget.ts'
import { noted } from '#base/log/refusal.ts'
import { logged } from '#base/log/store.ts'
import { ok, type Result, refuse } from '#base/result.ts'
import { isNoName, personKey } from '#booking/bookings/booking.ts'
import { readBooking } from '#booking/bookings/booking-store.ts'
import { invitePlaces } from '#calendars/invites/invite-places.ts'
import { withdrawInvitations } from '#calendars/invites/withdraw-invitations.ts'
import { firstStart } from '#events/events/event.ts'
import { sayLastFree } from '#money/terms/words.ts'
import { type CorrectionRefusal, sessionsOf } from './delegate.ts'
import { comingPlacesOf, correctPerson, deleteNeedsOf, personStillOn, readCorrection, sameEvent } from './store.ts'

/**
 * Corrects a delegate's name or address on all their places. A new address gets new calendar
 * entries and a new own link, the old ones are cancelled, and their needs deleted. Refused while an
 * account, another school or a register relies on the record.
 */
export const correctDelegate = async (
  act: Act,
  reference: string,
  placeId: string,
  was: string,
  is: { name: string; email: string },
): Promise<Result<'corrected' | 'unchanged', CorrectionRefusal>> => {
  const bookingAndEvent = await readBooking(act, reference)
  const place = bookingAndEvent?.booking.places.find((one) => one.id === placeId)
  if (!bookingAndEvent || !place) return refuse('no_such_booking')
  const { booking, event } = bookingAndEvent
  if (place.personId !== was || place.state === 'cancelled' || place.name === null) return refuse('place_changed')
  if (place.name === is.name && place.email === is.email) return ok('unchanged')
  if (event.state === 'cancelled') return refuse('event_cancelled')
  if ((firstStart(event) ?? '9999') <= instant(act.now)) return refuse('event_started')
  if (isNoName(is.name)) return refuse('not_a_name')
  const { reliedOn, others } = await readCorrection(act, was, booking.schoolId, is.email)
  if (reliedOn) return refuse('relied_on')
  if (others.some((person) => personKey(person) === personKey(is))) return refuse('someone_else')
  const moved = place.email === is.email ? [] : [deleteNeedsOf(act.db, was), ...(await entriesSentAnew(act, was, is))]
  const result = await atomically<CorrectionRefusal>(
    act.db,
    [
      ...spending(act, passedOn(act, [placeId])),
      personStillOn(act, placeId, was),
      ...correctPerson(act, was, booking.schoolId, { name: place.name, email: place.email }, is),
      ...moved,
      logged(act, {
        act: 'person.corrected',
        subject: ['booking', booking.id],
        eventId: event.id,
        schoolId: booking.schoolId,
        before: { personId: was },
        after: { personId: was, placeId, name: place.name !== is.name, email: place.email !== is.email },
      }),
    ],
    { [guardBroken]: 'place_changed' },
  )
  return result.ok ? ok('corrected') : noted(act, result)
}

/** Cancels the old address's entries and sends ones with a new UID to the new address. */
const entriesSentAnew = async (act: Act, personId: string, is: { name: string; email: string }): Promise<SqlStatement[]> => {
  const statements: SqlStatement[] = []
  for (const { placeId, reference } of await comingPlacesOf(act, personId)) {
    const bookingAndEvent = await readBooking(act, reference)
    const place = bookingAndEvent?.booking.places.find((one) => one.id === placeId)
    if (!bookingAndEvent || !place) continue
    const { booking, event, accepted } = bookingAndEvent
    statements.push(
      sameEvent(act, event),
      ...(await withdrawInvitations(act, event, [placeId], { kind: 'place_cancelled', because: 'readdressed' })),
      ...(await invitePlaces(
        act,
        event,
        [
          {
            placeId,
            personId,
            ...is,
            schoolId: booking.schoolId,
            schoolName: booking.school.name,
            bookedByOther: true,
            byCouncil: booking.channel === 'organiser',
            bookingId: booking.id,
            attendance: place.attendance,
            cancelBy: sayLastFree(accepted.terms, event, accepted.calendar, act.now),
          },
        ],
        sessionsOf(event, place.workshopIds),
      )),
    )
  }
  return statements
}
