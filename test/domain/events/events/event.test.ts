import { describe, expect, it } from 'vitest'
import { usualOf } from '#base/setting.ts'
import { bookingRules } from '#events/events/booking-rules.ts'
import { isLate, loggedDifference, missingToPublish } from '#events/events/draft.ts'
import { bookingState, type EventDetails, topicNames } from '#events/events/event.ts'
import { searchWords } from '#events/events/list-scope.ts'
import { describe as describeEvent, jsonForScript } from '#events/finding/views/structured-data.tsx'

const event: EventDetails = {
  id: 'e1',
  code: 'ABC234',
  title: 'Conference',
  topicId: 'prevent',
  description: '',
  purpose: 'training',
  minutes: 330,
  level: '',
  onlyFor: null,
  provider: '',
  state: 'published',
  attendanceMode: 'in_person',
  venueName: 'Shire Hall',
  venueAddress: '',
  venuePostcode: '',
  joiningLink: '',
  capacity: 2,
  onlineCapacity: null,
  takenOnline: 0,
  waitingOnline: 0,
  placesPerSchool: null,
  bookingOpensAt: '2026-05-01T08:00:00.000Z',
  bookingClosesAt: '2026-06-01T08:00:00.000Z',
  bookingClosedAt: null,
  contactName: '',
  contactEmail: 'events@example.gov.uk',
  contactTelephone: '',
  calendarTitle: null,
  calendarEntries: 'each',
  alarmMinutes: 60,
  sensitive: true,
  evaluated: false,
  version: 1,
  createdAt: '2026-01-01T00:00:00.000Z',
  publishedAt: '2026-01-01T00:00:00.000Z',
  cancelledAt: null,
  cancelReason: null,
  topicLabel: 'Prevent duty',
  topicAlso: [],
  calledOff: [],
  breaks: [],
  venue: null,
  venueId: null,
  sessions: [
    {
      id: 's1',
      position: 1,
      title: '',
      startsAt: '2026-06-12T08:30:00.000Z',
      endsAt: '2026-06-12T15:00:00.000Z',
      block: '',
      capacity: null,
      chosen: 0,
      ...{ room: '', about: '', speakers: '' },
    },
  ],
  rules: usualOf(bookingRules),
  termsId: null,
  freeUntil: null,
  priceId: null,
  earlyUntil: null,
  seriesId: null,
  waiting: 0,
  heldBack: 0,
  audience: { roles: [], kinds: [] },
  taken: 0,
}
const at = (text: string): Date => new Date(text)
const within = at('2026-05-15T12:00:00.000Z')

describe('what a school that wants to book would meet', () => {
  it('is decided by the window to the millisecond', () => {
    expect(bookingState(event, 0, at('2026-05-01T07:59:59.999Z'))).toBe('not_open_yet')
    expect(bookingState(event, 0, at('2026-05-01T08:00:00.000Z'))).toBe('open')
    expect(bookingState(event, 0, at('2026-06-01T07:59:59.999Z'))).toBe('open')
    expect(bookingState(event, 0, at('2026-06-01T08:00:00.000Z'))).toBe('closed')
    expect(bookingState(event, 0, at('2026-06-12T14:59:59.999Z'))).toBe('closed')
    expect(bookingState(event, 0, at('2026-06-12T15:00:00.000Z'))).toBe('over')
  })
  it('without a closing date is open until the first session starts', () => {
    const open = { ...event, bookingClosesAt: null }
    expect(bookingState(open, 0, at('2026-06-12T08:29:59.999Z'))).toBe('open')
    expect(bookingState(open, 0, at('2026-06-12T08:30:00.000Z'))).toBe('closed')
  })
  it('is full when every place is taken, closed when an organiser said so, and neither for a draft', () => {
    expect(bookingState(event, 1, within)).toBe('open')
    expect(bookingState(event, 2, within)).toBe('full')
    expect(bookingState({ ...event, bookingClosedAt: '2026-05-15T11:00:00.000Z' }, 2, within)).toBe('closed')
    expect(bookingState({ ...event, state: 'draft' }, 2, within)).toBe('draft')
    expect(bookingState({ ...event, state: 'cancelled' }, 0, within)).toBe('cancelled')
  })
})

describe('a topic', () => {
  const labels = [
    { label: 'Peer-on-peer abuse', preferred: true, fromDate: null, toDate: '2022-09-01' },
    { label: 'Child-on-child abuse', preferred: true, fromDate: '2022-09-01', toDate: null },
    { label: 'Harmful sexual behaviour between children', preferred: false, fromDate: null, toDate: null },
  ]
  it('is called what it was called on the day', () => {
    expect(topicNames(labels, '2022-08-31').label).toBe('Peer-on-peer abuse')
    expect(topicNames(labels, '2022-09-01').label).toBe('Child-on-child abuse')
    expect(topicNames(labels, undefined).label).toBe('Child-on-child abuse')
  })
  it('keeps its other names beside it', () => {
    expect(topicNames(labels, '2026-06-12').also).toEqual(['Peer-on-peer abuse', 'Harmful sexual behaviour between children'])
  })
})

it('an event without sessions or contact is not ready, nor one whose booking has closed; one that has begun can be published late', () => {
  expect(missingToPublish(event, within)).toEqual([])
  expect(missingToPublish({ ...event, sessions: [], contactEmail: '', venueName: '' }, within)).toEqual(['session', 'contact', 'venue'])
  expect(missingToPublish({ ...event, attendanceMode: 'online' }, within)).toEqual(['joining_link'])
  const begun = at('2026-07-01T00:00:00.000Z')
  expect([missingToPublish(event, begun), isLate(event, begun), isLate(event, within)]).toEqual([[], true, false])
  const later = event.sessions.map((session) => ({ ...session, startsAt: '2027-06-12T08:30:00.000Z', endsAt: '2027-06-12T15:00:00.000Z' }))
  expect(missingToPublish({ ...event, sessions: later }, begun)).toEqual(['closed_already'])
})

it('the log names the contact, joining link and description that changed without holding them', () => {
  const { before, after } = loggedDifference(event, {
    facts: { ...event, contactEmail: 'sian@example.gov.uk', joiningLink: 'https://meet.example/secret', capacity: 5 },
    sessions: event.sessions.map((session) => ({ ...session })),
    breaks: [],
    roleIds: [],
    kinds: [],
  })
  expect(before).toEqual({ capacity: 2 })
  expect(after).toEqual({ capacity: 5, alsoChanged: ['joiningLink', 'contactEmail'] })
})

it('hyphens and capitals do not matter to a search among bookings', () => {
  expect(searchWords('  Peer-on-Peer ABUSE ')).toEqual(['peer', 'on', 'peer', 'abuse'])
})

it('no text can end the script element that carries structured data', () => {
  const text = jsonForScript({ name: '</script><script>alert(1)</script><!--\u2028&' })
  expect(text).not.toMatch(/[<>&\u2028]/)
  expect(JSON.parse(text)).toEqual({ name: '</script><script>alert(1)</script><!--\u2028&' })
  expect(describeEvent(event, 'x'.repeat(400), 'y').length).toBe(300)
})
