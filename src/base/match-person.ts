// Whose record a typed name and address mean. An address alone never identifies a person, a name
// alone only within a school. If unclear we ask; where we cannot, we make a new record, which the
// list of likely duplicates shows.

import { looksShared } from './mailbox.ts'
import { type Likeness, likenessOf, type ReadName, readName } from './person-name.ts'

/** `email`: '' for none. `answer`: the chosen record's id, or `nobodyKnown`. */
export type NamedPerson = { name: string; email: string; answer?: string | undefined }

/** None of the records is meant. */
export const nobodyKnown = 'new'

/** One record for each spelling of its name and addresses. */
export type KnownRecord = {
  id: string
  name: string
  /** '': none. */
  email: string
  /** Whether they have or had a role, place or attendance at the school. */
  atSchool: boolean
  /** Whether every role that they had at the school has ended. */
  hasLeft: boolean
}

/**
 * `agree`: the same personal address. `differ`: two. `missing`: the record has no personal one.
 * `untold`: none was typed.
 */
type Addresses = 'agree' | 'differ' | 'missing' | 'untold'

type Meaning = 'same' | 'asked' | 'other'

/** By addresses and names, for a record of the school and for one of other schools. */
export const meanings: Record<Addresses, Record<Likeness, { here: Meaning; elsewhere: Meaning }>> = {
  agree: {
    same: { here: 'same', elsewhere: 'same' },
    like: { here: 'asked', elsewhere: 'other' },
    other: { here: 'asked', elsewhere: 'other' },
  },
  differ: {
    same: { here: 'asked', elsewhere: 'other' },
    like: { here: 'other', elsewhere: 'other' },
    other: { here: 'other', elsewhere: 'other' },
  },
  missing: {
    same: { here: 'asked', elsewhere: 'other' },
    like: { here: 'asked', elsewhere: 'other' },
    other: { here: 'other', elsewhere: 'other' },
  },
  untold: {
    same: { here: 'same', elsewhere: 'other' },
    like: { here: 'asked', elsewhere: 'other' },
    other: { here: 'other', elsewhere: 'other' },
  },
}

const isOneAddress = (one: string, other: string): boolean => one !== '' && one.toLowerCase() === other.toLowerCase()

const tellsOne = (email: string): boolean => email !== '' && !looksShared(email)

/** Parsed once per record, which may be compared with thousands. */
const read = new WeakMap<{ name: string }, ReadName>()

const nameOf = (one: { name: string }): ReadName => {
  const known = read.get(one) ?? readName(one.name)
  read.set(one, known)
  return known
}

const addressesOf = (
  named: NamedPerson,
  record: KnownRecord,
  likeness: Likeness,
  tells: (email: string) => boolean,
  self: string,
): Addresses => {
  const isOne = isOneAddress(named.email, record.email)
  // Neither a colleague at one mailbox nor a successor has the same name too.
  if (isOne && likeness === 'same' && (record.atSchool || !looksShared(named.email) || isOneAddress(named.email, self))) return 'agree'
  if (!tells(named.email)) return 'untold'
  if (!tells(record.email) || (isOne && record.hasLeft)) return 'missing'
  return isOne ? 'agree' : 'differ'
}

/** @param tells whether an address is personal @param self the signed-in account's address */
export const meaningOf = (named: NamedPerson, record: KnownRecord, tells: (email: string) => boolean = tellsOne, self = ''): Meaning => {
  const likeness = likenessOf(nameOf(named), nameOf(record))
  return meanings[addressesOf(named, record, likeness, tells, self)][likeness][record.atSchool ? 'here' : 'elsewhere']
}

/** Addresses that two people have. */
const sharedAmong = (people: readonly { email: string; who: string }[]): string[] =>
  [...Map.groupBy(people, ({ email }) => email.toLowerCase())].flatMap(([email, all]) =>
    new Set(all.map(({ who }) => who)).size > 1 ? [email] : [],
  )

/** `learned`: typed details the record does not have yet. */
export type PersonMatch =
  | { is: 'known'; id: string; learned: boolean }
  /** `apart`: records that were ruled out. */
  | { is: 'new'; apart: readonly string[] }
  /** `mailbox`: all have other names, so somebody else reads that mailbox. */
  | { is: 'asked'; records: KnownRecord[]; mailbox: boolean }

const onceEach = (records: readonly KnownRecord[]): KnownRecord[] =>
  records.filter(({ id }, index) => records.findIndex((other) => other.id === id) === index)

/**
 * For people named together: two names are two people. `records`: likeliest first.
 * @param own address of whoever asks, for people with none @param self the signed-in address
 */
export const matchPeople = (named: readonly NamedPerson[], records: readonly KnownRecord[], own?: string, self?: string): PersonMatch[] => {
  const shared = new Set([
    ...sharedAmong(records.map(({ email, id }) => ({ email, who: id }))),
    ...sharedAmong(named.map((one) => ({ email: one.email, who: nameOf(one).key }))),
    ...(own === undefined ? [] : [own.toLowerCase()]),
  ])
  const tells = (email: string): boolean => tellsOne(email) && !shared.has(email.toLowerCase())
  const matches = named.map((one) => {
    const meant = records.map((record) => ({ record, meaning: meaningOf(one, record, tells, self) }))
    const same = meant.filter(({ meaning }) => meaning === 'same').map(({ record }) => record)
    const proven = same.find(({ email }) => isOneAddress(email, one.email))
    return { proven, open: onceEach([...same, ...meant.filter(({ meaning }) => meaning === 'asked').map(({ record }) => record)]), same }
  })
  const taken = new Set(matches.map(({ proven }) => proven?.id))
  return matches.map(({ proven, same, open }, index): PersonMatch => {
    if (proven) return { is: 'known', id: proven.id, learned: false }
    const [only, ...more] = onceEach(same).filter(({ id }) => !taken.has(id))
    if (only && more.length === 0) return { is: 'known', id: only.id, learned: false }
    const asked = open.filter(({ id }) => !taken.has(id))
    const answer = named[index]?.answer
    if (asked.length === 0 || answer === nobodyKnown) return { is: 'new', apart: asked.map(({ id }) => id) }
    if (asked.some(({ id }) => id === answer)) return { is: 'known', id: answer ?? '', learned: true }
    const typed = readName(named[index]?.name ?? '')
    return { is: 'asked', records: asked, mailbox: asked.every((record) => likenessOf(typed, nameOf(record)) === 'other') }
  })
}
