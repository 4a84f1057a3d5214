// An invitation is one calendar entry in one person's calendar, for one place at one session. It keeps its UID for life; every change that
// the person must see has a higher SEQUENCE, and so has its withdrawal.
import type { Instant } from '../dates.ts'
import type { OutgoingMessage } from '../outbox/message.ts'

/** `block`: of a workshop, which only those who chose it attend. */
export type SessionForInvites = { id: string; title: string; startsAt: Instant; endsAt: Instant; block?: string }

/** What messages and calendar entries say about an event. */
export type EventForInvites = {
  id: string
  code: string
  title: string
  attendanceMode: 'in_person' | 'online'
  venueName: string
  venueAddress: string
  venuePostcode: string
  joiningLink: string
  contactName: string
  contactEmail: string
  contactTelephone: string
  /** In order of their start. */
  sessions: readonly SessionForInvites[]
}

/**
 * A confirmed place and the person on it. `bookedByOther`: somebody else gave us their details, so the first message says so;
 * `byCouncil`: it was the council itself, for the school.
 */
export type InvitedPlace = {
  placeId: string
  personId: string
  name: string
  email: string
  schoolId: string
  schoolName: string
  bookedByOther: boolean
  byCouncil?: boolean | undefined
  bookingId: string
  /** Said to someone who booked for themselves: `until 23:59 on Monday 8 June 2026` cancelling is free of charge. */
  cancelBy?: string | undefined
}

/** What the recipient's calendar shows. Two entries that show the same need no new message. */
export type Shown = { title: string; startsAt: Instant; endsAt: Instant; where: string; joiningLink: string }

/** A live invitation with whom it concerns; `email` is null once the person's details have been erased. */
export type LiveInvitation = {
  id: string
  placeId: string
  personId: string
  sessionId: string
  uid: string
  sequence: number
  shown: Shown
  name: string | null
  email: string | null
  schoolId: string
  schoolName: string
  bookingId: string
}

/** The sessions that every place attends. */
export const forEveryone = <S extends SessionForInvites>(sessions: readonly S[]): S[] => sessions.filter((session) => !session.block)

/** `Three Counties Hotel, Belmont Road, Hereford, HR2 7BP`, or `Online`. */
export const whereOf = (event: EventForInvites): string =>
  event.attendanceMode === 'online'
    ? 'Online'
    : [event.venueName, event.venueAddress.replaceAll(/\s*\r?\n\s*/g, ', '), event.venuePostcode].filter(Boolean).join(', ')

/** The title of one calendar entry; with several sessions it says which. */
export const entryTitle = (event: EventForInvites, session: SessionForInvites): string => {
  if (event.sessions.length < 2) return event.title
  const parts = session.block ? event.sessions.filter((other) => other.block === session.block) : forEveryone(event.sessions)
  if (!session.block && parts.length < 2) return event.title
  const position = parts.findIndex((other) => other.id === session.id) + 1
  return `${event.title}: ${session.title || `${session.block ? `${session.block}, workshop` : 'part'} ${position} of ${parts.length}`}`
}

export const shownOf = (event: EventForInvites, session: SessionForInvites): Shown => ({
  title: entryTitle(event, session),
  startsAt: session.startsAt,
  endsAt: session.endsAt,
  where: whereOf(event),
  joiningLink: event.attendanceMode === 'online' ? event.joiningLink : '',
})

export const showsTheSame = (one: Shown, other: Shown): boolean =>
  one.title === other.title &&
  one.startsAt === other.startsAt &&
  one.endsAt === other.endsAt &&
  one.where === other.where &&
  one.joiningLink === other.joiningLink

/** `Jo Price, events@example.gov.uk, 01432 000000`: whom to ask about an event. */
export const contactOf = (event: EventForInvites): string =>
  [event.contactName, event.contactEmail, event.contactTelephone].filter(Boolean).join(', ')

/** What an act does to calendars: the statements that write it, and the messages to queue after them in the same batch. */
export type Told = { statements: D1PreparedStatement[]; messages: OutgoingMessage[] }
