// Automatic messages about an event, and when they go. A reminder goes at a London time of day,
// some days before each day of the event; thanks, the note of an absence and the like some hours
// after that day's registers are closed. Each can be switched off or timed for one event.
import { addDays, addMinutes, type Day, type Instant, instant, londonDay, londonInstant } from '#base/dates.ts'
import {
  type AfterwardsKind,
  type Attended,
  type BookerReminder,
  kindFacts,
  kinds,
  kindsOf,
  type MessageKind,
  type Reminder,
} from '#messages/outbox/kind.ts'
import type { Switch } from '#messages/outbox/switch.ts'

export const noteLimit = 2000
export const mostDaysBefore = 28
export const mostHoursAfter = 96
/** Days after a day's end after which nothing is sent about it. */
export const keptDays = 7

/** `minutes`: see `timing`; null where the kind has no time of its own. */
export type Setting = { isOn: boolean; minutes: number | null; note: string }

const day = 1440

export type EventSetting = { kind: string; isOn: number; minutes: number | null; note: string }

const automaticOf = (one: Switch) => kindsOf[one].map((kind) => kindFacts(kind).automatic)[0]

export const goesBefore = (one: Switch): boolean => automaticOf(one)?.goes === 'before'
export const goesAfter = (one: Switch): boolean => automaticOf(one)?.goes === 'after'

export const noteHintOf = (one: Switch): string | undefined => {
  const how = automaticOf(one)
  return how && 'noteHint' in how ? how.noteHint : undefined
}

/**
 * When it goes unless the event has it otherwise; null where it has no time of its own.
 * Reminders: minutes before the midnight with which the day begins, so that 9,600 is 8am seven days
 * before. Afterwards: minutes later.
 */
export const usualMinutes = (one: Switch): number | null => {
  const how = automaticOf(one)
  switch (how?.goes) {
    case 'before':
      return minutesBefore(how)
    case 'after':
      return how.hours * 60
    case 'with_reminders':
    case undefined:
      return null
  }
}

/** How an event has a message: as it was set, or as by default. */
export const settingOf = (rows: readonly EventSetting[], one: Switch): Setting => {
  const row = rows.find(({ kind }) => kind === kindsOf[one][0])
  const usual = usualMinutes(one)
  return row ? { isOn: row.isOn === 1, minutes: row.minutes ?? usual, note: row.note } : { isOn: true, minutes: usual, note: '' }
}

const isOn = (settings: readonly EventSetting[], kind: MessageKind): boolean => {
  const switchOf = kindFacts(kind).switch
  return switchOf === null || settingOf(settings, switchOf).isOn
}

export type Before = { days: number; time: string }

const two = (n: number): string => String(n).padStart(2, '0')

/** A reminder's minutes as days before and a time of day. */
export const beforeOf = (minutes: number): Before => {
  const days = Math.ceil(minutes / day)
  const left = days * day - minutes
  return { days, time: `${two(Math.floor(left / 60))}:${two(left % 60)}` }
}

/** The reverse of `beforeOf`. */
export const minutesBefore = ({ days, time }: Before): number => {
  const [hours = 0, minutes = 0] = time.split(':').map(Number)
  return days * day - hours * 60 - minutes
}

/** A time skipped by the clock change in March is an hour later. */
export const reminderAt = (on: Day, minutes: number): Instant => {
  const { days, time } = beforeOf(minutes)
  const date = addDays(on, -days)
  const later = `${two((Number(time.slice(0, 2)) + 1) % 24)}${time.slice(2)}`
  return instant(londonInstant(date, time) ?? londonInstant(date, later) ?? new Date(`${date}T${time}:00.000Z`))
}

/** The reminders, that which goes first being first. */
export const reminders = kinds
  .flatMap((kind) => {
    const { automatic, switch: one } = kindFacts(kind)
    return automatic?.goes === 'before' && one ? [{ ...automatic, kind: kind as Reminder, one }] : []
  })
  .sort((a, b) => minutesBefore(b) - minutesBefore(a))

export const delegateReminders = reminders.filter(({ to }) => to === 'delegates')

/** With the word by which each is noted as sent. */
export const bookerReminders = reminders.flatMap(({ kind: at, to, step }) =>
  (to === 'bookers' ? [at] : kinds.filter((kind) => kindFacts(kind).automatic?.goes === 'with_reminders')).map((kind) => ({
    at,
    kind: kind as BookerReminder,
    once: to === 'bookers' ? kind : `${kind}_${step}`,
  })),
)

/** What goes once the registers of a day are closed. */
export const afterwards = kinds.flatMap((kind) => {
  const { automatic, switch: one } = kindFacts(kind)
  return automatic?.goes === 'after' && one ? [{ ...automatic, kind: kind as AfterwardsKind, one }] : []
})

/** How an event times its reminders. */
export const reminderTimes = (settings: readonly EventSetting[]): Record<Reminder, number> =>
  Object.fromEntries(reminders.map(({ kind, one }) => [kind, settingOf(settings, one).minutes ?? 0])) as Record<Reminder, number>

/** `signedAt`: when its register was closed; null: open. */
export type TimedSession = { id: string; startsAt: Instant; endsAt: Instant; signedAt?: Instant | null }
export type EventToRemind = { id: string; sessions: readonly TimedSession[]; settings: readonly EventSetting[] }

type EventDay = { on: Day; first: Instant; last: Instant; sessions: TimedSession[] }

/** An event's London days, in order. */
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
 * A reminder whose time has come. `since`: whoever got their place or was told of a change after
 * this gets none; `first`: the start of the day, before which it must go; `coveredFrom`: a place
 * that has a session of the event between this and `first` was reminded of both together.
 */
export type DueReminder = {
  eventId: string
  step: Reminder
  since: Instant
  first: Instant
  coveredFrom: Instant
  sessionIds: string[]
  toDelegates: boolean
  /** What goes to whoever booked; null: nothing. */
  toBookers: BookerReminder | null
  /** The word by which that is noted as sent. */
  once: string | null
}

/** One has no time of its own left when that of the next has come. */
const momentsOf = (on: Day, settings: readonly EventSetting[]): Record<Reminder, Instant> => {
  const times = reminderTimes(settings)
  return Object.fromEntries(reminders.map(({ kind }) => [kind, reminderAt(on, times[kind])])) as Record<Reminder, Instant>
}

/** Reminders due at `now`. A missed one is sent until the next one's time or the start. */
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
      const due = reminders.findLast(({ kind }) => moments[kind] <= at)
      if (!due || !settingOf(event.settings, due.one).isOn) return []
      const list = bookerReminders.find((one) => one.at === due.kind && isOn(event.settings, one.kind) && first > at)
      return [
        {
          eventId: event.id,
          step: due.kind,
          since: moments[due.kind],
          first,
          coveredFrom: instant(addMinutes(new Date(first), -due.covers * day)),
          sessionIds: sessions.map((one) => one.id),
          toDelegates: due.to === 'delegates',
          toBookers: list?.kind ?? null,
          once: list?.once ?? null,
        },
      ]
    }),
  )
}

type GoesAfter = { kind: AfterwardsKind; to: Attended; once: string; minutes: number }
/** A day whose registers may be closed, and what is switched on for it. */
export type PastDay = { eventId: string; first: Instant; sessionIds: string[]; messages: GoesAfter[] }

/** The days of these events that may be written about now. */
export const pastDays = (events: readonly EventToRemind[], now: Date): PastDay[] => {
  const at = instant(now)
  const oldest = instant(addMinutes(now, -keptDays * day))
  return events.flatMap((event) => {
    const messages = afterwards.flatMap(({ kind, to, once, one, hours }): GoesAfter[] => {
      const setting = settingOf(event.settings, one)
      return setting.isOn ? [{ kind, to, once, minutes: setting.minutes ?? hours * 60 }] : []
    })
    if (messages.length === 0) return []
    return daysOf(event.sessions)
      .filter(({ first, last }) => first <= at && last > oldest)
      .map(({ first, sessions }) => ({
        eventId: event.id,
        first,
        sessionIds: sessions.map((one) => one.id),
        messages,
      }))
  })
}

/** When a reminder goes next, or went last; undefined without a date, or once all is over. */
export const nextReminder = (event: EventToRemind, step: Reminder, now: Date): { at: Instant; first: Instant } | undefined => {
  const still = daysOf(event.sessions).filter(({ first }) => first > instant(now))
  const coming = still.map(({ on, first }) => ({ at: momentsOf(on, event.settings)[step], first }))
  return coming.find(({ at }) => at > instant(now))
}

// Messages written at that very moment may be stored a little later.
const lateMinutes = 2

/** After `now`, by time alone; undefined: none known yet. */
export const nextMoment = (events: readonly EventToRemind[], now: Date): Instant | undefined => {
  const plus = (at: Instant, minutes: number): Instant => instant(addMinutes(new Date(at), minutes))
  const moments = events.flatMap((event) => {
    const after = afterwards.map(({ one }) => settingOf(event.settings, one).minutes ?? 0)
    return daysOf(event.sessions).flatMap(({ on, first, sessions }) => {
      const closed = sessions.flatMap(({ endsAt, signedAt }) => (signedAt ? ([signedAt, endsAt].sort()[1] ?? []) : []))
      return [...Object.values(momentsOf(on, event.settings)), first, ...closed.flatMap((at) => after.map((minutes) => plus(at, minutes)))]
    })
  })
  return moments
    .flatMap((at) => [at, plus(at, lateMinutes)])
    .filter((at) => at > instant(now))
    .sort()[0]
}
