import type { Act } from '#base/act.ts'
import { selectCalendar } from '#base/council/calendar-store.ts'
import { endOfDay } from '#base/council/working-day.ts'
import { addDays, type Instant, instant, londonDay } from '#base/dates.ts'
import { atomically, guardBroken } from '#base/db/atomically.ts'
import { readNow } from '#base/db/read.ts'
import { loggedAll } from '#base/log/store.ts'
import { ok, type Result } from '#base/result.ts'
import { type EventDetails, firstStart } from '#events/events/event.ts'
import { lastSchoolHour } from '#money/terms/school-hours.ts'
import { setPrices } from './store.ts'

/** Dates of a series whose prices can still change: neither cancelled nor begun. */
const datesAhead = (events: readonly EventDetails[], now: Date): EventDetails[] =>
  events.filter((event) => event.state !== 'cancelled' && (firstStart(event) ?? '9999') > instant(now))

/**
 * Gives a series' future dates the same prices; bookings keep theirs. @param ask.earlyDays days
 * before each date, moved back to the last school hour; undefined: no early price @returns how many
 * changed; 'stale' when somebody changed a date meanwhile
 */
export const priceSeries = async (
  act: Act,
  ask: { events: readonly EventDetails[]; priceId: string | null; earlyDays: number | undefined },
): Promise<Result<number, 'stale'>> => {
  const calendar = await readNow(act.db, selectCalendar(act.db))
  const earlyUntil = (event: EventDetails): Instant | null => {
    const start = firstStart(event)
    return ask.priceId === null || ask.earlyDays === undefined || !start
      ? null
      : lastSchoolHour(endOfDay(addDays(londonDay(start), -ask.earlyDays)), calendar)
  }
  const changed = datesAhead(ask.events, act.now)
    .map((event) => ({ id: event.id, version: event.version, earlyUntil: earlyUntil(event), was: event }))
    .filter((event) => event.was.priceId !== ask.priceId || event.was.earlyUntil !== event.earlyUntil)
  if (changed.length === 0) return ok(0)
  const result = await atomically(
    act.db,
    [
      ...setPrices(act, ask.priceId, changed),
      loggedAll(
        act,
        changed.map((event) => ({
          act: 'event.priced',
          subject: ['event', event.id] as const,
          eventId: event.id,
          before: { priceId: event.was.priceId, earlyUntil: event.was.earlyUntil },
          after: { priceId: ask.priceId, earlyUntil: event.earlyUntil },
        })),
      ),
    ],
    { [guardBroken]: 'stale' as const },
  )
  return result.ok ? ok(changed.length) : result
}
