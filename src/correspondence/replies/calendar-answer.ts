// The one file that reads others' iCalendar: answers to our entries (METHOD:REPLY, RFC 5546).
import ICAL from 'ical.js'
import { instant } from '#base/dates.ts'
import type { CalendarReply } from './received.ts'

const answers: Readonly<Record<string, 'accepted' | 'declined' | 'tentative'>> = {
  ACCEPTED: 'accepted',
  DECLINED: 'declined',
  TENTATIVE: 'tentative',
}

/** A calendar's answer, without any comment written beside it. */
export const readAnswer = (text: string): CalendarReply => {
  try {
    return read(text)
  } catch {
    return { kind: 'none', why: 'unreadable' }
  }
}

const read = (text: string): CalendarReply => {
  const parsed: unknown = ICAL.parse(text)
  // No calendar program sends several calendars in one text.
  if (!Array.isArray(parsed) || parsed[0] !== 'vcalendar') return { kind: 'none', why: 'unreadable' }
  const calendar = new ICAL.Component(parsed as unknown as ConstructorParameters<typeof ICAL.Component>[0])
  const method = String(calendar.getFirstPropertyValue('method') ?? '').toUpperCase()
  if (method !== 'REPLY') return { kind: 'none', why: method === 'COUNTER' ? 'counter' : method === 'REFRESH' ? 'refresh' : 'other_method' }
  const events = calendar.getAllSubcomponents('vevent')
  const [event] = events
  if (!event || events.length > 1) return { kind: 'none', why: 'unreadable' }
  const attendees = event.getAllProperties('attendee')
  const [attendee] = attendees
  if (!attendee || attendees.length > 1) return { kind: 'none', why: 'not_one_attendee' }
  const status = String(attendee.getFirstParameter('partstat') ?? '').toUpperCase()
  if (status === 'DELEGATED' || attendee.getFirstParameter('delegated-to')) return { kind: 'none', why: 'delegated' }
  const answer = answers[status]
  if (!answer) return { kind: 'none', why: 'no_answer' }
  const stamp = event.getFirstPropertyValue('dtstamp')
  if (!(stamp instanceof ICAL.Time)) return { kind: 'none', why: 'no_stamp' }
  const at = stamp.toJSDate()
  const uid = event.getFirstPropertyValue('uid')
  if (Number.isNaN(at.getTime()) || typeof uid !== 'string' || uid.length > 300) return { kind: 'none', why: 'unreadable' }
  const sequence = Number(event.getFirstPropertyValue('sequence') ?? 0)
  if (!Number.isSafeInteger(sequence) || sequence < 0) return { kind: 'none', why: 'unreadable' }
  return {
    kind: 'reply',
    uid,
    attendee: String(attendee.getFirstValue() ?? '')
      .replace(/^mailto:/i, '')
      .trim()
      .toLowerCase(),
    answer,
    sequence,
    stamp: instant(at),
  }
}
