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
  const written = await atomically(
    act.db,
    [
      ...(what.unbilled ? [stillUnbilled(act, booking.id)] : []),
      ...replacePayer(act, payer, what.changes),
      logged(act, { act: what.act, subject: ['booking', booking.id], eventId: booking.eventId, schoolId: booking.schoolId }),
    ],
    { [guardBroken]: 'changed_meanwhile', 'BookingPayer.bookingId': 'changed_meanwhile' } as const,
  )
  return written.ok ? ok(true) : written
}

/** The school agrees to pay for what the council booked. Agreeing twice changes nothing. */
export const agreeToPay = async (act: Act, reference: string): Promise<Result<true, PayingRefusal>> => {
  const found = await readBooking(act, reference)
  if (!found?.payer || !actsFor(act.actor, found.booking.schoolId)) return refuse('no_such_booking')
  if (found.payer.agreedAt !== null) return ok(true)
  const changes = { agreedAt: instant(act.now), agreedById: act.actor.accountId ?? null }
  return write(act, found, found.payer, { act: 'booking.agreed_to_pay', changes, unbilled: false })
}

/** Changes the references on the bill, until it is requested or sent ('billed'). */
export const changeReferences = async (act: Act, reference: string, typed: Partial<References>): Promise<Result<true, PayingRefusal>> => {
  const found = await readBooking(act, reference)
  const may = found && (actsFor(act.actor, found.booking.schoolId) || hasRole(act.actor, 'organiser', 'administrator', 'finance'))
  if (!found?.payer || !may) return refuse('no_such_booking')
  const changes = referencesOf(found.payer.route, typed, undefined)
  const done = await write(act, found, found.payer, { act: 'booking.references_changed', changes, unbilled: true })
  // A failed guard means that it is billed, or that somebody else has just changed it.
  return done.ok || done.reason !== 'changed_meanwhile' || (await readBooking(act, reference))?.payer?.id !== found.payer.id
    ? done
    : refuse('billed')
}
