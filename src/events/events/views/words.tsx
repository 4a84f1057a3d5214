import { sayBeginning, sayDeadline, sayInstant } from '#base/dates.ts'
import { Tag, type TagColour } from '#base/web/page-parts.tsx'
import { counted } from '#base/words.ts'
import { whereOf } from '#calendars/invites/invite.ts'
import type { ChangeName } from '#calendars/invites/named-change.ts'
import type { Missing } from '../draft.ts'
import { type Attendance, attendances, type BookingState, type EventDetails, type SchoolKind } from '../event.ts'

export const attendanceWords: Record<Attendance, string> = { in_person: 'in the room', online: 'online' }

export const attendanceTitles: Record<Attendance, string> = { in_person: 'In the room', online: 'Online' }

/** `3 places`, `2 places in the room and 1 place online` */
export const sayWays = (ways: readonly (Attendance | null)[]): string =>
  [null, ...attendances]
    .map((way) => ({ way, n: ways.filter((one) => one === way).length }))
    .filter(({ n }) => n > 0)
    .map(({ way, n }) => counted(n, 'place') + (way === null ? '' : ` ${attendanceWords[way]}`))
    .join(' and ')

export const kindWords: Record<SchoolKind, string> = {
  primary: 'Primary schools',
  secondary: 'Secondary schools',
  all_through: 'All-through schools',
  special: 'Special schools',
  alternative_provision: 'Alternative provision',
  nursery: 'Nursery schools',
  post_16: 'Colleges and sixth forms',
}

export const missingWords: Record<Missing, { field: string; sentence: string }> = {
  session: { field: 'session-1-date', sentence: 'Enter the date, start and end of at least one session' },
  contact: { field: 'contactEmail', sentence: 'Enter the email address of the person to ask' },
  venue: { field: 'venueName', sentence: 'Enter the name of the venue' },
  joining_link: { field: 'joiningLink', sentence: 'Enter the joining link' },
  closes_before_it_opens: { field: 'bookingClosesDate', sentence: 'Change when booking opens or closes: it would close before it opens' },
  closed_already: { field: 'bookingClosesDate', sentence: 'Change when booking closes: that moment has passed' },
}

export const changeWords: Record<ChangeName, string> = {
  title: 'the title',
  calendar_title: 'what calendars call it',
  entries: 'how calendars put it together',
  date: 'the day on which it takes place',
  times: 'the time at which it takes place',
  programme: 'the programme',
  workshops: 'a workshop that people have chosen',
  place: 'where it takes place',
  room: 'the room',
  joining_link: 'the joining link',
}

const bookingTags: Record<BookingState, readonly [text: string, colour: TagColour]> = {
  draft: ['Draft', 'grey'],
  cancelled: ['Cancelled', 'red'],
  not_open_yet: ['Booking not open yet', 'yellow'],
  open: ['Booking open', 'green'],
  full: ['Full', 'orange'],
  closed: ['Booking closed', 'grey'],
  over: ['Has taken place', 'grey'],
}

export const BookingTag = ({ state }: { state: BookingState }) => {
  const [text, colour] = bookingTags[state]
  return <Tag colour={colour}>{text}</Tag>
}

/** `6 hours`, `1 hour 30 minutes` */
export const sayMinutes = (minutes: number): string => {
  const hours = Math.floor(minutes / 60)
  const rest = minutes % 60
  return [hours > 0 && counted(hours, 'hour'), rest > 0 && counted(rest, 'minute')].filter(Boolean).join(' ')
}

export const venueLine = whereOf

export const bookingWindow = (event: Pick<EventDetails, 'bookingOpensAt' | 'bookingClosesAt' | 'bookingClosedAt'>): string =>
  [
    event.bookingOpensAt ? `Opens ${sayBeginning(event.bookingOpensAt)}` : 'Opens when the event is published',
    event.bookingClosedAt
      ? `closed by an organiser ${sayInstant(event.bookingClosedAt)}`
      : event.bookingClosesAt
        ? `closes ${sayDeadline(event.bookingClosesAt)}`
        : 'closes when the first session starts',
  ].join(', ')
