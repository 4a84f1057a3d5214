// An event's sessions as typed, a row each: time, and for a workshop block and places.
import { instant, londonDay, londonInstant, londonTime, sayDay } from '#base/dates.ts'
import type { Problems } from '#base/web/field.tsx'
import type { DraftSession } from './draft.ts'
import type { EventSession } from './event.ts'
import { dayTyped, timeTyped, wholeNumber } from './form-values.ts'
import { longestBlock } from './workshop.ts'

const parts = ['id', 'title', 'date', 'start', 'end', 'block', 'places'] as const

export type SessionValues = Record<(typeof parts)[number], string>

export const mostSessions = 40

export const noSession: SessionValues = { id: '', title: '', date: '', start: '', end: '', block: '', places: '' }

/**
 * @param names the sent fields
 * @param line the text of one
 */
export const sessionValues = (names: readonly string[], line: (name: string) => string): SessionValues[] => {
  const numbers = names.flatMap((name) => name.match(/^session-(\d{1,2})-/)?.[1] ?? [])
  const rows = [...new Set(numbers.map(Number))].sort((a, b) => a - b).slice(0, mostSessions)
  return rows.map((row) => Object.fromEntries(parts.map((part) => [part, line(`session-${row}-${part}`)])) as SessionValues)
}

export const valuesOfSession = (session: EventSession): SessionValues => ({
  id: session.id,
  title: session.title,
  date: londonDay(session.startsAt),
  start: londonTime(session.startsAt),
  end: londonTime(session.endsAt),
  block: session.block,
  places: session.capacity === null ? '' : String(session.capacity),
})

export const skipped = (day: string, time: string): string =>
  `There is no ${time} on ${sayDay(day)}: the clocks go forward from 1am to 2am. Enter another time`

const isEmpty = (row: SessionValues): boolean => parts.every((part) => row[part] === '')

export const readSessions = (rows: readonly SessionValues[], problems: Problems): DraftSession[] => {
  const blocks = new Map<string, string>()
  const named = new Set<string>()
  return rows.flatMap((row, index) => {
    if (isEmpty(row)) return []
    const name = (part: string): string => `session-${index + 1}-${part}`
    const of = rows.length > 1 ? ` of session ${index + 1}` : ''
    const day = dayTyped(row.date)
    const start = timeTyped(row.start)
    const end = timeTyped(row.end)
    if (!day) problems[name('date')] = `Enter the date${of}, such as 12/6/2026`
    if (!start) problems[name('start')] = `Enter the time at which it starts${of ? ` (session ${index + 1})` : ''}, such as 09:30`
    if (!end) problems[name('end')] = `Enter the time at which it ends${of ? ` (session ${index + 1})` : ''}, such as 16:00`
    if (row.title.length > 200) problems[name('title')] = 'Name of the session must be 200 characters or fewer'
    const workshop = readWorkshop(row, index + 1, problems, { blocks, named })
    if (!day || !start || !end) return []
    const startsAt = londonInstant(day, start)
    const endsAt = londonInstant(day, end)
    if (!startsAt) problems[name('start')] = skipped(day, start)
    if (!endsAt) problems[name('end')] = skipped(day, end)
    if (!startsAt || !endsAt) return []
    if (endsAt <= startsAt) {
      problems[name('end')] = `The end must be after the start at ${start}${of ? ` (session ${index + 1})` : ''}`
      return []
    }
    return [{ id: row.id || undefined, title: row.title, startsAt: instant(startsAt), endsAt: instant(endsAt), ...workshop }]
  })
}

const key = (text: string): string => text.normalize('NFC').toLocaleLowerCase('en-GB')

/** A block uses the spelling of its first workshop. */
const readWorkshop = (
  row: SessionValues,
  number: number,
  problems: Problems,
  seen: { blocks: Map<string, string>; named: Set<string> },
): Pick<DraftSession, 'block' | 'capacity'> => {
  const name = (part: string): string => `session-${number}-${part}`
  if (row.block === '') {
    if (row.places !== '')
      problems[name('block')] = `Enter the block of workshops that session ${number} is part of, or leave its places blank`
    return { block: '', capacity: null }
  }
  if (row.block.length > longestBlock) problems[name('block')] = `The block must be ${longestBlock} characters or fewer`
  const block = seen.blocks.get(key(row.block)) ?? row.block
  seen.blocks.set(key(row.block), block)
  if (row.title === '') problems[name('title')] ??= `Enter the name of the workshop in session ${number}, so that people can choose it`
  const own = `${key(row.block)}\n${key(row.title)}`
  if (row.title !== '' && seen.named.has(own))
    problems[name('title')] ??= `Enter another name for session ${number}: “${block}” has a workshop called “${row.title}” already`
  seen.named.add(own)
  const capacity = row.places === '' ? null : wholeNumber(row.places)
  if (capacity !== null && !(capacity >= 1 && capacity <= 10_000))
    problems[name('places')] =
      `Enter the places in the workshop of session ${number} as a number from 1 to 10,000, or leave it blank for no limit`
  return { block, capacity }
}
