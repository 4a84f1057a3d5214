import { replaceTheirs, sayChanged } from '#base/changed.ts'
import { sayDeadline, sayInstant } from '#base/dates.ts'
import { Tag, type TagColour } from '#base/web/page-parts.tsx'
import { counted } from '#base/words.ts'
import type { ChangeName } from '#calendars/invites/named-change.ts'
import type { CallOffRefusal } from '../calling-off.ts'
import type { CancelRefusal } from '../cancel-event.ts'
import type { HoldRefusal } from '../change-rules.ts'
import type { Missing } from '../draft.ts'
import type { BookingState, EventDetails, Purpose, SchoolKind } from '../event.ts'
import type { CloseRefusal, PublishRefusal, UnpublishRefusal } from '../publish-event.ts'
import type { ChangeRefusal } from '../save-event.ts'

export const purposeWords: Record<Purpose, string> = { training: 'Training', update: 'Update', briefing: 'Briefing' }

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
  starts_in_the_past: { field: 'session-1-date', sentence: 'Change the date: the event would start in the past' },
  closes_before_it_opens: { field: 'bookingClosesDate', sentence: 'Change when booking opens or closes: it would close before it opens' },
  closed_already: { field: 'bookingClosesDate', sentence: 'Change when booking closes: that moment has passed' },
}

export const changeWords: Record<ChangeName, string> = {
  title: 'the title',
  calendar_title: 'what calendars call it',
  entries: 'how calendars put it together',
  times: 'when it takes place',
  programme: 'the programme',
  workshops: 'a workshop that people have chosen',
  place: 'where it takes place',
  joining_link: 'the joining link',
}

export const refusalWords: Record<
  ChangeRefusal | CallOffRefusal | PublishRefusal | UnpublishRefusal | CloseRefusal | CancelRefusal,
  string
> = {
  stale: sayChanged('The event has'),
  capacity_below_taken: 'Enter a number of places that is no lower than those taken, on offer and reserved',
  limit_below_taken: 'Enter a number that is no lower than the places that one school has already, or leave it blank',
  session_in_use:
    'A session that people have booked or that has a register cannot be removed: it would be lost from their records. To say that it does not take place, leave it here and call it off on the page of the event',
  workshop_chosen:
    'People have chosen the workshop that you removed. Leave it here and call it off on the page of the event, or move them to another one first',
  workshop_below_taken:
    'Enter a number of places for the workshop that is no lower than the people who are in it, or move some of them to another one first',
  workshops_clash:
    'Some people would have two workshops of one block, or two at the same time. On the page of workshops, move them to another one first',
  incomplete: 'Something that schools need to know is missing',
  cancelled: 'The event is cancelled and can no longer be changed. Duplicate it to hold it another time',
  series_shares_topic: 'This event is one date of a series, and all its dates share the topic. Take the event out of the series first',
  not_a_draft: 'The event is no longer a draft',
  not_published: 'The event is not published',
  has_bookings:
    'Schools have booked this event, so it cannot go back to a draft. Cancel it instead: everyone with a place is sent a message',
  closed_by_date: 'Booking has closed by its own date. Change when booking closes instead',
  cancelled_before: 'The event is cancelled already',
  no_such_session: 'The event has no such session any more. Look at it as it is now',
  called_off_before: 'The session is called off already',
  last_session: 'It is the only session that still takes place. Cancel the event instead: everyone with a place is sent a message',
  register_is_signed: 'The register of this session is closed, so the session has taken place and cannot be called off',
  session_attended:
    'Somebody is marked as having come to this session, so it cannot be called off. If the mark is wrong, correct it in the register first',
  over: 'The event has taken place, so it cannot be cancelled',
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

/** How long an offer stands: `48 hours on school days (2 school days)`. */
export const sayOfferHours = (hours: number): string =>
  `${counted(hours, 'hour')} on school days${hours % 24 === 0 ? ` (${counted(hours / 24, 'school day')})` : ''}`

export const venueLine = (event: Pick<EventDetails, 'attendanceMode' | 'venueName' | 'venueAddress' | 'venuePostcode'>): string =>
  event.attendanceMode === 'online'
    ? 'Online'
    : [event.venueName, event.venueAddress.replaceAll(/\s*\n\s*/g, ', '), event.venuePostcode].filter(Boolean).join(', ')

export const bookingWindow = (event: Pick<EventDetails, 'bookingOpensAt' | 'bookingClosesAt' | 'bookingClosedAt'>): string =>
  [
    event.bookingOpensAt ? `Opens ${sayDeadline(event.bookingOpensAt)}` : 'Opens when the event is published',
    event.bookingClosedAt
      ? `closed by an organiser ${sayInstant(event.bookingClosedAt)}`
      : event.bookingClosesAt
        ? `closes ${sayDeadline(event.bookingClosesAt)}`
        : 'closes when the first session starts',
  ].join(', ')

/** Shown with the edited form, which keeps what was typed. */
export const staleFormWords = sayChanged('The event has', 'saved', replaceTheirs)

/** Why places cannot be reserved. */
export const holdRefusalWords: Record<HoldRefusal, string> = {
  stale: sayChanged('The event has', 'reserved'),
  cancelled: 'The event is cancelled, so nothing can be reserved',
  held_back_too_many: 'Enter fewer: there are not as many places that are neither taken, on offer nor reserved already',
}
