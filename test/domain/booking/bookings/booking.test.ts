import { expect, it } from 'vitest'
import {
  audienceAllowsKind,
  fullRefusal,
  isNoName,
  namesDueOf,
  namesDueOfBooking,
  personKey,
  refusalToAsk,
  repeatedAt,
  rolesFor,
  roomFor,
} from '#booking/bookings/booking.ts'
import { sayNamesDue } from '#booking/bookings/views/refusals.tsx'
import { emptyBooking, emptyRow, readDelegates, readTyped } from '#booking/placing/forms.ts'
import type { EventDetails } from '#events/events/event.ts'

/** Why a school cannot have a single place at once. */
const refusalBefore = (...[of, one, channel, at]: Parameters<typeof refusalToAsk>) =>
  refusalToAsk(of, one, channel, at) ?? fullRefusal(of, one, channel, 1)

const event = (facts: Partial<EventDetails> = {}): EventDetails =>
  ({
    state: 'published',
    capacity: 60,
    placesPerSchool: 2,
    taken: 48,
    bookingOpensAt: null,
    bookingClosesAt: null,
    bookingClosedAt: null,
    sessions: [{ id: 's', position: 1, title: '', startsAt: '2026-06-12T08:30:00.000Z', endsAt: '2026-06-12T15:00:00.000Z' }],
    audience: { roles: [], kinds: [] },
    rules: { placesPerTrust: null },
    waiting: 0,
    heldBack: 0,
    ...facts,
  }) as EventDetails

const school = (facts: object = {}) => ({
  id: 'a',
  name: 'Ashfield',
  town: 'Ross-on-Wye',
  urn: '116711',
  kind: 'primary',
  origin: 'register' as const,
  trustName: null,
  taken: 1,
  waiting: 0,
  trustTaken: 0,
  heldBack: 0,
  ...facts,
})
const now = new Date('2026-05-01T09:00:00.000Z')

it('a school can book what is left of its limit and of the event, whichever is less', () => {
  expect(roomFor(event(), school())).toBe(1)
  expect(roomFor(event({ placesPerSchool: null }), school())).toBe(12)
  expect(roomFor(event({ taken: 60 }), school())).toBe(0)
  expect(roomFor(event(), school({ taken: 5 }))).toBe(0)
})

// “A school books past those who wait only what is left when all of them are served.” “An
// organiser who books for a school may go past them.”
it('what others wait for, or what is reserved for others, is not to be booked past them; what is reserved for the school is', () => {
  expect(roomFor(event({ placesPerSchool: null, waiting: 10 }), school())).toBe(2)
  expect(roomFor(event({ placesPerSchool: null, waiting: 10 }), school(), 'organiser')).toBe(12)
  expect(roomFor(event({ placesPerSchool: null, heldBack: 12 }), school())).toBe(0)
  expect(roomFor(event({ placesPerSchool: null, heldBack: 12 }), school({ heldBack: 3 }))).toBe(3)
  expect(refusalBefore(event({ waiting: 12 }), school(), 'school', now)).toBe('others_are_waiting')
  expect(refusalBefore(event({ heldBack: 12 }), school(), 'school', now)).toBe('held_back')
})

it('the schools of one trust share a limit, which a school without a trust does not know', () => {
  const limited = event({ rules: { placesPerTrust: 4 } as EventDetails['rules'] })
  expect(roomFor(limited, school({ trustName: 'Hedgerow', trustTaken: 4 }))).toBe(0)
  expect(refusalBefore(limited, school({ trustName: 'Hedgerow', trustTaken: 4 }), 'school', now)).toBe('trust_limit_reached')
  expect(roomFor(limited, school({ trustTaken: 4 }))).toBe(1)
})

it('what stands in the way is said in the order in which it could be put right', () => {
  expect(refusalBefore(event(), school(), 'school', now)).toBeUndefined()
  expect(refusalBefore(event({ state: 'cancelled' }), school(), 'school', now)).toBe('event_cancelled')
  expect(refusalBefore(event(), school(), 'school', new Date('2026-06-12T08:30:00.000Z'))).toBe('booking_closed')
  expect(refusalBefore(event(), school(), 'organiser', new Date('2026-06-12T08:30:00.000Z'))).toBeUndefined()
  expect(refusalBefore(event(), school(), 'organiser', new Date('2026-06-12T15:00:00.000Z'))).toBe('event_over')
  expect(refusalBefore(event({ bookingOpensAt: '2026-05-02T09:00:00.000Z' }), school(), 'school', now)).toBe('booking_not_open')
  expect(refusalBefore(event({ taken: 60 }), school({ taken: 2 }), 'school', now)).toBe('school_limit_reached')
  expect(refusalBefore(event({ taken: 60 }), school(), 'school', now)).toBe('event_full')
})

it('nobody is turned away for a kind that is not known, and an all-through school is primary and secondary', () => {
  const forPrimary = event({ audience: { roles: [], kinds: ['primary'] } })
  expect(audienceAllowsKind(forPrimary, school())).toBe(true)
  expect(audienceAllowsKind(forPrimary, school({ kind: 'secondary' }))).toBe(false)
  expect(audienceAllowsKind(forPrimary, school({ kind: 'all_through' }))).toBe(true)
  expect(audienceAllowsKind(forPrimary, school({ kind: 'not_known' }))).toBe(true)
  expect(audienceAllowsKind(forPrimary, school({ kind: 'secondary', origin: 'outside' }))).toBe(true)
})

it('roles are those of the vocabulary on the day, or the ones the event is for', () => {
  const roles = [
    { id: 'dsl', label: 'DSL', fromDate: null, toDate: null },
    { id: 'new', label: 'New', fromDate: '2027-01-01', toDate: null },
    { id: 'old', label: 'Old', fromDate: null, toDate: '2026-06-12' },
  ]
  expect(rolesFor(event(), roles, '2026-06-12').map(({ id }) => id)).toEqual(['dsl'])
  expect(rolesFor(event({ audience: { roles: [{ id: 'head', label: 'Head' }], kinds: [] } }), roles, '2026-06-12')).toEqual([])
})

it('one name at one address is one person, however it is spelt', () => {
  expect(personKey({ name: 'Siân  Ŵyn', email: 'A@b.uk' })).toBe(personKey({ name: 'siân ŵyn'.normalize('NFD'), email: 'a@b.uk' }))
  expect(
    repeatedAt([
      { name: 'A', email: 'x' },
      { name: 'B', email: 'x' },
      { name: 'a ', email: 'X' },
    ]),
  ).toBe(2)
  expect(repeatedAt([{ name: 'A', email: 'x' }])).toBe(-1)
})

it('a row left empty beside others is no one; a form with nothing at all still asks', () => {
  const row = { name: ' Ann  Lee ', email: ' A@Example.sch.uk ', roleId: 'dsl', represents: ['b', '', 'b'] }
  const blank = { name: '', email: ' ', roleId: '', represents: [] }
  expect(readDelegates([row, blank])).toEqual({
    ok: true,
    delegates: [{ name: 'Ann Lee', email: 'a@example.sch.uk', roleId: 'dsl', represents: ['b'], answers: {} }],
  })
  expect(readDelegates([blank, blank])).toMatchObject({ ok: false, problems: { 'name-1': 'Enter the full name of person 1' } })
})

it('odd bodies are read without harm', () => {
  expect(readTyped({ rows: '999999', 'name-1': ['a', 'b'], formId: '../x' }).rows).toHaveLength(40)
  expect(readTyped({ rows: 'x', 'name-1': new File([], 'f') })).toEqual({
    ...emptyBooking('', '', 1),
    rows: [{ ...emptyRow(), answers: {} }],
  })
})

// “A delegate is always a named person: a mailbox, a post or a word for "not known yet" is
// refused as a name, and the place can be named later.” “A delegate is a named person, never a
// mailbox, a post or "TBC".”
it.each([
  'office@school.example',
  'Office',
  'The school office',
  'ADMIN',
  'tbc',
  'T.B.C.',
  'TBA',
  'n/a',
  'N.A.',
  'Name later',
  'To be confirmed',
  'Delegate 2',
  'A N Other',
  'DSL',
  'New deputy DSL',
  'Head teacher',
  'Designated Safeguarding Lead',
  '???',
  '-',
  '12345',
  '',
])('“%s” is no name of a person', (name) => {
  expect(isNoName(name)).toBe(true)
})

it.each([
  'Siân Pritchard',
  'Na Li',
  'Anthony Head',
  'O’Neil, Office Smith',
  'Test Jones',
  'Nguyễn Thị Minh',
  'Ñ',
  '王小明',
  'محمد علي',
  'J. Place',
  'Teacher Okoro',
])('“%s” may be the name of a person', (name) => {
  expect(isNoName(name)).toBe(false)
})

it('Names are due at the date that the event sets, or one school day after the place was taken if that is later, and never after the event begins', () => {
  const due = (namesDueAt: string | null, since: string) => {
    const one = event()
    return namesDueOf({ ...one, rules: { ...one.rules, namesDueAt } }, since, { bankHolidays: new Set(), terms: [] })
  }
  expect(due(null, '2026-05-01T09:00:00.000Z')).toBeUndefined()
  expect(due('2026-05-20T16:00:00.000Z', '2026-05-01T09:00:00.000Z')).toBe('2026-05-20T16:00:00.000Z')
  expect(due('2026-05-20T16:00:00.000Z', '2026-05-20T10:00:00.000Z')).toBe('2026-05-21T10:00:00.000Z')
  // Taken on a Friday evening: there is a whole school day until then.
  expect(due('2026-05-20T15:00:00.000Z', '2026-05-22T18:00:00.000Z')).toBe('2026-05-25T15:00:00.000Z')
  expect(due('2026-05-20T16:00:00.000Z', '2026-06-12T08:00:00.000Z')).toBe('2026-06-12T08:30:00.000Z')
})

it('a booking’s names are due when its first place without one needs one, and everything that says it says that', () => {
  const place = (stateAt: string, personId: string | null = null, state = 'confirmed') => ({ state, personId, stateAt })
  const one = event()
  const asks = { ...one, rules: { ...one.rules, namesDueAt: '2026-05-25T07:00:00.000Z' } }
  const due = (...places: ReturnType<typeof place>[]) => namesDueOfBooking(asks, { places }, { bankHolidays: new Set(), terms: [] })
  expect(due(place('2026-05-01T09:00:00.000Z', 'a'))).toBeUndefined()
  expect(due(place('2026-05-01T09:00:00.000Z'), place('2026-05-22T15:00:00.000Z'))).toBe('2026-05-25T07:00:00.000Z')
  // Booked on the Friday before, as of its form: one school day later on every page and in every
  // mail.
  const friday = '2026-05-22T10:00:00.000Z'
  expect(due(place(friday), place('2026-05-01T09:00:00.000Z', 'a'), place('2026-05-01T09:00:00.000Z', null, 'held'))).toBe(
    namesDueOf(asks, friday, { bankHolidays: new Set(), terms: [] }),
  )
  expect(sayNamesDue('2026-05-25T15:00:00.000Z', { rules: { ...one.rules, namesRelease: true } }, friday)).toBe(
    'Names by Monday 25 May 2026, 4pm. A place without a name is then given back, at no cost.',
  )
})
