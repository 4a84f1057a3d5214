// An email address that does not work. Nothing more is sent to it until it is corrected or found to
// work again; the school's other contact and the organiser are told, once, and then it is shown
// beside whoever it concerns.
import type { Instant } from '#base/dates.ts'
import { counted } from '#base/words.ts'
import type { AddressTroubleKind } from './mail-event.ts'

/** `contact`: gets the booking's messages; `delegate`: has a place. */
export type Unreached = {
  troubleId: string
  email: string
  kind: AddressTroubleKind
  at: Instant
  toldAt: Instant | null
  role: 'delegate' | 'contact'
  personId: string | null
  placeId: string | null
  name: string | null
  bookingId: string
  eventId: string
  reference: string
  schoolId: string
  schoolName: string
  town: string
  urn: string | null
}

export type EventOfTrouble = {
  id: string
  code: string
  title: string
  startsAt: Instant
  contactName: string
  contactEmail: string
  contactTelephone: string
}

/** Somebody to write to instead: `id` is an account's or a contact's. */
export type Reachable = { id: string; email: string; name: string | null }

export type FailingAddress = {
  id: string
  email: string
  kind: AddressTroubleKind
  at: Instant
  toldAt: Instant | null
  solved: 'corrected' | 'works_again' | null
  solvedAt: Instant | null
}

export type ListedTrouble = FailingAddress & { names: string | null; schools: string | null; missed: number }

export type UserOfAddress = {
  what: 'person' | 'account' | 'contact'
  id: string
  name: string | null
  school: string | null
  schoolId: string | null
}

export type MissedMail = {
  id: string
  subject: string
  createdAt: Instant
  eventTitle: string | null
  withheld: 0 | 1
  sentAgainAs: string | null
}

export type AddressHistory = { trouble: FailingAddress; all: FailingAddress[]; users: UserOfAddress[]; missed: MissedMail[] }

/** Whoever gets the booking's messages; if that fails, the first of `others`, which all work. */
export const whoToNotify = (
  told: Reachable | undefined,
  others: readonly Reachable[],
  failing: ReadonlySet<string>,
): Reachable | undefined => (told && !failing.has(told.email) ? told : others.find((other) => !failing.has(other.email)))

/** Never that nobody read it, which is unknown. */
export const sayAddressProblem: Record<AddressTroubleKind, string> = {
  bounced: 'The mail server of the address refuses our mail: the address is wrong or is closed',
  complained: 'Somebody there marked our mail as spam, so nothing more is sent',
  suppressed: 'The mail service does not send to the address, because mail to it failed before',
}

/** How many people could not be reached, each counted once. */
export const countUnreached = (people: readonly Pick<Unreached, 'troubleId' | 'personId'>[]): number =>
  new Set(people.map(({ troubleId, personId }) => `${troubleId} ${personId ?? ''}`)).size

/** `2 people could not be reached` */
export const sayUnreached = (people: number): string => `${counted(people, 'person', 'people')} could not be reached`
