import { change, on, type Refusal, row, type Step } from '#test/support/refusing.ts'

const school = (id: string, values = {}): Step => row('School', { id, rootId: id, ...values })
const event = row('Event', { id: 'event', state: 'published', capacity: 9 })
const session = row('Session', { id: 'morning', eventId: 'event', startsAt: on('12:00'), endsAt: on('13:00') })
const bookOf = (values = {}): Step =>
  row('Booking', {
    id: 'booking',
    eventId: 'event',
    schoolId: 'oakfield',
    channel: 'school',
    bookedById: 'ada',
    createdAt: on('10:00'),
    ...values,
  })
const askedFacts = {
  eventId: 'event',
  schoolId: 'oakfield',
  accountId: 'ada',
  formId: 'form',
  state: 'waiting',
  requestedAt: on('09:00'),
}
const asked = row('BookingRequest', askedFacts)

export const refusalsOfBooking: Refusal[] = [
  {
    trigger: 'Booking_by_vouched',
    word: 'not_vouched',
    rule: 'nobody books for a school before somebody has confirmed them',
    given: [school('oakfield'), row('Claim', { accountId: 'ada', schoolId: 'oakfield', state: 'requested' })],
    doing: bookOf(),
    unless: [change('Claim', { state: 'approved' })],
  },
  {
    trigger: 'Booking_by_vouched',
    word: 'not_vouched',
    rule: 'a colleague whom the school does not let book books nothing',
    given: [school('oakfield'), row('Claim', { accountId: 'ada', schoolId: 'oakfield', state: 'approved', mayBook: 0 })],
    doing: bookOf(),
    unless: [change('Claim', { mayBook: 1 })],
  },
  {
    trigger: 'Booking_by_vouched',
    word: 'not_vouched',
    rule: 'somebody of a trust books for its schools alone',
    given: [school('oakfield', { trustUid: 'hedgerow' }), row('TrustClaim', { accountId: 'ada', trustUid: 'bramble', state: 'approved' })],
    doing: bookOf(),
    unless: [change('TrustClaim', { trustUid: 'hedgerow' })],
  },
  ...(
    [
      ['that was withdrawn makes no booking', { state: 'withdrawn' }, { state: 'waiting' }],
      ['makes its booking at its own event', { eventId: 'another' }, { eventId: 'event' }],
      ['makes the booking of whoever asked', { accountId: 'grace' }, { accountId: 'ada' }],
      ['makes a booking of its school', { schoolId: 'ashgrove' }, { schoolId: 'oakfield' }],
    ] as const
  ).map(([rule, refused, otherwise]) => ({
    ...{ trigger: 'Booking_settles_request', word: 'request_is_settled', rule: `a request ${rule}` },
    given: [school('oakfield'), school('ashgrove'), asked, change('BookingRequest', refused)],
    doing: bookOf({ formId: 'form' }),
    unless: [change('BookingRequest', otherwise)],
  })),
  ...(
    [
      ['within its series', [change('Event', { seriesId: 'another' }, 'earlier')]],
      ['to another event', [change('Booking', { eventId: 'event' })]],
      ['for its own school', [change('Booking', { schoolId: 'ashgrove' })]],
    ] as const
  ).map(([rule, steps]) => ({
    ...{ trigger: 'Booking_moves_within_series', word: 'moved_outside_series', rule: `a booking is moved ${rule}` },
    given: [
      ...[
        school('oakfield'),
        school('ashgrove'),
        row('Event', { id: 'earlier', seriesId: 'series' }),
        row('Event', { id: 'event', seriesId: 'series' }),
      ],
      ...[row('Booking', { id: 'before', eventId: 'earlier', schoolId: 'oakfield' }), ...steps],
    ],
    doing: bookOf({ movedFromId: 'before' }),
    unless: [change('Event', { seriesId: 'series' }), change('Booking', { eventId: 'earlier', schoolId: 'oakfield' })],
  })),
  {
    trigger: 'Booking_within_window',
    word: 'event_cancelled',
    rule: 'nothing is booked at a cancelled event',
    given: [event, change('Event', { state: 'cancelled' })],
    doing: bookOf(),
    unless: [change('Event', { state: 'published' })],
  },
  {
    trigger: 'Booking_within_window',
    word: 'event_not_published',
    rule: 'nothing is booked at a draft',
    given: [event, change('Event', { state: 'draft' })],
    doing: bookOf(),
    unless: [change('Event', { state: 'published' })],
  },
  {
    trigger: 'Booking_within_window',
    word: 'booking_not_open',
    rule: 'a school books from the opening of booking on',
    given: [event, change('Event', { bookingOpensAt: on('10:01') })],
    doing: bookOf(),
    unless: [change('Event', { bookingOpensAt: on('10:00') })],
  },
  ...(
    [
      ['until booking closes', change('Event', { bookingClosesAt: on('10:00') })],
      ['until an organiser closes booking', change('Event', { bookingClosedAt: on('10:00') })],
      ['until the event begins', change('Session', { startsAt: on('10:00') })],
    ] as const
  ).map(([rule, closed]) => ({
    ...{ trigger: 'Booking_within_window', word: 'booking_closed', rule: `a school books ${rule}` },
    given: [event, session, closed],
    doing: bookOf(),
    unless: [change('Event', { bookingClosesAt: on('10:01'), bookingClosedAt: null }), change('Session', { startsAt: on('10:01') })],
  })),
  {
    trigger: 'Booking_contact_is_of_school',
    word: 'contact_is_staff',
    rule: 'the contact of a booking that the council made is not of the council',
    given: [row('StaffRole', { accountId: 'ada', role: 'organiser' })],
    doing: bookOf({ channel: 'organiser' }),
    unless: [change('StaffRole', { revokedAt: on('08:00') })],
  },
  {
    trigger: 'BookingRequest_of_asker',
    word: 'no_claim_of_asker',
    rule: 'whoever asks for a school has asked to act for it',
    given: [school('oakfield'), row('Claim', { accountId: 'ada', schoolId: 'oakfield', state: 'refused' })],
    doing: asked,
    unless: [change('Claim', { state: 'requested' })],
  },
  {
    trigger: 'BookingRequest_of_asker',
    word: 'no_contact_at_school',
    rule: 'a school is asked for a place only where somebody may book for it',
    given: [school('oakfield'), row('Claim', { accountId: 'olive', schoolId: 'oakfield', state: 'requested' })],
    doing: row('BookingRequest', { ...askedFacts, asksSchool: 1 }),
    unless: [change('Claim', { state: 'approved' })],
  },
  {
    trigger: 'BookingRequest_of_asker',
    word: 'may_not_ask',
    rule: 'a colleague whom the school does not let ask asks it for no place',
    given: [
      school('oakfield'),
      row('Claim', { id: 'ada', accountId: 'ada', schoolId: 'oakfield', state: 'approved', mayBook: 0, mayAsk: 0 }),
      row('Claim', { id: 'olive', accountId: 'olive', schoolId: 'oakfield', state: 'approved' }),
    ],
    doing: row('BookingRequest', { ...askedFacts, asksSchool: 1 }),
    unless: [change('Claim', { mayAsk: 1 }, 'ada')],
  },
  {
    trigger: 'BookingRequest_of_asker',
    word: 'too_many_requests',
    rule: 'twenty requests of an account wait at once, and no more',
    given: [
      ...[school('oakfield'), row('Claim', { accountId: 'ada', schoolId: 'oakfield', state: 'requested' })],
      ...Array.from({ length: 20 }, (_, n) =>
        row('BookingRequest', { id: `request ${n}`, eventId: `event ${n}`, accountId: 'ada', state: 'waiting' }),
      ),
    ],
    doing: asked,
    unless: [change('BookingRequest', { state: 'withdrawn' }, 'request 7')],
  },
  {
    trigger: 'Place_has_booking',
    word: 'place_without_booking',
    rule: 'a place is of the event and the school of its booking',
    given: [bookOf()],
    doing: row('Place', { bookingId: 'booking', eventId: 'event', schoolId: 'ashgrove' }),
    unless: [change('Booking', { schoolId: 'ashgrove' })],
  },
]
