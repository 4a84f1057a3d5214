// Who is expected at a door, who is there and who has left: the same on the server and on a device,
// from the people and what was said of them.

import {
  type Arrival,
  type ArrivalKind,
  type CameBy,
  type Presence,
  presenceOf,
  type Stay,
  standingArrivals,
  staysOf,
} from '#attendance/attendance/arrival.ts'
import { type Day, type Instant, sayTime } from '#base/dates.ts'

export type DoorPerson = {
  /** Id of the place or walk-in. */
  key: string
  kind: 'place' | 'walk_in'
  /** null: unnamed, or the name was erased. */
  name: string | null
  unnamed: boolean
  role: string | null
  school: { id: string; label: string } | null
  organisation: string
  /** Their place at a mixed event is online. */
  comesOnline: boolean
  /** The place of the colleague instead of whom a walk-in came. */
  insteadOf?: string | undefined
  /** The earlier course of the event that they lack: a note, nobody is turned away. */
  lacks?: string | undefined
  sessionIds: string[]
  /** Hashes of the tickets of the place; [] where only a device is told. */
  tickets: string[]
}

export type Said = Arrival & {
  key: string
  day: Day
  kind: ArrivalKind
  how: CameBy
  happenedAt: Instant
  device: string | null
}

export type PersonAtDoor = DoorPerson & {
  presence: Presence
  stays: Stay[]
  last: Said | undefined
  joinedAt: Instant | undefined
  /** Somebody came instead, and they have not come: nobody waits for them. */
  replaced: boolean
}

/** `online`: who joined or is to join, and is not in the room. `all`: those of the room. */
export type DoorCounts = Record<Presence | 'online', number> & { all: number }

/** Without accents, case and punctuation. */
const folded = (text: string): string =>
  text
    .normalize('NFD')
    .replace(/\p{M}/gu, '')
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]+/gu, ' ')
    .trim()

export const nameOf = (person: { name: string | null; unnamed?: boolean }): string =>
  person.name ?? (person.unnamed ? 'Not named' : 'Name not given')

/** Of "Delyth Mair Morgan" morgan delyth mair. */
const byLastName = (person: DoorPerson): string => {
  const words = folded(person.name ?? '').split(' ')
  return [words.at(-1), ...words.slice(0, -1)].join(' ')
}

/** A to Z by the last name, # where it begins with none of them, and ? for who is not named. */
const letterOf = (person: DoorPerson): string => {
  if (person.name === null) return '?'
  const first = byLastName(person).charAt(0).toUpperCase()
  return /[A-Z]/.test(first) ? first : '#'
}

/** Those expected on a day, with what was said of them then, by last name. */
export const atDoor = (people: readonly DoorPerson[], said: readonly Said[], day: Day, sessionIds: readonly string[]): PersonAtDoor[] => {
  const saidOf = Map.groupBy(
    said.filter((one) => one.day === day),
    ({ key }) => key,
  )
  const ofDay = new Set(sessionIds)
  const sorted = people
    .filter((person) => person.sessionIds.some((id) => ofDay.has(id)))
    .map((person): [string, DoorPerson] => [byLastName(person), person])
    .sort(([a, one], [b, other]) => (a === b ? (one.key < other.key ? -1 : 1) : a < b ? -1 : 1))
  const seen = sorted.map(([, person]) => {
    const own = saidOf.get(person.key) ?? []
    const inRoom = own.filter(({ how }) => how !== 'join')
    const stays = staysOf(inRoom)
    const joinedAt = own.find(({ how }) => how === 'join')?.happenedAt
    return { ...person, stays, presence: presenceOf(stays), last: standingArrivals(inRoom).at(-1), joinedAt }
  })
  const cameFor = new Set(seen.flatMap(({ insteadOf, presence }) => (presence === 'expected' ? [] : (insteadOf ?? []))))
  return seen.map((one) => ({
    ...one,
    replaced: one.presence === 'expected' && one.joinedAt === undefined && cameFor.has(one.key),
  }))
}

/** Nobody has seen them in the room, and they joined or are to join. */
export const isOnline = ({ presence, joinedAt, comesOnline }: PersonAtDoor): boolean =>
  presence === 'expected' && (comesOnline || joinedAt !== undefined)

export const countAtDoor = (people: readonly PersonAtDoor[]): DoorCounts => {
  const counts: DoorCounts = { expected: 0, here: 0, left: 0, online: 0, all: 0 }
  for (const person of people) {
    if (person.replaced) continue
    counts[isOnline(person) ? 'online' : person.presence] += 1
    if (!(person.comesOnline && isOnline(person))) counts.all += 1
  }
  return counts
}

/** By name, school and what a walk-in said; every word must be found. */
const findAtDoor = <P extends DoorPerson>(people: readonly P[], typed: string): P[] => {
  const words = folded(typed).split(' ').filter(Boolean)
  if (words.length === 0) return []
  return people.filter((person) => {
    const text = folded([person.name ?? '', person.school?.label ?? '', person.organisation].join(' '))
    return words.every((word) => text.includes(word))
  })
}

/** Nobody has seen them, and nobody came instead. */
const isAwaited = ({ presence, joinedAt, replaced }: PersonAtDoor): boolean =>
  presence === 'expected' && joinedAt === undefined && !replaced

/** What a door is asked to show. `all`: also those who are not expected any more. */
export type DoorView = { q: string; letter: string; all: boolean }

/** Longer lists are shown by letter. */
const mostListed = 40

/** Whom a door shows: who was found by a search, or who is expected, of one letter of many. */
export const listAtDoor = (everyone: readonly PersonAtDoor[], { q, letter, all }: DoorView) => {
  if (q) return { people: findAtDoor(everyone, q), letter: '', letters: [] }
  const listed = all ? everyone : everyone.filter(isAwaited)
  const letters = listed.length > mostListed ? [...new Set(listed.map(letterOf))].sort() : []
  const shown = letters.includes(letter) ? letter : (letters[0] ?? '')
  return { people: shown ? listed.filter((person) => letterOf(person) === shown) : [...listed], letter: shown, letters }
}

/** Those of whom something was said last, newest first. */
export const lastAtDoor = (people: readonly PersonAtDoor[], most: number): PersonAtDoor[] =>
  people
    .filter(({ last }) => last)
    .sort((a, b) => ((a.last?.happenedAt ?? '') < (b.last?.happenedAt ?? '') ? 1 : -1))
    .slice(0, most)

/** Who is in the building: came and has not left. Whoever joined online is not. */
export const stillHere = (people: readonly PersonAtDoor[]): PersonAtDoor[] => people.filter(({ presence }) => presence === 'here')

export const sayCounts = ({ here, left, online, expected, all }: DoorCounts): string =>
  `${here} here, ${left} left, ${online > 0 ? `${online} online, ` : ''}${expected} of ${all} still expected`

/** Their school, or what they said of it. */
export const schoolAtDoor = ({ school, organisation }: DoorPerson): string => school?.label ?? `They said: ${organisation || 'nothing'}`

/** “Here since 9:41am”, '' of whoever is still expected in the room. */
export const sayPresence = ({ presence, stays, joinedAt, comesOnline, replaced }: PersonAtDoor): string => {
  const last = stays.at(-1)
  if (replaced) return 'Someone came instead'
  if (!last) return joinedAt ? `Joined online at ${sayTime(joinedAt)}` : comesOnline ? 'Has a place online' : ''
  return presence === 'here' ? `Here since ${sayTime(last.from)}` : `Left at ${sayTime(last.to ?? last.from)}`
}
