// An event's breaks as typed, a row each.
import { instant, londonDay, londonInstant, londonTime } from '#base/dates.ts'
import type { Problems } from '#base/web/field.tsx'
import type { EventBreak } from '#events/events/event.ts'
import { dayTyped, timeTyped } from '#events/events/form-values.ts'
import { skipped } from './session-forms.ts'

const parts = ['title', 'date', 'start', 'end'] as const

export type BreakValues = Record<(typeof parts)[number], string>

export const mostBreaks = 20

/** @param names the sent fields @param line the text of one */
export const breakValues = (names: readonly string[], line: (name: string) => string): BreakValues[] => {
  const numbers = new Set(names.flatMap((name) => name.match(/^break-(\d{1,2})-/)?.[1] ?? []).map(Number))
  return [...numbers]
    .sort((a, b) => a - b)
    .slice(0, mostBreaks)
    .map((row) => {
      const typed = Object.fromEntries(parts.map((part) => [part, line(`break-${row}-${part}`)])) as BreakValues
      return { ...typed, date: typed.date || line('day') }
    })
}

export const valuesOfBreak = ({ title, startsAt, endsAt }: EventBreak): BreakValues => ({
  title,
  date: londonDay(startsAt),
  start: londonTime(startsAt),
  end: londonTime(endsAt),
})

/** The breaks by start. A row without times is left out. */
export const readBreaks = (rows: readonly BreakValues[], problems: Problems): EventBreak[] => {
  const read = rows.flatMap((row, index) => {
    if (row.start === '' && row.end === '') return []
    const name = (part: string): string => `break-${index + 1}-${part}`
    const day = dayTyped(row.date)
    const start = timeTyped(row.start)
    const end = timeTyped(row.end)
    if (row.title === '' || row.title.length > 100)
      problems[name('title')] = `Enter what break ${index + 1} is, such as Lunch, in 100 characters or fewer`
    if (!day) problems[name('date')] = `Enter the date of break ${index + 1}, such as 12/6/2026`
    if (!start) problems[name('start')] = `Enter the time at which break ${index + 1} starts, such as 12:30`
    if (!end) problems[name('end')] = `Enter the time at which break ${index + 1} ends, such as 13:15`
    if (!day || !start || !end) return []
    const [startsAt, endsAt] = [londonInstant(day, start), londonInstant(day, end)]
    if (!startsAt) problems[name('start')] = skipped(day, start)
    if (!endsAt) problems[name('end')] = skipped(day, end)
    if (!startsAt || !endsAt) return []
    if (endsAt <= startsAt) problems[name('end')] = `The end of break ${index + 1} must be after its start at ${start}`
    return [{ title: row.title, startsAt: instant(startsAt), endsAt: instant(endsAt) }]
  })
  const named = new Set<string>()
  for (const [index, { title, startsAt }] of read.entries()) {
    if (named.has(`${startsAt} ${title}`)) problems[`break-${index + 1}-start`] ??= `“${title}” is entered twice at the same time`
    named.add(`${startsAt} ${title}`)
  }
  return read.sort((a, b) => (a.startsAt < b.startsAt ? -1 : 1))
}
