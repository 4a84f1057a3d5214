// An attendance report of Teams, Zoom, Meet or Webex, as it was read: who was there from when to
// when, and on which lines. A time that the file does not have is not known, and never zero.

import { plain } from '#attendance/attendance/register.ts'
import { type Instant, londonDay } from '#base/dates.ts'
import { type Steps, stepping } from '#base/steps.ts'
import { type Table, tablesOf } from './column.ts'
import { type Span, type Stay, unite } from './span.ts'
import { rowsOf, type Unreadable } from './table.ts'
import { type DateOrder, orderOf, readDuration, readWrittenTime, timeOf, type WrittenTime, type Zone } from './time.ts'

/** As many as an organiser can decide of. */
export const mostPeople = 5000

/** Counts up when the same file would be read otherwise. */
export const parserVersion = 4

export type Participant = Stay & {
  /** As the meeting showed it, without what the program adds. */
  name: string
  /** The name before they changed it in the meeting. */
  before: string
  email: string
  lines: readonly number[]
}

export type ReadReport = { participants: Participant[]; telephones: number; bots: number; rows: number; zone: Zone | '' }

const addedWords = new Set(['guest', 'ext', 'external', 'unverified', 'me', 'you', 'host', 'co'])

const withoutAdded = (name: string): string =>
  name
    .replace(/^\s*\[[^\]]*\]\s*/, '')
    .replace(/[([][^)\]]*[)\]]/g, (part) =>
      plain(part)
        .split(' ')
        .every((word) => addedWords.has(word))
        ? ' '
        : part,
    )
    .replace(/\s+/g, ' ')
    .trim()

/** "Doe, Jane" is Jane Doe. */
const turned = (name: string): string => {
  const [last = '', first = '', ...more] = name.split(',').map((part) => part.trim())
  return more.length === 0 && first !== '' && last !== '' ? `${first} ${last}` : name
}

/** Zoom writes "New (Old)" where somebody changed their name. */
const namesOf = (written: string): { name: string; before: string } => {
  const plain = withoutAdded(written)
  const renamed = /^(.+?) \(([^()]+)\)$/.exec(plain)
  return renamed ? { name: turned(renamed[1] ?? ''), before: turned(renamed[2] ?? '') } : { name: turned(plain), before: '' }
}

const isTelephone = (name: string): boolean => /^\+?[\d\s().*x-]{5,}$/i.test(name) && /\d{2}/.test(name)

const bots =
  /read ?ai|fireflies|otter ?(ai|pilot)|note ?taker|fathom|tldv|avoma|meetgeek|sembly|tactiq|supernormal|krisp|copilot|ai companion|recall ai/

const isBot = (name: string): boolean => bots.test(plain(name))

type Found = Omit<Participant, 'spans' | 'open' | 'lines'> & {
  spans: Span[]
  open: number[]
  lines: number[]
  events: { at: number; left: boolean }[]
  /** How many of their lines say how long. */
  saying: number
}

type Reading = { order: DateOrder; zone: Zone; session: { startsAt: Instant } }

/** A time as it is written, in a table whose heading may say that it is in UTC. */
const writtenIn = ({ utc }: Table, cell: string | undefined): WrittenTime | undefined => {
  const time = readWrittenTime(cell ?? '')
  return time && utc ? { ...time, utc } : time
}

function* readTable(table: Table, at: number, reading: Reading, found: Map<string, Found>[]): Steps<void> {
  const { order, session, zone } = reading
  const { columns, rows } = table
  const people = new Map<string, Found>()
  found[at] = people
  yield* stepping(rows, ({ line, cells }) => {
    const cell = (kind: keyof typeof columns): string => cells[columns[kind] ?? -1] ?? ''
    const timed = (kind: keyof typeof columns): number | undefined => {
      const time = writtenIn(table, cell(kind))
      return time && timeOf(time, order, session, zone)
    }
    if (cell('join') === '--' || plain(cell('attended')) === 'no' || plain(cell('waiting')) === 'yes') return
    const name = cell('name') || `${cell('first')} ${cell('last')}`.trim()
    const email = /@/.test(cell('email')) ? cell('email').toLowerCase() : ''
    if (!name && !email) return
    const names = namesOf(name)
    const key = email || plain(`${names.name} ${names.before}`) || name
    const person = people.get(key) ?? { ...names, email, spans: [], open: [], stated: null, lines: [], events: [], saying: 0 }
    people.set(key, person)
    person.lines.push(line)
    const [join, leave, stated, time] = [timed('join'), timed('leave'), readDuration(cell('duration')), timed('time')]
    if (time !== undefined) person.events.push({ at: time, left: plain(cell('action')).startsWith('left') })
    else if (join !== undefined && leave !== undefined && leave >= join) person.spans.push([join, leave])
    else if (join !== undefined && stated !== undefined) person.spans.push([join, join + stated * 1000])
    else if (join !== undefined) person.open.push(join)
    if (stated === undefined) return
    person.stated = (person.stated ?? 0) + stated
    person.saying += 1
  })
  // Of some lines only it says too little.
  for (const one of people.values()) if (one.saying < one.lines.length) one.stated = null
}

/** Joins and leaves in order of time; the same twice is one. */
const paired = (one: Found): void => {
  let since: number | undefined
  for (const { at, left } of one.events.sort((a, b) => a.at - b.at || Number(a.left) - Number(b.left))) {
    if (!left) since ??= at
    else if (since !== undefined) {
      one.spans.push([since, at])
      since = undefined
    }
  }
  if (since !== undefined) one.open.push(since)
}

const minute = 60_000

const ends = (spans: readonly Span[]): Span =>
  spans.reduce<Span>(([from, to], [a, b]) => [Math.min(from, a), Math.max(to, b)], [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY])

const near = (a: Span, b: Span): boolean => Math.abs(a[0] - b[0]) <= minute && Math.abs(a[1] - b[1]) <= minute

/** One row says what a later table says in several, if both begin and end alike for everyone. */
const isSummaryOf = (first: Map<string, Found>, later: Map<string, Found>): boolean => {
  const both = [...first].flatMap(([key, one]) => {
    const other = later.get(key)
    return other && one.spans.length === 1 && other.spans.length > 0 ? [[ends(one.spans), ends(other.spans)] as const] : []
  })
  return both.length > 0 && both.every(([a, b]) => near(a, b))
}

/** What the tables say together. The total of a summary stands for the lines that it sums up. */
const gathered = (found: readonly Map<string, Found>[]): Map<string, Participant> => {
  const participants = new Map<string, Found>()
  const summed = new Set<string>()
  for (const [at, people] of found.entries()) {
    const later = found.slice(at + 1)
    const isSummary = later.some((table) => isSummaryOf(people, table))
    for (const [key, one] of people) {
      const isSummed = isSummary && later.some((table) => table.has(key))
      const before = participants.get(key)
      if (isSummed) summed.add(key)
      if (!before) participants.set(key, isSummed ? { ...one, spans: [] } : one)
      else {
        if (!summed.has(key)) before.stated = before.stated === null || one.stated === null ? null : before.stated + one.stated
        before.spans = [...before.spans, ...one.spans]
        before.open = [...before.open, ...one.open]
        before.lines = [...before.lines, ...one.lines]
      }
    }
  }
  return new Map([...participants].map(([key, { events: _, saying: __, spans, ...one }]) => [key, { ...one, spans: unite(spans) }]))
}

/**
 * Reads a report; or what kept it from being read.
 * @param asked which of a date's numbers is the day, and by which clock its times are, where the
 * file does not say
 */
export function* readReport(
  bytes: Uint8Array<ArrayBuffer>,
  session: { startsAt: Instant },
  asked: { order?: DateOrder | undefined; zone?: Zone | undefined } = {},
): Steps<ReadReport | Unreadable> {
  const rows = yield* rowsOf(bytes)
  if (typeof rows === 'string') return rows
  const tables = yield* tablesOf(rows)
  if (tables.length === 0) return 'no_table'
  const times: WrittenTime[] = []
  for (const table of tables)
    yield* stepping(table.rows, ({ cells }) => {
      for (const kind of ['join', 'leave', 'time'] as const) {
        const time = writtenIn(table, cells[table.columns[kind] ?? -1])
        if (time) times.push(time)
      }
    })
  const decided = orderOf(times, londonDay(session.startsAt))
  const order = decided === 'which_order' && asked.order ? asked.order : decided
  if (order === 'impossible_dates' || order === 'which_order') return order
  const reading: Reading = { order, zone: asked.zone ?? 'Europe/London', session }
  const byTable: Map<string, Found>[] = []
  for (const [at, table] of tables.entries()) yield* readTable(table, at, reading, byTable)
  for (const people of byTable) for (const one of people.values()) paired(one)
  const everybody = [...gathered(byTable).values()]
  if (everybody.length === 0) return 'no_table'
  if (everybody.length > mostPeople) return 'too_many'
  const telephones = everybody.filter(({ name, email }) => !email && isTelephone(name))
  const machines = everybody.filter(({ name }) => isBot(name))
  return {
    participants: everybody.filter((one) => !telephones.includes(one) && !machines.includes(one)),
    telephones: telephones.length,
    bots: machines.length,
    rows: tables.reduce((sum, table) => sum + table.rows.length, 0),
    zone: times.every(({ utc }) => utc) ? '' : reading.zone,
  }
}
