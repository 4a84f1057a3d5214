// A school that pays by card gives up its free place: before it pays, while Stripe's page is open, and at the same moment as it pays.
import { expect, it } from 'vitest'
import { cancelBooking } from '#booking/cancelling/cancel-booking.ts'
import { startCheckout } from '#payments/cards/start-checkout.ts'
import { before, db, rows } from '#test/support/factories.ts'
import { auditAll } from '#upkeep/audit/store.ts'
import { aHeldBooking, anActOf, aPaying, arrive, press, sessionOf, standing, sweep, toldOf } from './paying.ts'

const wasted = async () => (await auditAll(db, new Date())).invariants.find((one) => one.name === 'first_free_place_used')?.violations

/** Two places that are held: the first is free, the second costs £120. */
const aHeldPair = async () => {
  const paying = await aPaying({ freePlaces: 1 })
  await paying.twin.desk('prompt')
  return { paying, booking: await aHeldBooking(paying, 2, 6_000) }
}

type Held = Awaited<ReturnType<typeof aHeldPair>>
const givesUpTheFreeOne = ({ paying, booking }: Held, on = db) =>
  cancelBooking({ ...anActOf(paying, booking.actor), db: on }, booking.reference, booking.placeIds.slice(0, 1))

// “Held places to which a free place passes before anybody pays cost nothing and are certain at once.”
it('a school that cancels its free place before it pays has the other one free, and certain at once', async () => {
  const held = await aHeldPair()
  expect(await givesUpTheFreeOne(held)).toEqual({ ok: true, value: 1 })
  expect(await standing(held.booking)).toEqual({ places: ['cancelled', 'confirmed'], checkouts: [], refunds: [], ledger: [], owed: 0 })
  expect(await toldOf(held.booking)).toEqual(['places_held', 'booking_cancelled', 'booking_confirmed', 'invitation'])
  expect(await wasted()).toEqual([])
})

it('cut off at any moment, the minute’s work leaves no place held that costs nothing', async () => {
  const left = new Set<string>()
  for (let nth = 1; nth <= 12; nth += 1) {
    const held = await aHeldPair()
    await givesUpTheFreeOne(
      held,
      before(nth, () => Promise.reject(new Error('cut off'))),
    ).catch(() => undefined)
    const [cut] = await rows<{ states: string }>(
      'SELECT group_concat(state) AS states FROM Place WHERE bookingId = ?1',
      held.booking.bookingId,
    )
    await sweep(held.paying)
    left.add(`${cut?.states} then ${(await standing(held.booking)).places}`)
  }
  expect([...left].sort()).toEqual([
    'cancelled,confirmed then cancelled,confirmed',
    'cancelled,held then cancelled,confirmed',
    'held,held then held,held',
  ])
})

// “What passes on while Stripe's page is open goes back to the card once it is paid.”
it('a school that cancels its free place while Stripe’s page is open gets back what it paid for the other one', async () => {
  const held = await aHeldPair()
  await press(held.paying, held.booking)
  expect(await givesUpTheFreeOne(held)).toEqual({ ok: true, value: 1 })
  await held.paying.twin.pay(await sessionOf(held.booking))
  await arrive(held.paying)
  await sweep(held.paying)
  await arrive(held.paying)
  await sweep(held.paying)
  expect(await standing(held.booking)).toEqual({
    places: ['cancelled', 'confirmed'],
    checkouts: ['paid confirmed'],
    refunds: ['succeeded terms 12000'],
    ledger: ['charge 12000', 'credit -12000', 'payment -12000', 'refund 12000'],
    owed: 0,
  })
  expect(await wasted()).toEqual([])
})

it('pressing the button and cancelling the free place at one moment ends in one of the two', async () => {
  const held = await aHeldPair()
  const [started] = await Promise.all([
    startCheckout(anActOf(held.paying, held.booking.actor), held.booking.reference),
    givesUpTheFreeOne(held),
  ])
  await givesUpTheFreeOne(held)
  await sweep(held.paying)
  const asked = await rows<{ pence: number; state: string }>(
    'SELECT pence, state FROM Checkout WHERE bookingId = ?1',
    held.booking.bookingId,
  )
  const [price] = await rows<{ pence: number }>(
    `SELECT x.pence + x.vatPence AS pence FROM PlacePrice x WHERE x.bookingId = ?1 AND x.supersededAt IS NULL`,
    held.booking.bookingId,
  )
  // Either the page asks for what the place costs, or nothing is asked for and it is free.
  expect([started.ok ? asked : [], price?.pence]).toEqual(started.ok ? [[{ pence: 12_000, state: 'open' }], 12_000] : [[], 0])
})
