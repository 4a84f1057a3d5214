import { bookingConfirmed } from '../../emails/booking-confirmed.tsx'
import { type Act, actsFor, hasRole } from '../act.ts'
import { atomically, guardBroken } from '../db/atomically.ts'
import type { EventDetails } from '../events/event.ts'
import { newId, newReference } from '../id.ts'
import { contactOf, type InvitedPlace } from '../invites/invite.ts'
import { invitePlaces, senderOf } from '../invites/invite-places.ts'
import { logged } from '../log/store.ts'
import { queued } from '../outbox/store.ts'
import { ok, type Result, refuse } from '../result.ts'
import { schoolLabel } from '../schools/school.ts'
import {
  type BookingSchool,
  type Channel,
  type DelegateAsked,
  nameKey,
  personKey,
  type Refusal,
  refusalBefore,
  repeatedAt,
  rolesFor,
  roomFor,
} from './booking.ts'
import { bookingOfForm, insertBooking, type NewBooking, type PlacingGround, readPlacingGround, sameGround, vocabularyDay } from './store.ts'

export type PlaceBookingAsk = { code: string; schoolId: string; formId: string; delegates: DelegateAsked[] }

/** `again`: this form had made its booking before, and this is it. */
export type Placed = { reference: string; again: boolean }

/**
 * Books places for named people of one school, all of them or none: persons, places, invitations, messages and the log in one batch.
 * The same form sent again gives the same booking. Whoever acts for the school may book while booking is open; an organiser may book for
 * any school until the event is over.
 *
 * @returns 'no_such_event' also for a draft, and for a school that the reader may not book for
 */
export const placeBooking = async (act: Act, ask: PlaceBookingAsk): Promise<Result<Placed, Refusal | 'no_such_event'>> => {
  const first = await tryPlacing(act, ask)
  const second = !first.ok && first.reason === 'event_changed' ? await tryPlacing(act, ask) : first
  if (second.ok || second.reason !== 'form_already_used') return second
  // Two copies of one form at the same time: the other one has just made the booking.
  const made = await bookingOfForm(act.db, ask.formId)
  return made?.schoolId === ask.schoolId ? ok({ reference: made.reference, again: true }) : second
}

const tryPlacing = async (act: Act, ask: PlaceBookingAsk): Promise<Result<Placed, Refusal | 'no_such_event'>> => {
  const channel: Channel = actsFor(act.actor, ask.schoolId) ? 'school' : 'organiser'
  if (channel === 'organiser' && !hasRole(act.actor, 'organiser', 'administrator')) return refuse('no_such_event')
  const emails = [...new Set(ask.delegates.map((delegate) => delegate.email))]
  const represents = [...new Set(ask.delegates.flatMap((delegate) => delegate.represents))]
  const ground = await readPlacingGround(act, ask.code, ask.schoolId, ask.formId, emails, represents)
  const school = ground?.schools[0]
  if (!ground || !school) return refuse('no_such_event')
  if (ground.made)
    return ground.made.schoolId === ask.schoolId ? ok({ reference: ground.made.reference, again: true }) : refuse('form_already_used')
  const refusal = refusalOf(act, ask, ground, school, channel)
  if (refusal) return refuse(refusal)

  const { event } = ground
  const booking = compose(act, ask, ground, channel)
  const invited: InvitedPlace[] = booking.places.map((place, index) => {
    const asked = ask.delegates[index]
    return {
      placeId: place.id,
      personId: place.personId,
      name: asked?.name ?? '',
      email: asked?.email ?? '',
      schoolId: school.id,
      schoolName: school.name,
      bookedByOther: !isBooker(act, asked),
      byCouncil: channel === 'organiser',
      bookingId: booking.id,
    }
  })
  const written = await atomically<Refusal>(
    act.db,
    [
      ...sameGround(act, event, school.id, emails, ground.known),
      ...insertBooking(act, event, booking),
      ...(await confirmation(act, event, school, booking, ask)),
      ...(await invitePlaces(act, event, invited)),
      logged(act, {
        act: 'booking.placed',
        subject: ['booking', booking.id],
        eventId: event.id,
        schoolId: school.id,
        after: {
          channel,
          places: booking.places.map(({ id, personId, roleId, represents: others }) => ({ id, personId, roleId, represents: others })),
        },
      }),
    ],
    {
      event_full: 'event_full',
      school_limit_reached: 'school_limit_reached',
      booking_not_open: 'booking_not_open',
      booking_closed: 'booking_closed',
      event_cancelled: 'event_cancelled',
      'Booking.formId': 'form_already_used',
      'Place.eventId, Place.personId': 'already_has_place',
      [guardBroken]: 'event_changed',
    },
  )
  return written.ok ? ok({ reference: booking.reference, again: false }) : written
}

const refusalOf = (act: Act, ask: PlaceBookingAsk, ground: PlacingGround, school: BookingSchool, channel: Channel): Refusal | undefined => {
  const { event } = ground
  const before = refusalBefore(event, school, channel, act.now)
  if (before) return before
  if (event.placesPerSchool !== null && school.taken + ask.delegates.length > event.placesPerSchool) return 'school_limit_reached'
  if (ask.delegates.length > roomFor(event, school)) return 'event_full'
  if (repeatedAt(ask.delegates) >= 0) return 'same_person_twice'
  const day = vocabularyDay(event, act.now)
  const known = rolesFor({ audience: { roles: [], kinds: [] } }, ground.roles, day).map((role) => role.id)
  const meant = rolesFor(event, ground.roles, day).map((role) => role.id)
  if (ask.delegates.some((delegate) => !known.includes(delegate.roleId))) return 'unknown_role'
  if (ask.delegates.some((delegate) => !meant.includes(delegate.roleId))) return 'role_not_invited'
  if (ask.delegates.some((d) => d.represents.some((id) => id === ask.schoolId || !ground.representable.includes(id))))
    return 'unknown_school'
  const taken = new Set(ground.known.filter((person) => person.hasPlace === 1).map(personKey))
  return ask.delegates.some((delegate) => taken.has(personKey(delegate))) ? 'already_has_place' : undefined
}

const compose = (act: Act, ask: PlaceBookingAsk, ground: PlacingGround, channel: Channel): NewBooking => ({
  id: newId(act.now),
  reference: newReference(),
  eventId: ground.event.id,
  schoolId: ask.schoolId,
  channel,
  formId: ask.formId,
  places: ask.delegates.map((delegate) => {
    const person = ground.known.find((candidate) => personKey(candidate) === personKey(delegate))
    return {
      id: newId(act.now),
      personId: person?.id ?? newId(act.now),
      newPerson: person ? undefined : { name: delegate.name, email: delegate.email },
      newRole: !person?.roleIds.includes(delegate.roleId),
      roleId: delegate.roleId,
      represents: [...new Set(delegate.represents)],
    }
  }),
})

/** An office shares its address: only the same name at the same address is the one who books. */
const isBooker = (act: Act, delegate: DelegateAsked | undefined): boolean =>
  delegate !== undefined &&
  delegate.email === act.actor.email &&
  act.actor.name !== undefined &&
  nameKey(delegate.name) === nameKey(act.actor.name)

const confirmation = async (
  act: Act,
  event: EventDetails,
  school: BookingSchool,
  booking: NewBooking,
  ask: PlaceBookingAsk,
): Promise<D1PreparedStatement[]> => {
  if (!act.actor.email || !act.actor.accountId) return []
  const rendered = bookingConfirmed({
    sender: await senderOf(act),
    event,
    reference: booking.reference,
    schoolName: schoolLabel(school),
    delegates: ask.delegates.map((delegate) => delegate.name),
    bookingPage: `${act.baseUrl}/bookings/${booking.reference}`,
    contact: contactOf(event),
  })
  return queued(act, {
    ...rendered,
    id: newId(act.now),
    kind: 'booking_confirmed',
    to: { name: act.actor.name, email: act.actor.email },
    replyTo: event.contactEmail || undefined,
    recipient: act.actor.accountId,
    eventId: event.id,
    schoolId: school.id,
    bookingId: booking.id,
  })
}
