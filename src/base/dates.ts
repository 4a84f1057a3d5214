// Instants are stored and compared as UTC text with milliseconds. People read and type London time.
import { listed } from './words.ts'

/** `2026-06-12T08:30:00.000Z` */
export type Instant = string
/** `2026-06-12`, a day in London. */
export type Day = string

const zone = 'Europe/London'

export const instant = (date: Date): Instant => date.toISOString()

const londonParts = new Intl.DateTimeFormat('en-GB', {
  timeZone: zone,
  year: 'numeric',
  month: '2-digit',
  day: '2-digit',
  hour: '2-digit',
  minute: '2-digit',
  hourCycle: 'h23',
})

const hourLength = 3_600_000
const offsets = new Map<number, number>()

/** Milliseconds ahead of UTC, kept per hour: it only changes on the hour. */
const londonOffset = (time: number): number => {
  const hour = Math.floor(time / hourLength) * hourLength
  const known = offsets.get(hour)
  if (known !== undefined) return known
  const p = Object.fromEntries(londonParts.formatToParts(hour).map((part) => [part.type, Number(part.value)]))
  const offset = Date.UTC(p['year'] ?? 0, (p['month'] ?? 0) - 1, p['day'], p['hour'], p['minute']) - hour
  if (offsets.size >= 10_000) offsets.clear()
  offsets.set(hour, offset)
  return offset
}

/** London's clock time, written as if it were UTC. */
const wallClock = (at: Date | Instant): string => {
  const time = new Date(at).getTime()
  return new Date(time + londonOffset(time)).toISOString()
}

export const londonDay = (at: Date | Instant): Day => wallClock(at).slice(0, 10)

/** `09:30`, in London. */
export const londonTime = (at: Date | Instant): string => wallClock(at).slice(11, 16)

/** undefined: skipped in March when the clocks go forward. In October the first of two is meant. */
export const londonInstant = (day: Day, time: string): Date | undefined => {
  const asUtc = Date.parse(`${day}T${time}:00.000Z`)
  if (Number.isNaN(asUtc)) return undefined
  for (const offsetMinutes of [60, 0]) {
    const candidate = new Date(asUtc - offsetMinutes * 60_000)
    if (londonDay(candidate) === day && londonTime(candidate) === time) return candidate
  }
  return undefined
}

/** When a day of London begins: every day there has its midnight. */
export const midnight = (day: Day): Instant => instant(londonInstant(day, '00:00') ?? new Date(`${day}T00:00:00.000Z`))

export const isDay = (text: string): boolean =>
  /^\d{4}-\d{2}-\d{2}$/.test(text) && !Number.isNaN(Date.parse(text)) && new Date(text).toISOString().startsWith(text)

export const addDays = (day: Day, days: number): Day => {
  const date = new Date(`${day}T12:00:00.000Z`)
  date.setUTCDate(date.getUTCDate() + days)
  return date.toISOString().slice(0, 10)
}

export const daysBetween = (from: Day, to: Day): number =>
  Math.round((Date.parse(`${to}T12:00:00.000Z`) - Date.parse(`${from}T12:00:00.000Z`)) / 86_400_000)

/** The same London time so many days later; an hour later where the clock skips it. */
export const shifted = (at: Instant, days: number): Instant => {
  const day = addDays(londonDay(at), days)
  const time = londonTime(at)
  const moved = londonInstant(day, time) ?? londonInstant(day, `02${time.slice(2)}`)
  return instant(moved ?? new Date(`${day}T${time}:00.000Z`))
}

export const addMinutes = (date: Date, minutes: number): Date => new Date(date.getTime() + minutes * 60_000)

const longDay = new Intl.DateTimeFormat('en-GB', { timeZone: zone, weekday: 'long', day: 'numeric', month: 'long', year: 'numeric' })
const plainDay = new Intl.DateTimeFormat('en-GB', { timeZone: zone, day: 'numeric', month: 'long', year: 'numeric' })
const shortDay = new Intl.DateTimeFormat('en-GB', { timeZone: zone, day: 'numeric', month: 'short', year: 'numeric' })

const at = (value: Date | Instant | Day): Date =>
  new Date(typeof value === 'string' && value.length === 10 ? `${value}T12:00:00.000Z` : value)

const longDays = new Map<Day, string>()

/** `Friday 12 June 2026`. Kept for each day, because formatting is slow. */
export const sayLongDay = (value: Date | Instant | Day): string => {
  const time = at(value)
  const day = londonDay(time)
  const known = longDays.get(day)
  if (known !== undefined) return known
  const date = longDay.format(time).replace(',', '')
  if (longDays.size >= 10_000) longDays.clear()
  longDays.set(day, date)
  return date
}
const plainDays = new Map<Day, string>()

/** `12 June 2026`. Kept for each day too. */
export const sayDay = (value: Date | Instant | Day): string => {
  const isDayText = typeof value === 'string' && value.length === 10
  const known = isDayText ? plainDays.get(value) : undefined
  if (known !== undefined) return known
  const date = plainDay.format(at(value))
  if (isDayText) {
    if (plainDays.size >= 10_000) plainDays.clear()
    plainDays.set(value, date)
  }
  return date
}
/** `12 Jun 2026` */
export const sayShortDay = (value: Date | Instant | Day): string => shortDay.format(at(value))
/** `2 and 9 March 2027`, `30 November and 7 December 2026`: each month and year once. */
export const sayDays = (days: readonly Day[]): string => {
  const parts = days.map((day) => sayDay(day).split(' '))
  const sentences = parts.map((part, n) => {
    const next = parts[n + 1]
    const same = next ? (next[2] !== part[2] ? 3 : next[1] !== part[1] ? 2 : 1) : 3
    return part.slice(0, same).join(' ')
  })
  return listed(sentences)
}
/** `9:30am`, `midday`, `midnight` */
export const sayTime = (value: Date | Instant): string => {
  const [hour = 0, minute = 0] = londonTime(value).split(':').map(Number)
  if (minute === 0 && hour % 12 === 0) return hour === 12 ? 'midday' : 'midnight'
  return `${hour % 12 || 12}${minute === 0 ? '' : `:${String(minute).padStart(2, '0')}`}${hour < 12 ? 'am' : 'pm'}`
}
const isMidnight = (value: Date | Instant): boolean => londonTime(value) === '00:00'
/** `Friday 12 June 2026, 3pm`. Midnight is shown as the minute before: which night is unclear. */
export const sayDeadline = (value: Date | Instant): string =>
  isMidnight(value) ? sayDeadline(addMinutes(new Date(value), -1)) : `${sayLongDay(value)}, ${sayTime(value)}`
/** `Friday 12 June 2026, 3pm`, for what begins; of midnight the day that begins. */
export const sayBeginning = (value: Date | Instant): string =>
  isMidnight(value) ? sayLongDay(value) : `${sayLongDay(value)}, ${sayTime(value)}`
/** `12 June 2026 at 9:30am` */
export const sayInstant = (value: Date | Instant): string => `${sayDay(value)} at ${sayTime(value)}`
/** `Friday 12 June 2026, 9:30am to 4pm` */
export const sayWhen = (startsAt: Instant, endsAt: Instant): string =>
  londonDay(startsAt) === londonDay(endsAt)
    ? `${sayLongDay(startsAt)}, ${sayTime(startsAt)} to ${sayTime(endsAt)}`
    : `${sayLongDay(startsAt)}, ${sayTime(startsAt)} to ${sayLongDay(endsAt)}, ${sayTime(endsAt)}`

/** For the header `retry-after`. */
export const secondsUntil = (until: Instant, now: Date): string =>
  String(Math.max(1, Math.ceil((Date.parse(until) - now.getTime()) / 1000)))
