import { change, on, type Refusal, row } from '#test/support/refusing.ts'

const day = '2026-03-02'
const session = row('Session', { id: 'morning', eventId: 'event', startsAt: on('08:30') })
const seat = row('Place', { id: 'place', eventId: 'event', schoolId: 'school', personId: 'grace', state: 'confirmed' })
const expected = [session, seat, row('PlaceSession', { placeId: 'place', sessionId: 'morning' })]
const arrived = (values = {}) =>
  row('Arrival', {
    id: 'arrival',
    eventId: 'event',
    day,
    placeId: 'place',
    walkInId: null,
    kind: 'arrived',
    receivedAt: on('09:00'),
    ...values,
  })
const takenBack = (values = {}) => arrived({ number: 2, id: 'back', undoesId: 'arrival', ...values })
const device = row('DoorDevice', { id: 'tablet', eventId: 'event', accountId: 'huw', endsAt: '2026-03-03T23:59:59.999Z', revokedAt: null })
const byDevice = (values = {}) => arrived({ deviceId: 'tablet', accountId: 'huw', ...values })
const school = row('School', { id: 'school', rootId: 'school' })
const cameInstead = (schoolId: string) =>
  row('WalkIn', { id: 'walkIn', eventId: 'event', sessionId: 'morning', schoolId, insteadOfId: 'place' })

export const refusalsOfArrivals: Refusal[] = [
  {
    trigger: 'Arrival_of_someone_expected',
    word: 'nobody_expected_that_day',
    rule: 'who arrives has a place at a session of that day, or came without one',
    given: [session, seat],
    doing: arrived(),
    unless: [row('PlaceSession', { placeId: 'place', sessionId: 'morning' })],
  },
  {
    trigger: 'Arrival_of_someone_expected',
    word: 'nobody_expected_that_day',
    rule: 'nobody arrives on a place that was cancelled',
    given: [...expected, change('Place', { state: 'cancelled' })],
    doing: arrived(),
    unless: [change('Place', { state: 'confirmed' })],
  },
  {
    trigger: 'Arrival_of_someone_named',
    word: 'arrival_has_no_name',
    rule: 'whoever arrives on a place without a name is named first',
    given: [...expected, change('Place', { personId: null })],
    doing: arrived(),
    unless: [change('Place', { personId: 'grace' })],
  },
  {
    trigger: 'Arrival_not_before_its_day',
    word: 'arrival_before_its_day',
    rule: 'nobody has arrived before the day',
    given: expected,
    doing: arrived({ receivedAt: '2026-03-01T22:59:59.999Z' }),
    allowed: arrived({ receivedAt: '2026-03-01T23:00:00.000Z' }),
  },
  {
    trigger: 'Arrival_takes_back_its_own',
    word: 'takes_back_another',
    rule: 'what is taken back was said of the same person, on the same day',
    given: [...expected, arrived({ number: 1 })],
    doing: takenBack({ kind: 'left' }),
    allowed: takenBack(),
  },
  {
    trigger: 'Arrival_of_device_in_use',
    word: 'door_device_ended',
    rule: 'nothing is taken from a device that an organiser took off the door',
    given: [...expected, device, change('DoorDevice', { revokedAt: on('08:00') })],
    doing: byDevice(),
    allowed: arrived(),
  },
  {
    trigger: 'Arrival_of_device_in_use',
    word: 'door_device_ended',
    rule: 'what waited on a device is taken until the end of the next working day',
    given: [...expected, device],
    doing: byDevice({ receivedAt: '2026-03-03T23:59:59.999Z' }),
    allowed: byDevice({ receivedAt: '2026-03-03T23:59:59.998Z' }),
  },
  {
    trigger: 'Arrival_of_device_in_use',
    word: 'door_device_ended',
    rule: 'what was said on a device belongs to the account that it was given to',
    given: [...expected, device],
    doing: byDevice({ accountId: 'mari' }),
    allowed: byDevice(),
  },
  {
    trigger: 'WalkIn_has_no_id_of_a_place',
    word: 'id_of_a_place',
    rule: 'whoever comes without a place never has the id of one',
    given: [seat],
    doing: row('WalkIn', { id: 'place' }),
    allowed: row('WalkIn', { id: 'walkIn' }),
  },
  {
    trigger: 'WalkIn_instead_of_their_own',
    word: 'instead_of_another_school',
    rule: 'who comes instead of somebody is of the same school',
    given: [...expected, school, row('School', { id: 'another', rootId: 'another' })],
    doing: cameInstead('another'),
    allowed: cameInstead('school'),
  },
]
