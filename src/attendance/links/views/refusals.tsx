import type { LinkEnd } from '../booking-link.ts'

export const linkEnds: Record<LinkEnd, string> = {
  booked: 'This link has booked its place already',
  school_closed: 'The school has closed, so nothing can be booked for it',
  may_not_book: 'The address to which we sent this link can no longer book for the school',
  run_out: 'This link has run out',
  called_off: 'This event is called off',
  moved: 'This event has moved to another time since our email',
  booking_closed: 'Booking for this event is closed',
  not_due: 'This training is not due any more, or a place is booked for it already',
  other_place: 'This date no longer fits',
  full: 'No place is free for your school at this event any more',
  room_full: 'No place in the room is free for your school at this event any more',
  dearer: 'A place costs more than our email said',
  other_terms: 'The terms of cancelling have changed since our email',
  changed: 'This event was changed since our email, so the link no longer books it',
}
