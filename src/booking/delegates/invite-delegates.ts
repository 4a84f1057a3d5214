import type { Act } from '#base/act.ts'
import { atomically, guardBroken } from '#base/db/atomically.ts'
import { togetherOrApart } from '#base/db/failed-job.ts'
import { logged } from '#base/log/store.ts'
import { readAnyBooking } from '#booking/bookings/booking-store.ts'
import { inviteBooked } from '#booking/bookings/invite-booked.ts'
import { readToInvite, stillToInvite, type ToInvite } from './invite-store.ts'

/** Job: sends entries to people whose first address became known after they were booked. */
export const inviteDelegates = async (act: Act): Promise<boolean> => {
  const due = await readToInvite(act)
  return (
    due.length > 0 &&
    togetherOrApart(
      act,
      'inviteDelegates',
      due,
      ({ bookingId }) => bookingId,
      async (some) => (await Promise.all(some.map((one) => invite(act, one)))).some(Boolean),
    )
  )
}

const invite = async (act: Act, { reference, placeIds }: ToInvite): Promise<boolean> => {
  const bookingAndEvent = await readAnyBooking(act, reference)
  const places = bookingAndEvent?.booking.places.filter(({ id, email }) => placeIds.includes(id) && email !== null) ?? []
  if (!bookingAndEvent || places.length === 0) return false
  const { booking, event } = bookingAndEvent
  const result = await atomically(
    act.db,
    [
      stillToInvite(act, event, places),
      ...(await inviteBooked(act, bookingAndEvent, places)),
      logged(act, {
        act: 'delegates.invited',
        subject: ['booking', booking.id],
        eventId: event.id,
        schoolId: booking.schoolId,
        after: { places: places.map(({ id, personId }) => ({ id, personId })) },
      }),
    ],
    { [guardBroken]: 'changed' } as const,
  )
  // If something changed meanwhile, the next run retries.
  return result.ok
}
