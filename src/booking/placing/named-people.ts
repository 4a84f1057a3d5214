import { listed } from '#base/words.ts'
import { type DelegateAsked, personKey } from '#booking/bookings/booking.ts'
import type { ContactAsked } from '#booking/bookings/contact.ts'
import type { Clash } from '#people/people/clash.ts'
import { type AskedPerson, askedOf, type KnownPerson, type MeantPerson, meantBy } from '#people/people/spelling.ts'

/** `meant`: in the order named. `asker`: whoever asked the council, perhaps one of them. */
export type NamedPeople = { meant: MeantPerson[]; known: readonly KnownPerson[]; asker: MeantPerson | undefined }

/** @param own the address of whoever books, which stands for people who have none */
export const namedPeople = (
  now: Date,
  delegates: readonly DelegateAsked[],
  records: readonly KnownPerson[],
  { own, contact }: { own?: string | undefined; contact?: Pick<ContactAsked, 'name' | 'email' | 'meant'> | undefined },
): NamedPeople => {
  const [asker] = contact?.name ? meantBy(now, [{ ...contact, answer: contact.meant }], records) : []
  const record = asker && { ...(records.find(({ id }) => id === asker.id) ?? { id: asker.id, ...asNew }), ...asker.named }
  const known = record && asker.match.is !== 'known' ? [...records, record] : records
  const typed = delegates.flatMap(({ personId, name, email, meant }) => (personId ? [] : [{ name, email, answer: meant }]))
  const found = meantBy(now, typed, record ? [...records, record] : records, own ?? contact?.email, own)
  return {
    known,
    asker,
    meant: delegates.flatMap(({ personId, name, email }): MeantPerson | readonly MeantPerson[] =>
      personId ? [{ named: { name, email }, match: { is: 'known', id: personId, learned: false }, id: personId }] : (found.shift() ?? []),
    ),
  }
}

const asNew = { atSchool: true, hasLeft: false, hasPlace: false, clashes: [], roleIds: [], role: null }

const hasPlace = ({ meant, known }: NamedPeople, index: number): boolean =>
  known.some(({ id, hasPlace: has }) => has && id === meant[index]?.id)

/** What else each of those named has at the time of the event; [] while it is unclear who it is. */
export const clashesOfNamed = ({ meant, known }: NamedPeople): Clash[][] =>
  meant.map(({ id }) => known.find((one) => one.id === id)?.clashes ?? [])

/** Those named who have a place at the event already: their keys, and their names. */
export const placeHolders = (people: NamedPeople): { holders: string[]; who: string } => {
  const found = people.meant.flatMap(({ named }, index) => (hasPlace(people, index) ? [named] : []))
  return { holders: found.map(personKey), who: listed(found.map(({ name }) => name)) }
}

/** @param asks whether it can be asked whom a name means */
export const meantRefusal = (
  people: NamedPeople,
  asks: boolean | undefined,
): 'already_has_place' | 'same_person_twice' | 'who_is_meant' | undefined => {
  if (people.meant.some((_, index) => hasPlace(people, index))) return 'already_has_place'
  if (new Set(people.meant.map(({ id }) => id)).size < people.meant.length) return 'same_person_twice'
  return asks && [...people.meant, people.asker].some((one) => one?.match.is === 'asked') ? 'who_is_meant' : undefined
}

/** By their numbers, with whoever asked. @param school undefined: it is the reader's own */
export const askedPeople = (
  { meant, known, asker }: NamedPeople,
  school: string | undefined,
  at = (index: number): string => String(index + 1),
): AskedPerson[] =>
  [
    ...(asker ? [askedOf(asker, known, { at: 'asker', school })] : []),
    ...meant.map((one, index) => askedOf(one, known, { at: at(index), school })),
  ].filter((one) => one !== undefined)
