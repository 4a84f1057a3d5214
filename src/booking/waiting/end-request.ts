import { type Act, hasRole } from '#base/act.ts'
import { instant } from '#base/dates.ts'
import { atomically, guardBroken } from '#base/db/atomically.ts'
import { eachApart } from '#base/db/failed-job.ts'
import type { Job } from '#base/job.ts'
import { logged } from '#base/log/store.ts'
import { ok, type Result, refuse } from '#base/result.ts'
import { readBooking } from '#booking/bookings/booking-store.ts'
import { placesThat } from '#booking/bookings/next-steps.ts'
import { endPlaces } from '#booking/cancelling/end-store.ts'
import { senderOf } from '#calendars/invites/invite-places.ts'
import type { EventDetails } from '#events/events/event.ts'
import { queuedAll } from '#messages/outbox/store.ts'
import { requestsPast, sameWaiting, setRefused } from './decision-store.ts'
import { notifyOfOfferEnd } from './notify-booker.ts'

export type EndRefusal = 'no_such_booking' | 'nothing_waits' | 'changed'

/** Not those on offer. @param ask.reason the organiser's words to the school; not logged */
export const removeFromList = async (
  act: Act,
  ask: { reference: string; reason: string },
): Promise<Result<{ places: number; event: EventDetails }, EndRefusal>> => {
  if (!hasRole(act.actor, 'organiser', 'administrator')) return refuse('no_such_booking')
  const bookingAndEvent = await readBooking(act, ask.reference)
  if (!bookingAndEvent) return refuse('no_such_booking')
  const { booking, event } = bookingAndEvent
  const waiting = placesThat(booking, instant(act.now), 'waiting')
  if (waiting.length === 0) return refuse('nothing_waits')
  const ids = waiting.map(({ id }) => id)
  const result = await atomically(
    act.db,
    [
      ...sameWaiting(act, event, booking.id, 'list', waiting),
      ...endPlaces(act, booking.id, ids),
      setRefused(act, booking.id, ask.reason),
      ...queuedAll(
        act,
        notifyOfOfferEnd(act, await senderOf(act), event, booking, {
          how: 'removed',
          places: ids.length,
          stillWaiting: 0,
          expiresAt: null,
          reason: ask.reason,
        }),
      ),
      logged(act, {
        act: 'waiting.removed',
        subject: ['booking', booking.id],
        eventId: event.id,
        schoolId: booking.schoolId,
        before: { waitsFor: 'list', placeIds: ids },
        after: { state: 'cancelled' },
      }),
    ],
    { [guardBroken]: 'changed' },
  )
  return result.ok ? ok({ places: ids.length, event }) : result
}

const mostAtOnce = 25

/** Job: ends what still waits once an event has begun, and notifies whoever booked. */
export const endPastRequests: Job = async (act) => {
  const past = await requestsPast(act, mostAtOnce)
  return eachApart(
    act,
    'endPastRequests',
    past,
    (one) => one.booking.id,
    async ({ event, booking, waitsFor, placeIds }) => {
      const result = await atomically(
        act.db,
        [
          ...endPlaces(act, booking.id, placeIds),
          ...queuedAll(
            act,
            notifyOfOfferEnd(act, await senderOf(act), event, booking, {
              how: waitsFor === 'list' ? 'began' : 'undecided',
              places: placeIds.length,
              stillWaiting: 0,
              expiresAt: null,
              reason: '',
            }),
          ),
          logged(act, {
            act: 'waiting.ended',
            subject: ['booking', booking.id],
            eventId: event.id,
            schoolId: booking.schoolId,
            before: { waitsFor, placeIds },
            after: { state: 'cancelled' },
          }),
        ],
        { [guardBroken]: 'changed' },
      )
      return result.ok
    },
  )
}
