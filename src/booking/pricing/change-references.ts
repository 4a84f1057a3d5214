import { type Act, actsFor, hasRole } from '#base/act.ts'
import { instant } from '#base/dates.ts'
import { atomically, guardBroken } from '#base/db/atomically.ts'
import { logged } from '#base/log/store.ts'
import { ok, type Result, refuse } from '#base/result.ts'
import { type FoundBooking, readBooking } from '#booking/bookings/booking-store.ts'
import type { BookingPayer } from '#booking/bookings/pricing.ts'
import { type References, referencesOf } from '#booking/bookings/pricing.ts'
import { replacePayer, stillUnbilled } from '#booking/bookings/pricing-store.ts'

export type PayingRefusal = 'no_such_booking' | 'changed_meanwhile' | 'billed'

const write = async (
  act: Act,
  { booking }: FoundBooking,
  payer: BookingPayer,
  what: { act: string; changes: Partial<BookingPayer>; unbilled: boolean },
): Promise<Result<true, PayingRefusal>> => {
  const result = await atomically(
    act.db,
    [
      ...(what.unbilled ? [stillUnbilled(act, booking.id)] : []),
      ...replacePayer(act, payer, what.changes),
      logged(act, { act: what.act, subject: ['booking', booking.id], eventId: booking.eventId, schoolId: booking.schoolId }),
    ],
    { [guardBroken]: 'changed_meanwhile', 'BookingPayer.bookingId': 'changed_meanwhile' } as const,
  )
  return result.ok ? ok(true) : result
}

/** The school agrees to pay for what the council booked. Agreeing twice changes nothing. */
export const agreeToPay = async (act: Act, reference: string): Promise<Result<true, PayingRefusal>> => {
  const bookingAndEvent = await readBooking(act, reference)
  if (!bookingAndEvent?.payer || !actsFor(act.actor, bookingAndEvent.booking.schoolId)) return refuse('no_such_booking')
  if (bookingAndEvent.payer.agreedAt !== null) return ok(true)
  const changes = { agreedAt: instant(act.now), agreedById: act.actor.accountId ?? null }
  return write(act, bookingAndEvent, bookingAndEvent.payer, { act: 'booking.agreed_to_pay', changes, unbilled: false })
}

/** Changes the references on the bill, until it is requested or sent ('billed'). */
export const changeReferences = async (act: Act, reference: string, typed: Partial<References>): Promise<Result<true, PayingRefusal>> => {
  const bookingAndEvent = await readBooking(act, reference)
  const may =
    bookingAndEvent && (actsFor(act.actor, bookingAndEvent.booking.schoolId) || hasRole(act.actor, 'organiser', 'administrator', 'finance'))
  if (!bookingAndEvent?.payer || !may) return refuse('no_such_booking')
  const changes = referencesOf(bookingAndEvent.payer.route, typed, undefined)
  const done = await write(act, bookingAndEvent, bookingAndEvent.payer, { act: 'booking.references_changed', changes, unbilled: true })
  // A failed guard means that it is billed, or that somebody else has just changed it.
  return done.ok || done.reason !== 'changed_meanwhile' || (await readBooking(act, reference))?.payer?.id !== bookingAndEvent.payer.id
    ? done
    : refuse('billed')
}
