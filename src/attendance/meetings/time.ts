// Times and durations as the English Teams, Zoom, Meet and Webex write them. Whether the day or the
// month comes first is decided over a whole file, never for one row.

import { type Day, type Instant, isDay, londonDay, londonInstant } from '#base/dates.ts'

export type DateOrder = 'day_first' | 'month_first'

/** No date: a time of the session's day. */
export type WrittenTime = {
  date?: Record<DateOrder, Day>
  seconds: number
  /** The file says that it is in UTC. */
  utc: boolean
}

const two = (value: number | string): string => String(value).padStart(2, '0')

const months = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec']

/** What `2026-10-06`, `Oct 6, 2026` or `6/10/26` can mean. */
const dateOf = (text: string): Record<DateOrder, Day> => {
  const [a = '', b = '', c = ''] = text.split(/[ ,/]+/)
  const month = months.indexOf(a.slice(0, 3).toLowerCase()) + 1
  const day = month > 0 ? `${c}-${two(month)}-${two(b)}` : text
  if (month > 0 || b === '') return { day_first: day, month_first: day }
  const year = c.length === 2 ? `20${c}` : c
  return { day_first: `${year}-${two(b)}-${two(a)}`, month_first: `${year}-${two(a)}-${two(b)}` }
}

const timePattern =
  /^(?:(\d{4}-\d\d-\d\d|[a-z]{3,9} \d{1,2}, \d{4}|\d{1,2}\/\d{1,2}\/(?:\d{4}|\d\d))(?=[ ,T]))?[ ,T]*(\d{1,2}):(\d\d)(?::(\d\d)(?:\.\d+)?)? ?(?:([ap])\.?m\.?)? ?(Z|UTC|GMT)?$/i

/** @returns undefined for whatever is no time of day, such as a duration or `--` */
export const readWrittenTime = (cell: string): WrittenTime | undefined => {
  const parts = timePattern.exec(cell)
  if (!parts) return undefined
  const [, date, hour, minute, second, half, zone] = parts
  const hours = half ? (Number(hour) % 12) + (half.toLowerCase() === 'p' ? 12 : 0) : Number(hour)
  if (hours > 23 || Number(minute) > 59 || Number(second ?? 0) > 59) return undefined
  return {
    ...(date && { date: dateOf(date) }),
    seconds: hours * 3600 + Number(minute) * 60 + Number(second ?? 0),
    utc: zone !== undefined,
  }
}

/** Which number of a date is the day: as a value above 12 shows, or else the session's day. */
export const orderOf = (times: readonly WrittenTime[], sessionDay: Day): DateOrder | 'impossible_dates' | 'which_order' => {
  const dates = times.flatMap(({ date }) => (date ? [date] : []))
  const possible = (['day_first', 'month_first'] as const).filter((order) => [...new Set(dates.map((date) => date[order]))].every(isDay))
  const differing = dates.filter((date) => date.day_first !== date.month_first)
  if (possible.length === 0) return 'impossible_dates'
  if (differing.length === 0) return 'day_first'
  const fitting = possible.length === 1 ? possible : possible.filter((order) => differing.some((date) => date[order] === sessionDay))
  return fitting.length === 1 && fitting[0] ? fitting[0] : 'which_order'
}

/** By which clock times can be that do not say so themselves. */
export const zones = { 'Europe/London': 'UK time', UTC: 'UTC' } as const
export type Zone = keyof typeof zones

const londonHours = new Map<string, number | undefined>()

/** When an hour begins, kept because it is slow to find; undefined: clocks go forward over it. */
const londonHour = (day: Day, hour: string): number | undefined => {
  const key = `${day} ${hour}`
  if (londonHours.size > 2000) londonHours.clear()
  if (!londonHours.has(key)) londonHours.set(key, londonInstant(day, hour)?.getTime())
  return londonHours.get(key)
}

/** In milliseconds; @param zone where the time does not say it itself */
export const timeOf = (time: WrittenTime, order: DateOrder, session: { startsAt: Instant }, zone: Zone): number | undefined => {
  const day = time.date?.[order] ?? londonDay(session.startsAt)
  const hour = `${two(Math.floor(time.seconds / 3600))}:00`
  const begun = time.utc || zone === 'UTC' ? Date.parse(`${day}T${hour}:00.000Z`) : londonHour(day, hour)
  return begun === undefined ? undefined : begun + (time.seconds % 3600) * 1000
}

const lengthPattern = /^(?:(\d+) ?h(?:rs?|ours?)?)? ?(?:(\d+) ?m(?:ins?|inutes?)?)? ?(?:(\d+) ?s(?:ecs?|econds?)?)?$/i

/** Seconds of `1h 2m 3s`, `1 hr 2 min`, `44 mins`, `1:02:30` or `42` (minutes); else unknown. */
export const readDuration = (cell: string): number | undefined => {
  if (/^\d+(?:\.\d+)?$/.test(cell)) return Math.round(Number(cell) * 60)
  const parts = /^(\d+):(\d\d):(\d\d)$/.exec(cell) ?? (cell === '' ? undefined : lengthPattern.exec(cell))
  return parts ? Number(parts[1] ?? 0) * 3600 + Number(parts[2] ?? 0) * 60 + Number(parts[3] ?? 0) : undefined
}
