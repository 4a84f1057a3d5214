// Bookings at events that cost something.
import type { PlaceBookingAsk } from '#booking/bookings/booking-ask.ts'
import type { Paying } from '#booking/bookings/pricing.ts'
import { placeBooking } from '#booking/placing/place-booking.ts'
import { accepted, anAccount, anAct, aSchool, rows } from '#test/support/factories.ts'

export const people = (urn: string, count: number) =>
  Array.from({ length: count }, (_, n) => ({
    name: `Person ${'ABCDEFGHIJ'[n]}`,
    email: `p${n}-${urn}@example.sch.uk`,
    roleId: 'dsl',
    represents: [],
  }))

/** A school with somebody who books for it. */
export const aBooker = async (facts: Parameters<typeof aSchool>[0] = {}) => {
  const school = await aSchool(facts)
  return { school, ...(await anAccount({ schoolIds: [school.id] })) }
}

type Booker = Awaited<ReturnType<typeof aBooker>>

/** A form of so many people of the school that accepts the price; `seen` with VAT. */
export const priced = (
  { school }: Pick<Booker, 'school'>,
  event: { code: string; priceId: string },
  seen: number,
  more: Partial<Omit<PlaceBookingAsk, 'paying'>> & { places?: number; paying?: Partial<Paying> } = {},
): PlaceBookingAsk => {
  const { places = 1, paying, ...ask } = more
  return {
    ...{ code: event.code, schoolId: school.id, formId: crypto.randomUUID(), delegates: people(school.urn, places) },
    ...ask,
    paying: { priceId: event.priceId, seenPence: seen, ...paying } as Paying,
  }
}

/** Books as `priced` says; fails when it is refused. */
export const book = async (
  booker: Booker,
  event: { code: string; priceId: string },
  seen: number,
  more: Parameters<typeof priced>[3] = {},
) => {
  const placed = await placeBooking(anAct({ actor: booker.actor }), priced(booker, event, seen, more)).then(accepted)
  const { reference } = placed
  const places = await rows<{ id: string; bookingId: string }>(
    'SELECT p.id, p.bookingId FROM Place p JOIN Booking b ON b.id = p.bookingId WHERE b.reference = ?1 ORDER BY p.rowid',
    reference,
  )
  return { reference, bookingId: places[0]?.bookingId ?? '', placeIds: places.map(({ id }) => id), toPay: placed.toPay ?? false }
}
