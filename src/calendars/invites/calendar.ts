// The one file that writes iCalendar. Times are UTC without TZID: with one the library shifts the
// hour on Workers, whose local time is UTC. Rules: RFC 5545 (format), RFC 5546 (REQUEST and
// CANCEL), RFC 6047 (in mail).
import ical, { ICalAlarmType, ICalAttendeeRole, ICalAttendeeStatus, ICalCalendarMethod, ICalEventStatus } from 'ical-generator'
import { inBase64 } from '#base/id.ts'
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
  /** Must equal the mail's From: clients distrust anything else. */
  organiser: Address
  attendee: Address
  /** The event's public page. */
  page: string
  /** Minutes before the start for the reminder; null: none. */
  alarmMinutes: number | null
}

// A quotation mark in CN would need RFC 6868, which Outlook does not read.
const withoutQuotes = (name: string): string =>
  name
    .replaceAll(/["\p{Cc}]/gu, ' ')
    .replaceAll(/\s+/g, ' ')
    .trim()

/** Times in words only in an entry for a day, whose parts have no entry of their own. */
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
    // A cancelled entry has no alarm.
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
  // The library omits the last line's CRLF.
  return `${calendar.toString()}\r\n`
}

/** The content type must name the same method as the body, or Outlook refuses the attachment. */
export const calendarAttachment = (entry: Entry): Attachment => ({
  filename: entry.method === 'CANCEL' ? 'cancel.ics' : 'invite.ics',
  contentType: `text/calendar; charset=utf-8; method=${entry.method}`,
  content: inBase64(new TextEncoder().encode(calendarText(entry))),
})
