// Coming online instead of to the room, or back, with a place that was paid by card.

import { expect, it } from 'vitest'
import { changeAttendance } from '#booking/delegates/change-attendance.ts'
import { anAccount, request, rows } from '#test/support/factories.ts'
import { textOf } from '#test/support/plain.ts'
import { aHeldBooking, anActOf, aPaying, arrive, ask, later, type Paying, press, sessionOf, standing, sweep, toldOf } from './paying.ts'
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
const read = async (paying: Paying, path: string, cookie: string): Promise<string> => await textOf(ask(paying, path, cookie))

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

/** The place is online, and what it cost less went back to the card. */
const anOnlinePlace = async () => {
  const paid = await aPaidPlace()
  const { paying, booking, placeId } = paid
  const to = (way: 'online' | 'in_person') => ({ reference: booking.reference, placeId, to: way, by: 'school' as const })
  const changed = await changeAttendance(anActOf(paying, booking.actor), { ...to('online'), seen: 8400 })
  expect(changed).toEqual({ ok: true, value: { changed: true, toPay: 0 } })
  await sweep(paying)
  return { ...paid, to }
}

for (const weather of weathers) {
  // “Where it costs more and the place was paid by card, the page says the difference before the button; the place is changed at once, and the school is led to pay the difference by card, which stays owed until it does.”
  it(`Back to the room the school sees what it costs more, and pays exactly that by card, once: ${weather.name}`, async () => {
    const paid = await anOnlinePlace()
    const { paying, booking } = paid
    const page = await read(paying, pageOf(paid), booking.cookie)
    expect(page).toContain(
      '£36.00 more is owed, which you pay by card on the next page. The place is changed at once, also if it is paid later.',
    )
    expect(page).toContain('Change to the room, then pay £36.00')
    const done = await ask(paying, pageOf(paid), booking.cookie, { to: 'in_person', seen: '12000' })
    expect([done.status, done.headers.get('location')]).toEqual([303, `/bookings/${booking.reference}/pay`])
    // Pressed again, and left for a while: owed, and to be paid from the page of the booking.
    expect((await ask(paying, pageOf(paid), booking.cookie, { to: 'in_person', seen: '12000' })).headers.get('location')).toBe(
      `/bookings/${booking.reference}`,
    )
    await sweep(paying)
    expect(await read(paying, `/bookings/${booking.reference}`, booking.cookie)).toContain('Pay £36.00 by card')
    await later(60, paying.twin)
    await weather.before(paying)
    expect(await press(paying, booking)).toContain('stripe')
    await paying.twin.pay(await sessionOf(booking))
    await weather.after(paying)
    await arrive(paying)
    await sweep(paying)
    await sweep(paying)
    const { checkouts, refunds, ledger, owed, places } = await standing(booking)
    expect({ places, checkouts, refunds, owed }).toEqual({
      ...{ places: ['confirmed'], checkouts: ['paid confirmed', 'paid applied'], refunds: ['succeeded terms 3600'], owed: 0 },
    })
    expect(ledger.slice(-3)).toEqual(['credit -8400', 'charge 12000', 'payment -3600'])
    expect(await rows('SELECT attendance FROM Place WHERE id = ?1', paid.placeId)).toEqual([{ attendance: 'in_person' }])
  })
}

it('An organiser who changes it is told that the school can pay it by card, and is led to no payment', async () => {
  const paid = await anOnlinePlace()
  const { cookie } = await anAccount({ roles: ['organiser'] })
  expect(await read(paid.paying, pageOf(paid), cookie)).toContain(
    '£36.00 more is owed, which the school can pay by card on the page of its booking.',
  )
  const done = await ask(paid.paying, pageOf(paid), cookie, { to: 'in_person', seen: '12000' })
  expect([done.status, done.headers.get('location')]).toEqual([303, `/bookings/${paid.booking.reference}`])
})

// “Where somebody else would pay by now, or cards are not taken any more, the page says that the organiser has to be asked, and changes nothing.”
it('Where cards are not taken any more, the page says whom to ask, and nothing changes', async () => {
  const { paying, booking, to, ...paid } = await anOnlinePlace()
  const before = await standing(booking)
  const act = anActOf(paying, booking.actor, { stripe: undefined })
  expect(await changeAttendance(act, { ...to('in_person'), seen: 12_000 })).toEqual({ ok: false, reason: 'ask_organiser' })
  const page = await (await request(pageOf({ paying, booking, ...paid }), { cookie: booking.cookie })).text()
  expect(page).toContain('somebody else would pay by now, or cards are not taken any more. Ask the organiser')
  expect(await standing(booking)).toEqual(before)
})
