import type { Act } from '#base/act.ts'
import { hasRole } from '#base/act.ts'
import { instant } from '#base/dates.ts'
import { atomically, guardBroken } from '#base/db/atomically.ts'
import { logged } from '#base/log/store.ts'
import { ok, type Result, refuse } from '#base/result.ts'
import { isCertain, standingOf } from '#base/standing.ts'
import { sayBalance } from '#booking/bookings/booking-money.ts'
import { readBookingMoney } from '#booking/bookings/booking-money-store.ts'
import { readBooking } from '#booking/bookings/booking-store.ts'
import { sayPriced } from '#booking/bookings/money-words.ts'
import { samePayer } from '#booking/bookings/pricing-store.ts'
import { queuedAll } from '#messages/outbox/store.ts'
import { totalOf } from '#money/prices/price.ts'
import { agreementAsked, confirmationOf } from './confirm-booking.ts'

/**
 * Asks the contact again to agree to a booking that the council entered: a confirmation as of now,
 * with a new link.
 * @returns 'nobody_to_ask' when agreed already, free of charge, nothing confirmed, or no address
 */
export const askAgreement = async (act: Act, reference: string): Promise<Result<true, 'no_such_booking' | 'nobody_to_ask'>> => {
  const bookingAndEvent = hasRole(act.actor, 'organiser', 'administrator') ? await readBooking(act, reference) : undefined
  if (!bookingAndEvent?.payer) return refuse('no_such_booking')
  const { booking, event, payer } = bookingAndEvent
  const { accountId } = booking.booker
  const places = booking.places.filter((place) => isCertain(standingOf(place, instant(act.now))))
  if (booking.channel !== 'organiser' || payer.agreedAt !== null || !accountId || places.length === 0) return refuse('nobody_to_ask')
  const [asked, money] = await Promise.all([agreementAsked(act, { id: booking.id, accountId }), readBookingMoney(act, booking)])
  // Nothing to pay now or for cancelling needs no agreement.
  if (booking.termsId === null && totalOf(money.prices).gross === 0) return refuse('nobody_to_ask')
  const messages = await confirmationOf(act, {
    event,
    accepted: bookingAndEvent.accepted,
    booking,
    money: sayPriced(payer, money.prices, money.trustName, sayBalance(booking, money, instant(act.now))),
    delegates: places.flatMap(({ name }) => (name ? [name] : [])),
    waiting: 0,
    waitsFor: undefined,
    unnamed: places.filter(({ personId }) => personId === null).length,
    asked: {
      at: booking.createdAt,
      how: booking.askedHow,
      agree: asked.agree,
      withoutAddress: places.flatMap(({ name, email }) => (name && email === null ? [name] : [])),
    },
  })
  const result = await atomically(
    act.db,
    [
      samePayer(act, booking.id, payer),
      ...asked.statements,
      ...queuedAll(act, messages),
      logged(act, { act: 'booking.agreement_asked', subject: ['booking', booking.id], eventId: event.id, schoolId: booking.schoolId }),
    ],
    { [guardBroken]: 'nobody_to_ask' } as const,
  )
  return result.ok ? ok(true) : result
}
