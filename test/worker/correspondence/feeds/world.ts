// A school with people at an event to come, the addresses of its feeds, and a reader of calendars that is not the writer's.
import ICAL from 'ical.js'
import { expect } from 'vitest'
import { placeBooking } from '#booking/placing/place-booking.ts'
import type { FeedOf } from '#correspondence/feeds/feed.ts'
import { makeFeed } from '#correspondence/feeds/make-feed.ts'
import { changeEvent } from '#events/editing/save-event.ts'
import type { EventFacts } from '#events/events/event-facts.ts'
import { eventByCode } from '#events/events/store.ts'
import { accepted, anAccount, anAct, anEvent, aSchool, db, existing, request, rows } from '#test/support/factories.ts'

export const inTime = { startsAt: '2099-06-12T08:30:00.000Z', endsAt: '2099-06-12T15:00:00.000Z', placesPerSchool: 60, capacity: 200 }

type Booker = Awaited<ReturnType<typeof anAccount>>

/** Books these people, and answers the reference. `world`: people of the same name and world are the same. */
export const book = async (
  event: { code: string },
  school: { id: string },
  contact: Booker,
  names: readonly string[],
  unnamed = 0,
  world = event.code,
): Promise<string> => {
  const placed = await placeBooking(anAct({ actor: contact.actor }), {
    code: event.code,
    schoolId: school.id,
    formId: crypto.randomUUID(),
    delegates: names.map((name) => ({
      name,
      email: `${name.toLowerCase().replaceAll(/[^a-z]/g, '')}.${world.toLowerCase()}@example.sch.uk`,
      roleId: 'dsl',
      represents: [],
    })),
    unnamed,
  }).then(accepted)
  return placed.reference
}

export const aWorld = async (facts: Parameters<typeof anEvent>[0] = {}, names: readonly string[] = ['Siân Ŵyn', 'Bo Lee']) => {
  const event = await anEvent({ ...inTime, ...facts })
  const school = await aSchool({ name: 'St Mary’s' })
  const contact = await anAccount({ schoolIds: [school.id], name: 'Olwen Office' })
  const reference = await book(event, school, contact, names)
  const places = await rows<{ id: string; personId: string; schoolId: string; name: string; email: string; uid: string; link: string }>(
    `SELECT p.id, p.personId, p.schoolId, n.name, n.email, i.uid, (SELECT y.text FROM Message m JOIN MessageBody y ON y.messageId = m.id WHERE m.placeId = p.id AND m.kind = 'invitation' LIMIT 1) AS link
     FROM Place p JOIN Person n ON n.id = p.personId JOIN Booking b ON b.id = p.bookingId JOIN Invitation i ON i.placeId = p.id
     WHERE b.reference = ?1 GROUP BY p.id ORDER BY p.rowid`,
    reference,
  )
  const [first] = places.map((place) => ({ ...place, link: place.link.match(/\/place\/[\w-]{43}/)?.[0] ?? 'no link' }))
  if (!first) throw new Error('no place')
  return { event, school, contact, reference, places, first }
}

/** A new address of a feed, for the actor or for nobody (by a delegate's own link). */
export const addressOf = async (of: FeedOf, contact?: Booker, seen = ''): Promise<string> => {
  const made = await makeFeed(anAct(contact ? { actor: contact.actor } : {}), of, seen).then(accepted)
  return `/feeds/${made.token}.ics`
}

export const poll = (address: string, headers: Record<string, string> = {}, bindings: { DB?: SqlDatabase } = {}, method = 'GET') =>
  request(address, { headers, bindings, method })

export type Read = {
  name: string
  method: string
  entries: Record<'uid' | 'sequence' | 'summary' | 'location' | 'description' | 'url' | 'status' | 'from' | 'to', string>[]
}

/** Reads a calendar with ical.js, after its lines and line ends were looked at. */
export const readCalendar = (text: string): Read => {
  expect(text.endsWith('END:VCALENDAR\r\n')).toBe(true)
  expect(text.replaceAll('\r\n', '')).not.toMatch(/[\r\n]/)
  for (const line of text.split('\r\n')) expect(new TextEncoder().encode(line).length).toBeLessThanOrEqual(75)
  expect(text).not.toMatch(/muster/i)
  expect(text).not.toMatch(/^(ATTENDEE|ORGANIZER)/m)
  const calendar = new ICAL.Component(ICAL.parse(text))
  expect(String(calendar.getFirstPropertyValue('version'))).toBe('2.0')
  return {
    name: String(calendar.getFirstPropertyValue('x-wr-calname') ?? ''),
    method: String(calendar.getFirstPropertyValue('method')),
    entries: calendar.getAllSubcomponents('vevent').map((event) => {
      const value = (property: string): string => String(event.getFirstPropertyValue(property) ?? '')
      const at = (property: string): string => {
        expect(event.getFirstProperty(property)?.getParameter('tzid')).toBeUndefined()
        const time = event.getFirstPropertyValue(property) as ICAL.Time
        expect(time.zone.tzid).toBe('UTC')
        return time.toJSDate().toISOString()
      }
      at('dtstamp')
      return {
        ...{ uid: value('uid'), sequence: value('sequence'), summary: value('summary'), location: value('location') },
        ...{ description: value('description'), url: value('url'), status: value('status'), from: at('dtstart'), to: at('dtend') },
      }
    }),
  }
}

export const readPoll = async (address: string): Promise<Read> => {
  const answer = await poll(address)
  expect(answer.status).toBe(200)
  return readCalendar(await answer.text())
}

/** An organiser changes the event: its facts, or when its only session is. */
export const change = async (
  code: string,
  facts: Partial<EventFacts>,
  times: { startsAt?: string; endsAt?: string } = {},
): Promise<void> => {
  const event = await eventByCode(db, code).then(existing)
  const { actor } = await anAccount({ roles: ['organiser'] })
  await changeEvent(anAct({ actor }), {
    event,
    version: event.version,
    draft: {
      facts: { ...event, ...facts },
      sessions: event.sessions.map((session) => ({ ...session, ...times })),
      breaks: [],
      roleIds: [],
      kinds: [],
    },
  }).then(accepted)
}
