// What a device at a door knows and what waits on it to be sent: pure, so that every course of
// presses and lost connections can be tried. The page's script keeps it; the server never does.

import { type ArrivalKind, type ArrivalWay, proposedMark } from '#attendance/attendance/arrival.ts'
import { type Instant, instant, londonDay, sayTime } from '#base/dates.ts'
import type { Marked, MarkType } from '#base/standing.ts'
import type { DoorPerson, PersonAtDoor, Said } from './people.ts'

/** `sealed`: the names in it, as a shared tablet keeps them (`entry-cipher.ts`). */
type Pressed = { id: string; person: string; notedAt: Instant; clockAhead: number; sealed?: string }

/** One press, as it is sent. */
export type Entry = Pressed &
  (
    | { do: ArrivalKind; how: ArrivalWay }
    | { do: 'undo'; undoes: string }
    | { do: 'add'; name: string; schoolId?: string; organisation?: string; roleId?: string; insteadOf?: string }
    | { do: 'name'; name: string }
    | { do: 'mark'; session: string; markType: MarkType; corrects?: string }
  )

/** `device`: whose token it is sent with. `why`: it was refused, and stays to be seen. */
export type Waiting = { entry: Entry; device: string; why?: string }

/** What somebody marked by hand of a place at a session; `number`: of the server's order. */
export type HandMark = { id: string; key: string; session: string; markType: Marked; number?: number }

type Absent = HandMark & { markType: 'absent' | 'apologies' }

const saysAbsent = (mark: HandMark): mark is Absent => mark.markType === 'absent' || mark.markType === 'apologies'

/** Somebody came by what was said at the door, and did not by what was marked by hand. */
export type Disagreement = { mark: Absent; from: Instant; came: 'attended' | 'part' }

/** At sessions that have begun. `marks`: in the server's order; the last of a session stands. */
export const disagreementsOf = (
  { key, stays }: Pick<PersonAtDoor, 'key' | 'stays'>,
  marks: readonly HandMark[],
  sessions: readonly { id: string; startsAt: Instant; endsAt: Instant }[],
  now: Date,
): Disagreement[] =>
  sessions.flatMap((session) => {
    const mark = marks.findLast((one) => one.key === key && one.session === session.id)
    const came = session.startsAt <= instant(now) ? proposedMark(stays, session) : undefined
    const from = stays.find(({ to }) => to === null || to > session.startsAt)?.from
    return mark && saysAbsent(mark) && came && from ? [{ mark, from, came }] : []
  })

export type Known = {
  people: DoorPerson[]
  said: Said[]
  marks: HandMark[]
  /** The last number of the server's order that this device has. */
  since: number
  /** The same of marks. */
  marksSince: number
}

export const nothingKnown: Known = { people: [], said: [], marks: [], since: 0, marksSince: 0 }

export type Answer = { id: string; said: 'ok' | 'already' | 'refused'; why?: string }

const happenedAt = ({ notedAt, clockAhead }: Pressed): Instant => new Date(Date.parse(notedAt) - clockAhead * 1000).toISOString()

/** A press as a statement, before the server has numbered it. */
const saidBy = (entry: Entry, known: readonly Said[]): Said | undefined => {
  const at = happenedAt(entry)
  const base = { id: entry.id, key: entry.person, day: londonDay(at), happenedAt: at, device: null }
  if (entry.do === 'undo') {
    const undone = known.find(({ id }) => id === entry.undoes)
    return undone && { ...base, day: undone.day, kind: undone.kind, how: undone.how, undoesId: entry.undoes }
  }
  if (entry.do === 'mark') return undefined
  return entry.do === 'add' || entry.do === 'name' ? { ...base, kind: 'arrived', how: 'tap' } : { ...base, kind: entry.do, how: entry.how }
}

const placeOf = ({ key, session }: Pick<HandMark, 'key' | 'session'>): string => `${key} ${session}`

/** Everything that the device shows: what it knows, and on it what waits or was just sent. */
export const shown = (known: Known, waiting: readonly Waiting[]): Pick<Known, 'people' | 'said' | 'marks'> => {
  const people = new Map(known.people.map((person) => [person.key, person]))
  const entries = [...known.said]
  const marks = new Map(known.marks.map((mark) => [placeOf(mark), mark]))
  const ids = new Set(entries.map(({ id }) => id))
  for (const { entry, why } of waiting) {
    if (why !== undefined) continue
    const person = people.get(entry.person)
    if (entry.do === 'name' && person?.unnamed) people.set(entry.person, { ...person, name: entry.name, unnamed: false })
    if (entry.do === 'add' && !person) {
      const instead = entry.insteadOf === undefined ? undefined : people.get(entry.insteadOf)
      const school = instead?.school ?? known.people.find((one) => one.school?.id === entry.schoolId)?.school ?? null
      const sessionIds = instead?.sessionIds ?? [...new Set(known.people.flatMap((one) => one.sessionIds))]
      people.set(entry.person, {
        key: entry.person,
        kind: 'walk_in',
        name: entry.name,
        unnamed: false,
        role: null,
        school,
        sessionIds,
        tickets: [],
        organisation: entry.organisation ?? '',
        comesOnline: false,
        insteadOf: entry.insteadOf,
      })
    }
    if (entry.do === 'mark') {
      const mark = { id: entry.id, key: entry.person, session: entry.session, markType: entry.markType }
      marks.set(placeOf(mark), mark)
    }
    const added = ids.has(entry.id) ? undefined : saidBy(entry, entries)
    if (added) entries.push(added)
  }
  return { people: [...people.values()], said: entries, marks: [...marks.values()] }
}

/** The next that are sent together: in order, of one token, at most fifty. */
export const nextToSend = (waiting: readonly Waiting[], most = 50): { device: string; entries: Entry[] } | undefined => {
  const open = waiting.filter(({ why }) => why === undefined)
  const device = open[0]?.device
  return device === undefined
    ? undefined
    : {
        device,
        entries: open
          .filter((one) => one.device === device)
          .slice(0, most)
          .map(({ entry }) => entry),
      }
}

/** What was taken is known and waits no more; what was refused stays with its reason. */
export const settle = (known: Known, waiting: readonly Waiting[], answers: readonly Answer[]): { known: Known; waiting: Waiting[] } => {
  const answerOf = new Map(answers.map((answer) => [answer.id, answer]))
  const taken = waiting.filter(({ entry }) => {
    const answer = answerOf.get(entry.id)
    // Of a mark that is nothing new, the one that stands has another id, which is heard.
    return answer && (answer.said === 'ok' || (answer.said === 'already' && entry.do !== 'mark'))
  })
  return {
    known: { ...known, ...shown(known, taken) },
    waiting: waiting.flatMap((one) => {
      const answer = answerOf.get(one.entry.id)
      if (!answer) return [one]
      return answer.said === 'refused' ? [{ ...one, why: answer.why ?? 'It was not taken' }] : []
    }),
  }
}

export type Heard = { said: readonly Said[]; people: readonly DoorPerson[]; marks: readonly HandMark[]; marksSince: number }

/** What others said, and of whom. A numbered statement takes the place of our own. */
export const learn = (known: Known, { said, people, marks, marksSince }: Heard): Known => {
  const byId = new Map(known.said.map((one) => [one.id, one]))
  for (const one of said) byId.set(one.id, one)
  const byKey = new Map(known.people.map((person) => [person.key, person]))
  for (const person of people) byKey.set(person.key, person)
  const byPlace = new Map(known.marks.map((mark) => [placeOf(mark), mark]))
  for (const mark of marks) byPlace.set(placeOf(mark), mark)
  return {
    people: [...byKey.values()],
    said: [...byId.values()],
    marks: [...byPlace.values()],
    since: said.reduce((most, { number = 0 }) => Math.max(most, number), known.since),
    marksSince: Math.max(known.marksSince, marksSince),
  }
}

export type Unsent = { unsent: number; oldest: Instant | null; refused: number }

export const unsentOf = (waiting: readonly Waiting[]): Unsent => {
  const open = waiting.filter(({ why }) => why === undefined)
  const times = open.map(({ entry }) => happenedAt(entry)).sort()
  return { unsent: open.length, oldest: times[0] ?? null, refused: waiting.length - open.length }
}

/** “9 not sent yet, oldest 9:41am” */
export const sayUnsent = ({ unsent, oldest, refused }: Unsent): string =>
  [oldest && `${unsent} not sent yet, oldest ${sayTime(oldest)}`, refused > 0 && `${refused} not taken`].filter(Boolean).join(', ') ||
  'All saved'
