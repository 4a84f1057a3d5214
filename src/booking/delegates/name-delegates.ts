import type { Act } from '#base/act.ts'
import { instant } from '#base/dates.ts'
import { atomically, guardBroken } from '#base/db/atomically.ts'
import { passedOn, spending } from '#base/limits/spend-budget.ts'
import { noted } from '#base/log/refusal.ts'
import { logged } from '#base/log/store.ts'
import { ok, type Result, refuse } from '#base/result.ts'
import type { BookedPlace } from '#booking/bookings/booked-place.ts'
import { isBooker, isToldAsDelegate, toBooker } from '#booking/bookings/booker.ts'
import { audienceAllowsKind, isNoName, personKey, repeatedAt, rolesFor } from '#booking/bookings/booking.ts'
import type { BookingDetails } from '#booking/bookings/booking-details.ts'
import { type FoundBooking, readBooking } from '#booking/bookings/booking-store.ts'
import { sameChoices } from '#booking/bookings/choice-store.ts'
import { type BookingContext, readBookingContext, sameGround, vocabularyDay } from '#booking/bookings/context-store.ts'
import { clashesOfNamed, meantRefusal, type NamedPeople, unfitOfNamed } from '#booking/placing/compose-booking.ts'
import { owedAsBefore } from '#booking/pricing/show-owed.ts'
import { contactOf, type InvitedPlace } from '#calendars/invites/invite.ts'
import { inviteToOwn, senderOf } from '#calendars/invites/invite-places.ts'
import { withdrawInvitations } from '#calendars/invites/withdraw-invitations.ts'
import { type DelegateChange, delegatesChanged } from '#emails/booking/delegates-changed.tsx'
import { type EventDetails, firstStart } from '#events/events/event.ts'
import { judgeAnswers } from '#events/questions/forms.ts'
import { type PlacedAnswer, placedAnswers } from '#events/questions/question.ts'
import { insertAnswers } from '#events/questions/store.ts'
import { queuedAll } from '#messages/outbox/store.ts'
import { sayLastFree } from '#money/terms/words.ts'
import { keepMeant } from '#people/people/spelling-store.ts'
import { schoolLabel } from '#schools/schools/school.ts'
import { type Named, type Naming, type NamingRefusal, peopleNamed, sessionsOf } from './delegate.ts'
import { type ChangeOfHands, changeHands, sameHands } from './store.ts'

/**
 * Names or swaps people on a booking's places until the event begins, all or none, in one batch;
 * repeating changes nothing, and waiting places invite nobody. 'place_changed': somebody else is on
 * a place. @param clashesSeen keys of those whose other place was shown; undefined: no page asks
 */
export const nameDelegates = async (
  act: Act,
  reference: string,
  namings: readonly Naming[],
  read?: FoundBooking,
  clashesSeen?: readonly string[],
): Promise<Result<Named, NamingRefusal>> => {
  const first = await tryNaming(act, reference, namings, read, clashesSeen)
  return !first.ok && first.reason === 'event_changed' ? tryNaming(act, reference, namings, undefined, clashesSeen) : first
}

type Change = ChangeOfHands & { place: BookedPlace; naming: Naming }

const tryNaming = async (
  act: Act,
  reference: string,
  namings: readonly Naming[],
  read: FoundBooking | undefined,
  clashesSeen: readonly string[] | undefined,
): Promise<Result<Named, NamingRefusal>> => {
  const bookingAndEvent = read ?? (await readBooking(act, reference))
  if (!bookingAndEvent) return refuse('no_such_booking')
  const { booking } = bookingAndEvent
  const delegates = namings.map((naming) => naming.delegate)
  const asked = {
    schoolId: booking.schoolId,
    emails: [...new Set(delegates.map((delegate) => delegate.email))].filter(Boolean),
    names: delegates.map(({ name }) => name),
  }
  const represents = [...new Set(delegates.flatMap((delegate) => delegate.represents))]
  const ground = await readBookingContext(act, { code: bookingAndEvent.event.code, formId: '', represents, ...asked })
  if (!ground) return refuse('no_such_booking')
  const people = peopleNamed(act, booking, namings, ground.known)
  const changes = changesOf(booking, people, namings)
  if (!changes.ok) return changes
  const isLearned = people.meant.some(({ match }) => match.is === 'known' && match.learned)
  if (changes.value.length === 0 && !isLearned) return ok({ named: 0, swapped: 0, changed: 0 })
  const refusal = refusalOf(act, booking, ground, changes.value, people)
  if (refusal) return refuse(refusal)
  if (clashesSeen && delegates.some((one, index) => clashesOfNamed(people)[index]?.length && !clashesSeen.includes(personKey(one))))
    return refuse('other_place')
  const { event } = ground
  const moved = changes.value.filter((change) => change.was !== change.personId)
  const outgoing = moved.filter((change) => change.was !== null)
  const places = outgoing.map((change) => change.placeId)
  const [withdrawn, told] = await Promise.all([
    withdrawInvitations(act, event, places, { kind: 'place_cancelled', because: 'passed_on' }),
    tellBooker(act, event, bookingAndEvent, moved),
  ])
  const result = await atomically<NamingRefusal>(
    act.db,
    [
      ...spending(act, passedOn(act, places)),
      ...sameGround(act, event, asked, ground.known),
      sameHands(act, changes.value),
      sameChoices(
        act.db,
        moved.map(({ place }) => ({ placeId: place.id, workshopIds: place.workshopIds })),
      ),
      ...withdrawn,
      ...keepMeant(act, booking.schoolId, people.meant, ground.known),
      ...changeHands(act, booking.schoolId, changes.value),
      ...insertAnswers(act, booking.id, answersOf(ground, changes.value)),
      ...(await invitations(act, event, bookingAndEvent, moved)),
      ...told,
      ...logOf(act, booking, changes.value),
    ],
    {
      'Place.eventId, Place.personId': 'already_has_place',
      event_started: 'event_started',
      place_has_marks: 'place_has_marks',
      answer_misplaced: 'event_changed',
      [guardBroken]: 'event_changed',
    },
  )
  if (!result.ok) return noted(act, result)
  return ok({
    named: moved.length - outgoing.length,
    swapped: outgoing.length,
    changed: changes.value.length - moved.length,
  })
}

const changesOf = (booking: BookingDetails, { meant, known }: NamedPeople, namings: readonly Naming[]): Result<Change[], NamingRefusal> => {
  const changes: Change[] = []
  for (const [index, naming] of namings.entries()) {
    const { delegate, placeId, was } = naming
    const place = booking.places.find((one) => one.id === placeId)
    if (!place) return refuse('no_such_booking')
    const personId = meant[index]?.id ?? ''
    const person = known.find(({ id }) => id === personId)
    const others = [...new Set(delegate.represents)]
    const same = person !== undefined && place.personId === person.id
    if (
      same &&
      place.roleId === delegate.roleId &&
      sameSet(
        place.represents.map(({ id }) => id),
        others,
      )
    )
      continue
    if (place.state === 'cancelled' || (!same && place.personId !== was)) return refuse('place_changed')
    changes.push({
      placeId,
      state: place.state,
      was: place.personId,
      personId,
      newRole: !person?.roleIds.includes(delegate.roleId),
      roleId: delegate.roleId,
      represents: others,
      reason: delegate.reason,
      workshopIds: place.workshopIds,
      place,
      naming,
    })
  }
  return ok(changes)
}

/** Answers about the new people; missing ones are asked on their own page. */
const answersOf = ({ questions }: BookingContext, changes: readonly Change[]): PlacedAnswer[] => {
  const rows = changes.map((change) => change.naming.delegate.answers ?? {})
  const { answers } = judgeAnswers(questions, { booking: {}, rows }, { insist: false })
  return placedAnswers(
    answers,
    changes.map((change) => change.placeId),
  )
}

const sameSet = (one: readonly string[], other: readonly string[]): boolean =>
  one.length === other.length && one.every((id) => other.includes(id))

/** Limits and window do not apply, because no place is taken. */
const refusalOf = (
  act: Act,
  booking: BookingDetails,
  ground: BookingContext,
  changes: readonly Change[],
  people: NamedPeople,
): NamingRefusal | undefined => {
  const { event } = ground
  if (event.state === 'cancelled') return 'event_cancelled'
  if ((firstStart(event) ?? '9999') <= instant(act.now)) return 'event_started'
  const delegates = changes.map((change) => change.naming.delegate)
  if (delegates.some((delegate) => isNoName(delegate.name))) return 'not_a_name'
  if (repeatedAt(delegates) >= 0) return 'same_person_twice'
  const day = vocabularyDay(event, act.now)
  const known = rolesFor({ audience: { roles: [], kinds: [] } }, ground.roles, day).map((role) => role.id)
  const meant = rolesFor(event, ground.roles, day).map((role) => role.id)
  if (delegates.some((delegate) => !known.includes(delegate.roleId))) return 'unknown_role'
  if (delegates.some((delegate) => !meant.includes(delegate.roleId))) return 'role_not_invited'
  const school = ground.schools[0]
  if (school && !audienceAllowsKind(event, school)) return 'kind_not_invited'
  if (delegates.some((d) => d.represents.some((id) => id === booking.schoolId || !ground.representable.some((one) => one.id === id))))
    return 'unknown_school'
  const moved = changes.filter((change) => change.was !== change.personId).map(({ personId }) => personId)
  const incoming = { ...people, meant: people.meant.filter(({ id }) => moved.includes(id)) }
  const unclear = meantRefusal(incoming, true)
  if (unclear || !school) return unclear
  const named = changes.filter(({ personId }) => moved.includes(personId)).map(({ naming }) => naming.delegate)
  return unfitOfNamed(event, school, named, incoming)[0]?.why
}

const invitations = (
  act: Act,
  event: EventDetails,
  { booking, accepted }: FoundBooking,
  moved: readonly Change[],
): Promise<SqlStatement[]> =>
  inviteToOwn(
    act,
    event,
    moved
      .filter((change) => change.state === 'confirmed' && change.naming.delegate.email !== '')
      .map(({ placeId, personId, place, naming: { delegate } }) => {
        const invited: InvitedPlace = {
          placeId,
          personId,
          name: delegate.name,
          email: delegate.email,
          schoolId: booking.schoolId,
          schoolName: booking.school.name,
          bookedByOther: !isBooker(act.actor, delegate),
          byCouncil: !act.actor.schoolIds.includes(booking.schoolId),
          bookingId: booking.id,
          attendance: place.attendance,
          cancelBy: sayLastFree(accepted.terms, event, accepted.calendar, act.now),
        }
        return { place: invited, sessions: sessionsOf(event, place.workshopIds) }
      }),
  )

const tellBooker = async (act: Act, event: EventDetails, found: FoundBooking, moved: readonly Change[]): Promise<SqlStatement[]> => {
  const { booking } = found
  if (moved.length === 0) return []
  const changes: DelegateChange[] = moved.map(({ place, naming, state }) => ({
    name: naming.delegate.name,
    instead: place.personId === null ? null : (place.name ?? 'somebody whose name is erased'),
    waiting: state === 'held',
  }))
  const named = new Set(moved.map((change) => change.placeId))
  const unnamed = booking.places.filter((place) => place.state !== 'cancelled' && place.personId === null && !named.has(place.id)).length
  const isOwn = isToldAsDelegate(
    act,
    found,
    moved.map(({ state, naming: { delegate } }) => ({ ...delegate, state })),
  )
  if (isOwn && unnamed === 0 && moved.every(({ was }) => was === null)) return []
  const [owes, sender] = await Promise.all([owedAsBefore(act, booking.id), senderOf(act)])
  const rendered = delegatesChanged({
    sender,
    event,
    reference: booking.reference,
    schoolName: schoolLabel(booking.school),
    bookingPage: `${act.baseUrl}/bookings/${booking.reference}`,
    contact: contactOf(event),
    changes,
    unnamed,
    owes,
  })
  const [only, ...more] = moved
  // If its person changes again before it is sent, only the later message goes.
  const placeId = more.length === 0 ? only?.placeId : undefined
  return queuedAll(
    act,
    toBooker(act, event, booking, 'delegates_changed', rendered).map((message) => ({ ...message, placeId })),
  )
}

/** One log entry for named places and one for each swap, with ids only. */
const logOf = (act: Act, booking: BookingDetails, changes: readonly Change[]): SqlStatement[] => {
  const facts = { subject: ['booking', booking.id] as const, eventId: booking.eventId, schoolId: booking.schoolId }
  const after = ({ placeId, personId, roleId, represents }: Change) => ({ placeId, personId, roleId, represents })
  const named = changes.filter((change) => change.was === null)
  return [
    ...(named.length > 0 ? [logged(act, { act: 'place.named', ...facts, after: { places: named.map(after) } })] : []),
    ...changes
      .filter((change) => change.was !== null)
      .map((change) =>
        logged(act, {
          act: change.was === change.personId ? 'place.role_changed' : 'place.swapped',
          ...facts,
          before: {
            placeId: change.placeId,
            personId: change.was,
            roleId: change.place.roleId,
            represents: change.place.represents.map(({ id }) => id),
          },
          after: after(change),
        }),
      ),
  ]
}
