// Calling off one session while the event goes on; people keep their place. It cannot be undone,
// because everybody was notified; a session that takes place after all is a new one.
import { daysBetween, type Instant, instant, londonDay, shifted } from '#base/dates.ts'
import type { CalledOff } from '#calendars/invites/called-off.ts'
import { type CalledOffSession, type EventDetails, type EventSession, firstStart } from './event.ts'
import { isFull } from './workshop.ts'

export type CallOffRefusal =
  | 'stale'
  | 'cancelled'
  | 'not_published'
  | 'no_such_session'
  | 'called_off_before'
  | 'last_session'
  | 'register_is_signed'
  | 'session_attended'

/** By the event alone. The triggers on Session have the same rules, and its register's. */
export const callOffRefusal = (event: EventDetails, sessionId: string): CallOffRefusal | undefined => {
  if (event.calledOff.some(({ id }) => id === sessionId)) return 'called_off_before'
  if (!event.sessions.some(({ id }) => id === sessionId)) return 'no_such_session'
  if (event.state === 'cancelled') return 'cancelled'
  if (event.state !== 'published') return 'not_published'
  return event.sessions.length === 1 ? 'last_session' : undefined
}

/** What those who chose it can do; undefined for a session for everyone. */
export const choosingAfter = (event: EventDetails, session: EventSession, now: Date): CalledOff['choose'] => {
  if (session.block === '') return undefined
  const at = instant(now)
  const others = event.sessions.filter((one) => one.block === session.block && one.id !== session.id && !isFull(one) && one.startsAt > at)
  if (others.length === 0) return 'none'
  const closed = [event.rules.choicesCloseAt, firstStart(event) ?? null].some((moment) => moment !== null && moment <= at)
  return closed ? 'ask' : 'again'
}

export const withoutSession = (event: EventDetails, session: EventSession, why: string, now: Date): EventDetails => ({
  ...event,
  sessions: event.sessions.filter(({ id }) => id !== session.id),
  calledOff: [...event.calledOff, { ...session, calledOffAt: instant(now), why }],
})

/** Called-off sessions after an edit: they move with their day, if it moved as a whole. */
export const movedWithTheirDay = (
  event: Pick<EventDetails, 'sessions' | 'calledOff'>,
  after: readonly { id: string; startsAt: Instant }[],
): CalledOffSession[] =>
  event.calledOff.map((session) => {
    const day = londonDay(session.startsAt)
    if (after.some(({ startsAt }) => londonDay(startsAt) === day)) return session
    const ofDay = new Set(event.sessions.filter(({ startsAt }) => londonDay(startsAt) === day).map(({ id }) => id))
    const moved = after.find(({ id }) => ofDay.has(id))
    if (!moved) return session
    const days = daysBetween(day, londonDay(moved.startsAt))
    return { ...session, startsAt: shifted(session.startsAt, days), endsAt: shifted(session.endsAt, days) }
  })
