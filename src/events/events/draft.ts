// Validated input for an event, ready to be written.
import { type Instant, instant } from '#base/dates.ts'
import type { Venue } from '#events/venues/venue.ts'
import { type EarlierCourse, type EventBreak, type EventDetails, type EventSession, firstStart, type SchoolKind } from './event.ts'
import { type EventFacts, eventFacts } from './event-facts.ts'
import { readJoiningLink } from './joining-link.ts'

/** id undefined: a new session. The rest as in an EventSession. */
export type DraftSession = { id: string | undefined } & Omit<EventSession, 'id' | 'position' | 'chosen'>

/** `sensitive`: of the chosen topic, which may differ from the event's. */
export type EventDraft = {
  facts: EventFacts
  sessions: DraftSession[]
  breaks: EventBreak[]
  roleIds: string[]
  kinds: SchoolKind[]
  course?: Pick<EarlierCourse, 'topicId' | 'level'> | undefined
  sensitive?: boolean | undefined
}

/** `sensitive`: calendars show a neutral title by default. */
export type TopicChoice = { id: string; label: string; also: string[]; sensitive: boolean }
export type Vocabulary = { topics: TopicChoice[]; roles: { id: string; label: string }[]; venues: Venue[] }

/** What prevents publishing. */
export type Missing = 'session' | 'contact' | 'venue' | 'joining_link' | 'closes_before_it_opens' | 'closed_already'

type Publishable = Pick<
  EventFacts,
  'attendanceMode' | 'venueName' | 'joiningLink' | 'contactEmail' | 'bookingOpensAt' | 'bookingClosesAt'
> & { sessions: readonly Pick<EventSession, 'startsAt' | 'endsAt'>[] }

/** What a visible event must have, whenever it takes place. */
export const missing = (event: Publishable): Missing[] => [
  ...(event.sessions.length === 0 ? (['session'] as const) : []),
  ...(event.contactEmail === '' ? (['contact'] as const) : []),
  ...(event.attendanceMode !== 'online' && event.venueName === '' ? (['venue'] as const) : []),
  ...(event.attendanceMode !== 'in_person' && readJoiningLink(event.joiningLink) === undefined ? (['joining_link'] as const) : []),
  ...(opening(event) >= closing(event) ? (['closes_before_it_opens'] as const) : []),
]

/** A draft of an event that has begun: published late to enter attendance; nobody can book it. */
export const isLate = (event: Pick<Publishable, 'sessions'>, now: Date): boolean => (firstStart(event) ?? '9999') <= instant(now)

/** What must be fixed before publishing at `now`. */
export const missingToPublish = (event: Publishable, now: Date): Missing[] => [
  ...missing(event),
  ...(event.bookingClosesAt !== null && event.bookingClosesAt <= instant(now) && !isLate(event, now) ? (['closed_already'] as const) : []),
]

const opening = (event: Publishable): Instant => event.bookingOpensAt ?? ''
const closing = (event: Publishable): Instant => event.bookingClosesAt ?? firstStart(event) ?? '9999'

type Turned = { title: string; to: 'workshop' | 'everyone' }

/** Sessions an edit turns from sessions for everyone into workshops, or back. */
export const turned = (before: Pick<EventDetails, 'sessions'>, after: Pick<EventDraft, 'sessions'>): Turned[] =>
  after.sessions.flatMap((is): Turned[] => {
    const was = before.sessions.find((session) => session.id === is.id)
    if (!was || (was.block === '') === (is.block === '')) return []
    return [{ title: is.title || was.title, to: is.block === '' ? 'everyone' : 'workshop' }]
  })

const namesOnly = Object.entries(eventFacts).flatMap(([name, { personal }]) => (personal ? [name as keyof EventFacts] : []))

/** Changed fields for the log; personal details, secrets and long texts are only named. */
export const loggedDifference = (
  before: EventDetails,
  draft: EventDraft,
): { before: Record<string, unknown>; after: Record<string, unknown> } => {
  const was: Record<string, unknown> = {}
  const is: Record<string, unknown> = {}
  const differ = (field: string, a: unknown, b: unknown): void => {
    if (JSON.stringify(a) === JSON.stringify(b)) return
    was[field] = a
    is[field] = b
  }
  for (const field of Object.keys(draft.facts) as (keyof EventFacts)[])
    if (!namesOnly.includes(field)) differ(field, before[field], draft.facts[field])
  const times = (sessions: readonly Omit<DraftSession, 'id'>[]) =>
    sessions.map(({ title, startsAt, endsAt, block, capacity, room, venueName }) => ({
      title,
      startsAt,
      endsAt,
      ...(block ? { block, capacity } : {}),
      ...(room ? { room } : {}),
      ...(venueName ? { venueName } : {}),
    }))
  differ('sessions', times(before.sessions), times(draft.sessions))
  differ('breaks', before.breaks, draft.breaks)
  differ(
    'roles',
    before.audience.roles.map((role) => role.id),
    draft.roleIds,
  )
  differ('kinds', before.audience.kinds, draft.kinds)
  const course = (one: EventDraft['course']) => (one ? { topicId: one.topicId, level: one.level } : undefined)
  differ('course', course(before.audience.course), course(draft.course))
  const words = (sessions: readonly Omit<DraftSession, 'id'>[]) => JSON.stringify(sessions.map(({ about, speakers }) => [about, speakers]))
  const also: string[] = namesOnly.filter((field) => before[field] !== draft.facts[field])
  if (words(before.sessions) !== words(draft.sessions)) also.push('words of sessions')
  return { before: was, after: also.length > 0 ? { ...is, alsoChanged: also } : is }
}
