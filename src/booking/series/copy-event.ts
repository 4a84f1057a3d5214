import type { Act } from '#base/act.ts'
import { selectCalendar } from '#base/council/calendar-store.ts'
import { type Day, daysBetween, type Instant, instant, londonDay, shifted } from '#base/dates.ts'
import { atomically, guardBroken } from '#base/db/atomically.ts'
import { readNow } from '#base/db/read.ts'
import { newId, newReference } from '#base/id.ts'
import { logged } from '#base/log/store.ts'
import { ok, type Result, refuse } from '#base/result.ts'
import { rulesOfCopy } from '#events/events/booking-rules.ts'
import { type EventDetails, firstStart } from '#events/events/event.ts'
import { readJoiningLink } from '#events/events/joining-link.ts'
import { movedTimes } from '#events/events/moved-event.ts'
import { eventById } from '#events/events/store.ts'
import { factsOf, insertEvent } from '#events/events/write-store.ts'
import { copyQuestions } from '#events/questions/store.ts'
import { setRules } from '#events/rules/rules-store.ts'
import { lastSchoolHour } from '#money/terms/school-hours.ts'
import {
  copyAccepting,
  copyAsked,
  copyCertificates,
  copyCounted,
  copyHeldBack,
  copyMessages,
  heldBackOf,
  insertSeries,
  setSeries,
} from './store.ts'

/**
 * Copies an event's settings to a new draft, dates shifted by whole days at the same London time.
 * @param ask.id made with the form @param ask.startsOn a London day @param ask.inSeries also a
 * date of its series @returns 'series_shares_topic'
 */
export const copyEvent = async (
  act: Act,
  ask: { event: EventDetails; id: string; startsOn: Day; inSeries: boolean },
): Promise<Result<{ code: string }, 'series_shares_topic' | 'event_changed'>> => {
  const { event, id } = ask
  const start = firstStart(event)
  const days = start ? daysBetween(londonDay(start), ask.startsOn) : 0
  const later = (at: Instant | null): Instant | null => (at === null ? null : shifted(at, days))
  const now = instant(act.now)
  /** Drops a moment that would be past already, to be set again. */
  const ahead = (at: Instant | null): Instant | null => (at !== null && at > now ? at : null)
  const sessions = event.sessions.map(({ id: from, ...session }) => ({
    ...session,
    ...movedTimes(session, days),
    id: newId(act.now),
    from,
  }))
  const breaks = event.breaks.map((pause) => ({ ...pause, ...movedTimes(pause, days) }))
  const { title, topicId, capacity } = event
  // A link older than our check of links is left out, so that the copy cannot be published without
  // a new one.
  const joiningLink = readJoiningLink(event.joiningLink) ?? ''
  const calendar = await readNow(act.db, selectCalendar(act.db))
  /** A deadline for schools, moved back to the last school hour. */
  const atSchoolHour = (at: Instant | null): Instant | null => ahead(at === null ? null : lastSchoolHour(at, calendar))
  const heldBack = (await heldBackOf(act.db, event.id)).flatMap((rule) => {
    const releaseAt = atSchoolHour(shifted(rule.releaseAt, days))
    return releaseAt ? [{ from: rule.id, id: newId(act.now), releaseAt }] : []
  })
  const newSeriesId = ask.inSeries && event.seriesId === null ? newId(act.now) : undefined
  const seriesId = ask.inSeries ? (event.seriesId ?? newSeriesId ?? null) : null
  const code = newReference()
  const result = await atomically(
    act.db,
    [
      ...(newSeriesId ? [insertSeries(act, { id: newSeriesId, title, topicId }), ...setSeries(act, event, newSeriesId)] : []),
      ...insertEvent(
        act,
        id,
        code,
        {
          facts: {
            ...factsOf(event),
            joiningLink,
            bookingOpensAt: ahead(later(event.bookingOpensAt)),
            bookingClosesAt: ahead(later(event.bookingClosesAt)),
          },
          sessions,
          breaks,
          roleIds: event.audience.roles.map((role) => role.id),
          kinds: event.audience.kinds,
          course: event.audience.course,
        },
        sessions,
      ),
      setRules(
        act,
        id,
        rulesOfCopy(event.rules, (at) => atSchoolHour(later(at))),
      ),
      copyAccepting(act, id, event, atSchoolHour(later(event.earlyUntil)), seriesId),
      ...copyHeldBack(act, id, heldBack),
      copyQuestions(act, event.id, id),
      copyMessages(act, event.id, id),
      copyCertificates(act, event.id, id),
      ...copyAsked(act, event.id, id),
      copyCounted(act, event.id, id, sessions),
      logged(act, {
        act: 'event.duplicated',
        subject: ['event', id],
        eventId: id,
        after: { title, topicId, capacity, copyOf: event.id, seriesId: seriesId ?? undefined },
      }),
    ],
    { 'Event.id': 'made_before', series_shares_topic: 'series_shares_topic', [guardBroken]: 'made_before' },
  )
  if (result.ok) return ok({ code })
  if (result.reason === 'series_shares_topic') return refuse('series_shares_topic')
  const already = await eventById(act.db, id)
  return already ? ok({ code: already.code }) : refuse('event_changed')
}
