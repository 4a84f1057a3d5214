const changed = 'It was changed at the same moment. Try it again'

const itemRefusals: Record<string, string> = {
  event_started: 'The event has begun',
  event_cancelled: 'The event is cancelled',
  event_over: 'The event is over',
  nothing_left: 'Nothing left to do: it was done or cancelled meanwhile',
  nobody_to_write_to: 'There is no address to write to',
  switched_off: 'Asking for names is switched off for this event',
  changed_meanwhile: changed,
  event_changed: changed,
  no_such_booking: 'The booking is gone',
  event_full: 'That date has no room for all of them',
  charge_changed: 'What it costs was changed at the same moment. Try it again',
  reason_missing: 'There is no reason',
  others_are_waiting: 'What is left at that date is for those who wait',
  held_back: 'What is left at that date is reserved for other schools',
  school_limit_reached: 'The school would have more places at that date than it may',
  trust_limit_reached: 'The trust would have more places at that date than it may',
  kind_not_invited: 'That date is not meant for this kind of school',
  role_not_invited: 'That date is not meant for the role of somebody',
  course_missing: 'That date needs an earlier course, and our record does not show it for everybody',
  already_has_place: 'Somebody has a place at that date already',
  not_in_series: 'The booking is not for a date of that series',
  same_date: 'It is for that date already',
  terms_not_accepted: 'That date has other terms of cancelling, which the school itself must accept',
  nothing_to_move: 'Nothing left to move',
  price_changed: 'It costs something else at that date by now. Choose it again',
  price_not_accepted: 'The prices of that date have changed. Choose it again',
}

export const sayItemRefusal = (reason: string | null): string => itemRefusals[reason ?? ''] ?? 'It could not be done'
