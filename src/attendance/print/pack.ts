// The print pack of an event: sheets, signs for rooms and badges, as pages that a browser prints.
// It is made anew each time from who has a place now.
import { type Day, londonDay } from '#base/dates.ts'
import { roomOf } from '#calendars/invites/invite.ts'
import type { EventDetails, EventSession } from '#events/events/event.ts'
import { type SchoolName, schoolLabel } from '#schools/schools/school.ts'

export const parts = ['programme', 'sign-in', 'names', 'schools', 'workshops', 'rooms', 'badges', 'needs'] as const
export type Part = (typeof parts)[number]

export type PersonOnPaper = {
  placeId: string
  personId: string | null
  /** null: unnamed, or the name was erased. */
  name: string | null
  unnamed: boolean
  /** Their place at a mixed event is online. */
  comesOnline: boolean
  role: string | null
  school: SchoolName
  sessionIds: string[]
}

export type Pack = { event: EventDetails; people: PersonOnPaper[] }

/** Of each place with a person, what is scanned at the door. */
export type Tickets = ReadonlyMap<string, string>

const { compare } = new Intl.Collator('en-GB')

/** Of "Delyth Mair Morgan": Morgan, Delyth Mair. */
const lastNameFirst = (name: string): string => {
  const words = name.trim().split(/\s+/)
  const last = words.pop() ?? ''
  return words.length > 0 ? `${last}, ${words.join(' ')}` : last
}

const byName = (a: PersonOnPaper, b: PersonOnPaper): number =>
  Number(a.name === null) - Number(b.name === null) ||
  compare(lastNameFirst(a.name ?? ''), lastNameFirst(b.name ?? '')) ||
  compare(schoolLabel(a.school), schoolLabel(b.school)) ||
  compare(a.placeId, b.placeId)

export const inRoom = (people: readonly PersonOnPaper[]): PersonOnPaper[] => people.filter(({ comesOnline }) => !comesOnline)

/** Those of the room, then those online, each with what they are called: '' in the room. */
export const byWay = (people: readonly PersonOnPaper[]): { way: string; people: PersonOnPaper[] }[] =>
  [
    { way: '', people: inRoom(people) },
    { way: 'online', people: people.filter(({ comesOnline }) => comesOnline) },
  ].filter((one) => one.people.length > 0)

/** Everyone by last name; places without a name last. */
export const aToZ = (people: readonly PersonOnPaper[]): PersonOnPaper[] => people.toSorted(byName)

export const perSchool = (people: readonly PersonOnPaper[]): { label: string; people: PersonOnPaper[] }[] =>
  [...Map.groupBy(aToZ(people), ({ school }) => schoolLabel(school))]
    .map(([label, of]) => ({ label, people: of }))
    .sort((a, b) => compare(a.label, b.label))

/** Those who are expected at a session in the room. */
export const at = (people: readonly PersonOnPaper[], session: Pick<EventSession, 'id'>): PersonOnPaper[] =>
  inRoom(people).filter(({ sessionIds }) => sessionIds.includes(session.id))

/** Each day of the event with those who are expected on it in the room. */
export const perDay = ({ event, people }: Pack): { day: Day; people: PersonOnPaper[] }[] =>
  [...Map.groupBy(event.sessions, ({ startsAt }) => londonDay(startsAt))].map(([day, sessions]) => ({
    day,
    people: aToZ(inRoom(people).filter(({ sessionIds }) => sessions.some(({ id }) => sessionIds.includes(id)))),
  }))

export const workshopsOf = (event: Pick<EventDetails, 'sessions'>): EventSession[] =>
  event.sessions.filter(({ block }) => block).sort((a, b) => compare(a.startsAt, b.startsAt) || compare(a.title, b.title))

/** What takes place in each room, by the rooms' names. */
export const perRoom = (event: Pick<EventDetails, 'sessions'>): { room: string; sessions: EventSession[] }[] =>
  [
    ...Map.groupBy(
      event.sessions.filter(({ room }) => room),
      (session) => roomOf(session),
    ),
  ]
    .map(([room, sessions]) => ({ room, sessions }))
    .sort((a, b) => compare(a.room, b.room))

export const personName = ({ name, unnamed }: Pick<PersonOnPaper, 'name' | 'unnamed'>): string =>
  name === null ? (unnamed ? 'Not named' : 'Name not given') : lastNameFirst(name)
