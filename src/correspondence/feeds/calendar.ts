// The one file that writes calendars to read or download. Times are UTC without TZID, as in
// src/calendars/invites/entry-message.ts. METHOD:PUBLISH asks for no answer, so there are no
// organiser and attendees (RFC 5546, section 3.2.1).
import ical, { ICalAlarmType, ICalCalendarMethod, ICalEventStatus } from 'ical-generator'
import { calendarProduct } from '#calendars/invites/entry.ts'
import type { CalendarEntry } from './feed.ts'

const oneLine = (text: string): string => text.replaceAll(/[\p{Cc}\u2028\u2029]+/gu, ' ').trim()

const lines = (text: string): string =>
  text
    .split(/\r\n|\r|\n/)
    .map(oneLine)
    .join('\n')

/** CRLF, lines of at most 75 octets. @param feed its name, and seconds between polls */
export const calendarText = (entries: readonly CalendarEntry[], feed?: { name: string; lookEvery: number }): string => {
  const calendar = ical({
    prodId: calendarProduct,
    method: ICalCalendarMethod.PUBLISH,
    ...(feed ? { name: oneLine(feed.name), ttl: feed.lookEvery } : {}),
  })
  for (const entry of entries)
    calendar.createEvent({
      id: entry.uid,
      sequence: entry.sequence,
      stamp: new Date(entry.stamp),
      start: new Date(entry.startsAt),
      end: new Date(entry.endsAt),
      summary: oneLine(entry.title),
      location: oneLine(entry.where),
      description: lines(entry.description),
      url: entry.page,
      alarms: entry.alarmMinutes
        ? [{ type: ICalAlarmType.display, trigger: entry.alarmMinutes * 60, description: oneLine(entry.title) }]
        : [],
      status: entry.cancelled ? ICalEventStatus.CANCELLED : ICalEventStatus.CONFIRMED,
    })
  // The library omits the last line's CRLF.
  return `${calendar.toString()}\r\n`
}
