import { type Act, hasRole } from '#base/act.ts'
import { instant } from '#base/dates.ts'
import { atomically, guardBroken } from '#base/db/atomically.ts'
import { newId } from '#base/id.ts'
import { noted } from '#base/log/refusal.ts'
import { logged } from '#base/log/store.ts'
import { sayPence } from '#base/money.ts'
import { ok, type Result, refuse } from '#base/result.ts'
import { isToldAsDelegate, toBooker } from '#booking/bookings/booker.ts'
import type { CancelRefusal } from '#booking/bookings/booking.ts'
import { type FoundBooking, readBooking } from '#booking/bookings/booking-store.ts'
import { type CancelCost, costOfCancelling, sayWithVat } from '#booking/bookings/charge.ts'
import { insertCharges, sameCharge } from '#booking/bookings/charge-store.ts'
import { movedPrices } from '#booking/bookings/pricing.ts'
import { ensureBookingPayer } from '#booking/pricing/price-places.ts'
import { contactOf } from '#calendars/invites/invite.ts'
import { senderOf } from '#calendars/invites/invite-places.ts'
import { withdrawInvitations } from '#calendars/invites/withdraw-invitations.ts'
import { bookingCancelled } from '#emails/booking/booking-cancelled.tsx'
import { type EventDetails, firstStart } from '#events/events/event.ts'
import type { OutgoingMessage } from '#messages/outbox/message.ts'
import { queuedAll } from '#messages/outbox/store.ts'
import { proposeStatements } from '#money/ledger/proposal-store.ts'
import { markLinesNotified } from '#money/ledger/store.ts'
import type { Accepted } from '#money/terms/terms.ts'
import { sayFreeUntil, termsLabel } from '#money/terms/words.ts'
import { schoolLabel } from '#schools/schools/school.ts'
import { endPlaces } from './end-store.ts'
import { confirmCostingNothing } from './settle-hold.ts'
import { outcomeOfCancelling, sayAfterwards } from './show-cancelling.ts'

/** Why nothing can be cancelled now: once the event has begun, the register says who came. */
export const cancelRefusal = (event: EventDetails, now: Date): 'event_started' | 'event_cancelled' | undefined =>
  event.state === 'cancelled' ? 'event_cancelled' : (firstStart(event) ?? '9999') <= instant(now) ? 'event_started' : undefined

/**
 * What whoever cancels knows of the charge: the pence that they saw for all places together with
 * VAT (0 when nothing was shown); of an organiser also the reason why the charge should be waived,
 * or that it costs what the terms say. `told`: an organiser's words to whoever booked.
 */
export type ChargeKnown = ({ seen: number } | { waived: string } | { byTerms: true }) & { told?: string | undefined }

/**
 * Cancels places with charge, calendar entries, messages and log in one batch; repeating is fine.
 * 'charge_changed': not the charge that was shown. A waiver is charged and proposed.
 * @param placeIds undefined: all @returns how many places this call cancelled
 */
export const cancelBooking = async (
  act: Act,
  reference: string,
  placeIds: readonly string[] | undefined,
  charge: ChargeKnown = { seen: 0 },
): Promise<Result<number, CancelRefusal>> => {
  const first = await tryCancelling(act, reference, placeIds, charge)
  return !first.ok && first.reason === 'event_changed' ? tryCancelling(act, reference, placeIds, charge) : first
}

const tryCancelling = async (
  act: Act,
  reference: string,
  placeIds: readonly string[] | undefined,
  charge: ChargeKnown,
): Promise<Result<number, CancelRefusal>> => {
  const bookingAndEvent = await readBooking(act, reference)
  if (!bookingAndEvent) return refuse('no_such_booking')
  const { booking, event, accepted } = bookingAndEvent
  if (placeIds?.some((id) => !booking.places.some((place) => place.id === id))) return refuse('no_such_booking')
  const ending = booking.places.filter((place) => place.state !== 'cancelled' && (placeIds?.includes(place.id) ?? true))
  if (ending.length === 0) return ok(0)
  const refusal = cancelRefusal(event, act.now)
  if (refusal) return refuse(refusal)
  const ids = ending.map((place) => place.id)
  const cost = costOfCancelling(accepted, event, ending, act.now)
  const waived = 'waived' in charge && cost.total > 0 ? charge.waived.trim() : undefined
  if (!('seen' in charge) && cost.total > 0 && !hasRole(act.actor, 'organiser', 'administrator')) return refuse('charge_changed')
  if (waived === '') return refuse('reason_missing')
  if ('seen' in charge && charge.seen !== cost.total) return refuse('charge_changed')
  const charges = cost.total > 0 ? cost.placeIds.map((placeId) => ({ id: newId(act.now), placeId })) : []
  const charged = charges.length > 0
  const [outcome, withdrawn] = await Promise.all([
    outcomeOfCancelling(act, bookingAndEvent, ids, cost),
    withdrawInvitations(act, event, ids),
  ])
  const messages = await toContact(act, bookingAndEvent, ids, {
    why: charge.told,
    charge: charged ? sayCost(cost, accepted, waived) : undefined,
    owes: sayAfterwards(outcome, booking.id).join(' ') || undefined,
  })
  const result = await atomically<CancelRefusal>(
    act.db,
    [
      sameCharge(act, event, ids, cost),
      ...endPlaces(act, booking.id, ids),
      ...outcome.passedOn.statements,
      ...(charged
        ? [
            ...(bookingAndEvent.payer ? [] : await ensureBookingPayer(act, event, booking.id)),
            insertCharges(act, {
              bookingId: booking.id,
              charges,
              kind: 'cancellation' as const,
              pence: cost.each,
              rule: waived === undefined ? cost.band.rule : { ...cost.band.rule, waived },
            }),
            ...(waived === undefined ? [] : charges.flatMap(({ id }) => letOff(act, booking.id, id, cost, waived))),
          ]
        : []),
      ...withdrawn,
      ...queuedAll(act, messages),
      ...messages.map(({ id }) => markLinesNotified(act, booking.id, id)),
      logged(act, {
        act: 'booking.places_cancelled',
        subject: ['booking', booking.id],
        eventId: event.id,
        schoolId: booking.schoolId,
        before: { places: ending.map(({ id, personId, state, waitsFor }) => ({ id, personId, state, waitsFor })) },
        after: {
          state: 'cancelled',
          ...(charged ? { pence: cost.total, termsId: booking.termsId, letOffAsked: waived !== undefined } : {}),
          ...(outcome.passedOn.saved.length > 0
            ? { passedOn: outcome.passedOn.saved.map(({ bookingId, placeIds, pence }) => ({ bookingId, placeIds, pence })) }
            : {}),
        },
      }),
    ],
    {
      ...movedPrices('event_changed' as const),
      [guardBroken]: 'event_changed',
      'Charge.placeId, Charge.kind': 'event_changed',
    },
  )
  if (!result.ok) return noted(act, result)
  // Confirms held places that now cost nothing; if this fails, the minute's job does it.
  for (const { reference: held, gross } of outcome.passedOn.saved) if (gross === 0) await confirmCostingNothing(act, held)
  return ok(ids.length)
}

/** Somebody else decides whether the charge is waived. */
const letOff = (act: Act, bookingId: string, chargeId: string, { each, vatEach }: CancelCost, reason: string): SqlStatement[] =>
  proposeStatements(act, { id: newId(act.now), kind: 'waiver', bookingId, chargeId, pence: each, vatPence: vatEach, reason })

const sayCost = ({ band, each, vatEach, total, placeIds }: CancelCost, { terms }: Accepted, waived: string | undefined): string => {
  const sum = `${sayPence(total)}${vatEach > 0 ? ' with VAT' : ''}${placeIds.length > 1 ? ` (${sayWithVat(each, vatEach)} for each place)` : ''}`
  const why = `by the terms that the booking accepted (${terms ? termsLabel(terms) : ''}): ${band.rule.lastFree ? `cancelling was free of charge ${sayFreeUntil(band.rule)}` : ''}`
  return `${sum}, ${why}${waived === undefined ? '' : '. The organiser asks to waive the charge; you are told what is decided'}`
}

const toContact = async (
  act: Act,
  found: FoundBooking,
  ids: readonly string[],
  said: { why: string | undefined; charge: string | undefined; owes: string | undefined },
): Promise<OutgoingMessage[]> => {
  const { booking, event } = found
  const ending = booking.places.filter(({ id }) => ids.includes(id))
  if (!said.why && !said.charge && isToldAsDelegate(act, found, ending)) return []
  const namesOf = (ended: boolean): string[] =>
    booking.places.flatMap((place) =>
      place.state !== 'cancelled' && ids.includes(place.id) === ended ? [place.name ?? 'a place without a name'] : [],
    )
  const rendered = bookingCancelled({
    sender: await senderOf(act),
    event,
    reference: booking.reference,
    schoolName: schoolLabel(booking.school),
    cancelled: namesOf(true),
    kept: namesOf(false),
    ...said,
    bookingPage: `${act.baseUrl}/bookings/${booking.reference}`,
    contact: contactOf(event),
  })
  return toBooker(act, event, booking, 'booking_cancelled', rendered)
}
