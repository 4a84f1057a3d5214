// The one file that writes iCalendar. Times are UTC and name no zone: a zone makes this library shift the hour on a Worker, whose local
// time is UTC. Rules: RFC 5545 (format), RFC 5546 (REQUEST and CANCEL), RFC 6047 (in mail).
import ical, { ICalAlarmType, ICalAttendeeRole, ICalAttendeeStatus, ICalCalendarMethod, ICalEventStatus } from 'ical-generator'
import type { Attachment } from '#base/mail.ts'
import type { Address } from '#messages/outbox/message.ts'
import { sayParts } from './entry.ts'
import { isOnline, type Shown } from './invite.ts'

export type Entry = {
  method: 'REQUEST' | 'CANCEL'
  uid: string
  sequence: number
  stamp: Date
  shown: Shown
  /** Equal to the message's From: clients distrust anything else. */
  organiser: Address
  attendee: Address
  /** The event's public page. */
  page: string
  /** How long before the start the calendar reminds its owner; null: not at all. */
  alarmMinutes: number | null
}

// A quotation mark in a CN needs RFC 6868, which Outlook does not read.
const withoutQuotes = (name: string): string =>
  name
    .replaceAll(/["\p{Cc}]/gu, ' ')
    .replaceAll(/\s+/g, ' ')
    .trim()

/** Times in words only of an entry for a day, whose parts have none of their own. */
const descriptionOf = ({ shown, page }: Entry): string => {
  const parts = sayParts(shown, 'calendar')
  return [
    ...(parts.length > 0 ? [`${isOnline(shown) ? 'Your day, in UK time' : 'Your day'}:`, ...parts, ''] : []),
    ...(shown.joiningLink ? [`Join at ${shown.joiningLink}`] : []),
    `Details: ${page}`,
  ].join('\n')
}

const calendarText = (entry: Entry): string => {
  const { shown } = entry
  const cancelled = entry.method === 'CANCEL'
  const calendar = ical({ prodId: '//Muster//Muster//EN', method: cancelled ? ICalCalendarMethod.CANCEL : ICalCalendarMethod.REQUEST })
  calendar.createEvent({
    id: entry.uid,
    sequence: entry.sequence,
    stamp: entry.stamp,
    start: new Date(shown.startsAt),
    end: new Date(shown.endsAt),
    summary: shown.title,
    location: shown.joiningLink || shown.where,
    description: descriptionOf(entry),
    url: entry.page,
    status: cancelled ? ICalEventStatus.CANCELLED : ICalEventStatus.CONFIRMED,
    organizer: { name: withoutQuotes(entry.organiser.name ?? '') || entry.organiser.email, email: entry.organiser.email },
    // What is cancelled reminds nobody.
    alarms:
      cancelled || entry.alarmMinutes === null
        ? []
        : [{ type: ICalAlarmType.display, trigger: entry.alarmMinutes * 60, description: shown.title }],
    attendees: [
      {
        name: withoutQuotes(entry.attendee.name ?? '') || null,
        email: entry.attendee.email,
        rsvp: !cancelled,
        status: ICalAttendeeStatus.NEEDSACTION,
        role: ICalAttendeeRole.REQ,
      },
    ],
  })
  // The library leaves out the line end of the last line.
  return `${calendar.toString()}\r\n`
}

/** The entry as a mail carries it; the method of the content type is the one of the body, or Outlook refuses it. */
export const calendarAttachment = (entry: Entry): Attachment => ({
  filename: entry.method === 'CANCEL' ? 'cancel.ics' : 'invite.ics',
  contentType: `text/calendar; charset=utf-8; method=${entry.method}`,
  content: base64(new TextEncoder().encode(calendarText(entry))),
})

const base64 = (bytes: Uint8Array): string => {
  let text = ''
  for (const byte of bytes) text += String.fromCharCode(byte)
  return btoa(text)
}
