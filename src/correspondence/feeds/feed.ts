// A feed is a calendar that programs poll: a person's own places, a school's places for somebody
// who acts for it, or all published events. Feeds of people and schools have a secret address,
// which is shown once and can be ended.
import { addMinutes, type Instant, instant, londonDay } from '#base/dates.ts'
import { counted } from '#base/words.ts'
import { entriesOf, sayParts } from '#calendars/invites/entry.ts'
import {
  type EventForInvites,
  forEveryone,
  isHidden,
  isOnline,
  plannedSessions,
  programmeOf,
  type SessionForInvites,
  type Shown,
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
  | { kind: 'trainer'; trainer: string }

/** A current address, as its owner sees it; the address itself cannot be shown again. */
export type LiveFeed = { id: string; createdAt: Instant }

export type OwnFeeds = { person: LiveFeed | undefined; schools: (SchoolName & { id: string; feed: LiveFeed | undefined })[] }

/** `changed`: made or ended meanwhile; `may_not`: the right to it has ended. */
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

export type Place = { baseUrl: string; domain: string }

/** UIDs use the sender's domain, as in invitations. */
export const placeOf = ({ baseUrl, mailFrom }: { baseUrl: string; mailFrom: string }): Place => ({
  baseUrl,
  domain: readAddress(mailFrom).email.split('@')[1] ?? 'localhost',
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

const detailsAt = (page: string): string => `Details: ${page}`

const pageOf = (place: Place, code: string): string => `${place.baseUrl}/events/${code}`

/** A session that a trainer gives. `school`: of one that takes place for it alone. */
export type GivenSession = Pick<FeedEvent, 'id' | 'code' | 'version' | 'stamp' | 'title' | 'venueAddress' | 'venuePostcode'> & {
  startsAt: Instant
  endsAt: Instant
  venue: string
  room: string
  school: string | null
}

type Day = { anchor: string; shown: Shown; sessions: FeedEvent['sessions']; programme: string[] }

/**
 * The days on which something takes place. `anchor`: the first session planned for the day, called
 * off or not, so that the day's UID stays. The programme names nothing where the title is hidden.
 */
const daysOf = (event: FeedEvent): Day[] => {
  const invited = asInvited({ ...event, calendarEntries: 'day' })
  return entriesOf(invited, event.sessions).map(({ shown }) => {
    const ofDay = <S extends SessionForInvites>(sessions: readonly S[]): S[] =>
      sessions.filter(({ startsAt }) => londonDay(startsAt) === londonDay(shown.startsAt))
    const sessions = ofDay(event.sessions)
    const planned = ofDay(plannedSessions(invited))
    const parts = isHidden(invited) || sessions.length === 1 ? [...new Set(sayParts(shown, 'calendar'))] : programmeOf(sessions)
    return { anchor: (forEveryone(planned)[0] ?? planned[0])?.id ?? '', shown, sessions, programme: parts }
  })
}

/** What anybody may add: the event under its own title, without the joining link. */
export const publicEntries = (place: Place, event: FeedEvent): CalendarEntry[] =>
  daysOf({ ...event, calendarTitle: '' }).map(({ anchor, shown, programme }) => ({
    uid: `${anchor}@${place.domain}`,
    sequence: event.version,
    stamp: event.stamp,
    title: shown.title,
    startsAt: shown.startsAt,
    endsAt: shown.endsAt,
    where: shown.where,
    description: [...programme, detailsAt(pageOf(place, event.code))].join('\n'),
    page: pageOf(place, event.code),
    cancelled: event.cancelled === 1,
  }))

const places = (n: number): string => counted(n, 'place')

const ofSchool =
  (place: Place, event: FeedEvent, id: string, school: string, links: readonly string[]) =>
  ({ anchor, shown, programme }: Day, n: number, chosen: readonly string[] = []): CalendarEntry => ({
    uid: `${id}.${anchor}@${place.domain}`,
    sequence: event.version,
    stamp: event.stamp,
    title: shown.title,
    startsAt: shown.startsAt,
    endsAt: shown.endsAt,
    where: shown.where,
    description: [
      `${places(n)} for ${school}; who is coming: ${links.join(' , ')}`,
      ...programme,
      ...chosen,
      detailsAt(pageOf(place, event.code)),
    ].join('\n'),
    page: links[0] ?? pageOf(place, event.code),
    cancelled: false,
  })

const placesOn = (sessions: FeedEvent['sessions']): number =>
  Math.max(
    ...forEveryone(sessions).map((session) => session.places ?? 0),
    ...[...Map.groupBy(sessions, ({ block }) => block).values()].map((ofBlock) =>
      ofBlock.reduce((sum, session) => sum + (session.block ? (session.places ?? 0) : 0), 0),
    ),
  )

/** How many, and a link to see who. Never a name. */
export const schoolEntries = (place: Place, event: SchoolEvent, school: { id: string; name: string }): CalendarEntry[] => {
  const links = event.references.map((reference) => `${place.baseUrl}/bookings/${reference}`)
  const entry = ofSchool(place, event, school.id, school.name, links)
  return daysOf(event).flatMap((day) => {
    const n = placesOn(day.sessions)
    const chosen = day.sessions.flatMap(({ title, block, places: own = 0 }) => (block && own > 0 ? [`${title}: ${places(own)}`] : []))
    return n === 0 ? [] : [entry(day, n, isHidden(asInvited(event)) ? [] : chosen)]
  })
}

/** The same for one booking. @param certain its confirmed places */
export const bookingEntries = (
  place: Place,
  event: FeedEvent,
  booking: { id: string; reference: string; school: { name: string } },
  certain: number,
): CalendarEntry[] => {
  const entry = ofSchool(place, event, booking.id, booking.school.name, [`${place.baseUrl}/bookings/${booking.reference}`])
  return daysOf(event).map((day) => entry(day, certain))
}

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

/** A session of a trainer's own calendar. */
export const trainerEntry = (place: Place, given: GivenSession): CalendarEntry => {
  const page = given.school === null ? pageOf(place, given.code) : place.baseUrl
  return {
    uid: `trainer.${given.id}@${place.domain}`,
    sequence: given.version,
    stamp: given.stamp,
    title: given.title,
    startsAt: given.startsAt,
    endsAt: given.endsAt,
    where: [given.room, given.venue, ...given.venueAddress.split('\n'), given.venuePostcode].filter(Boolean).join(', '),
    description: given.school === null ? detailsAt(page) : `For ${given.school}`,
    page,
    cancelled: false,
  }
}

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
