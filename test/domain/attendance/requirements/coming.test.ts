// What follows for somebody whose training is due, by what they have and what their school can book.
import { expect, it } from 'vitest'
import {
  addressOf,
  type ComingEvent,
  type HeldPlace,
  isDate,
  nextStep,
  type SchoolAhead,
  sayDate,
  sayNext,
} from '#attendance/requirements/coming.ts'
import type { State } from '#attendance/requirements/standing.ts'
import type { Quote } from '#money/prices/price.ts'
import { lead } from './world.ts'

const now = new Date('2026-11-30T10:00:00.000Z')

const day = (on: string, block = '') => ({ startsAt: `${on}T09:00:00.000Z`, endsAt: `${on}T15:00:00.000Z`, block })

const event = (code: string, days: readonly string[], more: Partial<ComingEvent> = {}): ComingEvent => ({
  ...{
    id: code,
    code,
    title: 'DSL foundation',
    state: 'published',
    purpose: 'training',
    topicId: 'designated-lead',
    level: '',
    minutes: 360,
  },
  ...{ capacity: 20, onlineCapacity: null, placesPerSchool: 2, bookingOpensAt: null, bookingClosesAt: null, bookingClosedAt: null },
  ...{ taken: 0, waiting: 0, heldBack: 0, takenOnline: 0, waitingOnline: 0, audience: { kinds: [] }, roleIds: [] },
  ...{
    rules: { placesPerTrust: null, approval: false, choicesCloseAt: null, attendanceClosesAt: null },
    priceId: null,
    earlyUntil: null,
    termsId: null,
    freeUntil: null,
    questions: false,
    counts: [],
    not: [],
  },
  sessions: days.map((one) => day(one)),
  ...more,
})

const full: Partial<ComingEvent> = { taken: 20, waiting: 7 }

const school = (
  more: Partial<ReturnType<SchoolAhead['allowedAt']>> = {},
  places: readonly HeldPlace[] = [],
  quote?: Quote,
): SchoolAhead => ({
  places,
  staffDays: [],
  lacking: [],
  allowedAt: () => ({
    ...{ kind: 'primary', origin: 'register', trustName: null, taken: 0, waiting: 0, trustTaken: 0, heldBack: 0 },
    ...more,
  }),
  quoteAt: () => quote,
  quotesAt: () => quote && [quote],
})

const place = (eventId: string, more: Partial<HeldPlace> = {}): HeldPlace => ({
  ...{ personId: 'ann', eventId, reference: 'K7M2QX', state: 'confirmed', waitsFor: null, heldUntil: null, offerId: null },
  ...more,
})

const stepOf = (events: readonly ComingEvent[], at = school(), state: State = 'no_record') =>
  nextStep(lead, { personId: 'ann', roleId: 'dsl', state }, at, events, now)

const saidOf = (...asked: Parameters<typeof stepOf>): string[] => {
  const step = stepOf(...asked)
  return step === undefined ? [] : [sayNext(step), addressOf(step, 's1') ?? '', isDate(step) ? sayDate(step, 'Ann') : '']
}

const january = event('JAN', ['2027-01-12'], full)
const march = event('MAR', ['2027-03-02', '2027-03-09'])

// “Nobody is advised to book who has a place at an event that counts: what they have is said with its days.”
it('a lead who is booked is told so with every day, and not to book an earlier date', () => {
  const booked = school({}, [place('MAR')])
  expect(saidOf([event('DEC', ['2026-12-15']), january, march], booked)).toEqual(['Booked for 2 and 9 March 2027', '/bookings/K7M2QX', ''])
  // Also one who is in date, and between the two days.
  expect(saidOf([march], booked, 'in_date')).toEqual(['Booked for 2 and 9 March 2027', '/bookings/K7M2QX', ''])
  const between = nextStep(
    lead,
    { personId: 'ann', roleId: 'dsl', state: 'no_record' },
    booked,
    [march],
    new Date('2027-03-05T10:00:00.000Z'),
  )
  expect(between && sayNext(between)).toBe('Booked for 2 and 9 March 2027')
  // Another person's place is not theirs.
  expect(saidOf([march], school({}, [place('MAR', { personId: 'beth' })]))[0]).toBe('Book 2 and 9 March 2027')
})

// “A place that another school booked for them is said without a link, once they, or the council, agree.”
it('a place of another school is said without a way to it', () => {
  expect(saidOf([march], school({}, [place('MAR', { reference: null })]))).toEqual(['Booked for 2 and 9 March 2027', '', ''])
})

it.each([
  [
    { state: 'held', waitsFor: null, heldUntil: '2026-11-30T18:31:00.000Z' },
    'Held for 12 January 2027, to be paid by Monday 30 November 2026, 6:31pm',
    '/bookings/K7M2QX/pay',
  ],
  [
    { state: 'held', waitsFor: 'list', heldUntil: '2026-12-01T16:00:00.000Z', offerId: 'o' },
    'On offer for 12 January 2027, until Tuesday 1 December 2026, 4pm',
    '/bookings/K7M2QX/offer',
  ],
  [
    { state: 'held', waitsFor: 'approval', heldUntil: '2026-11-01T10:00:00.000Z' },
    'Asked for 12 January 2027, which the organiser decides',
    '/bookings/K7M2QX',
  ],
  [
    { state: 'held', waitsFor: 'list', heldUntil: '2026-11-01T10:00:00.000Z' },
    'Waiting for a place on 12 January 2027',
    '/events/JAN/wait?school=s1',
  ],
] as const)('a place that is %o is said as what it is', (more, said, href) => {
  expect(saidOf([january], school({}, [place('JAN', more)]))).toEqual([said, href, ''])
})

it('a hold that ran out and an offer that nobody took are no places', () => {
  const gone = { state: 'held', heldUntil: '2026-11-30T09:00:00.000Z' } as const
  for (const more of [
    { ...gone, waitsFor: null },
    { ...gone, waitsFor: 'list' as const, offerId: 'o' },
  ])
    expect(saidOf([march], school({}, [place('MAR', more)]))[0]).toBe('Book 2 and 9 March 2027')
})

it('a place at a course that is over is said as what it was, after one to come and before anything else', () => {
  const over = event('NOV', ['2026-11-24'])
  const had = ['Had a place on 24 November 2026; the register is not signed off yet', '/bookings/K7M2QX', '']
  expect(saidOf([over, march], school({}, [place('NOV')]))).toEqual(had)
  const offered = place('JAN', { state: 'held', waitsFor: 'list', heldUntil: '2026-12-01T16:00:00.000Z', offerId: 'o' })
  expect(saidOf([over, january], school({}, [place('NOV'), offered]))).toEqual(had)
  expect(saidOf([over, march], school({}, [place('NOV'), place('MAR')]))[0]).toBe('Booked for 2 and 9 March 2027')
  // Nobody else's place, and the date itself is never advised.
  expect(saidOf([over], school({}, [place('NOV', { personId: 'beth' })]))).toEqual([])
})

// “Somebody who waits is shown another date with room.”
it('whoever waits is shown another date that has room, and one who has no such date is not', () => {
  const waits = school({}, [place('JAN', { state: 'held', waitsFor: 'list', heldUntil: '2026-11-01T10:00:00.000Z' })])
  const step = stepOf([january, march], waits)
  expect(step && !isDate(step) && step.instead && sayNext(step.instead)).toBe('Book 2 and 9 March 2027')
  const none = stepOf([january, event('MAR', ['2027-03-02'], full)], waits)
  expect(none && !isDate(none) && none.instead).toBe(undefined)
})

// “The next date with room is advised, and a date before it without a free place is named.”
it('a full date is passed over for the next with room, and named', () => {
  expect(saidOf([january, march])).toEqual([
    ...['Book 2 and 9 March 2027', '/events/MAR/book?school=s1'],
    'No place is free for your school on 12 January 2027.',
  ])
  const both = [january, event('FEB', ['2027-02-09'], full)]
  expect(saidOf(both)).toEqual([
    ...['Wait for a place on 12 January 2027', '/events/JAN/wait?school=s1'],
    'No place is free for your school on 12 January and 9 February 2027.',
  ])
})

// “Places kept for some schools are free only for those.”
it('places that are reserved are free for the schools for which they are, and for no other', () => {
  const reserved = event('JAN', ['2027-01-12'], { taken: 17, heldBack: 3 })
  expect(saidOf([reserved])[0]).toBe('Wait for a place on 12 January 2027')
  expect(saidOf([reserved], school({ heldBack: 3 }))[0]).toBe('Book 12 January 2027')
})

// “What cannot be booked yet is said with when it can, and what can be booked no more is not advised.”
it('booking that is not open yet is said with its hour; what is closed, meant for others or at the school’s limit is not advised', () => {
  const later = event('JAN', ['2027-01-12'], { bookingOpensAt: '2026-12-07T09:00:00.000Z' })
  expect(saidOf([later])).toEqual(['Booking for 12 January 2027 opens on Monday 7 December 2026, 9am', '/events/JAN', ''])
  expect(saidOf([later, march])[0]).toBe('Book 2 and 9 March 2027')
  for (const closed of [
    { bookingClosesAt: '2026-11-29T09:00:00.000Z' },
    { bookingClosedAt: '2026-11-29T09:00:00.000Z' },
    { audience: { kinds: ['secondary' as const] } },
    { roleIds: ['governor'] },
    { not: ['lead'] },
    { not: ['*'] },
    { topicId: 'prevent' },
  ])
    expect(saidOf([event('JAN', ['2027-01-12'], closed)])).toEqual([])
  expect(saidOf([event('JAN', ['2027-01-12'])], school({ taken: 2 }))).toEqual([])
  expect(
    saidOf(
      [event('JAN', ['2027-01-12'], { rules: { placesPerTrust: 3, approval: false, choicesCloseAt: null, attendanceClosesAt: null } })],
      school({ trustName: 'T', trustTaken: 3 }),
    ),
  ).toEqual([])
})

it('a place that an organiser decides on is asked for, full or not', () => {
  const asked = event('JAN', ['2027-01-12'], {
    ...full,
    rules: { placesPerTrust: null, approval: true, choicesCloseAt: null, attendanceClosesAt: null },
  })
  expect(saidOf([asked]).slice(0, 2)).toEqual(['Ask for a place on 12 January 2027', '/events/JAN/book?school=s1'])
})

// “With a date stands what a place costs that school.”
it('with a date stands what a place costs the school', () => {
  const quote = { pence: 5_000, vatPence: 1_000 } as Quote
  expect(saidOf([march], school({}, [], quote))[2]).toBe('A place on 2 and 9 March 2027 costs £60.00 with VAT.')
  expect(saidOf([march], school({}, [], { ...quote, vatPence: 0 }))[2]).toBe('A place on 2 and 9 March 2027 costs £50.00.')
  expect(saidOf([march], school({}, [], { ...quote, pence: 0, vatPence: 0 }))[2]).toBe('A place on 2 and 9 March 2027 is free of charge.')
})

it('nothing follows for whoever is in date and has no place, nor where no event counts', () => {
  expect([saidOf([march], school(), 'in_date'), saidOf([])]).toEqual([[], []])
})

// “A date on which the person has another place, or the school a staff day, is passed over, and that is said.”
it('a date on which the person has another place that the school may see is passed over and named', () => {
  const other = event('OTHER', ['2027-01-12'], { title: 'Prevent briefing', topicId: 'prevent' })
  const early = event('JAN', ['2027-01-12'])
  expect(saidOf([early, other, march], school({}, [place('OTHER')]))).toEqual([
    'Book 2 and 9 March 2027',
    '/events/MAR/book?school=s1',
    'Ann has another place on 12 January 2027: Prevent briefing.',
  ])
  // Of another school’s booking no title is told; a place that waits, or another person’s, is in nobody’s way.
  expect(saidOf([early, other, march], school({}, [place('OTHER', { reference: null })]))[2]).toBe(
    'Ann has another place on 12 January 2027.',
  )
  for (const free of [place('OTHER', { personId: 'beth' }), place('OTHER', { state: 'held', waitsFor: 'list' })])
    expect(saidOf([early, other, march], school({}, [free]))[0]).toBe('Book 12 January 2027')
  // On one day, at another hour.
  const evening = { startsAt: '2027-01-12T17:00:00.000Z', endsAt: '2027-01-12T18:00:00.000Z', block: '' }
  expect(saidOf([early, { ...other, sessions: [evening] }, march], school({}, [place('OTHER')]))[0]).toBe('Book 12 January 2027')
})

it('a date on a staff day of the school is passed over, and where no other fits that is said', () => {
  const busy = { ...school({}, [], { pence: 5_000, vatPence: 0 } as Quote), staffDays: [{ day: '2027-01-12', what: 'INSET' }] }
  const early = event('JAN', ['2027-01-12'])
  expect(saidOf([early, march], busy)).toEqual([
    'Book 2 and 9 March 2027',
    '/events/MAR/book?school=s1',
    '12 January 2027 is a staff day of the school: INSET. A place on 2 and 9 March 2027 costs £50.00.',
  ])
  expect(saidOf([early], busy)).toEqual(['No date that fits yet', '/events/JAN', '12 January 2027 is a staff day of the school: INSET.'])
})

// “A date that needs an earlier course which the school cannot see that somebody attended is passed over for them, and that is said.”
it('a date that needs an earlier course is passed over for whoever lacks it, and for nobody else', () => {
  const early = event('JAN', ['2027-01-12'], { title: 'DSL refresher' })
  const lacks = (personId: string) => ({ ...school(), lacking: [{ personId, eventId: 'JAN' }] })
  const why = 'DSL refresher on 12 January 2027 needs an earlier course, which our record does not show for Ann.'
  expect(saidOf([early, march], lacks('ann'))).toEqual(['Book 2 and 9 March 2027', '/events/MAR/book?school=s1', why])
  expect(saidOf([early], lacks('ann'))).toEqual(['No date that fits yet', '/events/JAN', why])
  expect(saidOf([early, march], lacks('beth'))[0]).toBe('Book 12 January 2027')
})
