// Times and durations as meeting programs write them, in the organiser's language. Whether the day
// or the month comes first is decided over a whole file, never for one row.

import { type Day, type Instant, londonDay, londonInstant } from '#base/dates.ts'

export type DateOrder = 'day_first' | 'month_first'

/** `pair`: two numbers of which one is the day. No date: a time of the session's day. */
export type WrittenTime = {
  date?: { year: number; month: number; day: number } | { year: number; pair: readonly [number, number] }
  seconds: number
  /** Minutes ahead of UTC, where the file says so. */
  offset?: number
}

const months =
  'jan feb|fev mar|mrz|maa apr|abr|avr may|mai|mag|maj|mei jun|juin|giu jul|juil|lug aug|aou|ago sep|set oct|okt|out|ott nov dec|dez|dic|des'
    .split(' ')
    .map((names) => names.split('|'))

const monthOf = (word: string): number => {
  const plain = word.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase()
  return months.findIndex((names) => names.some((name) => plain.startsWith(name))) + 1
}

const fullYear = (text: string): number => (text.length === 2 ? 2000 + Number(text) : Number(text))

type Cut = { date: WrittenTime['date']; rest: string }

const cutDate = (text: string): Cut => {
  const iso = /^(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})\.?(?!\d)/.exec(text)
  if (iso) return { date: { year: Number(iso[1]), month: Number(iso[2]), day: Number(iso[3]) }, rest: text.slice(iso[0].length) }
  const numbers = /^(\d{1,2})([./-]) ?(\d{1,2})\2 ?(\d{4}|\d{2})\.?(?=[ ,T])/.exec(text)
  if (numbers)
    return {
      date: { year: fullYear(numbers[4] ?? ''), pair: [Number(numbers[1]), Number(numbers[3])] },
      rest: text.slice(numbers[0].length),
    }
  const words = /^(?:([\p{L}]{3,})\.? (\d{1,2}),? (\d{4})|(\d{1,2})\.? (?:de )?([\p{L}]{3,})\.?,? (?:de )?(\d{4}))/u.exec(text)
  const month = words ? monthOf(words[1] ?? words[5] ?? '') : 0
  if (words && month > 0)
    return { date: { year: Number(words[3] ?? words[6]), month, day: Number(words[2] ?? words[4]) }, rest: text.slice(words[0].length) }
  return { date: undefined, rest: text }
}

/** `9:54:15 AM`, `18.01.00`, `7:02 p. m.`, `T17:00:00.000Z`, `19:00+01:00` */
const clock =
  /^[, ]*(?:T|at|um|klo|kl\.?|à|às|a las|o)? ?(\d{1,2})([:.])(\d{2})(?:\2(\d{2}))?(?:\.\d+)? ?(?:([ap])\.? ?m\.?)? ?(Z|UTC|GMT|(?:UTC|GMT)?([+-])(\d{2}):?(\d{2}))?$/i

/** @returns undefined for whatever is no time of day, such as a duration or `--` */
export const readWrittenTime = (cell: string): WrittenTime | undefined => {
  const { date, rest } = cutDate(cell.replace(/^\p{L}{2,}\.?, /u, ''))
  const found = clock.exec(rest)
  if (!found) return undefined
  const [, hour, dot, minute, second, half, zone, sign, ahead, more] = found
  if (!date && dot === '.' && second === undefined) return undefined
  const hours = half ? (Number(hour) % 12) + (half.toLowerCase() === 'p' ? 12 : 0) : Number(hour)
  if (hours > 23 || Number(minute) > 59 || Number(second ?? 0) > 59) return undefined
  return {
    ...(date && { date }),
    seconds: hours * 3600 + Number(minute) * 60 + Number(second ?? 0),
    ...(zone && { offset: sign ? (sign === '-' ? -1 : 1) * (Number(ahead) * 60 + Number(more)) : 0 }),
  }
}

const two = (value: number): string => String(value).padStart(2, '0')

const dayIn = (date: NonNullable<WrittenTime['date']>, order: DateOrder): Day => {
  const [month, day] = 'pair' in date ? (order === 'day_first' ? [date.pair[1], date.pair[0]] : date.pair) : [date.month, date.day]
  return `${date.year}-${two(month)}-${two(day)}`
}

const exists = (day: Day): boolean => !Number.isNaN(Date.parse(day)) && new Date(day).toISOString().startsWith(day)

/**
 * Which number of a date is the day: what any value above 12 shows; else what makes a date the
 * session's day; else not known.
 */
export const orderOf = (times: readonly WrittenTime[], sessionDay: Day): DateOrder | 'either' | 'impossible_dates' | 'which_order' => {
  const dates = times.flatMap(({ date }) => (date ? [date] : []))
  const pairs = dates.filter((date) => 'pair' in date)
  const possible = (['day_first', 'month_first'] as const).filter((order) =>
    [...new Set(dates.map((date) => dayIn(date, order)))].every(exists),
  )
  if (possible.length === 0) return 'impossible_dates'
  if (pairs.every(({ pair: [a, b] }) => a === b)) return 'either'
  if (possible.length === 1) return possible[0] ?? 'which_order'
  const onDay = possible.filter((order) => pairs.some((date) => dayIn(date, order) === sessionDay))
  return onDay.length === 1 ? (onDay[0] ?? 'which_order') : 'which_order'
}

/** By which clock times can be that do not say so themselves. */
export const zones = {
  'Europe/London': 'UK time',
  UTC: 'UTC',
  'Europe/Paris': 'Central European time',
  'America/New_York': 'US Eastern time',
  'America/Los_Angeles': 'US Pacific time',
} as const
export type Zone = keyof typeof zones

const hour = 3_600_000

/** Hours that a zone is ahead of UTC at an instant. */
const aheadAt = (zone: Zone, at: number): number => {
  const parts = new Intl.DateTimeFormat('en-GB', { timeZone: zone, day: 'numeric', hour: 'numeric', hourCycle: 'h23' }).formatToParts(at)
  const of = (type: string): number => Number(parts.find((part) => part.type === type)?.value)
  const utc = new Date(at)
  const hours = of('hour') - utc.getUTCHours()
  return of('day') === utc.getUTCDate() ? hours : hours + (hours < 0 ? 24 : -24)
}

const begins = new Map<string, number | undefined>()

/** When an hour of a day begins by a zone's clock; undefined: clocks go forward over it. */
const hourIn = (zone: Zone, day: Day, of: number): number | undefined => {
  const key = `${zone} ${day} ${of}`
  if (begins.has(key)) return begins.get(key)
  if (begins.size > 2000) begins.clear()
  const asUtc = Date.parse(`${day}T${two(of)}:00:00.000Z`)
  const found =
    zone === 'Europe/London'
      ? londonInstant(day, `${two(of)}:00`)?.getTime()
      : asUtc - aheadAt(zone, asUtc - aheadAt(zone, asUtc) * hour) * hour
  begins.set(key, found)
  return found
}

/** In milliseconds; @param zone where the time does not say it itself */
export const timeOf = (time: WrittenTime, order: DateOrder, session: { startsAt: Instant }, zone: Zone): number | undefined => {
  const day = time.date ? dayIn(time.date, order) : londonDay(session.startsAt)
  const of = Math.floor(time.seconds / 3600)
  const begun = time.offset === undefined ? hourIn(zone, day, of) : Date.parse(`${day}T${two(of)}:00:00.000Z`) - time.offset * 60_000
  return begun === undefined ? undefined : begun + (time.seconds % 3600) * 1000
}

const units: readonly (readonly [RegExp, seconds: number])[] = [
  [/^(h|hrs?|hours?|std|stunden?|godz|godzin[ay]?|or[ae]|uur|u|timer?|timmar|tim|t|heures?|horas?|g|tuntia?)$/, 3600],
  [/^(m|min|mins|minutes?|minuten|minutos?|minut[aioy]?|minutter|minuter|minuuttia?|minuti|minuty)$/, 60],
  [/^(s|sec|secs|seconds?|sek|sekunden?|sekund[ay]?|sekunder|segundos?|secondes?|second[io]|seconden|seg|sekuntia?)$/, 1],
]

/** Seconds of `1h 2m 3s`, `59 Min. 0 Sek.`, `1:02:30` or `42`, which is minutes; else unknown. */
export const readDuration = (cell: string): number | undefined => {
  const plain = cell
    .normalize('NFD')
    .replace(/\p{M}/gu, '')
    .toLowerCase()
    .replace(/^pt(?=\d)/, '')
  const parts = /^(\d+):(\d{2}):(\d{2})$/.exec(plain)
  if (parts) return Number(parts[1]) * 3600 + Number(parts[2]) * 60 + Number(parts[3])
  const number = (text: string): number => Number(text.replace(',', '.'))
  if (/^\d+(?:[.,]\d+)?$/.test(plain)) return Math.round(number(plain) * 60)
  let total = 0
  let found = false
  const rest = plain.replace(/(\d+(?:[.,]\d+)?) ?(\p{L}+)\.?/gu, (whole, amount: string, word: string) => {
    const unit = units.find(([pattern]) => pattern.test(word))
    if (!unit) return whole
    found = true
    total += number(amount) * unit[1]
    return ''
  })
  return found && /^[\s,]*(?:(?:and|und|et|y|e|en|og|och|i|ja)[\s,]*)*$/.test(rest) ? Math.round(total) : undefined
}
