import { change, drop, on, type Refusal, row, type Step } from '#test/support/refusing.ts'

const school = (id: string, values = {}): Step => row('School', { id, rootId: id, ...values })
const event = row('Event', { id: 'event', state: 'published', capacity: 9 })
const mixed = row('Event', { id: 'event', state: 'published', attendanceMode: 'mixed', capacity: 9, onlineCapacity: 1 })
const session = row('Session', { id: 'morning', eventId: 'event', startsAt: on('12:00'), endsAt: on('13:00') })
const seat = (values = {}): Step => row('Place', { eventId: 'event', schoolId: 'oakfield', state: 'confirmed', ...values })
const another = (values = {}): Step => row('PlaceToFit', { eventId: 'event', schoolId: 'oakfield', stateAt: on('10:00'), ...values })
const kept = (values = {}): Step =>
  row('HeldBack', { id: 'kept', eventId: 'event', places: 1, forWhom: 'schools', releaseAt: on('11:00'), ...values })
const workshop = (id: string, block: string, from: string, to: string): Step =>
  row('Session', { id, eventId: 'event', block, startsAt: on(from), endsAt: on(to), capacity: 1 })
const choose = row('PlaceSession', { placeId: 'place', sessionId: 'listening' })
const listening = workshop('listening', 'A', '10:00', '11:00')
const choosing = [listening, seat({ id: 'place' })]

const fits = (word: string, rule: string, of: { given: Step[]; doing: Step; unless: Step[] }): Refusal => ({
  ...{ trigger: 'PlaceToFit_fits', word, rule },
  ...of,
})

export const refusalsOfPlaces: Refusal[] = [
  fits('event_full', 'an event takes no more than its capacity', {
    given: [event, change('Event', { capacity: 2 }), seat(), seat({ state: 'held', heldUntil: on('10:01') })],
    doing: another(),
    unless: [change('Place', { state: 'held', heldUntil: on('10:00') })],
  }),
  fits('event_full', 'a mixed event takes no more online than its places online', {
    given: [mixed, seat({ attendance: 'online' }), seat({ attendance: 'in_person' })],
    doing: another({ attendance: 'online' }),
    unless: [change('Place', { attendance: 'in_person' })],
  }),
  fits('held_back', 'what is reserved of a mixed event is in the room', {
    given: [mixed, change('Event', { capacity: 2 }), seat({ attendance: 'in_person' }), kept()],
    doing: another({ attendance: 'in_person' }),
    unless: [change('Place', { attendance: 'online' })],
  }),
  fits('school_limit_reached', 'a school takes no more than its limit, under whatever id it books', {
    given: [
      event,
      change('Event', { placesPerSchool: 1 }),
      school('oakfield'),
      school('former', { rootId: 'oakfield' }),
      seat({ schoolId: 'former' }),
    ],
    doing: another(),
    unless: [change('School', { rootId: 'former' }, 'former')],
  }),
  fits('trust_limit_reached', 'the schools of a trust take no more than its limit', {
    given: [
      ...[event, change('Event', { placesPerTrust: 1 }), seat({ schoolId: 'ashgrove' })],
      ...[school('oakfield', { trustUid: 'hedgerow' }), school('ashgrove', { trustUid: 'hedgerow' })],
    ],
    doing: another(),
    unless: [change('School', { trustUid: 'bramble' }, 'ashgrove')],
  }),
  fits('held_back', 'what is reserved is nobody else’s until it is released', {
    given: [event, change('Event', { capacity: 2 }), seat(), kept()],
    doing: another(),
    unless: [change('HeldBack', { releaseAt: on('10:00') })],
  }),
  fits('not_held_back_for_school', 'what is reserved is for the schools that it names', {
    given: [event, school('oakfield'), school('ashgrove'), kept(), row('HeldBackSchool', { heldBackId: 'kept', schoolId: 'ashgrove' })],
    doing: another({ heldBackId: 'kept' }),
    unless: [row('HeldBackSchool', { heldBackId: 'kept', schoolId: 'oakfield' })],
  }),
  fits('not_held_back_for_school', 'no more is taken of what is reserved than there is', {
    given: [
      event,
      school('oakfield'),
      kept(),
      row('HeldBackSchool', { heldBackId: 'kept', schoolId: 'oakfield' }),
      seat({ heldBackId: 'kept' }),
    ],
    doing: another({ heldBackId: 'kept' }),
    unless: [change('HeldBack', { places: 2 })],
  }),
  ...(
    [
      ['a school does not book past those who wait', null, [change('Event', { capacity: 2 })]],
      ['in the last hour what is free is anyone’s', null, [change('Session', { startsAt: on('10:59') })]],
      ['who waits for the room waits for no place online', 'in_person', [change('Place', { attendance: 'online' })]],
    ] as const
  ).map(([rule, attendance, unless]) => ({
    ...{ trigger: 'PlaceToGiveWay_gives_way', word: 'others_are_waiting', rule },
    given: [
      ...[attendance ? mixed : event, session, change('Event', { capacity: 1 })],
      seat({ state: 'held', waitsFor: 'list', heldUntil: on('09:00'), attendance }),
    ],
    doing: row('PlaceToGiveWay', { eventId: 'event', attendance, stateAt: on('10:00') }),
    unless: [...unless],
  })),
  {
    trigger: 'Place_says_how_it_attends',
    word: 'attendance_misplaced',
    rule: 'a place at a mixed event is in the room or online',
    given: [mixed],
    doing: seat(),
    unless: [change('Event', { attendanceMode: 'online' })],
  },
  {
    trigger: 'Place_changes_attendance',
    word: 'attendance_misplaced',
    rule: 'only places at a mixed event change between the room and online',
    given: [event, seat()],
    doing: change('Place', { attendance: 'online', attendanceAt: on('10:00') }),
    unless: [change('Event', { attendanceMode: 'mixed' })],
  },
  {
    trigger: 'Place_fits_on_return',
    word: 'workshop_full',
    rule: 'a place comes back only with room in the workshop it had chosen',
    given: [
      ...[event, ...choosing, choose, change('Place', { state: 'cancelled' }), seat({ id: 'other' })],
      row('PlaceSession', { placeId: 'other', sessionId: 'listening' }),
    ],
    doing: change('Place', { state: 'confirmed', stateAt: on('10:00') }, 'place'),
    unless: [change('Session', { capacity: 2 })],
  },
  {
    trigger: 'Place_of_running_event',
    word: 'event_cancelled',
    rule: 'a cancelled event takes no place back',
    given: [event, change('Event', { state: 'cancelled' }), seat({ state: 'cancelled' })],
    doing: change('Place', { state: 'confirmed' }),
    unless: [change('Event', { state: 'published' })],
  },
  {
    trigger: 'PlaceToPrice_has_price',
    word: 'place_without_payer',
    rule: 'a place of a priced event has somebody who pays',
    given: [event, change('Event', { priceId: 'price' }), row('PlacePrice', { placeId: 'place' })],
    doing: row('PlaceToPrice', { id: 'place', bookingId: 'booking', eventId: 'event' }),
    unless: [row('BookingPayer', { bookingId: 'booking' })],
  },
  {
    trigger: 'PlaceToPrice_has_price',
    word: 'place_without_price',
    rule: 'a place of a priced event has its price',
    given: [event, change('Event', { priceId: 'price' }), row('BookingPayer', { bookingId: 'booking' })],
    doing: row('PlaceToPrice', { id: 'place', bookingId: 'booking', eventId: 'event' }),
    unless: [row('PlacePrice', { placeId: 'place' })],
  },
  {
    trigger: 'Place_changes_hands',
    word: 'place_has_marks',
    rule: 'nobody else gets a place on which somebody was marked',
    given: [event, session, seat({ id: 'place', personId: 'grace' }), row('Mark', { placeId: 'place' })],
    doing: change('Place', { personId: 'ada', namedAt: on('10:00') }),
    unless: [drop('Mark')],
  },
  {
    trigger: 'Place_changes_hands',
    word: 'event_started',
    rule: 'a place changes hands until the event begins',
    given: [event, session, seat({ personId: 'grace' })],
    doing: change('Place', { personId: 'ada', namedAt: on('12:00') }),
    unless: [change('Session', { startsAt: on('12:01') })],
  },
  {
    trigger: 'Place_changes_hands',
    word: 'event_started',
    rule: 'whoever came on a place without a name is named whenever it turns out',
    given: [event, session, seat({ personId: 'grace' })],
    doing: change('Place', { personId: 'ada', namedAt: on('12:00') }),
    unless: [change('Place', { personId: null })],
  },
  {
    trigger: 'PlaceSession_with_marks',
    word: 'place_has_marks',
    rule: 'a workshop at which somebody was marked stays chosen',
    given: [...choosing, choose, row('Mark', { placeId: 'place', sessionId: 'listening' })],
    doing: drop('PlaceSession'),
    unless: [change('Mark', { sessionId: 'another' })],
  },
  {
    trigger: 'PlaceSession_fits',
    word: 'place_not_confirmed',
    rule: 'a place chooses workshops once it is certain',
    given: [...choosing, change('Place', { state: 'held', heldUntil: on('11:00') })],
    doing: choose,
    unless: [change('Place', { state: 'confirmed' })],
  },
  {
    trigger: 'PlaceSession_fits',
    word: 'one_workshop_a_block',
    rule: 'a place has one workshop of each block',
    given: [...choosing, workshop('recording', 'A', '11:00', '12:00'), row('PlaceSession', { placeId: 'place', sessionId: 'recording' })],
    doing: choose,
    unless: [change('Session', { block: 'B' }, 'recording')],
  },
  {
    trigger: 'PlaceSession_fits',
    word: 'workshops_clash',
    rule: 'a place has no two workshops at the same time',
    given: [...choosing, workshop('recording', 'B', '10:30', '11:30'), row('PlaceSession', { placeId: 'place', sessionId: 'recording' })],
    doing: choose,
    unless: [change('Session', { startsAt: on('11:00') }, 'recording')],
  },
  {
    trigger: 'PlaceSession_fits',
    word: 'workshop_full',
    rule: 'a workshop takes no more than its places',
    given: [...choosing, seat({ id: 'other' }), row('PlaceSession', { placeId: 'other', sessionId: 'listening' })],
    doing: choose,
    unless: [change('Place', { state: 'cancelled' }, 'other')],
  },
  {
    trigger: 'Offer_settles_once',
    word: 'offer_has_ended',
    rule: 'an offer is accepted before it ends',
    given: [row('Offer', { state: 'open', expiresAt: on('10:00') })],
    doing: change('Offer', { state: 'accepted', settledAt: on('10:00') }),
    allowed: change('Offer', { state: 'accepted', settledAt: on('09:59') }),
  },
  {
    trigger: 'Offer_settles_once',
    word: 'offer_still_stands',
    rule: 'an offer lapses once it has ended',
    given: [row('Offer', { state: 'open', expiresAt: on('10:00') })],
    doing: change('Offer', { state: 'lapsed', settledAt: on('09:59') }),
    allowed: change('Offer', { state: 'lapsed', settledAt: on('10:00') }),
  },
]
