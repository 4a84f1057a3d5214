// Days, times, lengths and numbers as people write them into a form.
import { type Instant, instant, isDay, londonInstant, sayDay } from '#base/dates.ts'

/** `5.5`, or `0:20` where hundredths of an hour are not exact. */
export const sayHours = (minutes: number): string => {
  const hours = minutes / 60
  return Math.round(hours * 100) / 100 === hours ? String(hours) : `${Math.floor(minutes / 60)}:${String(minutes % 60).padStart(2, '0')}`
}

/** `2026-06-12` from a date field, or `12/6/2026` as typed in a browser without one. */
export const dayTyped = (text: string): string | undefined => {
  const [, d = '', m = '', y = ''] = text.match(/^(\d{1,2})[/. -](\d{1,2})[/. -](\d{4})$/) ?? []
  const day = y ? `${y}-${m.padStart(2, '0')}-${d.padStart(2, '0')}` : text
  return isDay(day) && day >= '2000-01-01' && day < '2100-01-01' ? day : undefined
}

/** `09:30`, `9.30am`, `1pm`; undefined otherwise. */
export const timeTyped = (text: string): string | undefined => {
  const [, h = '', m = '00', half] = text.toLowerCase().match(/^(\d{1,2})(?:[:.](\d{2}))?(?::00)?\s*(am|pm)?$/) ?? []
  if (h === '' || (half && (Number(h) > 12 || Number(h) === 0)) || Number(h) > 23 || Number(m) > 59) return undefined
  const hour = half ? (Number(h) % 12) + (half === 'pm' ? 12 : 0) : Number(h)
  return `${String(hour).padStart(2, '0')}:${m}`
}

/** Of fields `date` and `time`; undefined where they are no moment, after saying so at each. */
export const momentTyped = (
  { date, time }: { date: string; time: string },
  say: (field: 'date' | 'time', problem: string) => void,
): Instant | undefined => {
  const day = dayTyped(date)
  const clock = timeTyped(time)
  const at = day && clock ? londonInstant(day, clock) : undefined
  if (at) return instant(at)
  if (!day) say('date', 'Enter the day, such as 12/6/2026')
  if (!clock) say('time', 'Enter the time, such as 16:00')
  if (day && clock) say('time', `There is no ${clock} on ${sayDay(day)}: the clocks go forward. Enter another time`)
  return undefined
}

export const wholeNumber = (text: string): number => (/^\d{1,6}$/.test(text) ? Number(text) : Number.NaN)

export const minutesTyped = (text: string): number => {
  const [, h, m] = text.match(/^(\d{1,3}):([0-5]\d)$/) ?? []
  if (h && m) return Number(h) * 60 + Number(m)
  return /^\d{1,3}(\.\d{1,2})?$/.test(text) ? Math.round(Number(text) * 60) : Number.NaN
}
