// The message with one calendar entry. Times are UTC without TZID: with one the library shifts the
// hour on Workers, whose local time is UTC. Rules: RFC 5545 (format), RFC 5546 (REQUEST and
// CANCEL), RFC 6047 (in mail).

import ical, { ICalAlarmType, ICalAttendeeRole, ICalAttendeeStatus, ICalCalendarMethod, ICalEventStatus } from 'ical-generator'
import type { Act } from '#base/act.ts'
import type { Instant } from '#base/dates.ts'
import { inBase64, newId } from '#base/id.ts'
import type { Attachment } from '#base/mail.ts'
import { eventCancelled } from '#emails/calendars/event-cancelled.tsx'
import { eventChanged } from '#emails/calendars/event-changed.tsx'
import { invitation } from '#emails/calendars/invitation.tsx'
import { invitationAgain } from '#emails/calendars/invitation-again.tsx'
import { placeCancelled } from '#emails/calendars/place-cancelled.tsx'
import { sessionCalledOff } from '#emails/calendars/session-called-off.tsx'
import type { Sender } from '#emails/messages/mail.tsx'
import type { MessageKind } from '#messages/outbox/kind.ts'
import { type Address, type OutgoingMessage, readAddress } from '#messages/outbox/message.ts'
import type { FreeAfter } from '#money/terms/words.ts'
import type { CalledOff } from './called-off.ts'
import { calendarProduct, choosingOf, sayParts } from './entry.ts'
import { contactOf, type EventForInvites, hasLink, isOnline, type Shown } from './invite.ts'
import type { ChangeName } from './named-change.ts'

/** `placePage`: the recipient's own page for their place. */
export type EntryReason =
  | {
      kind: 'invitation'
      bookedByOther: boolean
      byCouncil: boolean
      cancelBy?: string | undefined
      placePage: string | undefined
      /** How many other messages carry the place's other entries. */
      others?: number
    }
  | { kind: 'invitation_again'; placePage: string | undefined }
  /** `because`: whether another workshop can be chosen; `regrouped`: by session or by day. */
  | {
      kind: 'event_changed'
      was: Shown
      free?: FreeAfter | undefined
      placePage: string | undefined
      regrouped?: boolean | undefined
      because?: 'choice' | 'first_choice' | undefined
      changes: readonly ChangeName[]
    }
  | { kind: 'event_cancelled'; why: string }
  /** A session is called off. `goes`: it was all of this entry; `attends`: the place's sessions. */
  | {
      kind: 'session_called_off'
      calledOff: CalledOff
      goes: boolean
      attends: readonly string[]
      free?: FreeAfter | undefined
      placePage: string | undefined
    }
  /**
   * 'passed_on': somebody else has the place; 'readdressed': the address was corrected;
   * 'left_workshop': another one was chosen; 'regrouped': another entry covers it; 'moved': the
   * place is at another date, which begins at `movedTo`.
   */
  | {
      kind: 'place_cancelled'
      because?: 'passed_on' | 'readdressed' | 'left_workshop' | 'regrouped' | 'moved'
      movedTo?: Instant | undefined
    }

export type EntryOf = {
  id: string
  placeId: string
  personId: string
  uid: string
  name: string
  email: string
  schoolId: string
  schoolName: string
  bookingId: string
  /** The place's session ids, to say what is still to be chosen. */
  attends?: readonly string[] | undefined
  /** Their own address to join an online event. */
  joinAt?: string | undefined
  /** What they show at the door. */
  ticket?: string | undefined
}

/** @param to with its sequence and what it shows from now on @param reason why it is sent */
export const entryMessage = (
  act: Act,
  { sender, event }: { sender: Sender; event: EventForInvites },
  { sequence, shown: kept, ...to }: EntryOf & { sequence: number; shown: Shown },
  reason: EntryReason,
): OutgoingMessage => {
  // What is kept of an entry has the event's own link; what is sent has the recipient's, or none.
  const own = (entry: Shown): Shown => (hasLink(entry) ? { ...entry, joiningLink: to.joinAt ?? '' } : entry)
  const shown = own(kept)
  const page = `${act.baseUrl}/events/${event.code}`
  const facts = {
    sender,
    page,
    shown,
    contact: contactOf(event),
    schoolName: to.schoolName,
    ticket: isOnline(shown) ? undefined : to.ticket,
    choosing: to.attends && choosingOf(event, to.attends, shown, act.now),
  }
  const rendered =
    reason.kind === 'invitation'
      ? invitation({ ...facts, ...reason, name: to.name, evaluated: event.evaluated })
      : reason.kind === 'invitation_again'
        ? invitationAgain({ ...facts, name: to.name, placePage: reason.placePage })
        : reason.kind === 'event_changed'
          ? eventChanged({ ...facts, ...reason, was: own(reason.was) })
          : reason.kind === 'event_cancelled'
            ? eventCancelled({ ...facts, why: reason.why })
            : reason.kind === 'session_called_off'
              ? sessionCalledOff({ ...facts, ...reason, event, shown: reason.goes ? undefined : shown })
              : placeCancelled({ ...facts, because: reason.because, movedTo: reason.movedTo })
  const takesOut =
    reason.kind === 'event_cancelled' || reason.kind === 'place_cancelled' || (reason.kind === 'session_called_off' && reason.goes)
  const method = takesOut ? 'CANCEL' : 'REQUEST'
  // Nobody's place has ended when a session is called off or entries are regrouped.
  const isChange = reason.kind === 'session_called_off' || (reason.kind === 'place_cancelled' && reason.because === 'regrouped')
  const kind: MessageKind = isChange ? 'event_changed' : reason.kind
  return {
    ...rendered,
    id: newId(act.now),
    kind,
    to: { name: to.name, email: to.email },
    replyTo: event.contactEmail || undefined,
    attachments: [
      calendarAttachment({
        method,
        uid: to.uid,
        sequence,
        stamp: act.now,
        shown,
        organiser: { ...readAddress(act.mailFrom), name: sender.council.name },
        attendee: { name: to.name, email: to.email },
        page,
        alarmMinutes: event.alarmMinutes ?? null,
      }),
    ],
    recipient: to.personId,
    eventId: event.id,
    schoolId: to.schoolId,
    bookingId: to.bookingId,
    placeId: to.placeId,
    personId: to.personId,
    invitationId: to.id,
    method,
    sequence,
  }
}

type Entry = {
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
  const calendar = ical({ prodId: calendarProduct, method: cancelled ? ICalCalendarMethod.CANCEL : ICalCalendarMethod.REQUEST })
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
const calendarAttachment = (entry: Entry): Attachment => ({
  filename: entry.method === 'CANCEL' ? 'cancel.ics' : 'invite.ics',
  contentType: `text/calendar; charset=utf-8; method=${entry.method}`,
  content: inBase64(new TextEncoder().encode(calendarText(entry))),
})
