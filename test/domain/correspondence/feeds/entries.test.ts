// What entries say, and how calendars are written.
import ICAL from 'ical.js'
import { expect, it } from 'vitest'
import { calendarTitleOf } from '#calendars/invites/invite.ts'
import { googleLink, outlookHomeLink, outlookWorkLink } from '#correspondence/feeds/add-links.ts'
import { calendarText } from '#correspondence/feeds/calendar.ts'
import { type CalendarEntry, type FeedEvent, ownEntry, schoolEntries } from '#correspondence/feeds/feed.ts'

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

it('where the title is hidden no part of an event says what it is about either', () => {
  const session = (id: string, title: string, block: string, hour: number) => ({
    ...{ id, title, block, places: 1 },
    startsAt: `2026-06-12T0${hour}:00:00.000Z`,
    endsAt: `2026-06-12T0${hour}:50:00.000Z`,
  })
  const event: FeedEvent = {
    ...{ id: 'e', code: 'ABC123', version: 1, stamp: entry.stamp, cancelled: 0, title: 'Exploitation', calendarTitle: null, sensitive: 1 },
    ...{ attendanceMode: 'online', venueName: '', venueAddress: '', venuePostcode: '', joiningLink: '' },
    sessions: [
      session('a', 'What exploitation is', '', 1),
      session('b', 'Telling the police', '', 2),
      session('c', 'Gangs', 'On exploitation', 3),
    ],
    calledOff: [],
  }
  const titles = (facts: Partial<FeedEvent>) =>
    schoolEntries(place, { ...event, ...facts, references: ['REF'] }, { id: 's', name: 'St Mary’s' }).map(({ title }) => title)
  expect(titles({})).toEqual([
    'Safeguarding training: part 1 of 2',
    'Safeguarding training: part 2 of 2',
    'Safeguarding training: workshop',
  ])
  expect(titles({ calendarTitle: '' })).toEqual([
    'Exploitation: What exploitation is',
    'Exploitation: Telling the police',
    'Exploitation: Gangs',
  ])
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
