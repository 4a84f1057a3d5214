// Joining an online event by one's own link: only a press counts, for programs that look for bad
// mail open every link. It shows that somebody came, not how long they stayed.

import { addMinutes, type Day, type Instant, instant, londonDay } from '#base/dates.ts'
import type { EventDetails } from '#events/events/event.ts'

type Hours = { id: string; startsAt: Instant; endsAt: Instant }

export type JoiningPlace = {
  linkId: string
  placeId: string
  eventId: string
  schoolId: string
  name: string
  title: string
  joiningLink: string
  attendanceMode: EventDetails['attendanceMode']
  isCancelled: boolean
  /** The place's own, in order of time. */
  sessions: Hours[]
}

/** Whether somebody takes part in this place online. */
const isOnlinePlace = ({ attendanceMode }: Pick<JoiningPlace, 'attendanceMode'>): boolean => attendanceMode === 'online'

/** The latest of its sessions that has begun: who watched together is said of it. */
export const begunSession = (place: JoiningPlace, now: Date): string | undefined =>
  place.isCancelled || !isOnlinePlace(place) ? undefined : place.sessions.findLast(({ startsAt }) => startsAt <= instant(now))?.id

export const minutesBefore = 30

export type JoiningState =
  | { state: 'open'; sessionId: string; day: Day }
  | { state: 'early'; from: Instant; startsAt: Instant }
  | { state: 'over' | 'cancelled' | 'no_link' | 'in_person' }

/** Whether they can join now, and to which session: the one that runs, or the next. */
export const joiningState = (place: JoiningPlace, now: Date): JoiningState => {
  if (place.isCancelled) return { state: 'cancelled' }
  if (!isOnlinePlace(place)) return { state: 'in_person' }
  const at = instant(now)
  const first = place.sessions[0]
  const next = place.sessions.find(({ endsAt }) => at < endsAt)
  if (!first || !next) return { state: 'over' }
  const from = instant(addMinutes(new Date(first.startsAt), -minutesBefore))
  if (at < from) return { state: 'early', from, startsAt: first.startsAt }
  return place.joiningLink ? { state: 'open', sessionId: next.id, day: londonDay(next.startsAt) } : { state: 'no_link' }
}
