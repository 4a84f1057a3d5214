// What entries say, and how calendars are written.
import ICAL from 'ical.js'
import { expect, it } from 'vitest'
import { calendarTitleOf } from '#calendars/invites/invite.ts'
import { googleLink, outlookHomeLink, outlookWorkLink } from '#correspondence/feeds/add-links.ts'
import { calendarText } from '#correspondence/feeds/calendar.ts'
import { bookingEntries, type CalendarEntry, type FeedEvent, ownEntry, publicEntries, schoolEntries } from '#correspondence/feeds/feed.ts'

const entry: CalendarEntry = {
  uid: 'one@example.gov.uk',
  sequence: 3,
  stamp: '2026-03-02T09:00:00.000Z',
  title: 'Safeguarding & you; plus, more + ŵ 😀',
  startsAt: '2026-06-12T08:30:00.000Z',
  endsAt: '2026-06-12T15:00:00.000Z',
  where: 'Three Counties Hotel, Hereford, HR2 7BP',
  description: 'Details: https://muster.example/events/ABC123',
  page: 'https://muster.example/events/ABC123',
  cancelled: false,
}

it('links to Google Calendar and Outlook fill in the same entry, in UTC', () => {
  const google = new URL(googleLink(entry))
  expect(google.origin + google.pathname).toBe('https://calendar.google.com/calendar/render')
  expect(Object.fromEntries(google.searchParams)).toEqual({
    action: 'TEMPLATE',
    text: entry.title,
    dates: '20260612T083000Z/20260612T150000Z',
    details: entry.description,
    location: entry.where,
  })
  for (const [link, host] of [
    [outlookWorkLink(entry), 'outlook.office.com'],
    [outlookHomeLink(entry), 'outlook.live.com'],
  ] as const) {
    const url = new URL(link)
    expect(url.origin + url.pathname).toBe(`https://${host}/calendar/0/deeplink/compose`)
    expect(link).not.toContain('+')
    expect(Object.fromEntries(url.searchParams)).toEqual({
      path: '/calendar/action/compose',
      rru: 'addevent',
      subject: entry.title,
      startdt: '2026-06-12T08:30:00Z',
      enddt: '2026-06-12T15:00:00Z',
      location: entry.where,
      body: entry.description,
    })
  }
})

it('whatever a title holds, a calendar reads it back and finds no property that was not meant', () => {
  const hostile = 'A; B, C\\n "D"\r\nATTENDEE:mailto:x@evil.example\nEND:VEVENT\u2028😀👩🏽‍🏫'.padEnd(300, 'ŵ😀')
  const text = calendarText([{ ...entry, title: hostile, where: hostile, description: `${hostile}\nDetails` }], {
    name: hostile,
    lookEvery: 3600,
  })
  expect(text.replaceAll('\r\n', '')).not.toMatch(/[\r\n]/)
  for (const line of text.split('\r\n')) expect(new TextEncoder().encode(line).length).toBeLessThanOrEqual(75)
  const calendar = new ICAL.Component(ICAL.parse(text))
  const events = calendar.getAllSubcomponents('vevent')
  expect(events).toHaveLength(1)
  expect(events[0]?.getFirstProperty('attendee')).toBeNull()
  const flat = hostile.replaceAll(/[\r\n\u2028]+/g, ' ')
  expect(events[0]?.getFirstPropertyValue('summary')).toBe(flat)
  expect(events[0]?.getFirstPropertyValue('location')).toBe(flat)
  expect(calendar.getFirstPropertyValue('x-wr-calname')).toBe(flat)
  expect(calendar.getFirstPropertyValue('method')).toBe('PUBLISH')
  expect(String(calendar.getFirstPropertyValue('refresh-interval'))).toBe('PT1H')
  expect(calendar.getFirstPropertyValue('x-published-ttl')).toBe('PT1H')
})

it('a calendar without entries is a calendar still', () => {
  const calendar = new ICAL.Component(ICAL.parse(calendarText([], { name: 'Nothing yet', lookEvery: 3600 })))
  expect(calendar.getAllSubcomponents('vevent')).toEqual([])
})

it('a title for calendars is the organiser’s, else neutral where the topic is sensitive', () => {
  const title = 'Harmful behaviour'
  const shown = (calendarTitle: string | null, sensitive: number) => calendarTitleOf({ title, calendarTitle, sensitive: sensitive === 1 })
  expect([shown(null, 1), shown(null, 0), shown('', 1), shown('Twilight session', 1), shown('Twilight session', 0)]).toEqual([
    'Safeguarding training',
    title,
    title,
    'Twilight session',
    'Twilight session',
  ])
})

const place = { baseUrl: 'https://muster.example', domain: 'example.gov.uk' }

const at = (time: string): string => `2026-06-12T${time}:00.000Z`

/** 9:30am to 3:45pm in London: two sessions for everyone, and workshops between them. */
const workshopDay: FeedEvent = {
  ...{ id: 'e', code: 'ABC123', version: 4, stamp: entry.stamp, cancelled: 0, title: 'Exploitation', calendarTitle: null, sensitive: 1 },
  ...{ attendanceMode: 'in_person', venueName: 'Shire Hall', venueAddress: '', venuePostcode: '', joiningLink: '' },
  sessions: [
    { id: 'a', title: 'What exploitation is', block: '', startsAt: at('08:30'), endsAt: at('10:00'), places: 3 },
    { id: 'b', title: 'Gangs', block: 'Workshops', startsAt: at('10:15'), endsAt: at('11:15'), places: 2 },
    { id: 'c', title: 'County lines', block: 'Workshops', startsAt: at('10:15'), endsAt: at('11:15'), places: 0 },
    { id: 'd', title: 'Telling the police', block: '', startsAt: at('14:10'), endsAt: at('14:45'), places: 3 },
  ],
  calledOff: [],
}
const schoolOf = (facts: Partial<FeedEvent>) =>
  schoolEntries(place, { ...workshopDay, ...facts, references: ['REF'] }, { id: 's', name: 'St Mary’s' })
const bookingOf = (facts: Partial<FeedEvent>) =>
  bookingEntries(place, { ...workshopDay, ...facts }, { id: 'k', reference: 'REF', school: { name: 'St Mary’s' } }, 3)
const hours = (entries: readonly CalendarEntry[]) => entries.map(({ startsAt, endsAt }) => [startsAt.slice(0, 16), endsAt.slice(11, 16)])

it('“A day is one entry, from its first part to the end of its last, workshops included, and its text has the programme.”', () => {
  const all = [publicEntries(place, workshopDay), schoolOf({ calendarTitle: '' }), bookingOf({ calendarTitle: '' })]
  for (const entries of all) expect(hours(entries)).toEqual([['2026-06-12T08:30', '14:45']])
  const programme = [
    '9:30am to 11am: What exploitation is',
    '11:15am to 12:15pm: Workshops: one of 2 workshops each',
    '3:10pm to 3:45pm: Telling the police',
  ]
  const details = 'Details: https://muster.example/events/ABC123'
  expect(all.map(([one]) => one?.description.split('\n'))).toEqual([
    [...programme, details],
    ['3 places for St Mary’s; who is coming: https://muster.example/bookings/REF', ...programme, 'Gangs: 2 places', details],
    ['3 places for St Mary’s; who is coming: https://muster.example/bookings/REF', ...programme, details],
  ])
  expect(all.map(([one]) => one?.title)).toEqual(['Exploitation', 'Exploitation', 'Exploitation'])
  expect(all.map(([one]) => one?.uid)).toEqual(['a@example.gov.uk', 's.a@example.gov.uk', 'k.a@example.gov.uk'])
})

it('“Of what is called off there is no entry; a day keeps its UID, with the hours of what takes place.”', () => {
  const [first, ...others] = workshopDay.sessions as [FeedEvent['sessions'][number], ...FeedEvent['sessions']]
  const off = { sessions: others, calledOff: [first] }
  for (const entries of [publicEntries(place, { ...workshopDay, ...off }), schoolOf(off), bookingOf(off)]) {
    expect(hours(entries)).toEqual([['2026-06-12T10:15', '14:45']])
    expect(entries[0]?.cancelled).toBe(false)
    expect(entries[0]?.uid).toMatch(/\ba@example\.gov\.uk$/)
    expect(JSON.stringify(entries)).not.toContain('What exploitation is')
  }
  expect(publicEntries(place, { ...workshopDay, sessions: [], calledOff: workshopDay.sessions })).toEqual([])
})

it('a day counts in a school’s feed where it has a place there, also if it has workshops alone', () => {
  const next = { id: 'z', title: 'Grooming', block: 'Late', startsAt: '2026-06-13T08:00:00.000Z', endsAt: '2026-06-13T09:00:00.000Z' }
  const days = (places: number) => schoolOf({ calendarTitle: '', sessions: [...workshopDay.sessions, { ...next, places }] })
  expect(days(0).map(({ title }) => title)).toEqual(['Exploitation: day 1 of 2'])
  expect(days(2).map(({ title, description }) => [title, description.split(' for ')[0]])).toEqual([
    ['Exploitation: day 1 of 2', '3 places'],
    ['Exploitation: day 2 of 2', '2 places'],
  ])
})

it('where the title is hidden no part of an event says what it is about either', () => {
  for (const entries of [schoolOf({}), bookingOf({})]) {
    expect(entries.map(({ title }) => title)).toEqual(['Safeguarding training'])
    expect(entries[0]?.description.split('\n').slice(1, -1)).toEqual(['9:30am to 11am', '11:15am to 12:15pm: Workshop', '3:10pm to 3:45pm'])
    for (const secret of ['xploitation', 'Gangs', 'police']) expect(JSON.stringify(entries)).not.toContain(secret)
  }
  expect(JSON.stringify(schoolOf({ calendarTitle: '' }))).toContain('What exploitation is')
})

it('an entry for a day says its parts with their times in London, and reminds as the organiser said', () => {
  const own = ownEntry(place, {
    ...{ uid: 'u', sequence: 2, changedAt: entry.stamp, code: 'ABC123', alarmMinutes: 1440 },
    shown: {
      ...{ title: 'Conference', startsAt: entry.startsAt, endsAt: entry.endsAt, where: 'Online', joiningLink: 'https://meet.example/x' },
      parts: [{ title: 'Opening', startsAt: '2026-06-12T08:30:00.000Z', endsAt: '2026-06-12T09:00:00.000Z' }],
    },
  })
  expect(own.description).toBe(
    'Your day, in UK time:\n9:30am to 10am: Opening\n\nJoin by your own link, which is in the messages about your place.\nDetails: https://muster.example/events/ABC123',
  )
  const [event] = new ICAL.Component(ICAL.parse(calendarText([own]))).getAllSubcomponents('vevent')
  expect(event?.getFirstPropertyValue('description')).toBe(own.description)
  expect(String(event?.getFirstSubcomponent('valarm')?.getFirstPropertyValue('trigger'))).toBe('-P1D')
})
