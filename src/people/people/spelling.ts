// Whom a school may mean by a name and an address: its people, whoever has the address elsewhere,
// and each spelling and address under which they are known.

import { newId } from '#base/id.ts'
import { type KnownRecord, matchPeople, type NamedPerson, type PersonMatch } from '#base/match-person.ts'

/** Of which school, by any of its ids or a place; for which event, by its id, code or a place. */
export type KnownAsk = { schoolId: string; emails: readonly string[]; eventId?: string | undefined }

export type KnownPerson = KnownRecord & {
  /** Whether they have a place at the event, or wait for one. */
  hasPlace: boolean
  /** The roles that they hold at the school, and what the newest is called. */
  roleIds: string[]
  role: string | null
}

/** Somebody who is named, and the records that may be theirs. `whose`: such as `your`. */
export type AskedPerson = {
  name: string
  email: string
  records: readonly KnownPerson[]
  /** The records have other names at the same address. */
  mailbox: boolean
  whose: string
}

/** Somebody who is named, and whom that means; `id` is new for whoever is. */
export type MeantPerson = { named: NamedPerson; match: PersonMatch; id: string }

/** Whom people mean who are named together. @param own the address of whoever types */
export const meantBy = (now: Date, named: readonly NamedPerson[], known: readonly KnownRecord[], own?: string): MeantPerson[] =>
  matchPeople(named, known, own).flatMap((match, index) => {
    const one = named[index]
    return one ? [{ named: one, match, id: match.is === 'known' ? match.id : newId(now) }] : []
  })

/** What to ask of somebody who is named; undefined: it is clear who is meant. */
export const askedOf = (
  { named: { name, email }, match }: MeantPerson,
  known: readonly KnownPerson[],
  whose: string,
): AskedPerson | undefined =>
  match.is === 'asked'
    ? {
        ...{ name, email, whose, mailbox: match.mailbox },
        records: match.records.flatMap(({ id }) => known.find((one) => one.id === id) ?? []),
      }
    : undefined
