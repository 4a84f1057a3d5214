import { type Act, hasRole } from '#base/act.ts'
import type { Calendar } from '#base/council/working-day.ts'
import { instant } from '#base/dates.ts'
import { atomically, guardBroken } from '#base/db/atomically.ts'
import { logged } from '#base/log/store.ts'
import { ok, type Result, refuse } from '#base/result.ts'
import type { BookedPlace } from '#booking/bookings/booked-place.ts'
import type { BookingSchool } from '#booking/bookings/booking.ts'
import { allowanceOf, leftFor } from '#booking/bookings/booking.ts'
import type { BookingDetails } from '#booking/bookings/booking-details.ts'
import { readBooking } from '#booking/bookings/booking-store.ts'
import { readBookingContext } from '#booking/bookings/context-store.ts'
import { placesThat } from '#booking/bookings/next-steps.ts'
import { movedPrices } from '#booking/bookings/pricing.ts'
import { endPlaces } from '#booking/cancelling/end-store.ts'
import { outcomeOfTaking } from '#booking/pricing/show-owed.ts'
import { invitePlaces, senderOf } from '#calendars/invites/invite-places.ts'
import type { EventDetails } from '#events/events/event.ts'
import { eventFor, firstStart, waysTo } from '#events/events/event.ts'
import { queuedAll } from '#messages/outbox/store.ts'
import { markLinesNotified } from '#money/ledger/store.ts'
import { confirmApproved, listApproved, sameWaiting, setRefused } from './decision-store.ts'
import { invitedOf } from './invitee.ts'
import { notifyOfDecision } from './notify-booker.ts'

/**
 * A booking waiting for approval: which of its places approving now would confirm, and how many
 * would go on the waiting list.
 */
export type Decision = {
  booking: BookingDetails
  event: EventDetails
  waiting: BookedPlace[]
  certain: BookedPlace[]
  listed: number
  heldBacks: { id: string; left: number }[]
  school: BookingSchool
  calendar: Calendar
}

export type DecisionRefusal = 'no_such_booking' | 'decided_before' | 'event_cancelled' | 'event_started' | 'changed'

/** Everything that a decision depends on, in two round trips. */
export const readDecision = async (act: Act, reference: string): Promise<Decision | undefined> => {
  if (!hasRole(act.actor, 'organiser', 'administrator')) return undefined
  const bookingAndEvent = await readBooking(act, reference)
  if (!bookingAndEvent) return undefined
  const { booking } = bookingAndEvent
  const ground = await readBookingContext(act, {
    code: bookingAndEvent.event.code,
    schoolId: booking.schoolId,
    formId: '',
    emails: [],
    represents: [],
  })
  const school = ground?.schools[0]
  if (!ground || !school) return undefined
  const waiting = placesThat(booking, instant(act.now), 'for_approval')
  const own = { ...school, waiting: Math.max(0, school.waiting - waiting.length) }
  const certain = certainOf(ground.event, own, waiting, booking.acceptsFewer)
  return {
    booking,
    event: ground.event,
    waiting,
    certain,
    listed: waiting.length - certain.length,
    heldBacks: ground.heldBacks,
    school: own,
    calendar: ground.cancelling.calendar,
  }
}

/** The room and online of a mixed event each have places of their own. */
const certainOf = (event: EventDetails, school: BookingSchool, waiting: readonly BookedPlace[], acceptsFewer: boolean): BookedPlace[] => {
  const left = new Map(waysTo(event).map((way) => [way, leftFor(eventFor(event, way), school, 'school')]))
  const had = waiting.filter(({ attendance }) => {
    const room = left.get(attendance) ?? 0
    left.set(attendance, room - 1)
    return room > 0
  })
  const certain = had.slice(0, Math.max(0, allowanceOf(event, school)))
  return certain.length === waiting.length || acceptsFewer ? certain : []
}

const refusalOf = (act: Act, { waiting, event }: Decision): DecisionRefusal | undefined => {
  if (event.state === 'cancelled') return 'event_cancelled'
  if (waiting.length === 0) return 'decided_before'
  return (firstStart(event) ?? '9999') <= instant(act.now) ? 'event_started' : undefined
}

const again = async <T>(decide: () => Promise<Result<T, DecisionRefusal>>): Promise<Result<T, DecisionRefusal>> => {
  for (let tries = 1; ; tries += 1) {
    const done = await decide()
    if (done.ok || done.reason !== 'changed' || tries === 3) return done
  }
}

const refusals = {
  ...movedPrices('changed' as const),
  [guardBroken]: 'changed',
  event_full: 'changed',
  held_back: 'changed',
  not_held_back_for_school: 'changed',
  school_limit_reached: 'changed',
  trust_limit_reached: 'changed',
  event_cancelled: 'event_cancelled',
} as const

/** As far as there is room that nobody waits for; the rest wait with their original turn. */
export const approveBooking = (act: Act, reference: string): Promise<Result<{ certain: number; listed: number }, DecisionRefusal>> =>
  again(async () => {
    const decision = await readDecision(act, reference)
    if (!decision) return refuse('no_such_booking')
    const refusal = refusalOf(act, decision)
    if (refusal) return refuse(refusal)
    const { booking, event, waiting, certain: places, listed } = decision
    const certain = places.length
    const kept = decision.heldBacks.flatMap(({ id, left }) => Array.from({ length: Math.max(0, left) }, () => id))
    const { priced, owes, terms } = await outcomeOfTaking(
      act,
      event,
      booking,
      places.map(({ id }) => id),
    )
    const messages = notifyOfDecision(act, await senderOf(act), event, booking, {
      approved: true,
      listed,
      named: places.flatMap((place) => (place.name ? [place.name] : [])),
      unnamed: places.filter((place) => place.personId === null).length,
      reason: '',
      money: priced.money,
      owes,
      terms,
      calendar: decision.calendar,
    })
    const result = await atomically(
      act.db,
      [
        ...sameWaiting(act, event, booking.id, 'approval', waiting),
        ...priced.statements,
        confirmApproved(
          act,
          places.map(({ id, attendance }) => ({ id, heldBackId: attendance === 'online' ? null : (kept.shift() ?? null) })),
        ),
        listApproved(
          act,
          waiting.flatMap((place) => (places.includes(place) ? [] : [place.id])),
        ),
        ...(await invitePlaces(act, event, invitedOf(booking, places))),
        ...queuedAll(act, messages),
        ...messages.map(({ id }) => markLinesNotified(act, booking.id, id)),
        logged(act, {
          act: 'booking.approved',
          subject: ['booking', booking.id],
          eventId: event.id,
          schoolId: booking.schoolId,
          before: { waitsFor: 'approval', placeIds: waiting.map(({ id }) => id) },
          after: { certain, listed },
        }),
      ],
      refusals,
    )
    return result.ok ? ok({ certain, listed }) : result
  })

/** @param reason stored with the booking and not logged, because it may name a person */
export const refuseBooking = (act: Act, reference: string, reason: string): Promise<Result<number, DecisionRefusal>> =>
  again(async () => {
    const decision = await readDecision(act, reference)
    if (!decision) return refuse('no_such_booking')
    const { booking, event, waiting } = decision
    if (event.state === 'cancelled') return refuse('event_cancelled')
    if (waiting.length === 0) return refuse('decided_before')
    const ids = waiting.map(({ id }) => id)
    const result = await atomically(
      act.db,
      [
        ...sameWaiting(act, event, booking.id, 'approval', waiting),
        ...endPlaces(act, booking.id, ids),
        setRefused(act, booking.id, reason),
        ...queuedAll(
          act,
          notifyOfDecision(act, await senderOf(act), event, booking, {
            approved: false,
            listed: 0,
            named: [],
            unnamed: 0,
            reason,
            calendar: decision.calendar,
          }),
        ),
        logged(act, {
          act: 'booking.refused',
          subject: ['booking', booking.id],
          eventId: event.id,
          schoolId: booking.schoolId,
          before: { waitsFor: 'approval', placeIds: ids },
          after: { state: 'cancelled' },
        }),
      ],
      refusals,
    )
    return result.ok ? ok(ids.length) : result
  })
