// A session is called off while its event goes on: what is left of a person's day.
import { type Instant, londonDay, sayLongDay, sayTime, sayWhen } from '#base/dates.ts'
import { daysOf, type EventForInvites, forEveryone, nameOf, plannedSessions, type SessionForInvites } from './invite.ts'

/**
 * `choose`: whether those who had the workshop can choose another of its block, must ask for one,
 * or have none; undefined: not a workshop. `over`: it would have ended already, so nobody is
 * notified.
 */
export type CalledOff = {
  session: SessionForInvites
  why: string
  choose: 'again' | 'ask' | 'none' | undefined
}

/** `Opening, Monday 8 June 2026, 9am to 10am`: the called-off session in messages and pages. */
export const sayCalledOff = (event: EventForInvites, session: SessionForInvites): string => {
  const when = sayWhen(session.startsAt, session.endsAt)
  const name = session.title || (plannedSessions(event).length > 1 ? nameOf(event, session).slice(event.title.length + 2) : '')
  return name ? `${name}, ${when}` : when
}

/**
 * What somebody's day is without the session.
 * @param rest their other sessions, on any day
 * @param comes `come`, or `join` online
 */
export const sayDayWithout = (
  session: Pick<SessionForInvites, 'startsAt' | 'endsAt'>,
  rest: readonly Pick<SessionForInvites, 'startsAt' | 'endsAt'>[],
  comes: 'come' | 'join',
): string => {
  const day = londonDay(session.startsAt)
  const [is] = daysOf(rest.filter(({ startsAt }) => londonDay(startsAt) === day))
  const when = sayLongDay(session.startsAt)
  if (!is) return `There is nothing else for you on ${when}, so you do not need to ${comes} on that day.`
  const later: Instant | undefined = is.startsAt > session.startsAt ? is.startsAt : undefined
  const earlier: Instant | undefined = is.endsAt < session.endsAt ? is.endsAt : undefined
  const ends = `your day ends at ${sayTime(is.endsAt)}, not at ${sayTime(session.endsAt)}`
  const starts = `${comes} at ${sayTime(is.startsAt)}, not at ${sayTime(session.startsAt)}`
  if (later && earlier) return `On ${when}, ${starts}; ${ends}.`
  if (later) return `On ${when}, ${starts}.`
  if (earlier) return `On ${when}, ${ends}.`
  return `Your day begins and ends when you expect it to: ${sayWhen(is.startsAt, is.endsAt)}.`
}

/** Somebody's sessions except the one called off. */
export const restOf = (event: Pick<EventForInvites, 'sessions'>, attends: readonly string[]): SessionForInvites[] => {
  const ids = new Set([...attends, ...forEveryone(event.sessions).map(({ id }) => id)])
  return event.sessions.filter(({ id }) => ids.has(id))
}
