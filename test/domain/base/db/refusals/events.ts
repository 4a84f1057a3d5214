import { change, drop, on, type Refusal, row, type Step, several } from '#test/support/refusing.ts'

const event = row('Event', { id: 'event', state: 'published', capacity: 3, topicId: 'prevent' })
const mixed = row('Event', { id: 'event', state: 'published', attendanceMode: 'mixed', capacity: 3, onlineCapacity: 3 })
const place = (attendance: string): Step => row('Place', { eventId: 'event', state: 'confirmed', attendance })
const seats = (n: number, schoolId = 'oakfield'): Step[] => several(n, row('Place', { eventId: 'event', schoolId, state: 'confirmed' }))
const school = (id: string, trustUid: string | null = null): Step => row('School', { id, rootId: id, trustUid })
const conference = row('Session', { id: 'morning', eventId: 'event', startsAt: on('09:00'), endsAt: on('12:00') })
const workshop = (id: string, block: string, from: string, to: string): Step =>
  row('Session', { id, eventId: 'event', block, startsAt: on(from), endsAt: on(to), capacity: 2 })
const chosen = (...sessions: string[]): Step[] => [
  row('Place', { id: 'place', eventId: 'event', state: 'confirmed' }),
  ...sessions.map((sessionId) => row('PlaceSession', { placeId: 'place', sessionId })),
]
const callOff = change('Session', { calledOffAt: on('08:00') }, 'morning')
const another = row('Session', { id: 'afternoon', eventId: 'event' })

const calledOff = (trigger: string, table: string, rule: string, values = {}): Refusal => ({
  ...{ trigger, word: 'session_called_off', rule },
  given: [row('Session', { id: 'morning', calledOffAt: on('08:00') })],
  doing: row(table, { sessionId: 'morning', ...values }),
  unless: [change('Session', { calledOffAt: null })],
})

export const refusalsOfEvents: Refusal[] = [
  {
    trigger: 'Series_keeps_topic',
    word: 'series_shares_topic',
    rule: 'a series with dates keeps its topic',
    given: [row('Series', { id: 'series', topicId: 'prevent' }), row('Event', { seriesId: 'series' })],
    doing: change('Series', { topicId: 'online' }),
    unless: [change('Event', { seriesId: null })],
  },
  {
    trigger: 'Event_shares_topic_on_insert',
    word: 'series_shares_topic',
    rule: 'a new date of a series has its topic',
    given: [row('Series', { id: 'series', topicId: 'online' })],
    doing: row('Event', { seriesId: 'series', topicId: 'prevent' }),
    unless: [change('Series', { topicId: 'prevent' })],
  },
  {
    trigger: 'Event_shares_topic',
    word: 'series_shares_topic',
    rule: 'an event joins a series of its own topic',
    given: [row('Series', { id: 'series', topicId: 'online' }), event],
    doing: change('Event', { seriesId: 'series' }),
    unless: [change('Series', { topicId: 'prevent' })],
  },
  {
    trigger: 'Event_leaves_series',
    word: 'series_has_moves',
    rule: 'an event stays in its series once a booking was moved to it',
    given: [
      ...[row('Event', { id: 'event', seriesId: 'series' }), row('Booking', { id: 'before', eventId: 'earlier' })],
      row('Booking', { eventId: 'event', movedFromId: 'before' }),
    ],
    doing: change('Event', { seriesId: null }),
    unless: [change('Booking', { movedFromId: null })],
  },
  {
    trigger: 'Event_leaves_series',
    word: 'series_has_moves',
    rule: 'an event stays in its series once a booking was moved from it',
    given: [
      ...[row('Event', { id: 'event', seriesId: 'series' }), row('Booking', { id: 'before', eventId: 'event' })],
      row('Booking', { eventId: 'later', movedFromId: 'before' }),
    ],
    doing: change('Event', { seriesId: null }),
    unless: [change('Booking', { movedFromId: null })],
  },
  {
    trigger: 'Event_room_for_taken',
    word: 'capacity_below_taken',
    rule: 'an event does not become smaller than what is taken and reserved',
    given: [event, school('oakfield'), ...seats(1), row('HeldBack', { eventId: 'event', places: 2, releaseAt: on('12:00') })],
    doing: change('Event', { capacity: 2, changedAt: on('10:00') }),
    unless: [change('HeldBack', { releaseAt: on('09:30') })],
  },
  {
    trigger: 'Event_room_for_taken',
    word: 'capacity_below_taken',
    rule: 'a mixed event has room for those who come to the room',
    given: [mixed, ...several(2, place('in_person')), place('online')],
    doing: change('Event', { capacity: 1, changedAt: on('10:00') }),
    unless: [drop('Place'), place('in_person'), ...several(2, place('online'))],
  },
  {
    trigger: 'Event_room_for_taken',
    word: 'online_below_taken',
    rule: 'the places online of a mixed event do not become fewer than those taken',
    given: [mixed, ...several(2, place('online')), place('in_person')],
    doing: change('Event', { onlineCapacity: 1, changedAt: on('10:00') }),
    unless: [drop('Place'), place('online'), ...several(2, place('in_person'))],
  },
  {
    trigger: 'Event_room_for_taken',
    word: 'places_online',
    rule: 'a mixed event does not bring those who come online to the room',
    given: [mixed, place('online')],
    doing: change('Event', { attendanceMode: 'in_person', onlineCapacity: null, changedAt: on('10:00') }),
    unless: [change('Place', { state: 'cancelled' })],
  },
  {
    trigger: 'Event_room_for_taken',
    word: 'limit_below_taken',
    rule: 'a school’s limit does not fall below what one school has',
    given: [event, school('oakfield'), school('ashgrove'), ...seats(2)],
    doing: change('Event', { placesPerSchool: 1, changedAt: on('10:00') }),
    unless: [drop('Place'), ...seats(1), ...seats(1, 'ashgrove')],
  },
  {
    trigger: 'Event_room_for_taken',
    word: 'trust_limit_below_taken',
    rule: 'a trust’s limit does not fall below what the schools of one trust have',
    given: [event, school('oakfield', 'hedgerow'), school('ashgrove', 'hedgerow'), ...seats(1), ...seats(1, 'ashgrove')],
    doing: change('Event', { placesPerTrust: 1, changedAt: on('10:00') }),
    unless: [change('School', { trustUid: 'bramble' }, 'ashgrove')],
  },
  {
    trigger: 'HeldBack_fits',
    word: 'held_back_too_many',
    rule: 'no more is reserved than is left',
    given: [event, ...seats(2)],
    doing: row('HeldBack', { eventId: 'event', places: 2, createdAt: on('10:00') }),
    unless: [change('Event', { capacity: 4 })],
  },
  {
    trigger: 'Event_of_closed_register',
    word: 'closed_register_stands',
    rule: 'an event keeps its topic once a register of it is closed',
    given: [event, conference, row('RegisterSignOff', { sessionId: 'morning' })],
    doing: change('Event', { topicId: 'online' }),
    unless: [row('StaffProposal', { kind: 'event', subjectId: 'event', state: 'approved' })],
  },
  {
    trigger: 'Session_of_closed_register',
    word: 'closed_register_stands',
    rule: 'a session keeps its hours once its register is closed',
    given: [event, conference, row('RegisterSignOff', { sessionId: 'morning' })],
    doing: change('Session', { endsAt: on('13:00') }),
    unless: [row('StaffProposal', { kind: 'event', subjectId: 'event', state: 'approved' })],
  },
  {
    trigger: 'Session_may_be_called_off',
    word: 'session_not_published',
    rule: 'only of a published event a session is called off',
    given: [event, conference, another, change('Event', { state: 'draft' })],
    doing: callOff,
    unless: [change('Event', { state: 'published' })],
  },
  {
    trigger: 'Session_may_be_called_off',
    word: 'last_session',
    rule: 'an event whose last session would be called off is cancelled instead',
    given: [event, conference],
    doing: callOff,
    unless: [another],
  },
  {
    trigger: 'Session_may_be_called_off',
    word: 'session_is_signed_off',
    rule: 'a session whose register is signed off has taken place',
    given: [event, conference, another, row('RegisterSignOff', { sessionId: 'morning' })],
    doing: callOff,
    unless: [change('RegisterSignOff', { sessionId: 'afternoon' })],
  },
  {
    trigger: 'Session_may_be_called_off',
    word: 'session_attended',
    rule: 'a session that somebody attended has taken place',
    given: [event, conference, another, row('Mark', { sessionId: 'morning', markType: 'attended' })],
    doing: callOff,
    unless: [change('Mark', { markType: 'absent' })],
  },
  {
    trigger: 'Session_room_for_chosen',
    word: 'workshop_below_taken',
    rule: 'a workshop does not become smaller than those who chose it',
    given: [
      event,
      workshop('listening', 'A', '10:00', '11:00'),
      ...chosen('listening'),
      row('Place', { id: 'other', state: 'confirmed' }),
      row('PlaceSession', { placeId: 'other', sessionId: 'listening' }),
    ],
    doing: change('Session', { capacity: 1 }, 'listening'),
    unless: [change('Place', { state: 'cancelled' }, 'other')],
  },
  {
    trigger: 'Session_room_for_chosen',
    word: 'workshops_clash',
    rule: 'a workshop does not move onto another that one delegate has chosen',
    given: [
      event,
      workshop('listening', 'A', '10:00', '11:00'),
      workshop('recording', 'B', '11:00', '12:00'),
      ...chosen('listening', 'recording'),
    ],
    doing: change('Session', { endsAt: on('11:30') }, 'listening'),
    unless: [change('Session', { startsAt: on('11:30') }, 'recording')],
  },
  {
    trigger: 'EventQuestion_answered_stands',
    word: 'question_is_answered',
    rule: 'a question that somebody answered keeps its words',
    given: [row('EventQuestion', { id: 'question', label: 'What do you need?' }), row('Answer', { questionId: 'question' })],
    doing: change('EventQuestion', { label: 'What would you like?' }),
    unless: [drop('Answer')],
  },
  {
    trigger: 'PlaceSession_of_standing_session',
    word: 'session_called_off',
    rule: 'nobody attends a session that was called off',
    given: [conference, change('Session', { calledOffAt: on('08:00') })],
    doing: row('PlaceSession', { placeId: 'place', sessionId: 'morning' }),
    unless: [change('Session', { calledOffAt: null })],
  },
  calledOff('WalkIn_of_standing_session', 'WalkIn', 'nobody is added at the door of a session that was called off'),
  calledOff('Mark_of_standing_session', 'Mark', 'nobody is marked at a session that was called off'),
  calledOff('RegisterSignOff_of_standing_session', 'RegisterSignOff', 'there is no register to sign off of a session that was called off'),
  calledOff('Invitation_of_standing_session', 'Invitation', 'nobody is invited to a session that was called off', { state: 'live' }),
  {
    trigger: 'AskedSession_at_most_ten',
    word: 'too_many_sessions_asked',
    rule: 'ten sessions that a school asked for wait at once, and no more',
    given: Array.from({ length: 10 }, (_, n) => row('AskedSession', { id: `session ${n}`, schoolId: 'oakfield', state: 'asked' })),
    doing: row('AskedSession', { id: 'session', schoolId: 'oakfield', state: 'asked' }),
    unless: [change('AskedSession', { state: 'withdrawn' }, 'session 7')],
  },
  {
    trigger: 'AskedSession_answered_once',
    word: 'session_is_answered',
    rule: 'what was offered for a session that a school asked for keeps its price',
    given: [row('AskedSession', { id: 'session', state: 'offered', pence: 35000 })],
    doing: change('AskedSession', { pence: 45000 }),
    allowed: change('AskedSession', { state: 'accepted' }),
  },
]
