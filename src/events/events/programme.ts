// An event's programme: its sessions, blocks of workshops and breaks in order of time.
import { type Day, type Instant, londonDay } from '#base/dates.ts'
import { roomWarnings } from '#events/venues/venue.ts'
import type { EventBreak, EventDetails, EventSession } from './event.ts'
import { workshopWarnings } from './workshop.ts'

type Timed = { startsAt: Instant; endsAt: Instant }

/** A block is a line from its first start to its last end. */
export type ProgrammeItem = Timed &
  (
    | { kind: 'session'; session: EventSession }
    | { kind: 'workshops'; block: string; workshops: EventSession[] }
    | ({ kind: 'break' } & EventBreak)
  )

const earliest = (moments: readonly Instant[]): Instant => moments.toSorted()[0] ?? ''
const latest = (moments: readonly Instant[]): Instant => moments.toSorted().at(-1) ?? ''

const ofBlocks = (sessions: readonly EventSession[]): ProgrammeItem[] =>
  [
    ...Map.groupBy(
      sessions.filter(({ block }) => block),
      ({ block, startsAt }) => `${block}\n${londonDay(startsAt)}`,
    ).values(),
  ].map((workshops) => ({
    kind: 'workshops',
    block: workshops[0]?.block ?? '',
    workshops,
    startsAt: earliest(workshops.map(({ startsAt }) => startsAt)),
    endsAt: latest(workshops.map(({ endsAt }) => endsAt)),
  }))

/** By London day. Empty for a single session with only a time, which is shown elsewhere. */
export const dayItems = ({ sessions, breaks }: Pick<EventDetails, 'sessions' | 'breaks'>): { day: Day; items: ProgrammeItem[] }[] => {
  const [only] = sessions
  if (sessions.length < 2 && breaks.length === 0 && !only?.room && !only?.venueName && !only?.speakers && !only?.about) return []
  const items: ProgrammeItem[] = [
    ...sessions
      .filter(({ block }) => !block)
      .map((session) => ({ startsAt: session.startsAt, endsAt: session.endsAt, kind: 'session' as const, session })),
    ...ofBlocks(sessions),
    ...breaks.map((pause) => ({ kind: 'break' as const, ...pause })),
  ]
  items.sort((a, b) => (a.startsAt < b.startsAt ? -1 : a.startsAt > b.startsAt ? 1 : 0))
  return [...Map.groupBy(items, ({ startsAt }) => londonDay(startsAt))].map(([day, ofDay]) => ({ day, items: ofDay }))
}

/** What to check in its workshops, and what does not fit into the rooms of its venues. */
export const programmeWarnings = (
  event: Parameters<typeof workshopWarnings>[0] & Partial<Pick<EventDetails, 'venue' | 'otherVenues'>>,
): string[] => {
  const at = (venueId: string | null) => event.sessions.filter((session) => (session.venueId ?? null) === venueId)
  return [
    ...workshopWarnings(event),
    ...roomWarnings(at(null), event.venue?.rooms ?? '', event.capacity),
    ...(event.otherVenues ?? []).flatMap(({ id, rooms }) => roomWarnings(at(id), rooms, event.capacity)),
  ]
}

/** In minutes: the time of its sessions, each moment once, without its breaks. */
export const lengthOf = ({ sessions, breaks }: { sessions: readonly Timed[]; breaks: readonly Timed[] }): number => {
  const edges = [...sessions, ...breaks].flatMap(({ startsAt, endsAt }) => [startsAt, endsAt]).toSorted()
  const holds = (spans: readonly Timed[], from: Instant, to: Instant) => spans.some((span) => span.startsAt <= from && span.endsAt >= to)
  return edges.reduce((minutes, to, index) => {
    const from = edges[index - 1] ?? to
    return holds(sessions, from, to) && !holds(breaks, from, to) ? minutes + (Date.parse(to) - Date.parse(from)) / 60_000 : minutes
  }, 0)
}
