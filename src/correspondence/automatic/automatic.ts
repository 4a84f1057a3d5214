// What goes by itself about an event, and when. A reminder goes at a time of day in London, some days before each day of the event; thanks and
// the note of an absence some hours after the registers of the day are closed. All of it can be switched off or timed for one event.
import { addDays, addMinutes, type Day, type Instant, instant, londonDay, londonInstant } from '#base/dates.ts'
import type { MessageKind } from '#messages/outbox/message.ts'
import { kindsOf, type Switch } from '#messages/outbox/switch.ts'

export const noteLimit = 2000
export const mostDaysBefore = 28
export const mostHoursAfter = 96
/** Nothing is written about a day that ended longer ago than this. */
export const keptDays = 7

/** `minutes`: as `timing` reads it; null where the kind has no time of its own. */
export type Setting = { isOn: boolean; minutes: number | null; note: string }

const day = 1440

/** Reminders: minutes before the midnight with which the day begins, so that 9,600 is 8am seven days before. Afterwards: minutes later. */
export const defaultMinutes: Partial<Record<Switch, number>> = {
  reminder_week: 7 * day - 8 * 60,
  reminder_day: day - 8 * 60,
  thanks: 2 * 60,
  absence: 24 * 60,
}

export const hasNote = (one: Switch): boolean => one in defaultMinutes
export const isReminder = (one: Switch): one is 'reminder_week' | 'reminder_day' => one === 'reminder_week' || one === 'reminder_day'
export const isAfterwards = (one: Switch): one is 'thanks' | 'absence' => one === 'thanks' || one === 'absence'

/** What goes wrong for people when it is off: said before it is switched off. */
export const warnings: Partial<Record<Switch, string>> = {
  invitation: 'Nobody gets an entry for their calendar, and nobody gets the link to the page of their own place.',
  change: 'calendars will go on showing what they show now, and nobody is written to, when you change the time, the place or the title.',
  cancellation: 'calendars will go on showing an event or a place that is cancelled, and people may travel to it for nothing.',
  offer: 'Schools that wait will not be written to when places are free for them, and their offers will run out unanswered.',
}

export type EventSetting = { kind: string; isOn: number; minutes: number | null; note: string }

/** How an event has a message: as it was set, or as by default. */
export const settingOf = (rows: readonly EventSetting[], one: Switch): Setting => {
  const row = rows.find(({ kind }) => kind === kindsOf[one][0])
  const usual = defaultMinutes[one] ?? null
  return row ? { isOn: row.isOn === 1, minutes: row.minutes ?? usual, note: row.note } : { isOn: true, minutes: usual, note: '' }
}

export type Before = { days: number; time: string }

const two = (n: number): string => String(n).padStart(2, '0')

/** Minutes of a reminder as days before and a time of day. */
export const beforeOf = (minutes: number): Before => {
  const days = Math.ceil(minutes / day)
  const left = days * day - minutes
  return { days, time: `${two(Math.floor(left / 60))}:${two(left % 60)}` }
}

/** The other way round. */
export const minutesBefore = ({ days, time }: Before): number => {
  const [hours = 0, minutes = 0] = time.split(':').map(Number)
  return days * day - hours * 60 - minutes
}

/** When a reminder of something on `on` goes. A time that the clock skips in March is an hour later. */
export const reminderAt = (on: Day, minutes: number): Instant => {
  const { days, time } = beforeOf(minutes)
  const date = addDays(on, -days)
  const later = `${two((Number(time.slice(0, 2)) + 1) % 24)}${time.slice(2)}`
  return instant(londonInstant(date, time) ?? londonInstant(date, later) ?? new Date(`${date}T${time}:00.000Z`))
}

export type Step = 'week' | 'day'
export const kindOfStep: Record<Step, MessageKind & Switch> = { week: 'reminder_week', day: 'reminder_day' }

/** `signedAt`: when its register was closed; null: it is open. */
export type TimedSession = { id: string; startsAt: Instant; endsAt: Instant; signedAt?: Instant | null }
export type EventToRemind = { id: string; sessions: readonly TimedSession[]; settings: readonly EventSetting[] }

/** One day of an event: its first start, and the sessions that begin on it. */
type EventDay = { on: Day; first: Instant; last: Instant; sessions: TimedSession[] }

/** The London days of an event, in order. */
const daysOf = (sessions: readonly TimedSession[]): EventDay[] => {
  const days = Map.groupBy(sessions, (session) => londonDay(session.startsAt))
  return [...days]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([on, held]) => ({
      on,
      first: held.map((one) => one.startsAt).sort()[0] ?? '',
      last:
        held
          .map((one) => one.endsAt)
          .sort()
          .at(-1) ?? '',
      sessions: held,
    }))
}

/**
 * A reminder whose time has come. `since`: whoever got their place or was told of a change after this gets none; `first`: the start of the day,
 * before which it must go; `weekFrom`: a place that has a session of the event between this and `first` was reminded of both together.
 */
export type DueReminder = {
  eventId: string
  step: Step
  since: Instant
  first: Instant
  weekFrom: Instant
  sessionIds: string[]
  toContact: boolean
}

/** When both reminders of a day go; the week's has no time of its own left when that of the day has come. */
const momentsOf = (on: Day, settings: readonly EventSetting[]): Record<Step, Instant> => ({
  week: reminderAt(on, settingOf(settings, 'reminder_week').minutes ?? 0),
  day: reminderAt(on, settingOf(settings, 'reminder_day').minutes ?? 0),
})

/** The reminders that are due at `now`, of these events. One that was missed is caught up with until the next one's time or the start. */
export const remindersDue = (events: readonly EventToRemind[], now: Date): DueReminder[] => {
  const at = instant(now)
  return events.flatMap((event) =>
    daysOf(event.sessions).flatMap(({ on, first, sessions }): DueReminder[] => {
      const moments = momentsOf(on, event.settings)
      const last =
        sessions
          .map((one) => one.startsAt)
          .sort()
          .at(-1) ?? first
      if (last <= at) return []
      const step: Step | undefined = moments.day <= at ? 'day' : moments.week <= at ? 'week' : undefined
      if (!step || !settingOf(event.settings, kindOfStep[step]).isOn) return []
      return [
        {
          eventId: event.id,
          step,
          since: moments[step],
          first,
          weekFrom: instant(addMinutes(new Date(first), -7 * day)),
          sessionIds: sessions.map((one) => one.id),
          toContact: settingOf(event.settings, 'reminder_contact').isOn && first > at,
        },
      ]
    }),
  )
}

/** A day of which the registers may have been closed. `thanks`, `absence`: how long after that, or null when it is switched off. */
export type PastDay = { eventId: string; first: Instant; sessionIds: string[]; thanks: number | null; absence: number | null }

/** The days of these events of which people may be written to now. */
export const pastDays = (events: readonly EventToRemind[], now: Date): PastDay[] => {
  const at = instant(now)
  const oldest = instant(addMinutes(now, -keptDays * day))
  return events.flatMap((event) => {
    const thanks = settingOf(event.settings, 'thanks')
    const absence = settingOf(event.settings, 'absence')
    if (!thanks.isOn && !absence.isOn) return []
    return daysOf(event.sessions)
      .filter(({ first, last }) => first <= at && last > oldest)
      .map(({ first, sessions }) => ({
        eventId: event.id,
        first,
        sessionIds: sessions.map((one) => one.id),
        thanks: thanks.isOn ? thanks.minutes : null,
        absence: absence.isOn ? absence.minutes : null,
      }))
  })
}

/** When a reminder goes next, or went last; undefined without a date, or once all is over. */
export const nextReminder = (event: EventToRemind, step: Step, now: Date): { at: Instant; first: Instant } | undefined => {
  const still = daysOf(event.sessions).filter(({ first }) => first > instant(now))
  const coming = still.map(({ on, first }) => ({ at: momentsOf(on, event.settings)[step], first }))
  return coming.find(({ at }) => at > instant(now))
}

// What was written in the moment itself may be stored a little later.
const lateMinutes = 2

/** The next instant after `now` at which time alone can make a message of these events due; undefined: none is known yet. */
export const nextMoment = (events: readonly EventToRemind[], now: Date): Instant | undefined => {
  const plus = (at: Instant, minutes: number): Instant => instant(addMinutes(new Date(at), minutes))
  const moments = events.flatMap((event) => {
    const after = (['thanks', 'absence'] as const).map((one) => settingOf(event.settings, one).minutes ?? 0)
    return daysOf(event.sessions).flatMap(({ on, first, sessions }) => {
      const { week, day: dayBefore } = momentsOf(on, event.settings)
      const closed = sessions.flatMap(({ endsAt, signedAt }) => (signedAt ? ([signedAt, endsAt].sort()[1] ?? []) : []))
      return [week, dayBefore, first, ...closed.flatMap((at) => after.map((minutes) => plus(at, minutes)))]
    })
  })
  return moments
    .flatMap((at) => [at, plus(at, lateMinutes)])
    .filter((at) => at > instant(now))
    .sort()[0]
}
