import { type Act, actsFor } from '#base/act.ts'
import { instant } from '#base/dates.ts'
import { logged } from '#base/log/store.ts'
import { ok, type Result, refuse } from '#base/result.ts'
import type { BookedPlace } from '#booking/bookings/booked-place.ts'
import { toBooker } from '#booking/bookings/booker.ts'
import type { CancelRefusal, Channel, Refusal } from '#booking/bookings/booking.ts'
import type { MovedMoney, PlaceBookingAsk } from '#booking/bookings/booking-ask.ts'
import type { BookingDetails } from '#booking/bookings/booking-details.ts'
import { readBooking } from '#booking/bookings/booking-store.ts'
import { costOfCancelling } from '#booking/bookings/charge.ts'
import { bookingOfForm } from '#booking/bookings/context-store.ts'
import { placesThat } from '#booking/bookings/next-steps.ts'
import type { Paying } from '#booking/bookings/pricing.ts'
import { cancelRefusal } from '#booking/cancelling/cancel-booking.ts'
import { endPlaces } from '#booking/cancelling/end-store.ts'
import { type CancelOutcome, outcomeOfCancelling, sayAfterwards } from '#booking/cancelling/show-cancelling.ts'
import { type Placed, placeBooking } from '#booking/placing/place-booking.ts'
import { contactOf } from '#calendars/invites/invite.ts'
import { senderOf } from '#calendars/invites/invite-places.ts'
import { withdrawInvitations } from '#calendars/invites/withdraw-invitations.ts'
import { bookingMoved } from '#emails/booking/booking-moved.tsx'
import { type EventDetails, firstStart } from '#events/events/event.ts'
import { eventByCode } from '#events/events/store.ts'
import { queuedAll } from '#messages/outbox/store.ts'
import { sayOwedAfter } from '#money/ledger/owed.ts'
import { markLinesNotified } from '#money/ledger/store.ts'
import { schoolLabel } from '#schools/schools/school.ts'
import { inOrderOfMove, mailsOfMove, sayMails } from './series.ts'
import { readMoving, stillThere } from './store.ts'

export type MoveRefusal =
  | Refusal
  | Exclude<CancelRefusal, 'charge_changed' | 'reason_missing'>
  | 'not_in_series'
  | 'same_date'
  | 'nothing_to_move'
  | 'needs_approval'
  | 'move_late'

/** A booking's places that can move: confirmed ones, named or not. */
export const movable = (booking: Pick<BookingDetails, 'places'>, now: string): BookedPlace[] =>
  placesThat(booking, now, 'confirmed', 'unnamed').filter(
    (place) => place.personId === null || (place.name !== null && place.roleId !== null),
  )

/** Who moves places: somebody acting for the school, or the council for it. */
export const moverOf = (act: Act, schoolId: string): Channel => (actsFor(act.actor, schoolId) ? 'school' : 'organiser')

/**
 * Moves places to another date of the series in one batch, free, all or none; repeating is fine. A
 * higher price there must have been shown ('price_changed'). @param ask.placeIds undefined: all
 * @param ask.termsId the accepted terms of the other date
 */
export const movePlaces = async (act: Act, ask: MoveAsk): Promise<Result<Placed & { places: number }, MoveRefusal>> => {
  const first = await tryMoving(act, ask)
  // Somebody was named, swapped or cancelled just then, so decide again.
  return !first.ok && first.reason === 'event_changed' ? tryMoving(act, ask) : first
}

type MoveAsk = {
  reference: string
  to: string
  placeIds: readonly string[] | undefined
  formId: string
  termsId: string | undefined
  paying?: Paying | undefined
}

const tryMoving = async (act: Act, ask: MoveAsk): Promise<Result<Placed & { places: number }, MoveRefusal>> => {
  const bookingAndEvent = await readBooking(act, ask.reference)
  if (!bookingAndEvent) return refuse('no_such_booking')
  const { booking, event, accepted } = bookingAndEvent
  const already = await bookingOfForm(act.db, ask.formId)
  if (already) return already.schoolId === booking.schoolId ? ok({ ...already, again: true, places: 0 }) : refuse('form_already_used')
  if (ask.placeIds?.some((id) => !booking.places.some((place) => place.id === id))) return refuse('no_such_booking')
  const refusal = cancelRefusal(event, act.now)
  if (refusal) return refuse(refusal)
  const to = await eventByCode(act.db, ask.to, act.now)
  if (!to || event.seriesId === null || to.seriesId !== event.seriesId || to.state === 'draft') return refuse('not_in_series')
  if (to.id === event.id) return refuse('same_date')
  const channel = moverOf(act, booking.schoolId)
  if (channel === 'school' && to.rules.approval) return refuse('needs_approval')
  const chosen = movable(booking, instant(act.now)).filter((place) => ask.placeIds?.includes(place.id) ?? true)
  const places = inOrderOfMove(to, event, chosen)
  if (places.length === 0 || (ask.placeIds && places.length < new Set(ask.placeIds).size)) return refuse('nothing_to_move')
  // Otherwise a school could move first and then cancel free of what cancelling costs here now.
  if (channel === 'school' && costOfCancelling(accepted, event, places, act.now).total > 0) return refuse('move_late')
  const { represents, booker, askedBy } = await readMoving(act.db, booking.id)
  const named = places.filter((place) => place.personId !== null)
  const outcome = await outcomeOfMoving(act, bookingAndEvent, places)
  const moved: PlaceBookingAsk = {
    code: to.code,
    schoolId: booking.schoolId,
    formId: ask.formId,
    delegates: named.map((place) => ({
      personId: place.personId ?? '',
      name: place.name ?? '',
      email: place.email ?? '',
      roleId: place.roleId ?? '',
      represents: represents.get(place.id) ?? [],
      attendance: place.way ?? undefined,
    })),
    unnamed: places.length - named.length,
    unnamedOnline: places.filter((place) => place.personId === null && place.online).length,
    termsId: ask.termsId,
    askedBy,
    channel,
    paying: ask.paying,
  }
  const move: Move = { from: event, to, booking, places, outcome }
  const placed = await placeBooking(act, moved, {
    moved: {
      bookingId: booking.id,
      placeIds: places.map((place) => place.id),
      payer: bookingAndEvent.payer,
      ...(channel === 'organiser' ? { booker } : {}),
      leave: (made) => leavePlaces(act, move, made.id),
      tell: (made, money) => tellBooker(act, move, made, money),
    },
  })
  if (!placed.ok) return refuse(placed.reason === 'no_such_event' ? 'not_in_series' : placed.reason)
  return ok({ ...placed.value, places: places.length })
}

/** The money of the old date; moving is free. */
export const outcomeOfMoving = (
  act: Act,
  found: Parameters<typeof outcomeOfCancelling>[1],
  places: readonly { id: string }[],
): Promise<CancelOutcome> =>
  outcomeOfCancelling(
    act,
    found,
    places.map(({ id }) => id),
    { total: 0 },
  )

type Move = {
  from: EventDetails
  to: EventDetails
  booking: BookingDetails
  places: readonly BookedPlace[]
  outcome: CancelOutcome
}

const leavePlaces = async (act: Act, { from, to, booking, places, outcome }: Move, newBookingId: string): Promise<SqlStatement[]> => {
  const ids = places.map((place) => place.id)
  return [
    stillThere(act, places),
    ...endPlaces(act, booking.id, ids),
    ...outcome.passedOn.statements,
    ...(await withdrawInvitations(act, from, ids, { kind: 'place_cancelled', because: 'moved', movedTo: firstStart(to) })),
    logged(act, {
      act: 'booking.moved',
      subject: ['booking', booking.id],
      eventId: from.id,
      schoolId: booking.schoolId,
      before: { places: ids },
      after: { to: newBookingId },
    }),
  ]
}

const tellBooker = async (
  act: Act,
  { from, to, booking, places, outcome }: Move,
  { id, reference }: { id: string; reference: string },
  money: MovedMoney,
): Promise<SqlStatement[]> => {
  const moved = places.flatMap((place) => (place.name ? [place.name] : []))
  const named = places.some(({ personId }) => personId !== null)
  const rendered = bookingMoved({
    sender: await senderOf(act),
    from,
    to,
    oldReference: booking.reference,
    reference,
    schoolName: schoolLabel(booking.school),
    bookingPage: `${act.baseUrl}/bookings/${reference}`,
    contact: contactOf(to),
    moved,
    mails: named ? sayMails(mailsOfMove(from, to, places, instant(act.now))) : undefined,
    money: money.rows,
    owed: [
      sayOwedAfter(money.gross, money.payer, undefined, `booking ${reference}`),
      ...sayAfterwards(outcome, booking.id, undefined, `booking ${booking.reference}`),
    ],
    unnamed: places.length - moved.length,
    kept: booking.places.filter((place) => place.state !== 'cancelled').length - places.length,
  })
  const messages = toBooker(act, to, booking, 'booking_moved', rendered)
  return [
    ...queuedAll(act, messages),
    ...messages.flatMap((message) => [markLinesNotified(act, booking.id, message.id), markLinesNotified(act, id, message.id)]),
  ]
}
