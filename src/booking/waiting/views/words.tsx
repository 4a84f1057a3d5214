import { sayDay } from '#base/dates.ts'
import type { WaitingOrder } from '#events/events/booking-rules.ts'
import type { OfferState } from '../offer.ts'
import type { WaitingBooking } from '../waiting.ts'

/** The list's order, for schools and organisers. */
export const orderWords: Record<WaitingOrder, string> = {
  first_come: 'The school that asked first is offered places first.',
  no_record_first:
    'Schools of which nobody has been recorded at this topic are offered places first; among equals, the school that asked first.',
}

export const orderNames: Record<WaitingOrder, string> = {
  first_come: 'First come, first served',
  no_record_first: 'Schools with no record of this topic first',
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
