import { expect, it } from 'vitest'
import { nobody } from '#base/act.ts'
import { cardFollowers } from '#payments/cards/follow-cards.ts'
import { followCheckout } from '#payments/cards/follow-checkout.ts'
import { applyChanges } from '#payments/stripe/apply-changes.ts'
import { stripeFor } from '#payments/stripe/client.ts'
import { reconcileNightly } from '#payments/stripe/reconcile-nightly.ts'
import { databaseWith } from '#test/support/database-with.ts'
import { db } from '#test/support/factories.ts'
import { aHeldBooking, anActOf, aPaying, arrive, ask, press, sessionOf, standing, sweep } from './paying.ts'

const paidOnce = { places: ['confirmed'], checkouts: ['paid confirmed'], refunds: [], ledger: ['charge 12000', 'payment -12000'], owed: 0 }

it('A payment is acted on exactly once, whichever of webhook, return page, minute and night comes first', async () => {
  for (let round = 0; round < 3; round += 1) {
    const paying = await aPaying()
    const booking = await aHeldBooking(paying)
    await press(paying, booking)
    const session = await sessionOf(booking)
    await paying.twin.desk('twice')
    await paying.twin.pay(session)
    const page = `/bookings/${booking.reference}/paid?session_id=${session}`
    await Promise.all([
      arrive(paying),
      ask(paying, page, booking.cookie),
      sweep(paying),
      ask(paying, page, booking.cookie),
      reconcileNightly(anActOf(paying, nobody), [cardFollowers]),
      arrive(paying),
    ])
    expect(await standing(booking)).toEqual(paidOnce)
  }
})

/** The same database without the memory of the states that have been acted on. */
const forgetful = databaseWith(db, {
  prepare: (sql: string) => (sql.startsWith('INSERT INTO StripeObjectState') ? db.prepare('SELECT ?1, ?2, ?3, ?4') : db.prepare(sql)),
})

/** Two who have both seen the payment before either has acted on it. */
const bothSeeIt = async (on: SqlDatabase) => {
  const paying = await aPaying()
  const booking = await aHeldBooking(paying)
  await press(paying, booking)
  const session = await sessionOf(booking)
  await paying.twin.pay(session)
  const act = anActOf(paying, nobody, { db: on })
  const seen = [await followCheckout(act, stripeFor(paying.access), session), await followCheckout(act, stripeFor(paying.access), session)]
  for (const changes of seen) await applyChanges(act, changes)
  return standing(booking)
}

it('…because each state of an object is acted on once', async () => {
  expect(await bothSeeIt(db)).toEqual(paidOnce)
})

it('…and without that memory the second looks at what the first has stored, and neither takes the payment twice nor sends it back', async () => {
  expect(await bothSeeIt(forgetful)).toEqual(paidOnce)
})
