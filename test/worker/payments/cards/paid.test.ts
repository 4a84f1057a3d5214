import { expect, it } from 'vitest'
import { rows } from '#test/support/factories.ts'
import { aCertainBooking, aHeldBooking, aPaying, arrive, ask, hand, later, press, sessionOf, standing, sweep, toldOf } from './paying.ts'
import { weathers } from './weather.ts'

const paidOnce = {
  places: ['confirmed', 'confirmed'],
  checkouts: ['paid confirmed'],
  refunds: [],
  ledger: ['charge 12000', 'charge 12000', 'payment -24000'],
  owed: 0,
}
const nothingPaid = { places: ['cancelled', 'cancelled'], checkouts: ['expired'], refunds: [], ledger: [], owed: 0 }

// What was told in the wrong order, twice, three days late or never comes to the same.
for (const weather of weathers) {
  // Places of a school that pays by card are held while it pays, and certain once it has paid; until then nothing is charged and nobody is invited.
  it(`A school that pays on Stripe’s page has its places, and what it paid is in the ledger once: ${weather.name}`, async () => {
    const paying = await aPaying()
    await weather.before(paying)
    const booking = await aHeldBooking(paying, 2)
    expect(await standing(booking)).toEqual({ places: ['held', 'held'], checkouts: [], refunds: [], ledger: [], owed: 0 })
    const url = await press(paying, booking)
    expect(new URL(url).origin).toBe('https://checkout.stripe.com')
    await paying.twin.pay(await sessionOf(booking))
    await weather.after(paying)
    expect(await standing(booking)).toEqual(paidOnce)
  })

  it(`A card that is declined can be tried again on the same page, and pays once: ${weather.name}`, async () => {
    const paying = await aPaying()
    await weather.before(paying)
    const booking = await aHeldBooking(paying, 2)
    const url = await press(paying, booking)
    await paying.twin.decline(await sessionOf(booking))
    expect(await press(paying, booking)).toBe(url)
    expect((await standing(booking)).checkouts).toEqual(['open'])
    await paying.twin.pay(await sessionOf(booking))
    await weather.after(paying)
    expect(await standing(booking)).toEqual(paidOnce)
  })

  it(`A page that is left without paying ends with its places, and nothing is charged: ${weather.name}`, async () => {
    const paying = await aPaying()
    await weather.before(paying)
    const booking = await aHeldBooking(paying, 2)
    await press(paying, booking)
    await paying.twin.abandon(await sessionOf(booking))
    await later(32, paying.twin)
    await weather.after(paying)
    expect(await standing(booking)).toEqual(nothingPaid)
  })

  it(`Two tabs and a double click lead to one page of Stripe’s: ${weather.name}`, async () => {
    const paying = await aPaying()
    await weather.before(paying)
    const booking = await aHeldBooking(paying, 2)
    const [first, second] = await Promise.all([press(paying, booking), press(paying, booking)])
    expect(second).toBe(first)
    expect(await press(paying, booking)).toBe(first)
    expect((await standing(booking)).checkouts).toEqual(['open'])
    await paying.twin.pay(await sessionOf(booking))
    await weather.after(paying)
    expect(await standing(booking)).toEqual(paidOnce)
  })

  it(`Told of a payment when the hold has run out, the places are given while there is room: ${weather.name}`, async () => {
    const paying = await aPaying({ capacity: 2 })
    await weather.before(paying)
    const booking = await aHeldBooking(paying, 2)
    await press(paying, booking)
    await later(30, paying.twin)
    await paying.twin.pay(await sessionOf(booking))
    await later(15, paying.twin)
    await weather.after(paying)
    expect(await standing(booking)).toEqual(paidOnce)
  })

  // The school and the contact of the event are told.
  it(`A payment that comes when the places are gone goes back whole, without anybody asking: ${weather.name}`, async () => {
    const paying = await aPaying({ capacity: 2 })
    await weather.before(paying)
    const booking = await aHeldBooking(paying, 2)
    await press(paying, booking)
    await later(30, paying.twin)
    await paying.twin.pay(await sessionOf(booking))
    await later(15, paying.twin)
    // The hold has run out, nobody has told of the payment, and somebody else takes the places.
    const other = await aCertainBooking(paying, 2)
    await weather.after(paying)
    await sweep(paying)
    await weather.after(paying)
    await sweep(paying)
    expect(await standing(booking)).toEqual({
      places: ['cancelled', 'cancelled'],
      checkouts: ['paid too_late'],
      refunds: ['succeeded paid_late 24000'],
      ledger: ['payment -24000', 'refund 24000'],
      owed: 0,
    })
    expect((await standing(other)).places).toEqual(['confirmed', 'confirmed'])
    expect(await toldOf(booking)).toEqual(['places_held', 'card_too_late', 'card_too_late'])
  })
}

it('A replay of everything that Stripe has told changes nothing', async () => {
  const paying = await aPaying()
  const booking = await aHeldBooking(paying, 2)
  await press(paying, booking)
  await paying.twin.pay(await sessionOf(booking))
  const told = await paying.twin.deliveries()
  for (const one of told) await hand(paying, one)
  await sweep(paying)
  expect(await standing(booking)).toEqual(paidOnce)
  const lines = await rows('SELECT * FROM LedgerLine WHERE bookingId = ?1', booking.bookingId)
  for (const one of told.toReversed()) expect((await hand(paying, one)).status).toBe(200)
  await sweep(paying)
  expect(await rows('SELECT * FROM LedgerLine WHERE bookingId = ?1', booking.bookingId)).toEqual(lines)
  expect(await standing(booking)).toEqual(paidOnce)
})

it('Whoever comes back from Stripe’s page sees what became of the payment, even before Stripe has told of it', async () => {
  const paying = await aPaying()
  await paying.twin.desk('held')
  const booking = await aHeldBooking(paying, 2)
  await press(paying, booking)
  const session = await sessionOf(booking)
  const waiting = await (await ask(paying, `/bookings/${booking.reference}/paid?session_id=${session}`, booking.cookie)).text()
  expect(waiting).toContain('We are waiting for Stripe')
  await paying.twin.pay(session)
  const page = await (await ask(paying, `/bookings/${booking.reference}/paid?session_id=${session}`, booking.cookie)).text()
  expect(page).toContain('Paid: the places are yours')
  expect(await standing(booking)).toEqual(paidOnce)
  await paying.twin.release()
  await arrive(paying)
  expect(await standing(booking)).toEqual(paidOnce)
})
