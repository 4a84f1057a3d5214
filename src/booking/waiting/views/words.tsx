import { sayChanged } from '#base/changed.ts'
import { sayDay } from '#base/dates.ts'
import type { WaitingOrder } from '#events/events/event.ts'
import type { DecisionRefusal } from '../decide-booking.ts'
import type { EndRefusal } from '../end-request.ts'
import type { OfferState, OutOfTurnReason, SettleRefusal } from '../offer.ts'
import type { OfferRefusal } from '../offer-places.ts'
import type { WaitingBooking } from '../waiting.ts'

/** The list's order, for schools and organisers. */
export const orderWords: Record<WaitingOrder, string> = {
  first_come: 'Whoever asked first is served first.',
  no_record_first: 'Schools of which nobody has been recorded at this topic are served first, and among equals whoever asked first.',
  overdue_first:
    'Schools of which nobody has been recorded at this topic are served first, then those that were there longest ago, and among equals whoever asked first.',
}

export const orderNames: Record<WaitingOrder, string> = {
  first_come: 'First come, first served',
  no_record_first: 'Schools with no record of this topic first',
  overdue_first: 'Schools that are overdue first',
}

/** In any order but first come, a school joining later may be served earlier. */
export const mayBeOvertaken = (order: WaitingOrder): boolean => order !== 'first_come'

export const recordWords = (booking: Pick<WaitingBooking, 'lastOn'>): string =>
  booking.lastOn === null ? 'No record of this topic' : `Last recorded ${sayDay(booking.lastOn)}`

export const offerStates: Record<OfferState, string> = {
  open: 'Open',
  accepted: 'Accepted',
  declined: 'Declined',
  lapsed: 'Ran out',
  withdrawn: 'Withdrawn',
}

export const outOfTurnWords: Record<OutOfTurnReason, string> = {
  no_record: 'The school has no record of this topic',
  urgent: 'The school needs it urgently',
  our_mistake: 'It puts a mistake of ours right',
  fills_the_gap: 'Its number of places fits what is free',
  other: 'Another reason',
}

export const settleWords: Record<SettleRefusal, string> = {
  no_such_offer: 'There is no such offer.',
  settled: 'This offer has been answered already.',
  lapsed: 'This offer has run out, so it can no longer be answered.',
  event_cancelled: 'The event has been cancelled.',
  price_changed: `${sayChanged('What the places cost has', 'accepted', 'Read what they cost now, then answer again')}.`,
  changed: `${sayChanged('Something about this offer has', 'answered')}.`,
}

export const offerRefusalWords: Record<OfferRefusal, string> = {
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

export const decisionWords: Record<DecisionRefusal, string> = {
  no_such_booking: 'There is no such booking.',
  decided_before: 'This request has been decided or withdrawn already.',
  event_cancelled: 'The event has been cancelled, and its requests with it.',
  event_started: 'The event has begun, so nothing can be approved any more.',
  changed: `${sayChanged('Something about this request has', 'decided')}.`,
}

export const endWords: Record<EndRefusal, string> = {
  no_such_booking: 'There is no such booking.',
  nothing_waits: 'No place of this booking waits any more.',
  changed: `${sayChanged('The waiting list has', 'removed')}.`,
}
