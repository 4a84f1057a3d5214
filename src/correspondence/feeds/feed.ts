// A feed is a calendar that programs poll: a person's own places, a school's places for somebody
// who acts for it, or all published events. Feeds of people and schools have a secret address,
// which is shown once and can be ended.
import { addMinutes, type Instant, instant } from '#base/dates.ts'
import { counted } from '#base/words.ts'
import { sayParts } from '#calendars/invites/entry.ts'
import {
  type EventForInvites,
  entryTitle,
  forEveryone,
  isOnline,
  type SessionForInvites,
  type Shown,
  whereIn,
} from '#calendars/invites/invite.ts'
import { readAddress } from '#messages/outbox/message.ts'
import type { SchoolName } from '#schools/schools/school.ts'

/** Days that past entries stay in a feed. */
export const keptDays = 90
/** Days that a cancelled event stays in the public feed, marked as cancelled. */
export const cancelledDays = 60
/** Seconds between polls that we suggest; most programs poll less often. */
export const lookEvery = 3600

/**
 * Whose places. `link`: known only by the link to that place, which must still work, and shown
 * their places of its school alone; everything needs a code sent to their own address.
 */
export type FeedOf =
  | { kind: 'person'; personId: string; link?: { placeId: string; schoolId: string } }
  | { kind: 'school'; schoolId: string }

/** A current address, as its owner sees it; the address itself cannot be shown again. */
export type LiveFeed = { id: string; createdAt: Instant }

export type OwnFeeds = { person: LiveFeed | undefined; schools: (SchoolName & { id: string; feed: LiveFeed | undefined })[] }

/**
 * `changed`: somebody made or ended the address meanwhile; `may_not`: the right to it has ended.
 */
export type FeedRefusal = 'changed' | 'may_not'

/** One calendar entry. Only a delegate's own joining link is personal. */
export type CalendarEntry = {
  uid: string
  sequence: number
  stamp: Instant
  title: string
  startsAt: Instant
  endsAt: Instant
  where: string
  description: string
  page: string
  cancelled: boolean
  /** Minutes before the start for the reminder. */
  alarmMinutes?: number | null
}

/** The service's addresses, for links and UIDs. */
export type Place = { baseUrl: string; domain: string }

/** UIDs use the sender's domain, as in invitations. */
export const placeOf = ({ baseUrl, mailFrom }: { baseUrl: string; mailFrom: string }): Place => ({
  baseUrl,
  domain: readAddress(mailFrom).email.split('@')[1] ?? 'muster',
})

export type FeedEvent = Omit<
  EventForInvites,
  'sessions' | 'calledOff' | 'sensitive' | 'contactName' | 'contactEmail' | 'contactTelephone'
> & {
  version: number
  stamp: Instant
  cancelled: number
  calendarTitle: string | null
  sensitive: number
  sessions: (SessionForInvites & { block: string; places?: number })[]
  calledOff: (SessionForInvites & { block: string })[]
}

/** A person's own entry: what their invitation last showed, with its UID and SEQUENCE. */
export type OwnEntry = {
  uid: string
  sequence: number
  changedAt: Instant
  code: string
  shown: Shown
  /** Only in a download, which replaces the entry that was sent. */
  alarmMinutes?: number | null
}

export type SchoolEvent = FeedEvent & { references: string[] }

const asInvited = (event: FeedEvent): EventForInvites => ({
  ...event,
  sensitive: event.sensitive === 1,
  contactName: '',
  contactEmail: '',
  contactTelephone: '',
})

/** Under its own title, whatever calendars are set to show. */
const byItsTitle = (event: FeedEvent): EventForInvites => asInvited({ ...event, calendarTitle: '' })

const detailsAt = (page: string): string => `Details: ${page}`

const pageOf = (place: Place, code: string): string => `${place.baseUrl}/events/${code}`

const calledOffBefore = 'Called off: '

/** What anybody may add: the event under its own title, without the joining link. */
export const publicEntries = (place: Place, event: FeedEvent): CalendarEntry[] => {
  const entry = (session: SessionForInvites, off: boolean): CalendarEntry => ({
    uid: `${session.id}@${place.domain}`,
    sequence: event.version,
    stamp: event.stamp,
    title: `${off ? calledOffBefore : ''}${entryTitle(byItsTitle(event), session)}`,
    startsAt: session.startsAt,
    endsAt: session.endsAt,
    where: whereIn(asInvited(event), session),
    description: detailsAt(pageOf(place, event.code)),
    page: pageOf(place, event.code),
    cancelled: off || event.cancelled === 1,
  })
  return [
    ...forEveryone(event.sessions).map((session) => entry(session, false)),
    ...forEveryone(event.calledOff).map((session) => entry(session, true)),
  ]
}

const places = (n: number): string => counted(n, 'place')

const ofSchool =
  (place: Place, event: FeedEvent, id: string, n: number, school: string, links: readonly string[]) =>
  (session: FeedEvent['sessions'][number]): CalendarEntry => ({
    uid: `${id}.${session.id}@${place.domain}`,
    sequence: event.version,
    stamp: event.stamp,
    title: entryTitle(asInvited(event), session),
    startsAt: session.startsAt,
    endsAt: session.endsAt,
    where: whereIn(asInvited(event), session),
    description: [
      `${places(session.places ?? n)} for ${school}; who is coming: ${links.join(' , ')}`,
      detailsAt(pageOf(place, event.code)),
    ].join('\n'),
    page: links[0] ?? pageOf(place, event.code),
    cancelled: false,
  })

/**
 * A school contact's view of its places at an event: how many, and a link to see who. Never a name.
 */
export const schoolEntries = (place: Place, event: SchoolEvent, school: { id: string; name: string }): CalendarEntry[] => {
  const links = event.references.map((reference) => `${place.baseUrl}/bookings/${reference}`)
  const entry = ofSchool(place, event, school.id, 0, school.name, links)
  return [...event.sessions.filter((session) => (session.places ?? 0) > 0).map(entry), ...takenOff(event, entry)]
}

/** The same for one booking: an entry per session for everyone. */
export const bookingEntries = (
  place: Place,
  event: FeedEvent,
  booking: { id: string; reference: string; school: { name: string } },
  certain: number,
): CalendarEntry[] =>
  forEveryone(event.sessions).map(
    ofSchool(place, event, booking.id, certain, booking.school.name, [`${place.baseUrl}/bookings/${booking.reference}`]),
  )

/** Called-off sessions for everyone, shown as cancelled for programs that keep old entries. */
const takenOff = (event: FeedEvent, entry: (session: FeedEvent['sessions'][number]) => CalendarEntry): CalendarEntry[] =>
  forEveryone(event.calledOff).map((session) => {
    const was = entry(session)
    return { ...was, title: `${calledOffBefore}${was.title}`, description: detailsAt(was.page), cancelled: true }
  })

/** How somebody joins who reads the entry where their own link is not known: only its hash is. */
const joinBy = 'Join by your own link, which is in the messages about your place.'

/** The parts of a day's entry, with times in words. */
const partsOf = (shown: Shown): string[] =>
  shown.parts ? [isOnline(shown) ? 'Your day, in UK time:' : 'Your day:', ...sayParts(shown, 'calendar'), ''] : []

/** A delegate's own entry, as in their invitation. @param joinAt their own address to join */
export const ownEntry = (
  place: Place,
  { uid, sequence, changedAt, code, shown, alarmMinutes }: OwnEntry,
  joinAt?: string,
): CalendarEntry => ({
  uid,
  sequence,
  stamp: changedAt,
  title: shown.title,
  startsAt: shown.startsAt,
  endsAt: shown.endsAt,
  where: (shown.joiningLink && joinAt) || shown.where,
  description: [
    ...partsOf(shown),
    ...(shown.joiningLink ? [joinAt ? `Join at ${joinAt}` : joinBy] : []),
    detailsAt(pageOf(place, code)),
  ].join('\n'),
  page: pageOf(place, code),
  cancelled: false,
  alarmMinutes: alarmMinutes ?? null,
})

const daysBefore = (now: Date, days: number): Instant => instant(addMinutes(now, -days * 24 * 60))

/** Entries that ended before this are in no feed. */
export const keptFrom = (now: Date): Instant => daysBefore(now, keptDays)

/** Events cancelled before this are not in the public feed. */
export const cancelledFrom = (now: Date): Instant => daysBefore(now, cancelledDays)

/**
 * When a feed last changed: by a write, or by something getting too old for it; undefined: never.
 * @param left the latest end (or cancelling) of what became too old, plus the days it was kept
 */
export const changedLast = (
  writes: readonly (Instant | null)[],
  left: readonly { at: Instant | null; days: number }[],
): Instant | undefined =>
  [...writes, ...left.map(({ at, days }) => (at === null ? null : instant(addMinutes(new Date(at), days * 24 * 60))))]
    .filter((at) => at !== null)
    .filter((at) => at !== '')
    .sort()
    .at(-1)
