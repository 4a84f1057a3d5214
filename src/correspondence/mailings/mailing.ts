// A mailing is a message that an organiser writes by hand to a group: to whom, what it says, and
// what it is in law. It is a draft until it is sent; then its text and its recipients stand.
import type { Instant } from '#base/dates.ts'
import { cutTo } from '#base/words.ts'
import { fieldsIn } from '#emails/messages/words.ts'
import { bookingState, type EventDetails } from '#events/events/event.ts'
import type { MessageNature } from '#messages/outbox/kind.ts'
import type { DeliveryStatus, MessageState } from '#messages/outbox/message.ts'
import type { SendingState } from '#messages/outbox/sending.ts'
import type { ChasedMatter } from '#people/ladder/contact.ts'
import { type Audience, needsEvent } from './audience.ts'
import type { Linked } from './linked-material.ts'
import type { WhySkipped } from './people.ts'

export const longestSubject = 150
export const longestText = 5_000
export const longestBasis = 300
/** Recipients per batch, and batches of a mailing per run. */
export const pieceSize = 100
export const piecesAtOnce = 5
export const pageSize = 25

export type Mailing = {
  id: string
  eventId: string | null
  nature: MessageNature
  subject: string
  body: string
  /** What a statutory notice rests on: a law, or what the safeguarding partners ask. */
  basis: string
  /** The material of the event that it links to, and what that is called; null: it was removed. */
  materialId: string | null
  materialTitle: string | null
  audience: Audience
  state: SendingState
  createdAt: string
  createdBy: string | null
  startedAt: string | null
  endedAt: string | null
  /** When one that waits starts; with `notStarted`, when it was to start. */
  goesAt: Instant | null
  notStarted: WhyNotStarted | null
  /** When an invitation goes once more to schools that have not answered it. */
  againAt: string | null
  /** The invitation that it repeats. */
  againOfId: string | null
}

/** Why one that was to start at a time is a draft again. */
export const notStartedWords = {
  nobody: 'nobody would have got it then',
  called_off: 'its event was called off',
  not_bookable: 'nobody could book its event then',
  invited: 'a school of it had been invited to the event within a day',
  withdrawn: 'the material that it links to was removed, or was for an event not published',
  left: 'the colleague who set the time can no longer send messages',
}
export type WhyNotStarted = keyof typeof notStartedWords

/** Whether it can still be looked at before it goes. */
export const isUnsent = ({ state }: Pick<Mailing, 'state'>): boolean => state === 'draft' || state === 'waiting'

export const natureWords: Record<MessageNature, { name: string; says: string }> = {
  service: {
    name: 'Service message',
    says: 'About something that they booked or came to: where to park, what to bring, the slides. It needs no consent, and so must not advertise anything. Only for people of an event.',
  },
  statutory: {
    name: 'Statutory notice',
    says: 'Only what a law or the safeguarding partners ask the council to tell schools. Say which below: the mail says it too. Nobody can opt out.',
  },
  training: {
    name: 'Invitation to training',
    says: 'Invites schools and settings to an event, one mail each, with its price for them, who is due and a link to book. It needs no consent of a school, trust or other body; childminders get it only if they asked for news. Each mail holds a link to stop invitations on the topic.',
  },
  promotion: {
    name: 'Promotion',
    says: 'Other news of what the council offers. It goes only to those who asked for news, and each mail holds a link to stop.',
  },
}

/** `{title}` and `{day}` need an event. */
const knownFields = ['name', 'school', 'title', 'day', 'link'] as const
const fieldsOfEvent: readonly string[] = ['title', 'day']

export const fieldProblem = (text: string, hasEvent: boolean): string | undefined => {
  const braced = [...text.matchAll(/\{([^{}\n]*)\}/g)].map((found) => found[1] ?? '')
  const unknown = braced.find((name) => !(knownFields as readonly string[]).includes(name))
  if (unknown !== undefined)
    return `There is no field {${cutTo(unknown, 40)}}. The fields are ${knownFields.map((name) => `{${name}}`).join(', ')}`
  const lonely = fieldsIn(text).find((name) => fieldsOfEvent.includes(name))
  return lonely && !hasEvent ? `{${lonely}} needs an event that the message is about: choose one under “To whom”` : undefined
}

/** By what a message follows up: the page of a school on which it is asked. */
const askedOn: Partial<Record<ChasedMatter, string>> = {
  requirement: 'requirements',
  roles_not_confirmed: 'roles',
  never_reached: 'record',
  guidance: 'guidance',
  return_missing: 'returns',
  return_plan: 'returns',
}

/** @param token of the school's own link, which opens guidance without signing in */
export const askedAt = (schoolId: string, matter: ChasedMatter | undefined, token?: string): string | undefined =>
  token ? `/read/${token}` : matter && askedOn[matter] && `/school/${schoolId}/${askedOn[matter]}`

/** Why a kind of message is not for this audience. */
export const natureProblem = (nature: MessageNature, audience: Audience, hasEvent: boolean): string | undefined => {
  if (nature === 'service' && audience.of !== 'event')
    return 'A service message is only for people of an event: choose another kind of message, or people of an event'
  if (nature !== 'training') return undefined
  if (audience.of === 'event') return 'An invitation is for schools: choose another kind of message, or schools under “To whom”'
  return hasEvent ? undefined : 'An invitation needs the event that it is to: choose one under “To whom”'
}

/** The event that a message is about and the material that it links to, as they are now. */
export type About = { event: EventDetails | undefined; linked: Linked | undefined }

/** Why a draft cannot be sent yet, by what must change; empty: it can. */
export const whatIsMissing = (mailing: Mailing, { event, linked }: About, people: number, now: Date): Record<string, string> => {
  const nature = natureProblem(mailing.nature, mailing.audience, event !== undefined)
  return {
    ...(mailing.subject === '' ? { subject: 'Write a subject' } : {}),
    ...(mailing.body === '' ? { text: 'Write the message' } : {}),
    ...([mailing.subject, mailing.body].some((text) => fieldProblem(text, event !== undefined))
      ? { text: fieldProblem(mailing.body, event !== undefined) ?? fieldProblem(mailing.subject, event !== undefined) ?? '' }
      : {}),
    ...(nature ? { nature } : {}),
    ...(mailing.nature === 'statutory' && mailing.basis === '' ? { basis: basisProblem } : {}),
    ...(mailing.materialId !== null && !linked
      ? { material: 'The material was removed, or nobody can see it because its event is not published' }
      : {}),
    ...(mailing.nature === 'training' && event && !isBookable(event, now)
      ? { event: 'Nobody can book this event now, so nobody can be invited to it' }
      : {}),
    ...(mailing.audience.of === 'event' && !event ? { whom: 'Choose an event' } : {}),
    ...(needsEvent(mailing.audience) && !event
      ? { whom: 'Choose the event that the message is about: it decides whose training is due' }
      : {}),
    ...(people === 0 ? { whom: 'Nobody would get this message' } : {}),
  }
}

export const basisProblem = 'Say which law, or what the safeguarding partners ask. If neither does, it is another kind of message'

/** Whether schools can be invited to it: they can book, or wait for a place. */
export const isBookable = (event: EventDetails, now: Date): boolean =>
  ['open', 'full', 'not_open_yet'].includes(bookingState(event, event.taken, now))

/** Why a trust gets no invitation of its own. */
export const withSchool = 'its address gets the invitation of a school'

/** A recipient of a started mailing, and their message's outcome. */
export type SentTo = {
  number: number
  email: string
  name: string
  school: string
  town: string
  urn: string | null
  state: 'waiting' | 'queued' | 'skipped'
  why: WhySkipped | null
  messageId: string | null
  messageState: MessageState | null
  deliveryStatus: DeliveryStatus | null
}

export type RecipientCounts = { all: number; waiting: number; queued: number; schools: number } & Record<WhySkipped, number>

export type ListedMailing = {
  id: string
  subject: string
  nature: MessageNature
  state: SendingState
  goesAt: Instant | null
  notStarted: WhyNotStarted | null
  createdAt: string
  startedAt: string | null
  endedAt: string | null
  /** Their name, else their address. */
  writtenBy: string | null
  recipients: number
  skipped: number
}

export const whyWords: Record<WhySkipped, string> = {
  no_consent: 'Not sent: has not asked for news of new conferences',
  unsubscribed: 'Not sent: wants no such messages any more',
  address_fails: 'Not sent: the address does not work',
  stopped: 'Not sent: the mailing was stopped before',
  settled: 'Not sent: the school answered before, or the matter was over',
  no_address: 'Not sent: the school has no address',
  with_school: `Not sent: ${withSchool}`,
}
