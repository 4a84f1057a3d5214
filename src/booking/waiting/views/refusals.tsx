import { sayChanged } from '#base/changed.ts'
import { noSuchBooking } from '#booking/bookings/views/refusals.tsx'
import type { DecisionRefusal } from '../decide-booking.ts'
import type { EndRefusal } from '../end-request.ts'
import type { SettleRefusal } from '../offer.ts'
import type { OfferRefusal } from '../offer-places.ts'

export const settleRefusals: Record<SettleRefusal, string> = {
  no_such_offer: 'There is no such offer.',
  settled: 'This offer has been answered already.',
  lapsed: 'This offer has run out, so it can no longer be answered.',
  event_cancelled: 'The event has been cancelled.',
  moved: `${sayChanged('The time of the event has', 'accepted', 'Read when it is now, then answer again')}.`,
  price_changed: `${sayChanged('What the places cost has', 'accepted', 'Read what they cost now, then answer again')}.`,
  course_missing:
    'The event needs an earlier course now, and our record, as far as the school may see it, does not show it for everybody you named. Name somebody else on the page of the booking, then accept.',
  changed: `${sayChanged('Something about this offer has', 'answered')}.`,
}

export const offerRefusals: Record<OfferRefusal, string> = {
  no_such_booking: 'This booking no longer waits.',
  offered_already: 'This school has an open offer. Wait for its answer, or withdraw that offer first.',
  no_room: 'No place is free. Raise the capacity, or wait until one is cancelled.',
  held_back: 'The places that are free are reserved for other schools. Release them, or wait until they are released.',
  school_limit_reached: 'The school would have more places than one school can have. Raise the limit for a school first.',
  trust_limit_reached: 'The schools of its trust would have more places than one trust can have. Raise the limit for a trust first.',
  not_all:
    'There are not as many places free. Offer fewer, or wait; a school that wants all of its places together is offered all or none.',
  too_late: 'Less than an hour is left until the event begins, so nothing is offered any more: what is free can be booked at once.',
  not_published: 'The event is not published.',
  changed: `${sayChanged('The waiting list has', 'offered')}.`,
}

export const decisionRefusals: Record<DecisionRefusal, string> = {
  no_such_booking: noSuchBooking,
  decided_before: 'This request has been decided or withdrawn already.',
  event_cancelled: 'The event has been cancelled, and its requests with it.',
  event_started: 'The event has begun, so nothing can be approved any more.',
  changed: `${sayChanged('Something about this request has', 'decided')}.`,
}

export const endRefusals: Record<EndRefusal, string> = {
  no_such_booking: noSuchBooking,
  nothing_waits: 'No place of this booking waits any more.',
  changed: `${sayChanged('The waiting list has', 'removed')}.`,
}
