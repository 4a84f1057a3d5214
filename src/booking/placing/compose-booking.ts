// From what a form asks to what is booked: what prevents it, and the places it makes.
import type { Act } from '#base/act.ts'
import { instant } from '#base/dates.ts'
import { newId, newReference } from '#base/id.ts'
import { listed } from '#base/words.ts'
import { lacking, lacksAttendance, waysAsked } from '#booking/bookings/attendance.ts'
import type { ContactAsked } from '#booking/bookings/booker.ts'
import {
  type BookingSchool,
  type Channel,
  type DelegateAsked,
  isNoName,
  leftFor,
  limitRefusal,
  personKey,
  type Refusal,
  refusalToAsk,
  repeatedAt,
  rolesFor,
  type Unfit,
  unfitFor,
} from '#booking/bookings/booking.ts'
import type { Origin, PlaceBookingAsk } from '#booking/bookings/booking-ask.ts'
import { type BookingContext, vocabularyDay } from '#booking/bookings/context-store.ts'
import type { Booker, NewAsker, NewBooking } from '#booking/bookings/store.ts'
import { blocksOf, type EventDetails, eventFor, isMixed } from '#events/events/event.ts'
import { choiceProblem, isFull } from '#events/events/workshop.ts'
import type { Question } from '#events/questions/question.ts'
import type { Clash } from '#people/people/clash.ts'
import { type AskedPerson, askedOf, type KnownPerson, type MeantPerson, meantBy } from '#people/people/spelling.ts'
import { keepMeant } from '#people/people/spelling-store.ts'

import type { Asked } from './forms.ts'

/** What a form asks, and all that was read to decide on it. */
export type Placing = {
  ask: PlaceBookingAsk
  origin: Origin
  ground: BookingContext
  school: BookingSchool
  channel: Channel
  people: NamedPeople
}

const placesAsked = (ask: PlaceBookingAsk): number => ask.delegates.length + (ask.unnamed ?? 0)

/** Why the places cannot be booked, apart from price, from what was read; the database decides. */
export const placingRefusal = (act: Act, { ask, origin, ground, school, channel, people }: Placing): Refusal | undefined => {
  const { event } = ground
  const { requested, moved } = origin
  const asked = placesAsked(ask)
  // A request made while booking was open is in time; once the event has begun the database
  // refuses.
  const asOf = requested ? new Date(requested.requestedAt) : act.now
  const before = refusalToAsk(event, school, channel, asOf) ?? limitRefusal(event, school, asked)
  if (before) return before
  if (ask.ifFull !== 'wait' && !waitsForApproval(event, channel)) {
    const full = lacking(event, school, channel, waysAsked(event, ask))
    if (full) return full.reason
  }
  if (!requested && !moved && lacksAttendance(event, ask)) return 'attendance_missing'
  if (ask.contact && ground.asker?.staff) return 'contact_is_staff'
  if (event.termsId !== null && ask.termsId !== event.termsId) return 'terms_not_accepted'
  if (ask.delegates.some((delegate) => isNoName(delegate.name))) return 'not_a_name'
  if (repeatedAt(ask.delegates) >= 0) return 'same_person_twice'
  const day = vocabularyDay(event, act.now)
  const known = rolesFor({ audience: { roles: [], kinds: [] } }, ground.roles, day).map((role) => role.id)
  const meant = rolesFor(event, ground.roles, day).map((role) => role.id)
  if (ask.delegates.some((delegate) => !known.includes(delegate.roleId))) return 'unknown_role'
  if (ask.delegates.some((delegate) => !meant.includes(delegate.roleId))) return 'role_not_invited'
  if (ask.delegates.some((d) => d.represents.some((id) => id === ask.schoolId || !ground.representable.some((one) => one.id === id))))
    return 'unknown_school'
  const workshops = workshopRefusal(event, ask.delegates)
  if (workshops) return workshops
  const unclear = meantRefusal(people, ask.asks)
  if (unclear) return unclear
  // Nobody was asked for a reason when places move, or when they were requested.
  const unfit = unfitOfNamed(event, school, ask.delegates, people).map((one) => one.why)
  return unfit.find((why) => why === 'course_missing' || (!requested && !moved))
}

/** Why the workshops that were chosen while booking cannot be had, as far as was read. */
const workshopRefusal = (event: EventDetails, delegates: PlaceBookingAsk['delegates']): Refusal | undefined => {
  for (const { workshopIds = [] } of delegates) {
    const chosen = event.sessions.filter(({ id, block }) => block !== '' && workshopIds.includes(id))
    if (chosen.length < new Set(workshopIds).size) return 'event_changed'
    if (chosen.some(isFull)) return 'workshop_full'
    if (choiceProblem(chosen)) return 'workshops_clash'
  }
  return undefined
}

const waitsForApproval = (event: EventDetails, channel: Channel): boolean => event.rules.approval && channel === 'school'

/** In the order asked, named first; what is reserved for the school is taken before the rest. */
export const compose = (act: Act, { ask, origin, ground, school, channel, people }: Placing): NewBooking => {
  const approval = waitsForApproval(ground.event, channel)
  const ways = waysAsked(ground.event, ask)
  const all = !approval && lacking(ground.event, school, channel, ways) === undefined
  const heldBack = ground.heldBacks.flatMap(({ id, left: free }) => Array.from({ length: Math.max(0, free) }, () => id))
  const whole = ways.map((attendance, index) => {
    const before = ways.slice(0, index).filter((way) => way === attendance).length
    const now = all || (!approval && (ask.acceptsFewer ?? false) && before < leftFor(eventFor(ground.event, attendance), school, channel))
    return {
      id: newId(act.now),
      attendance,
      waitsFor: now ? undefined : approval ? ('approval' as const) : ('list' as const),
      heldBackId: now && attendance !== 'online' ? heldBack[before] : undefined,
    }
  })
  const asker = channel === 'organiser' && !origin.moved ? askerOf(act, ask, ground, people) : undefined
  const booker = whoBooks(act, ask, origin, channel, asker)
  return {
    id: newId(act.now),
    reference: newReference(),
    eventId: ground.event.id,
    schoolId: ask.schoolId,
    channel,
    formId: ask.formId,
    booker,
    enteredById: channel === 'organiser' ? act.actor.accountId : undefined,
    asker,
    people: keepMeant(act, ask.schoolId, people.asker ? [people.asker, ...people.meant] : people.meant, people.known),
    movedFromId: origin.moved?.bookingId,
    askedBy: ask.askedBy ?? '',
    waitingSince: whole.some(({ waitsFor }) => waitsFor) ? (origin.requested?.requestedAt ?? instant(act.now)) : undefined,
    acceptsFewer: ask.acceptsFewer ?? false,
    termsId: ground.event.termsId ?? undefined,
    places: whole.map((place, index) => {
      const delegate = ask.delegates[index]
      if (!delegate)
        return { ...place, personId: undefined, newRole: false, roleId: undefined, represents: [], workshopIds: [], reason: '' }
      const personId = people.meant[index]?.id
      const person = people.known.find(({ id }) => id === personId)
      return {
        ...place,
        personId,
        newRole: person ? !person.roleIds.includes(delegate.roleId) : !delegate.personId,
        roleId: delegate.roleId,
        represents: [...new Set(delegate.represents)],
        workshopIds: place.waitsFor ? [] : [...new Set(delegate.workshopIds ?? [])],
        reason: delegate.reason ?? '',
      }
    }),
  }
}

/** Whoever asked the council, requested it before or booked what moves; else who sends it. */
const whoBooks = (act: Act, ask: PlaceBookingAsk, origin: Origin, channel: Channel, asker: NewAsker | undefined): Booker => {
  if (channel === 'organiser' && !origin.moved)
    return {
      accountId: asker?.accountId,
      personId: asker?.personId,
      email: ask.contact?.email || undefined,
      name: ask.contact?.name || undefined,
    }
  const { accountId, personId, email, name }: Partial<Booker> = origin.requested ?? origin.moved?.booker ?? act.actor
  return { accountId, personId, email, name }
}

/** Whoever asked the council: their known account and record, or new ones. */
const askerOf = (act: Act, ask: PlaceBookingAsk, { asker: account }: BookingContext, { asker }: NamedPeople): NewAsker | undefined => {
  if (!ask.contact) return undefined
  const { email, telephone } = ask.contact
  return {
    accountId: email ? (account?.id ?? newId(act.now)) : undefined,
    newAccount: email && !account ? email : undefined,
    personId: asker?.id,
    telephone,
  }
}

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
  const matches = meantBy(now, typed, record ? [...records, record] : records, own ?? contact?.email, own)
  return {
    known,
    asker,
    meant: delegates.flatMap(({ personId, name, email }): MeantPerson | readonly MeantPerson[] =>
      personId ? [{ named: { name, email }, match: { is: 'known', id: personId, learned: false }, id: personId }] : (matches.shift() ?? []),
    ),
  }
}

const asNew = { atSchool: true, hasLeft: false, hasPlace: false, hasCourse: false, clashes: [], roleIds: [], role: null }

const hasPlace = ({ meant, known }: NamedPeople, index: number): boolean =>
  known.some(({ id, hasPlace: has }) => has && id === meant[index]?.id)

/** Whom of those named the event is not for, by their index, and why. */
export const unfitOfNamed = (
  event: EventDetails,
  school: Pick<BookingSchool, 'kind' | 'origin'>,
  delegates: readonly DelegateAsked[],
  { meant, known }: NamedPeople,
): { index: number; name: string; why: Unfit }[] =>
  delegates.flatMap((delegate, index) => {
    const hasCourse = known.some((one) => one.id === meant[index]?.id && one.hasCourse)
    const why = unfitFor(event, school, delegate, hasCourse)
    return why ? [{ index, name: delegate.name, why }] : []
  })

/** What else each of those named has at the time of the event; [] while it is unclear who it is. */
export const clashesOfNamed = ({ meant, known }: NamedPeople): Clash[][] =>
  meant.map(({ id }) => known.find((one) => one.id === id)?.clashes ?? [])

/** Those named who have a place at the event already: their keys, and their names. */
export const placeHolders = (people: NamedPeople): { holders: string[]; who: string } => {
  const holders = people.meant.flatMap(({ named }, index) => (hasPlace(people, index) ? [named] : []))
  return { holders: holders.map(personKey), who: listed(holders.map(({ name }) => name)) }
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

/** An event that is free, of one way to come, and decides and asks nothing further. */
export const asksNothingMore = (event: EventDetails, questions: readonly Question[]): boolean =>
  event.priceId === null &&
  event.termsId === null &&
  !event.rules.approval &&
  !isMixed(event) &&
  questions.length === 0 &&
  blocksOf(event.sessions).length === 0

/** Everybody is named, and it is clear who they are and that they can come. */
export const isCertain = ({ unnamed }: Asked, people: NamedPeople): boolean =>
  unnamed === 0 && askedPeople(people, undefined).length === 0 && clashesOfNamed(people).every((clashes) => clashes.length === 0)
