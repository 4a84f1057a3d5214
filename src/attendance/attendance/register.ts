// The register of a session: who is expected, by school, who else came, and each person's marks.
// Organisers and the event's door staff take it; it is closed when everyone is marked, and can be
// visibly corrected ever after.

import { type Actor, hasRole } from '#base/act.ts'
import type { Calendar } from '#base/council/working-day.ts'
import { type Instant, londonDay } from '#base/dates.ts'
import type { MarkType } from '#base/standing.ts'
import type { Attendance, AttendanceMode } from '#events/events/event.ts'
import { type SchoolName, schoolLabel } from '#schools/schools/school.ts'
import type { Stay } from './arrival.ts'
import { isUnmarked, type Mark, standing } from './mark.ts'

export type Figures = Record<MarkType, number>

type SignOff = Figures & { signedAt: Instant; signedBy: string | null }

export type SessionOfRegister = {
  id: string
  eventId: string
  code: string
  eventTitle: string
  title: string
  position: number
  sessions: number
  startsAt: Instant
  endsAt: Instant
  isCancelled: boolean
  /** Called off, or the event cancelled, before it began: nobody came. */
  isCalledOff: boolean
  /**
   * Set when only the session was called off: nothing more is marked. `why`: the organiser's words.
   */
  calledOffAt: Instant | null
  why: string | null
  attendanceMode: AttendanceMode
  venueName: string
  venueAddress: string
  venuePostcode: string
  signOff: SignOff | undefined
}

export type PersonOnRegister = {
  /** Id of the place or walk-in. */
  id: string
  kind: 'place' | 'walk_in'
  /** null: unnamed, or the name was erased. */
  name: string | null
  /** Nobody is named for the place. */
  unnamed: boolean
  /** Read for organisers only. */
  email: string | null
  role: string | null
  /** At a mixed event: how they come. */
  attendance?: Attendance | null
  /** The place was cancelled; shown because the person has a mark. */
  isCancelled: boolean
  /** Somebody came instead of them. */
  isReplaced?: boolean
  school: (SchoolName & { id: string }) | undefined
  /** What a walk-in said if no school was chosen. */
  organisation: string
  represents: SchoolName[]
  /** The earlier course of the event that they lack. */
  lacks?: string | null
  /** They said on their own page that they cannot come. */
  cannotComeAt: Instant | null
  marks: Mark[]
  /** What was said of them at the door on the session's day. */
  stays?: readonly Stay[]
}

/**
 * A place whose booking accepted a charge for not attending. `due`: nobody attended any of its
 * sessions, so closing charges it.
 */
export type Absence = {
  placeId: string
  name: string | null
  school: string
  pence: number
  due: boolean
  /** The school's people who came without a place. */
  unexpected: (string | null)[]
}

/** `calendar`: decides when a paper entry is late. */
export type Register = { session: SessionOfRegister; people: PersonOnRegister[]; calendar: Calendar }

/** A closing is never dated before a mark it counted, and later marks come after it. */
export const isAfterSigning = (mark: Mark, session: SessionOfRegister): boolean =>
  session.signOff !== undefined && mark.receivedAt > session.signOff.signedAt

export type RegisterInList = {
  id: string
  code: string
  eventTitle: string
  title: string
  position: number
  sessions: number
  startsAt: Instant
  endsAt: Instant
  isCancelled: boolean
  venueName: string
  /** Null of a closed one, on which everybody is marked. */
  expected: number | null
  /** Of a closed one, when it was closed. */
  marked: number
  signedAt: Instant | null
  calledOffAt: Instant | null
}

export const takesAllRegisters = (actor: Actor): boolean => hasRole(actor, 'administrator', 'organiser')

/** A helper who came by a link takes those of its day alone. */
export const takesRegister = (actor: Actor, session: { eventId: string; startsAt: Instant }): boolean =>
  takesAllRegisters(actor) || (actor.doorEventIds.includes(session.eventId) && takesDay(actor, session.startsAt))

export const takesDay = ({ helperOn }: Actor, at: Instant): boolean => helperOn === undefined || helperOn === londonDay(at)

export const takesSomeRegister = (actor: Actor): boolean => takesAllRegisters(actor) || actor.doorEventIds.length > 0

export const personName = (person: { name: string | null; unnamed?: boolean }): string =>
  person.name ?? (person.unnamed ? 'Not named' : 'Name not given')

/** "Morning", or "Session 2 of 3" without titles, or '' for the only session. */
const sessionName = (session: { title: string; position: number; sessions: number }): string =>
  session.title || (session.sessions > 1 ? `Session ${session.position} of ${session.sessions}` : '')

export const registerTitle = (session: { eventTitle: string; title: string; position: number; sessions: number }): string =>
  [session.eventTitle, sessionName(session)].filter(Boolean).join(': ')

export type GroupOfSchool = { id: string; label: string; people: PersonOnRegister[] }

const unmatchedGroup = 'unmatched'

/** Everyone by school and name; unmatched ones last. Without cancelled places. */
export const bySchool = (people: readonly PersonOnRegister[]): GroupOfSchool[] => {
  const groups = new Map<string, GroupOfSchool>()
  for (const person of people) {
    if (person.isCancelled) continue
    const id = person.school?.id ?? unmatchedGroup
    const group = groups.get(id) ?? { id, label: person.school ? schoolLabel(person.school) : 'Not matched to a school yet', people: [] }
    group.people.push(person)
    groups.set(id, group)
  }
  const compare = new Intl.Collator('en-GB').compare
  for (const group of groups.values()) group.people.sort((a, b) => compare(personName(a), personName(b)) || compare(a.id, b.id))
  return [...groups.values()].sort(
    (a, b) => Number(a.id === unmatchedGroup) - Number(b.id === unmatchedGroup) || compare(a.label, b.label) || compare(a.id, b.id),
  )
}

/** How many people a page shows, and a few more where a school is not to be cut. */
const peopleOnPage = 12

/** Whole schools, page by page. */
export const inPages = (groups: readonly GroupOfSchool[]): GroupOfSchool[][] => {
  const pages: GroupOfSchool[][] = []
  let room = 0
  for (const group of groups) {
    if (room <= 0) {
      pages.push([])
      room = peopleOnPage
    }
    pages.at(-1)?.push(group)
    room -= group.people.length
  }
  return pages
}

export type Counts = { expected: number; marked: number; left: number; figures: Figures }

/**
 * Expected are confirmed places and walk-ins, but for whoever somebody came instead of. Marks of
 * cancelled places count too, as in the sign-off.
 */
export const count = (people: readonly PersonOnRegister[]): Counts => {
  const figures: Figures = { attended: 0, part: 0, absent: 0, apologies: 0 }
  for (const person of people) {
    const stands = standing(person.marks)
    if (stands) figures[stands.markType] += 1
  }
  const expected = people.filter((person) => !person.isCancelled && !(person.isReplaced && isUnmarked(person)))
  const marked = expected.filter((person) => !isUnmarked(person)).length
  return { expected: expected.length, marked, left: expected.length - marked, figures }
}

/** Without accents, case and punctuation, so that "sian o'neill" finds "Siân O’Neill". */
export const plain = (text: string): string =>
  text
    .normalize('NFD')
    .replace(/\p{M}/gu, '')
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]+/gu, ' ')
    .trim()

/** What a search looks through: name, school and a walk-in's words. */
const searchText = (person: PersonOnRegister): string =>
  plain([person.name ?? '', person.school ? schoolLabel(person.school) : person.organisation].join(' '))

export const matches = (person: PersonOnRegister, query: string): boolean => {
  const text = searchText(person)
  return plain(query)
    .split(' ')
    .every((word) => text.includes(word))
}

/** Where a register is listed: open ones by their day, and those signed off. */
export const listGroups = ['today', 'to_sign', 'coming', 'signed'] as const
export type ListGroup = (typeof listGroups)[number]

/** What check-in opens on: a count beside the first few of what is not of today. */
export type RegisterLists = { today: RegisterInList[] } & Record<'toSign' | 'coming', { rows: RegisterInList[]; total: number }>
