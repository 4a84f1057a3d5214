// Every message with a calendar entry, read by a reader that had no part in writing it (ical.js), and judged by RFC 5545, 5546 and 6047.
import ICAL from 'ical.js'
import { expect } from 'vitest'
import { rows } from './factories.ts'

export type CalendarMail = {
  rowid: number
  kind: string
  method: string
  sequence: number
  personId: string
  fromAddress: string
  toAddress: string
  subject: string
  text: string
  attachments: string
}

export type ReadEntry = {
  method: 'REQUEST' | 'CANCEL'
  uid: string
  sequence: number
  stamp: string
  summary: string
  startsAt: string
  endsAt: string
  location: string
  description: string
  attendee: string
  /** The triggers of its alarms, such as `-PT1H`. */
  alarms: string[]
}

/** Messages with an entry, in the order in which they were committed. */
export const calendarMails = (where = '1 = 1', ...values: unknown[]): Promise<CalendarMail[]> =>
  rows<CalendarMail>(
    `SELECT m.rowid, m.kind, m.method, m.sequence, m.personId, b.fromAddress, b.toAddress, b.subject, b.text, b.attachments
     FROM Message m JOIN MessageBody b ON b.messageId = m.id WHERE m.method IS NOT NULL AND ${where} ORDER BY m.rowid`,
    ...values,
  )

const addressIn = (spelt: string): string => (spelt.match(/<([^>]+)>$/)?.[1] ?? spelt).toLowerCase()

/** The iCalendar text that a mail carries, and the content type that names it. */
export const attachedCalendar = (mail: Pick<CalendarMail, 'attachments'>): { ics: string; contentType: string } => {
  const attached = JSON.parse(mail.attachments) as { contentType: string; content: string }[]
  expect(attached).toHaveLength(1)
  const bytes = Uint8Array.from(atob(attached[0]?.content ?? ''), (letter) => letter.charCodeAt(0))
  return { ics: new TextDecoder('utf-8', { fatal: true, ignoreBOM: false }).decode(bytes), contentType: attached[0]?.contentType ?? '' }
}

/**
 * Fails unless the message is correct by the rules that mail clients hold senders to.
 *
 * @param others names and addresses that nobody but their owners may read in it
 */
export const checkedEntry = (mail: CalendarMail, others: readonly string[] = []): ReadEntry => {
  const { ics, contentType } = attachedCalendar(mail)
  expect(ics.endsWith('END:VCALENDAR\r\n')).toBe(true)
  expect(ics.replaceAll('\r\n', '')).not.toMatch(/[\r\n]/)
  for (const line of ics.split('\r\n')) expect(new TextEncoder().encode(line).length).toBeLessThanOrEqual(75)
  // The council sends it, under its own name.
  expect(ics).not.toMatch(/muster/i)
  expect(ics).not.toMatch(/TZID|VTIMEZONE|X-WR-TIMEZONE/)

  const calendar = new ICAL.Component(ICAL.parse(ics))
  const once = (of: ICAL.Component, name: string): string => {
    expect(of.getAllProperties(name), name).toHaveLength(1)
    return String(of.getFirstPropertyValue(name))
  }
  expect(once(calendar, 'version')).toBe('2.0')
  expect(once(calendar, 'prodid')).not.toBe('')
  const method = once(calendar, 'method') as ReadEntry['method']
  expect(['REQUEST', 'CANCEL']).toContain(method)
  expect(method).toBe(mail.method)
  expect(contentType).toBe(`text/calendar; charset=utf-8; method=${method}`)
  expect(calendar.getAllSubcomponents().map(({ name }) => name)).toEqual(['vevent'])
  const event = calendar.getFirstSubcomponent('vevent') as ICAL.Component

  for (const name of ['dtstart', 'dtend', 'dtstamp']) expect(once(event, name), name).toMatch(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/)
  const startsAt = once(event, 'dtstart')
  const endsAt = once(event, 'dtend')
  expect(startsAt < endsAt).toBe(true)
  expect(Number(once(event, 'sequence'))).toBe(mail.sequence)
  expect(once(event, 'status')).toBe(method === 'CANCEL' ? 'CANCELLED' : 'CONFIRMED')

  const attendees = event.getAllProperties('attendee')
  expect(attendees).toHaveLength(1)
  const attendee = String(attendees[0]?.getFirstValue()).replace(/^mailto:/i, '')
  expect(attendee.toLowerCase()).toBe(addressIn(mail.toAddress))
  expect(String(attendees[0]?.getParameter('rsvp') ?? 'FALSE')).toBe(method === 'REQUEST' ? 'TRUE' : 'FALSE')
  expect(
    once(event, 'organizer')
      .replace(/^mailto:/i, '')
      .toLowerCase(),
  ).toBe(addressIn(mail.fromAddress))

  const alarms = event.getAllSubcomponents('valarm')
  if (method === 'CANCEL') expect(alarms).toEqual([])
  for (const alarm of alarms) {
    expect(once(alarm, 'action')).toBe('DISPLAY')
    expect(once(alarm, 'description')).not.toBe('')
  }

  const unfolded = ics.replaceAll(/\r\n[ \t]/g, '').toLowerCase()
  for (const other of others) {
    expect(unfolded).not.toContain(other.toLowerCase())
    expect(mail.text.toLowerCase()).not.toContain(other.toLowerCase())
  }
  return {
    ...{ method, startsAt, endsAt },
    uid: once(event, 'uid'),
    sequence: mail.sequence,
    stamp: once(event, 'dtstamp'),
    summary: once(event, 'summary'),
    location: once(event, 'location'),
    description: once(event, 'description'),
    attendee: attendee.toLowerCase(),
    alarms: alarms.map((alarm) => once(alarm, 'trigger')),
  }
}
