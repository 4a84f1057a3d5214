// Who would hear of a change or a cancellation of an event, and what: shown to the organiser before it is written.
import { type Instant, sayWhen } from '#base/dates.ts'
import { daysOf, type EventForInvites, whereOf } from '#calendars/invites/invite.ts'
import type { OutgoingMessage } from '#messages/outbox/message.ts'
import type { EventDetails } from './event.ts'

/** What the messages do not say themselves, as it is stored. */
export type Known = {
  /** Addresses that are known to fail. */
  failing: ReadonlySet<string>
  /** Bookings that have no place yet. */
  waiting: ReadonlySet<string>
  /** Kinds of message that the event has switched off. */
  off: ReadonlySet<string>
  schools: ReadonlyMap<string, string>
}

/** `entries`: how many messages they get, one for each calendar entry. */
export type Recipient = { name: string; email: string; school: string; entries: number; fails: boolean }

/** Those whose entry changes, is taken out, or is new; contacts of bookings with a place, and of those that wait for one. */
export const hearings = ['updated', 'taken_out', 'invited', 'contacts', 'waiting'] as const
export type Hearing = (typeof hearings)[number]

export type Preview = { to: string; subject: string; text: string }

export type Hearers = Record<Hearing, Recipient[]> & {
  messages: number
  /** Of all of them, those with an address that is known to fail. */
  unreachable: Recipient[]
  /** As one of them would get it. */
  previews: { delegate?: Preview | undefined; contact?: Preview | undefined }
}

const hearingOf = (message: OutgoingMessage, known: Known): Hearing =>
  message.method === 'CANCEL'
    ? 'taken_out'
    : message.method === 'REQUEST'
      ? message.kind === 'event_changed'
        ? 'updated'
        : 'invited'
      : message.bookingId !== undefined && known.waiting.has(message.bookingId)
        ? 'waiting'
        : 'contacts'

const previewOf = (message: OutgoingMessage | undefined): Preview | undefined =>
  message && { to: message.to.name ?? message.to.email, subject: message.subject, text: message.text }

/** Sorts what would go out by what it does for whom; somebody with several entries is one of them. */
export const recipientsOf = (all: readonly OutgoingMessage[], known: Known): Hearers => {
  const messages = all.filter((message) => !known.off.has(message.kind))
  const found: Record<Hearing, Map<string, Recipient>> = {
    updated: new Map(),
    taken_out: new Map(),
    invited: new Map(),
    contacts: new Map(),
    waiting: new Map(),
  }
  for (const message of messages) {
    const group = found[hearingOf(message, known)]
    const email = message.to.email.toLowerCase()
    const key = `${message.recipient} ${message.schoolId ?? ''}`
    const before = group.get(key)
    group.set(key, {
      name: message.to.name ?? '',
      email,
      school: known.schools.get(message.schoolId ?? '') ?? '',
      entries: (before?.entries ?? 0) + 1,
      fails: known.failing.has(email),
    })
  }
  const groups = Object.fromEntries(hearings.map((hearing) => [hearing, [...found[hearing].values()]])) as Record<Hearing, Recipient[]>
  const failing = hearings.flatMap((hearing) => groups[hearing]).filter((hearer) => hearer.fails)
  return {
    ...groups,
    messages: messages.length,
    unreachable: [...new Map(failing.map((hearer) => [`${hearer.email} ${hearer.school}`, hearer])).values()],
    previews: {
      delegate: previewOf(messages.find((message) => message.method !== undefined)),
      contact: previewOf(messages.find((message) => message.method === undefined)),
    },
  }
}

/** '' stands for nothing there. */
export type Difference = { what: string; was: string; is: string }

const titled = (session: { title: string; startsAt: Instant; endsAt: Instant }): string =>
  [session.title, sayWhen(session.startsAt, session.endsAt)].filter(Boolean).join(': ')

/** The hours of each day, from the first start to the last end. */
const hoursOf = (sessions: Parameters<typeof daysOf>[0]): string =>
  daysOf(sessions)
    .map(({ startsAt, endsAt }) => sayWhen(startsAt, endsAt))
    .join('; ')

/** What people see of an event, as it was and as it would be; only what differs. */
export const differencesOf = (event: EventDetails, after: EventForInvites): Difference[] => {
  const one = event.sessions.length === 1 && after.sessions.length === 1
  const sessions = after.sessions.map((session) => {
    const was = event.sessions.find((before) => before.id === session.id)
    return { what: session.block ? 'Workshop' : one ? 'When' : 'Session', was: was ? titled(was) : '', is: titled(session) }
  })
  const gone = event.sessions
    .filter((session) => !after.sessions.some((kept) => kept.id === session.id))
    .map((session) => {
      const isOff = after.calledOff?.some(({ id }) => id === session.id) ?? false
      return { what: session.block ? 'Workshop' : 'Session', was: titled(session), is: isOff ? 'Called off' : '' }
    })
  return [
    { what: 'Title', was: event.title, is: after.title },
    ...(one ? [] : [{ what: 'When', was: hoursOf(event.sessions), is: hoursOf(after.sessions) }]),
    ...sessions,
    ...gone,
    { what: 'Where', was: whereOf(event), is: whereOf(after) },
    { what: 'Joining link', was: event.joiningLink, is: after.joiningLink },
  ].filter(({ was, is }) => was !== is)
}
