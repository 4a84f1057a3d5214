import { sayChanged } from '#base/changed.ts'
import type { MoveRefusal } from '../move-places.ts'
import type { JoinRefusal } from '../save-series.ts'

export const joinRefusals: Record<JoinRefusal, string> = {
  series_shares_topic: 'That event has another topic. All dates of a series share one topic',
  series_has_moves: 'Schools have moved places to or from this date, so it stays in the series',
  stale: sayChanged('The event has'),
}

/** Of what no places that are moved meet. */
const cannotBeMoved = 'These places cannot be moved.'

const moveRefusals: Record<MoveRefusal, string> = {
  price_changed: 'It costs something else by now than you saw. Read what it costs, then move.',
  price_not_accepted: `${sayChanged('The price of that date has', 'moved', 'Read what it costs now, then move')}.`,
  event_full: 'That date has no room for all these places. Choose another date, or fewer places.',
  others_are_waiting: 'Other schools wait for what is left at that date. Choose another date, or fewer places.',
  held_back: 'What is left at that date is reserved for other schools. Choose another date, or fewer places.',
  school_limit_reached: 'Your school would have more places at that date than each school can have. Choose fewer places.',
  trust_limit_reached: 'The schools of your trust would have more places at that date than they can have. Choose fewer places.',
  booking_not_open: 'Booking for that date is not open yet.',
  booking_closed: 'Booking for that date is closed. Ask the organiser to move your places.',
  event_over: 'That date is over.',
  kind_not_invited: 'That date is not meant for your kind of school.',
  role_not_invited: 'That date is not meant for the role of one of the people. Leave them out, or change who is coming first.',
  course_missing: 'That date needs an earlier course, and our record does not show it for everybody. Leave them out.',
  reason_missing: 'That date is meant for others. Book it anew, with a reason.',
  unknown_role: 'One of the people has a role that does not exist on that date. Change it first.',
  already_has_place: 'One of the people has a place at that date already. Leave them out.',
  same_person_twice: 'The same person is on two of these places. Leave one out.',
  terms_not_accepted: 'The terms of cancelling have changed. Read them again.',
  event_started: 'The event has begun, so its places can no longer be moved.',
  event_cancelled: 'One of the two events is cancelled. Look at both again.',
  event_changed: `${sayChanged('The booking or an event has', 'moved')}.`,
  not_in_series: 'Choose one of the dates of the same series.',
  same_date: 'The places are at that date already. Choose another one.',
  nothing_to_move: 'Some of these places are no longer there to be moved. Look at what is left.',
  move_late:
    'The time for cancelling these places free of charge has passed, and with it the time for moving them. Send somebody else instead, which costs nothing, or ask the organiser to move them.',
  needs_approval: 'An organiser must approve each booking for that date. Ask them to move your places.',
  attendance_missing: 'At that date people come to the room or online. Change how each of them comes first.',
  workshop_full: 'A workshop is full at that date. Choose another date.',
  workshops_clash: 'Two workshops of one person are at the same time at that date. Choose another date.',
  unknown_school: 'One of the people comes for a school that is not on the list any more. Change who is coming first.',
  not_a_name: 'The name of one of the people is not a name. Correct it first.',
  code_unknown: 'Your discount code cannot be used at that date.',
  code_used_up: 'Your discount code has been used for as many places as it is good for.',
  no_such_booking: cannotBeMoved,
  who_is_meant: cannotBeMoved,
  contact_is_staff: cannotBeMoved,
  form_already_used: cannotBeMoved,
  answers_incomplete: cannotBeMoved,
}

export const sayMoveRefusal = (reason: MoveRefusal): string => `${moveRefusals[reason]} Nothing has been changed.`
