// Sessions as typed, a row each.
import { addDays, daysBetween, instant, isDay, londonDay, londonInstant, londonTime, sayDay } from '#base/dates.ts'
import type { Problems } from '#base/web/field.tsx'
import { asLines, type Body, oneLine, text } from '#base/web/form.ts'
import type { DraftSession } from '#events/events/draft.ts'
import type { EventSession } from '#events/events/event.ts'
import { dayTyped, timeTyped, wholeNumber } from '#events/events/form-values.ts'
import { longestBlock } from '#events/events/workshop.ts'
import { pickedElsewhere, type Venue } from '#events/venues/venue.ts'

const parts = ['id', 'given', 'title', 'date', 'start', 'end', 'room', 'venue', 'block', 'places'] as const
/** Of several lines. */
const texts = ['speakers', 'about'] as const

export type SessionValues = Record<(typeof parts)[number] | (typeof texts)[number], string>

export const mostSessions = 40

export const noSession: SessionValues = {
  id: '',
  given: '',
  title: '',
  date: '',
  start: '',
  end: '',
  room: '',
  venue: '',
  block: '',
  places: '',
  speakers: '',
  about: '',
}

/** Given when the row was added; a row with nothing else is left out. */
export const givenIn = ({ start, end, block }: SessionValues): string => [start, end, block].join('|')

/** On a day as typed, or as many days later as that. @param from the first day until now */
export const movedTo = <Row extends { date: string }>(rows: readonly Row[], from: string, day: string): Row[] => {
  const to = dayTyped(day)
  return rows.map((row) => ({ ...row, date: to && isDay(from) && isDay(row.date) ? addDays(row.date, daysBetween(from, to)) : day }))
}

/**
 * What was sent of each; a workshop has the name and the times of its block where it has none of
 * its own. @param was what stays of a session where it was not sent
 */
export const sessionValues = (body: Body, was: readonly SessionValues[]): SessionValues[] => {
  const line = (name: string): string => oneLine(text(body, name))
  const rows = [...new Set(Object.keys(body).flatMap((name) => name.match(/^session-(\d{1,2})-/)?.[1] ?? []))]
  return rows
    .map(Number)
    .sort((a, b) => a - b)
    .slice(0, mostSessions)
    .map((number) => {
      const name = (part: string): string => `session-${number}-${part}`
      const before = was.find(({ id }) => id !== '' && id === line(name('id'))) ?? noSession
      const typed = (part: keyof SessionValues): string =>
        !(name(part) in body) ? before[part] : texts.some((one) => one === part) ? asLines(text(body, name(part))) : line(name(part))
      const row = Object.fromEntries([...parts, ...texts].map((part) => [part, typed(part)])) as SessionValues
      if (!(name('in') in body)) return { ...row, date: row.date || line('day') }
      const block = line(name('in'))
      // What is for everyone now keeps the times that it had in its block.
      const had = block === '' && before.block !== '' ? before : noSession
      const timeOf = (part: 'date' | 'start' | 'end'): string =>
        line(name(part)) || line(`block-${block}-${part}`) || had[part] || (part === 'date' ? line('day') : '')
      const blocks = Object.keys(body).filter((one) => /^block-\d+-title$/.test(one)).length
      const called = line(`block-${block}-title`) || `Workshops ${block === 'new' ? blocks + 1 : block}`
      const times = { date: timeOf('date'), start: timeOf('start'), end: timeOf('end') }
      const inBlock = { ...row, ...times, block: block && called, places: block && row.places }
      if (!block) return inBlock
      return { ...inBlock, given: row.given === '' ? '' : givenIn(inBlock) }
    })
}

export const valuesOfSession = (session: EventSession): SessionValues => ({
  id: session.id,
  given: '',
  title: session.title,
  date: londonDay(session.startsAt),
  start: londonTime(session.startsAt),
  end: londonTime(session.endsAt),
  room: session.room,
  venue: session.venueId ?? '',
  speakers: session.speakers,
  about: session.about,
  block: session.block,
  places: session.capacity === null ? '' : String(session.capacity),
})

export const skipped = (day: string, time: string): string =>
  `There is no ${time} on ${sayDay(day)}: the clocks go forward from 1am to 2am. Enter another time`

const isEmpty = (row: SessionValues): boolean =>
  (row.given === '' ? row.date === '' && givenIn(row) === '||' : givenIn(row) === row.given) &&
  [row.id, row.title, row.room, row.venue, row.places, row.speakers, row.about].every((typed) => typed === '')

/** @param where venues to pick from, and the sessions as they are; undefined: it is online */
export const readSessions = (
  rows: readonly SessionValues[],
  problems: Problems,
  where: { venues: readonly Venue[]; eventAt: string | null; was: readonly EventSession[] } | undefined,
): DraftSession[] => {
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
    readWords(row, index + 1, problems)
    const elsewhere = pickedElsewhere(
      where && row.venue !== where.eventAt ? row.venue : '',
      where?.venues ?? [],
      where?.was.find(({ id }) => id === row.id),
    )
    if (!elsewhere) problems[name('venue')] = `Choose a venue from the list${of}, or leave it where the event is`
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
    const { title, room, speakers, about } = row
    return [
      {
        id: row.id || undefined,
        title,
        startsAt: instant(startsAt),
        endsAt: instant(endsAt),
        room,
        ...elsewhere,
        speakers,
        about,
        ...workshop,
      },
    ]
  })
}

const mostSpeakers = 10

const readWords = (row: SessionValues, number: number, problems: Problems): void => {
  const name = (part: string): string => `session-${number}-${part}`
  if (row.room.length > 100) problems[name('room')] = `The room of session ${number} must be 100 characters or fewer`
  if (row.about.length > 2000) problems[name('about')] = `What session ${number} is about must be 2,000 characters or fewer`
  const speakers = row.speakers.split('\n')
  if (speakers.length > mostSpeakers || speakers.some((line) => line.length > 200))
    problems[name('speakers')] = `Enter at most ${mostSpeakers} speakers in session ${number}, each on a line of 200 characters or fewer`
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
