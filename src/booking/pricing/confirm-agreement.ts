import { type Act, nobody } from '#base/act.ts'
import { instant } from '#base/dates.ts'
import { atomically, guardBroken } from '#base/db/atomically.ts'
import { sha256 } from '#base/id.ts'
import { logged } from '#base/log/store.ts'
import { ok, type Result, refuse } from '#base/result.ts'
import { readBookingMoney } from '#booking/bookings/booking-money-store.ts'
import { type FoundBooking, readAnyBooking } from '#booking/bookings/booking-store.ts'
import type { BookingPayer } from '#booking/bookings/pricing.ts'
import { replacePayer } from '#booking/bookings/pricing-store.ts'
import { totalOf } from '#money/prices/price.ts'
import { type AcceptanceLink, agreeLinkOf } from './agreement-store.ts'

/** `changed`: the payer or price is not what was shown. */
export type AgreeRefusal = 'no_such_link' | 'agreed' | 'run_out' | 'cancelled' | 'not_the_contact' | 'changed'

export type Agreeing = { link: AcceptanceLink; found: FoundBooking; payer: BookingPayer; refusal: AgreeRefusal | undefined }

/** What the holder of a link may agree to, or why not. Undefined: unknown link. */
export const findAgreeing = async (act: Act, token: string): Promise<Agreeing | undefined> => {
  const link = await agreeLinkOf(act.db, await sha256(token))
  const bookingAndEvent = link ? await readAnyBooking(act, link.reference) : undefined
  if (!link || !bookingAndEvent?.payer) return undefined
  return {
    link,
    found: bookingAndEvent,
    payer: bookingAndEvent.payer,
    refusal: refusalOf(act, link, bookingAndEvent, bookingAndEvent.payer),
  }
}

const refusalOf = (act: Act, link: AcceptanceLink, { booking }: FoundBooking, payer: BookingPayer): AgreeRefusal | undefined => {
  if (booking.cancelledAt !== null) return 'cancelled'
  // The contact has changed, so this is for the new one.
  if (booking.booker.accountId !== link.accountId) return 'not_the_contact'
  if (payer.agreedAt !== null) return 'agreed'
  return link.expiresAt <= instant(act.now) ? 'run_out' : undefined
}

/**
 * The contact agrees for the school to the price and terms of a booking the council entered. The
 * link needs no account.
 * @param seen what was shown: the payer, and pence with VAT
 */
export const confirmAgreement = async (
  act: Act,
  token: string,
  seen: { payerId: string; gross: number },
): Promise<Result<Agreeing, AgreeRefusal>> => {
  const agreeing = await findAgreeing(act, token)
  if (!agreeing) return refuse('no_such_link')
  const { link, found, payer, refusal } = agreeing
  if (refusal) return refuse(refusal)
  const { prices } = await readBookingMoney(act, found.booking)
  if (payer.id !== seen.payerId || totalOf(prices).gross !== seen.gross) return refuse('changed')
  // Act as the contact, whoever is signed in on this browser.
  const asContact = { ...act, actor: { ...nobody, accountId: link.accountId } }
  const result = await atomically(
    act.db,
    [
      ...replacePayer(asContact, payer, { agreedAt: instant(act.now), agreedById: link.accountId }),
      logged(asContact, {
        act: 'booking.agreed_by_link',
        subject: ['booking', found.booking.id],
        eventId: found.booking.eventId,
        schoolId: found.booking.schoolId,
        after: { linkId: link.id, termsId: found.booking.termsId, priceId: payer.priceId },
      }),
    ],
    { [guardBroken]: 'changed', 'BookingPayer.bookingId': 'changed' } as const,
  )
  return result.ok ? ok(agreeing) : result
}
