import { type Act, hasRole } from '#base/act.ts'
import { atomically, guardBroken } from '#base/db/atomically.ts'
import { readTogether } from '#base/db/read.ts'
import { logged } from '#base/log/store.ts'
import { ok, type Result, refuse } from '#base/result.ts'
import type { BookedPlace } from '#booking/bookings/booked-place.ts'
import { toBooker } from '#booking/bookings/booker.ts'
import type { UndoRefusal } from '#booking/bookings/booking.ts'
import { type FoundBooking, selectBooking } from '#booking/bookings/booking-store.ts'
import { withdrawCharges } from '#booking/bookings/charge-store.ts'
import { dropFullChoices } from '#booking/bookings/choice-store.ts'
import { inviteBooked } from '#booking/bookings/invite-booked.ts'
import { movedPrices } from '#booking/bookings/pricing.ts'
import type { PlacesPriced } from '#booking/pricing/price-places.ts'
import { outcomeOfTaking } from '#booking/pricing/show-owed.ts'
import { contactOf } from '#calendars/invites/invite.ts'
import { senderOf } from '#calendars/invites/invite-places.ts'
import { bookingRestored } from '#emails/booking/booking-restored.tsx'
import type { EventDetails } from '#events/events/event.ts'
import { choicesThatFit } from '#events/events/workshop.ts'
import type { OutgoingMessage } from '#messages/outbox/message.ts'
import { queuedAll } from '#messages/outbox/store.ts'
import { markLinesNotified } from '#money/ledger/store.ts'
import { schoolLabel } from '#schools/schools/school.ts'
import { cancelRefusal } from './cancel-booking.ts'
import { confirmAgain, reopenBooking, samePlacesCancelled, selectMovedAway } from './undo-store.ts'

/** They had been confirmed, and were not moved to another date. */
export const undoable = ({ booking }: Pick<FoundBooking, 'booking'>, moved: readonly string[]): BookedPlace[] =>
  booking.places.filter((place) => place.state === 'cancelled' && place.waitsFor === null && !moved.includes(place.id))

/**
 * Restores cancelled places, all chosen or none, if there is room: withdraws charges, invites
 * again, restores workshops that fit, and notifies. An organiser decides, passing the waiting list.
 * @returns how many were restored
 */
export const undoCancellation = async (act: Act, reference: string, placeIds: readonly string[]): Promise<Result<number, UndoRefusal>> => {
  if (!hasRole(act.actor, 'organiser', 'administrator')) return refuse('no_such_booking')
  const first = await tryUndoing(act, reference, placeIds, true)
  if (first.ok || (first.reason !== 'changed_meanwhile' && first.reason !== 'held_back_not_yours')) return known(first)
  // What had been reserved for the school is others' by now: it takes a place of those that are
  // anyone's.
  return known(await tryUndoing(act, reference, placeIds, first.reason !== 'held_back_not_yours'))
}

type Tried = Result<number, UndoRefusal | 'held_back_not_yours'>

const known = (tried: Tried): Result<number, UndoRefusal> =>
  tried.ok ? tried : refuse(tried.reason === 'held_back_not_yours' ? 'held_back' : tried.reason)

const tryUndoing = async (act: Act, reference: string, placeIds: readonly string[], keepsHeldBack: boolean): Promise<Tried> => {
  const { found, moved } = await readTogether(act.db, {
    found: selectBooking(act.db, reference, act.now),
    moved: selectMovedAway(act.db, reference),
  })
  if (!found) return refuse('no_such_booking')
  const { booking, event } = found
  const places = undoable(found, moved).filter((place) => placeIds.includes(place.id))
  if (placeIds.some((id) => !booking.places.some((place) => place.id === id))) return refuse('no_such_booking')
  const refusal = cancelRefusal(event, act.now)
  if (refusal) return refuse(refusal)
  if (placeIds.length === 0) return refuse('nothing_chosen')
  // Pressed twice: the places are restored already.
  if (places.length === 0) return ok(0)
  const choices = choicesKept(event, places)
  const ids = places.map((place) => place.id)
  const { priced, owes } = await outcomeOfTaking(act, event, booking, ids, { withdrawn: chargedFor(booking, ids) })
  const messages = await tellBooker(act, found, places, priced.money, owes)
  const result = await atomically<UndoRefusal | 'held_back_not_yours'>(
    act.db,
    [
      samePlacesCancelled(act, event, booking.id, places),
      ...priced.statements,
      ...places.flatMap((place, index) => [...dropFullChoices(act, place.id, choices[index]), confirmAgain(act, place.id, keepsHeldBack)]),
      reopenBooking(act, booking.id),
      withdrawCharges(act, ids, 'cancellation'),
      ...(await inviteBooked(act, found, places, new Map(places.map(({ id }, index) => [id, choices[index] ?? []])))),
      ...queuedAll(act, messages),
      ...messages.map(({ id }) => markLinesNotified(act, booking.id, id)),
      logged(act, {
        act: 'booking.cancellation_undone',
        subject: ['booking', booking.id],
        eventId: event.id,
        schoolId: booking.schoolId,
        before: { state: 'cancelled' },
        after: { places: places.map(({ id, personId }, index) => ({ id, personId, workshops: choices[index] })) },
      }),
    ],
    {
      event_full: 'event_full',
      school_limit_reached: 'school_limit_reached',
      trust_limit_reached: 'trust_limit_reached',
      not_held_back_for_school: 'held_back_not_yours',
      held_back: 'held_back',
      event_cancelled: 'event_cancelled',
      workshop_full: 'changed_meanwhile',
      ...movedPrices('changed_meanwhile' as const),
      'Place.eventId, Place.personId': 'already_has_place',
      [guardBroken]: 'changed_meanwhile',
    },
  )
  return result.ok ? ok(places.length) : result
}

/** Pence with VAT still owed for cancelling these places; restoring them withdraws it. */
export const chargedFor = ({ charges }: FoundBooking['booking'], placeIds: readonly string[]): number =>
  charges
    .filter((charge) => charge.kind === 'cancellation' && charge.withdrawnAt === null && placeIds.includes(charge.placeId))
    .reduce((sum, { pence, vatPence }) => sum + pence + vatPence, 0)

/** The workshops each place can have again, in turn after the places before it. */
const choicesKept = (event: EventDetails, places: readonly BookedPlace[]): string[][] => {
  const chosen = new Map(event.sessions.map((session) => [session.id, session.chosen]))
  return places.map((place) => {
    const now = event.sessions.map((session) => ({ ...session, chosen: chosen.get(session.id) ?? 0 }))
    const kept = choicesThatFit(now, place.workshopIds)
    for (const id of kept) chosen.set(id, (chosen.get(id) ?? 0) + 1)
    return kept
  })
}

const tellBooker = async (
  act: Act,
  { booking, event }: FoundBooking,
  places: readonly BookedPlace[],
  money: PlacesPriced['money'],
  owes: string,
): Promise<OutgoingMessage[]> => {
  const rendered = bookingRestored({
    sender: await senderOf(act),
    event,
    reference: booking.reference,
    schoolName: schoolLabel(booking.school),
    bookingPage: `${act.baseUrl}/bookings/${booking.reference}`,
    contact: contactOf(event),
    money,
    owes,
    restored: places.map((place) => place.name ?? 'a place without a name'),
    charges: booking.charges.some((charge) => charge.withdrawnAt === null && places.some((place) => place.id === charge.placeId)),
  })
  return toBooker(act, event, booking, 'booking_restored', rendered)
}
