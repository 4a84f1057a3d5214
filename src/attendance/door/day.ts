// The days of an event, as its door takes them.
import { type Day, type Instant, londonDay } from '#base/dates.ts'

export type DoorEvent = { id: string; code: string; title: string; state: 'published' | 'cancelled'; venueName: string }

export type DoorSession = {
  id: string
  title: string
  position: number
  startsAt: Instant
  endsAt: Instant
  block: string
  signedAt: Instant | null
}

type Starts = { startsAt: Instant }

/** The day that a door is opened for: today's, else the last one before it, else the first. */
export const dayOfDoor = (sessions: readonly Starts[], now: Date): Day | undefined => {
  const today = londonDay(now)
  const days = sessions.map(({ startsAt }) => londonDay(startsAt)).sort()
  return days.findLast((day) => day <= today) ?? days[0]
}

export const sessionsOn = <S extends Starts>(sessions: readonly S[], day: Day | undefined): S[] =>
  sessions.filter(({ startsAt }) => londonDay(startsAt) === day)
