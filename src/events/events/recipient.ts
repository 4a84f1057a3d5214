// Who would be notified and how, shown before a change or cancellation.
import { sayWhen } from '#base/dates.ts'
import { daysOf, type EventForInvites, type SessionForInvites, sayRoom, whereOf } from '#calendars/invites/invite.ts'
import type { OutgoingMessage } from '#messages/outbox/message.ts'
import type { EventDetails } from './event.ts'

/** Stored facts that the messages lack. */
export type Known = {
  /** Addresses that do not work. */
  failing: ReadonlySet<string>
  /** Bookings without a confirmed place. */
  waiting: ReadonlySet<string>
  /** Kinds of message switched off for the event. */
  off: ReadonlySet<string>
  schools: ReadonlyMap<string, string>
}

/** `entries`: how many messages they get, one per calendar entry. */
export type Recipient = { name: string; email: string; school: string; entries: number; fails: boolean }

/** Delegates by what happens to their entry, then contacts of bookings. */
export const recipientGroups = ['updated', 'taken_out', 'invited', 'contacts', 'waiting'] as const
export type RecipientGroup = (typeof recipientGroups)[number]

export type Preview = { to: string; subject: string; text: string }

export type RecipientGroups = Record<RecipientGroup, Recipient[]> & {
  messages: number
  /** Of all of them. */
  unreachable: Recipient[]
  /** One example of each. */
  previews: { delegate?: Preview | undefined; contact?: Preview | undefined }
}

const groupOf = (message: OutgoingMessage, known: Known): RecipientGroup =>
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

/** Each person once in a group, however many entries. */
export const recipientsOf = (all: readonly OutgoingMessage[], known: Known): RecipientGroups => {
  const messages = all.filter((message) => !known.off.has(message.kind))
  const byGroup: Record<RecipientGroup, Map<string, Recipient>> = {
    updated: new Map(),
    taken_out: new Map(),
    invited: new Map(),
    contacts: new Map(),
    waiting: new Map(),
  }
  for (const message of messages) {
    const group = byGroup[groupOf(message, known)]
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
  const groups = Object.fromEntries(recipientGroups.map((group) => [group, [...byGroup[group].values()]])) as Record<
    RecipientGroup,
    Recipient[]
  >
  const failing = recipientGroups.flatMap((group) => groups[group]).filter((recipient) => recipient.fails)
  return {
    ...groups,
    messages: messages.length,
    unreachable: [...new Map(failing.map((recipient) => [`${recipient.email} ${recipient.school}`, recipient])).values()],
    previews: {
      delegate: previewOf(messages.find((message) => message.method !== undefined)),
      contact: previewOf(messages.find((message) => message.method === undefined)),
    },
  }
}

/** '' means nothing there. */
export type Difference = { what: string; was: string; is: string }

/** `Policies that are used: Tuesday 12 January 2027, 11:30am to 12:45pm (Great Hall)` */
const titled = (session: SessionForInvites): string =>
  [session.title, sayWhen(session.startsAt, session.endsAt)].filter(Boolean).join(': ') + sayRoom(session)

/** Each day's hours, from the first start to the last end. */
const hoursOf = (sessions: Parameters<typeof daysOf>[0]): string =>
  daysOf(sessions)
    .map(({ startsAt, endsAt }) => sayWhen(startsAt, endsAt))
    .join('; ')

/** Only differences. */
export const differencesOf = (event: EventDetails, after: EventForInvites): Difference[] => {
  const isOneSession = event.sessions.length === 1 && after.sessions.length === 1
  const sessions = after.sessions.map((session) => {
    const was = event.sessions.find((before) => before.id === session.id)
    return { what: session.block ? 'Workshop' : isOneSession ? 'When' : 'Session', was: was ? titled(was) : '', is: titled(session) }
  })
  const gone = event.sessions
    .filter((session) => !after.sessions.some((kept) => kept.id === session.id))
    .map((session) => {
      const isOff = after.calledOff?.some(({ id }) => id === session.id) ?? false
      return { what: session.block ? 'Workshop' : 'Session', was: titled(session), is: isOff ? 'Called off' : '' }
    })
  return [
    { what: 'Title', was: event.title, is: after.title },
    ...(isOneSession ? [] : [{ what: 'When', was: hoursOf(event.sessions), is: hoursOf(after.sessions) }]),
    ...sessions,
    ...gone,
    { what: 'Where', was: whereOf(event), is: whereOf(after) },
    { what: 'Joining link', was: event.joiningLink, is: after.joiningLink },
  ].filter(({ was, is }) => was !== is)
}
