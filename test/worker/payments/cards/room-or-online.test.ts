// Coming online instead of to the room, or back, with a place that was paid by card.
import { expect, it } from 'vitest'
import { changeAttendance } from '#booking/delegates/change-attendance.ts'
import { aHeldBooking, anActOf, aPaying, arrive, ask, type Paying, press, sessionOf, standing, sweep, toldOf } from './paying.ts'
import { weathers } from './weather.ts'

/** A place in the room costs £120 with VAT, and one online £36 less. */
const aPaidPlace = async () => {
  const paying = await aPaying({ mixed: { onlineCapacity: 5, onlineLessPence: 3000 } })
  await paying.twin.desk('prompt')
  const booking = await aHeldBooking(paying)
  await press(paying, booking)
  await paying.twin.pay(await sessionOf(booking))
  await arrive(paying)
  return { paying, booking, placeId: booking.placeIds[0] ?? '' }
}

type Paid = Awaited<ReturnType<typeof aPaidPlace>>
const pageOf = ({ booking, placeId }: Paid): string => `/bookings/${booking.reference}/places/${placeId}/attendance`
const read = async (paying: Paying, path: string, cookie: string): Promise<string> =>
  (await (await ask(paying, path, cookie)).text()).replaceAll(/<[^>]*>/g, ' ').replaceAll(/\s+/g, ' ')

for (const weather of weathers) {
  // “Where online costs less and the place was paid by card, the difference goes back to the card, once, and the page says so before.”
  it(`Who paid the room by card and comes online has the difference back on the card, once: ${weather.name}`, async () => {
    const paid = await aPaidPlace()
    const { paying, booking, placeId } = paid
    expect(await read(paying, pageOf(paid), booking.cookie)).toContain(
      'The place costs £84.00 then instead of £120.00, with VAT: £36.00 goes back to the card',
    )
    await weather.before(paying)
    const to = { reference: booking.reference, placeId, to: 'online', by: 'school' } as const
    const act = anActOf(paying, booking.actor)
    expect(await changeAttendance(act, { ...to, seen: 12_000 })).toEqual({ ok: false, reason: 'price_changed' })
    expect(
      (await Promise.all([changeAttendance(act, { ...to, seen: 8400 }), changeAttendance(act, { ...to, seen: 8400 })])).map(({ ok }) => ok),
    ).toEqual([true, true])
    await sweep(paying)
    await weather.after(paying)
    await sweep(paying)
    await sweep(paying)
    expect(await standing(booking)).toEqual({
      places: ['confirmed'],
      checkouts: ['paid confirmed'],
      refunds: ['succeeded terms 3600'],
      ledger: ['charge 12000', 'payment -12000', 'credit -12000', 'charge 8400', 'refund 3600'],
      owed: 0,
    })
    expect((await toldOf(booking)).filter((kind) => kind === 'card_refund')).toEqual(['card_refund'])
  })
}

// “Where it costs more, or somebody else would pay by now, the page says that the organiser has to be asked, and changes nothing.”
it('Back to the room it costs more, which no card is asked for by itself: the page says whom to ask, and nothing changes', async () => {
  const paid = await aPaidPlace()
  const { paying, booking, placeId } = paid
  const to = (way: 'online' | 'in_person') => ({ reference: booking.reference, placeId, to: way, by: 'school' as const })
  expect(await changeAttendance(anActOf(paying, booking.actor), { ...to('online'), seen: 8400 })).toEqual({ ok: true, value: 'changed' })
  await sweep(paying)
  const before = await standing(booking)
  expect(await changeAttendance(anActOf(paying, booking.actor), { ...to('in_person'), seen: 12_000 })).toEqual({
    ok: false,
    reason: 'ask_organiser',
  })
  expect(await read(paying, pageOf(paid), booking.cookie)).toContain(
    'no card is asked for more by itself, and nobody else is made to pay. Ask the organiser',
  )
  expect(await standing(booking)).toEqual(before)
})
