// Whom a school may mean by a name and an address: its people, whoever has the address elsewhere,
// and each spelling and address under which they are known.

import { newId } from '#base/id.ts'
import { type KnownRecord, matchPeople, type NamedPerson, type PersonMatch } from '#base/match-person.ts'
import type { Result } from '#base/result.ts'
import type { Clash } from './clash.ts'

/** Of which school, by an id or a place; for which event, by its id, code, a place or a session. */
export type KnownAsk = { schoolId: string; emails: readonly string[]; eventId?: string | undefined }

export type KnownPerson = KnownRecord & {
  /** Whether they have a place at the event, or wait for one. */
  hasPlace: boolean
  /** Whether the school sees that they have the earlier course of the event, or it needs none. */
  hasCourse: boolean
  /** Other places of theirs at the time of the event. */
  clashes: Clash[]
  /** The roles that they hold at the school, and what the newest is called. */
  roleIds: string[]
  role: string | null
}

/** `at`: where in the form, as its fields end. `school` undefined: the reader’s own. */
export type AskedPerson = {
  at: string
  name: string
  email: string
  records: readonly KnownPerson[]
  /** The records have other names at the same address. */
  mailbox: boolean
  school: string | undefined
}

/** Somebody who is named, and whom that means; `id` is new for whoever is. */
export type MeantPerson = { named: NamedPerson; match: PersonMatch; id: string }

/** @param own the address of whoever types */
export const meantBy = (
  now: Date,
  named: readonly NamedPerson[],
  known: readonly KnownRecord[],
  own?: string,
  self?: string,
): MeantPerson[] =>
  matchPeople(named, known, own, self).flatMap((match, index) => {
    const person = named[index]
    return person ? [{ named: person, match, id: match.is === 'known' ? match.id : newId(now) }] : []
  })

/** What to ask of somebody who is named; undefined: it is clear who is meant. */
export const askedOf = (
  { named: { name, email }, match }: MeantPerson,
  known: readonly KnownPerson[],
  of: Pick<AskedPerson, 'at' | 'school'>,
): AskedPerson | undefined =>
  match.is === 'asked'
    ? { ...of, name, email, mailbox: match.mailbox, records: match.records.flatMap(({ id }) => known.find((one) => one.id === id) ?? []) }
    : undefined

/** What is wrong, by field, until it is said who these are. */
export const unsaid = (asked: readonly AskedPerson[]): Record<string, string> =>
  Object.fromEntries(asked.map(({ at, name }) => [`meant-${at}`, `Choose who ${name} is`]))

/** Does it again while somebody comes to be known whom it may mean; throws after the third time. */
export const againstKnown = async <T, R extends string>(attempt: () => Promise<Result<T, R | 'known_changed'>>): Promise<Result<T, R>> => {
  for (let tries = 1; tries <= 3; tries += 1) {
    const done = await attempt()
    if (done.ok || done.reason !== 'known_changed') return done as Result<T, R>
  }
  throw new Error('others are named at every attempt')
}

/** Two ids as `PersonPair` keeps them, the smaller first. */
export const pairOf = (one: string, other: string): readonly [string, string] => (one < other ? [one, other] : [other, one])
