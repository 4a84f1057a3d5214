// Schools book in the weeks before a conference, many at once and many late; some people cancel.
import type { Act } from '#base/act.ts'
import { addMinutes, londonDay } from '#base/dates.ts'
import { newId } from '#base/id.ts'
import type { DelegateAsked } from '#booking/bookings/booking.ts'
import { cancelBooking } from '#booking/cancelling/cancel-booking.ts'
import { placeBooking } from '#booking/placing/place-booking.ts'
import type { EventDetails } from '#events/events/event.ts'
import type { Cast } from './cast.ts'
import { type Chance, chanceOf } from './chance.ts'
import type { Conference } from './conference.ts'
import type { ConferenceDates } from './dates.ts'
import { earlierPeople } from './earlier-store.ts'
import { habitOf } from './habit.ts'
import { canSignInAs, childminderAddress } from './people.ts'
import { payingFor } from './settle-money.ts'
import { somebody, staffOf, trustLeadAddress } from './staff.ts'
import { actorOf, type CountySchool, standingPlaces } from './store.ts'
import { actOf, at } from './time.ts'

/**
 * An instant in office hours between the two, later ones likelier, because most bookings come in
 * the last weeks.
 */
const whenBooked = (chance: Chance, from: Date, until: Date): Date => {
  const share = chance.happens(0.3) ? chance.next() * 0.15 : 1 - chance.next() ** 2 * 0.85
  const some = new Date(from.getTime() + (until.getTime() - from.getTime()) * share)
  const inHours = at(londonDay(some), `${String(chance.between(8, 16)).padStart(2, '0')}:${String(chance.between(0, 59)).padStart(2, '0')}`)
  return inHours < from || inHours > until ? some : inHours
}

/** To the conference of today a school sends whomever anybody can sign in as. */
const isAwaited = ({ email }: { email: string }, { sessions }: Conference): boolean => sessions[0]?.days === 0 && canSignInAs(email)

/** Whom a school sends: usually its lead, and only roles the event is for. */
const delegatesOf = (school: CountySchool, conference: Conference, chance: Chance, count: number): DelegateAsked[] => {
  const meant = staffOf(school).colleagues.filter(({ roleId }) => !conference.roles || conference.roles.includes(roleId))
  const [lead, ...others] = meant
  const order = lead && chance.happens(0.7) ? [lead, ...chance.shuffled(others)] : chance.shuffled(meant)
  order.sort((a, b) => Number(isAwaited(b, conference)) - Number(isAwaited(a, conference)))
  return order.slice(0, count).map((colleague) => ({ ...colleague, represents: [] }))
}

const goalOf = ({ turn, capacity, interest }: Conference): number =>
  turn === 'full' ? capacity : turn === 'nearly_full' ? capacity - 2 : Math.round(capacity * interest)

/** What other schools may have taken meanwhile: a trust's places, or those reserved. */
const gone: ReadonlySet<string> = new Set(['trust_limit_reached', 'held_back', 'event_full'])

/** Bookings from `from` to `until`, in order, as wanted and available. */
export const bookPlaces = async (
  act: Act,
  event: EventDetails,
  conference: Conference,
  cast: Cast,
  from: Date,
  until: Date,
): Promise<void> => {
  const chance = chanceOf(`bookings ${conference.title} ${conference.capacity} ${conference.sessions[0]?.days}`)
  const popular = conference.turn === 'full' || conference.turn === 'nearly_full'
  const willing = chance.shuffled(cast.schools).filter((school) => {
    const habit = habitOf(school)
    return cast.contacts.has(school.id) && chance.happens(habit === 'eager' ? 0.85 : habit === 'occasional' ? (popular ? 0.5 : 0.25) : 0)
  })
  // Whoever is awaited has a place before others have taken all of them.
  const sends = (school: CountySchool): boolean => staffOf(school).colleagues.some((one) => isAwaited(one, conference))
  willing.sort((a, b) => Number(sends(b)) - Number(sends(a)))
  let left = goalOf(conference)
  const plans = willing.flatMap((school) => {
    const most = Math.min(left, conference.placesPerSchool ?? 4)
    const delegates =
      most > 0 ? delegatesOf(school, conference, chance, chance.happens(0.35) ? 1 : Math.min(most, chance.between(2, 3))) : []
    left -= delegates.length
    return delegates.length > 0 ? [{ school, delegates, when: whenBooked(chance, from, until) }] : []
  })
  const earlier = await earlierPeople(act.db)
  for (const { school, delegates, when } of plans.sort((a, b) => a.when.getTime() - b.when.getTime())) {
    const contact = cast.contacts.get(school.id)
    if (!contact) continue
    const later = chance.happens(conference.unnamed ?? 0)
    const some: DelegateAsked[] = delegates.map((one) => ({
      ...one,
      meant: earlier.get(school.id + one.name),
      ...(conference.attendanceMode === 'mixed' && { attendance: chance.happens(0.4) ? 'online' : 'in_person' }),
    }))
    const by = actOf(act, contact, when)
    const done = await placeBooking(by, {
      code: event.code,
      schoolId: school.id,
      formId: newId(when),
      delegates: later ? some.slice(0, 1) : some,
      unnamed: later ? some.length - 1 : 0,
      termsId: event.termsId ?? undefined,
      paying: await payingFor(
        by,
        event,
        school,
        some.map(({ attendance }) => ({ online: attendance === 'online' })),
      ),
    })
    if (!done.ok && !gone.has(done.reason)) throw new Error(`${event.title}, ${school.name}: ${done.reason}`)
  }
  if (conference.childminder) await bookChildminder(act, event, addMinutes(until, -120))
  if (conference.trustLead) await bookTrustLead(act, event, cast, addMinutes(until, -90))
  if (event.capacity >= 80) await bookPartner(act, event, cast, addMinutes(until, -60))
}

/**
 * One person with one place, for three schools of their trust: the place's own, and two that send
 * nobody.
 */
const bookTrustLead = async (act: Act, event: EventDetails, cast: Cast, when: Date): Promise<void> => {
  const lead = await actorOf(act.db, trustLeadAddress)
  const ours = cast.schools.filter(({ id }) => lead?.schoolIds.includes(id))
  const [own, ...quiet] = ours.sort((a, b) => Number(habitOf(a) === 'eager') - Number(habitOf(b) === 'eager'))
  if (!lead?.name || !lead.email || !own) return
  const delegates = [{ name: lead.name, email: lead.email, roleId: 'trust_lead', represents: quiet.slice(0, 2).map(({ id }) => id) }]
  const by = actOf(act, lead, when)
  const done = await placeBooking(by, {
    code: event.code,
    schoolId: own.id,
    formId: newId(when),
    delegates,
    termsId: event.termsId ?? undefined,
    paying: await payingFor(by, event, own, 1),
  })
  if (!done.ok) throw new Error(`${event.title}, ${own.name}: ${done.reason}`)
}

/** A childminder is the lead of her own setting. */
const bookChildminder = async (act: Act, event: EventDetails, when: Date): Promise<void> => {
  const childminder = await actorOf(act.db, childminderAddress)
  const [schoolId] = childminder?.schoolIds ?? []
  if (!childminder?.name || !schoolId) return
  const delegates = [{ name: childminder.name, email: childminderAddress, roleId: 'dsl', represents: [] }]
  const done = await placeBooking(actOf(act, childminder, when), { code: event.code, schoolId, formId: newId(when), delegates })
  if (!done.ok) throw new Error(`${event.title}: ${done.reason}`)
}

/** The organiser books for an outside organisation that phoned. */
const bookPartner = async (act: Act, event: EventDetails, cast: Cast, when: Date): Promise<void> => {
  const [partner] = cast.organisations
  if (!partner) return
  const person = somebody('youth justice', 'youthjustice.example')
  const delegates = [{ ...person, roleId: 'other', represents: [] }]
  const done = await placeBooking(actOf(act, cast.organiser, when), {
    code: event.code,
    schoolId: partner,
    formId: newId(when),
    delegates,
    termsId: event.termsId ?? undefined,
    askedBy: 'by telephone',
    contact: { ...somebody('youth justice manager', 'youthjustice.example'), telephone: '01632 960147' },
  })
  if (!done.ok && done.reason !== 'event_full') throw new Error(`${event.title}: ${done.reason}`)
}

/** Cancels this share of the places after the last booking. */
export const cancelSomePlaces = async (
  act: Act,
  event: EventDetails,
  cast: Cast,
  { lastBooking, lastCancelling }: ConferenceDates,
  share: number,
): Promise<void> => {
  const chance = chanceOf(`cancellations ${event.title} ${event.capacity}`)
  const given = (await standingPlaces(act.db, event.id)).filter(() => chance.happens(share))
  const minutes = (lastCancelling.getTime() - lastBooking.getTime()) / 60_000
  const planned = given.map((place) => ({ place, when: addMinutes(lastBooking, chance.next() * minutes) }))
  for (const { place, when } of planned.sort((a, b) => a.when.getTime() - b.when.getTime())) {
    // A late canceller phones, and the organiser cancels by the terms.
    const contact = event.termsId ? cast.organiser : (cast.contacts.get(place.schoolId) ?? cast.organiser)
    const done = await cancelBooking(actOf(act, contact, when), place.reference, [place.id], event.termsId ? { byTerms: true } : undefined)
    if (!done.ok) throw new Error(`${event.title}: ${done.reason}`)
  }
}
