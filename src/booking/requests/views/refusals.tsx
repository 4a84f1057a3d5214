import { sayChanged } from '#base/changed.ts'
import { counted } from '#base/words.ts'
import { cancelledEvent, namesRefusals } from '#booking/bookings/views/refusals.tsx'
import type { RequestRefusal } from '../request.ts'

const requestRefusals: Record<Exclude<RequestRefusal, 'more_than_can_be'>, string> = {
  no_such_event: 'You have not asked to book for this school.',
  event_cancelled: cancelledEvent,
  event_over: 'This event is over.',
  booking_not_open: 'Booking is not open yet. Ask again once it is.',
  booking_closed: 'Booking is closed.',
  kind_not_invited: 'This event is not meant for schools of this kind.',
  role_not_invited: 'This event is not meant for people in one of these roles. Choose another role.',
  attendance_missing: 'Choose for each person whether they come to the room or online.',
  ...namesRefusals,
  not_a_name: 'Enter people’s own names, or name them later.',
  price_not_accepted: 'The price has to be accepted, or has changed since you saw it. Read what it costs now and try again.',
  terms_not_accepted: 'The terms of cancelling have to be accepted, or have changed since you saw them.',
  answers_incomplete: 'A question that has to be answered is not. Answer it and go on.',
  event_changed: `${sayChanged('The event has', 'asked for')}.`,
  form_already_used: 'This form has been sent before. Start a new request.',
  already_asked: 'You have asked for places for this school at this event already. Withdraw that request first.',
  too_many_requests: 'Twenty of your requests wait already. Wait for an answer, or withdraw one.',
}

export const mayNotAsk = 'Your school does not let you ask for places. Speak to a colleague who books for it.'

export const sayMost = (most: number): string => `A school can have at most ${counted(most, 'place')} at this event`

/** @param most the most places the school can have at the event */
export const sayRequestRefusal = (reason: RequestRefusal, most: number): string =>
  reason === 'more_than_can_be' ? `${sayMost(most)}. Ask for no more than that.` : requestRefusals[reason]
