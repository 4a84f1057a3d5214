import { expect, it } from 'vitest'
import { cancelBooking } from '#booking/cancelling/cancel-booking.ts'
import { movePlaces } from '#booking/series/move-places.ts'
import { decideProposal } from '#money/ledger/decide-proposal.ts'
import { proposeRefund } from '#money/ledger/propose-money.ts'
import { insertPayment } from '#money/ledger/store.ts'
import { refundAgain } from '#payments/cards/refund-again.ts'
import { stripeFor } from '#payments/stripe/client.ts'
import { accepted, anAccount, db, rows } from '#test/support/factories.ts'
import { aPricedEvent } from '#test/support/money.ts'
import { insert } from '#test/support/rows.ts'
import { setTerms, someTerms } from '#test/worker/booking/pricing/terms.ts'
import { aHeldBooking, anActOf, aPaying, arrive, ask, later, type Paying, press, sessionOf, standing, sweep, toldOf } from './paying.ts'
import { weathers } from './weather.ts'

const aPaidBooking = async (paying: Paying, places = 2, more: { termsId?: string } = {}) => {
  await paying.twin.desk('prompt')
  const booking = await aHeldBooking(paying, places, 12_000, more)
  await press(paying, booking)
  await paying.twin.pay(await sessionOf(booking))
  await arrive(paying)
  return booking
}

const refundIds = async (booking: { bookingId: string }): Promise<string[]> =>
  (await rows<{ stripeId: string }>('SELECT stripeId FROM CardRefund WHERE bookingId = ?1 ORDER BY rowid', booking.bookingId)).map(
    (row) => row.stripeId,
  )

const intentOf = async (booking: { bookingId: string }): Promise<string> =>
  (await rows<{ id: string }>('SELECT paymentIntentId AS id FROM Checkout WHERE bookingId = ?1', booking.bookingId))[0]?.id ?? ''

for (const weather of weathers) {
  it(`What is cancelled free of charge by the terms goes back to the card in part, and once: ${weather.name}`, async () => {
    const paying = await aPaying()
    const booking = await aPaidBooking(paying)
    await weather.before(paying)
    expect(await cancelBooking(anActOf(paying, booking.actor), booking.reference, booking.placeIds.slice(0, 1))).toEqual({
      ok: true,
      value: 1,
    })
    await sweep(paying)
    await weather.after(paying)
    await sweep(paying)
    expect(await standing(booking)).toEqual({
      places: ['cancelled', 'confirmed'],
      checkouts: ['paid confirmed'],
      refunds: ['succeeded terms 12000'],
      ledger: ['charge 12000', 'charge 12000', 'payment -24000', 'credit -12000', 'refund 12000'],
      owed: 0,
    })
    expect((await toldOf(booking)).filter((kind) => kind === 'card_refund')).toEqual(['card_refund'])
  })

  it(`A refund that Stripe has not confirmed counts as not refunded: ${weather.name}`, async () => {
    const paying = await aPaying()
    const booking = await aPaidBooking(paying)
    await paying.twin.refunds('pending')
    await weather.before(paying)
    await cancelBooking(anActOf(paying, booking.actor), booking.reference, undefined)
    await sweep(paying)
    await sweep(paying)
    const before = await standing(booking)
    expect([before.refunds, before.owed]).toEqual([['pending terms 24000'], -24_000])
    await paying.twin.refund((await refundIds(booking))[0] ?? '', 'succeed')
    await weather.after(paying)
    await sweep(paying)
    const after = await standing(booking)
    expect([after.refunds, after.owed]).toEqual([['succeeded terms 24000'], 0])
  })

  it(`What finance sends back on Stripe’s own pages is in the ledger too: ${weather.name}`, async () => {
    const paying = await aPaying()
    const booking = await aPaidBooking(paying)
    await weather.before(paying)
    await stripeFor(paying.access).refunds.create({ payment_intent: await intentOf(booking), amount: 5_000 })
    await weather.after(paying)
    expect(await standing(booking)).toEqual({
      places: ['confirmed', 'confirmed'],
      checkouts: ['paid confirmed'],
      refunds: ['succeeded at_stripe 5000'],
      ledger: ['charge 12000', 'charge 12000', 'payment -24000', 'refund 5000'],
      owed: 5_000,
    })
  })

  it(`A payment that a bank takes back stands as disputed, and is a refund once it is lost: ${weather.name}`, async () => {
    const paying = await aPaying()
    const booking = await aPaidBooking(paying)
    await weather.before(paying)
    const dispute = await paying.twin.dispute(await intentOf(booking))
    await weather.after(paying)
    const disputes = () => rows('SELECT pence, state FROM CardDispute WHERE bookingId = ?1', booking.bookingId)
    expect(await disputes()).toEqual([{ pence: 24_000, state: 'open' }])
    expect((await standing(booking)).owed).toBe(0)
    await paying.twin.closeDispute(dispute.id, 'lose')
    await weather.after(paying)
    expect(await disputes()).toEqual([{ pence: 24_000, state: 'lost' }])
    const { ledger, owed } = await standing(booking)
    expect([ledger.at(-1), owed]).toEqual(['refund 24000', 24_000])
  })
}

it('A refund that the bank sends back waits for finance, who can try again', async () => {
  const paying = await aPaying()
  const booking = await aPaidBooking(paying)
  await paying.twin.refunds('pending')
  await cancelBooking(anActOf(paying, booking.actor), booking.reference, undefined)
  await sweep(paying)
  await paying.twin.refund((await refundIds(booking))[0] ?? '', 'fail')
  await arrive(paying)
  await sweep(paying)
  expect((await standing(booking)).refunds).toEqual(['failed terms 24000'])
  const finance = await anAccount({ roles: ['finance'] })
  const page = await (await ask(paying, '/organiser/finance/cards', finance.cookie)).text()
  expect(page).toContain('Not paid back')
  await paying.twin.refunds('prompt')
  const [failed] = await rows<{ id: string }>('SELECT id FROM CardRefund WHERE bookingId = ?1', booking.bookingId)
  expect((await ask(paying, `/organiser/finance/cards/refunds/${failed?.id}/again`, finance.cookie, {})).status).toBe(303)
  await sweep(paying)
  await arrive(paying)
  const { refunds, owed } = await standing(booking)
  expect([refunds, owed]).toEqual([['failed terms 24000', 'succeeded terms 24000'], 0])
})

it('A refund that failed is asked for again once, however often finance presses, and no more than is owed goes back', async () => {
  const paying = await aPaying()
  const booking = await aPaidBooking(paying)
  await paying.twin.refunds('pending')
  await cancelBooking(anActOf(paying, booking.actor), booking.reference, booking.placeIds.slice(0, 1))
  await sweep(paying)
  await paying.twin.refund((await refundIds(booking))[0] ?? '', 'fail')
  await arrive(paying)
  await sweep(paying)
  const [failed] = await rows<{ id: string }>('SELECT id FROM CardRefund WHERE bookingId = ?1', booking.bookingId)
  const act = anActOf(paying, (await anAccount({ roles: ['finance'] })).actor)
  const pressed = await Promise.all([refundAgain(act, failed?.id ?? ''), refundAgain(act, failed?.id ?? '')])
  expect(pressed.map(({ ok }) => ok).toSorted()).toEqual([false, true])
  expect(await refundAgain(act, failed?.id ?? '')).toEqual({ ok: false, reason: 'nothing_left' })
  expect((await standing(booking)).refunds).toEqual(['failed terms 12000', 'asked terms 12000'])
})

it('What is on its way back to the card is not paid back by hand as well', async () => {
  const paying = await aPaying()
  const booking = await aPaidBooking(paying)
  const [ada, ben] = await Promise.all([anAccount({ roles: ['finance'] }), anAccount({ roles: ['finance'] })])
  const { bookingId, payerId } = booking
  const act = anActOf(paying, ada.actor)
  await insertPayment(act, { bookingId, payerId, route: 'invoice', pence: 24_000, source: crypto.randomUUID(), rule: {} }).run()
  await paying.twin.refunds('pending')
  await sweep(paying)
  expect((await standing(booking)).refunds).toEqual(['pending terms 24000'])
  const id = crypto.randomUUID()
  expect((await proposeRefund(act, { id, bookingId, payerId, pence: 24_000, reason: 'Paid twice' })).ok).toBe(true)
  expect(await decideProposal(anActOf(paying, ben.actor), { id, decision: 'approve', note: '' })).toEqual({
    ok: false,
    reason: 'more_than_there',
  })
})

it('Places that are cancelled while the school pays cost nothing, and a payment that comes all the same goes back', async () => {
  const paying = await aPaying()
  const booking = await aHeldBooking(paying, 2)
  await press(paying, booking)
  const session = await sessionOf(booking)
  await paying.twin.pay(session)
  expect((await ask(paying, `/bookings/${booking.reference}/pay/give-up`, booking.cookie, {})).status).toBe(303)
  await arrive(paying)
  await sweep(paying)
  await arrive(paying)
  expect(await standing(booking)).toEqual({
    places: ['cancelled', 'cancelled'],
    checkouts: ['paid too_late'],
    refunds: ['succeeded paid_late 24000'],
    ledger: ['payment -24000', 'refund 24000'],
    owed: 0,
  })
})

// Places that are cancelled while the school pays cost nothing, and Stripe's page is ended.
it('Stripe’s page of places that are cancelled is ended', async () => {
  const paying = await aPaying()
  const booking = await aHeldBooking(paying)
  await press(paying, booking)
  await ask(paying, `/bookings/${booking.reference}/pay/give-up`, booking.cookie, {})
  await sweep(paying)
  const session = await stripeFor(paying.access).checkout.sessions.retrieve(await sessionOf(booking))
  expect(session.status).toBe('expired')
  await arrive(paying)
  expect((await standing(booking)).checkouts).toEqual(['expired'])
})

// What is cancelled free of charge by the terms goes back to the card in part, and once. What the terms charge is kept.
it('of a place that is cancelled late, what the terms charge is kept and the rest goes back', async () => {
  const paying = await aPaying()
  const termsId = await someTerms({ freeDays: 60, partDays: null, partPence: null, fullPence: 7_000 })
  await setTerms(paying.event.id, termsId)
  const booking = await aPaidBooking(paying, 1, { termsId })
  // Sixty working days before the event have begun.
  await later(60 * 24 * 60, paying.twin)
  expect(await cancelBooking(anActOf(paying, booking.actor), booking.reference, undefined, { seen: 7_000 })).toEqual({ ok: true, value: 1 })
  await sweep(paying)
  expect(await standing(booking)).toEqual({
    places: ['cancelled'],
    checkouts: ['paid confirmed'],
    refunds: ['succeeded terms 5000'],
    ledger: ['charge 12000', 'payment -12000', 'credit -12000', 'cancellation_charge 7000', 'refund 5000'],
    owed: 0,
  })
})

it('What was paid by card goes with places that are moved to another date', async () => {
  const paying = await aPaying()
  const to = await aPricedEvent({ event: { ...paying.times }, list: { defaultPence: 8_000 } })
  const seriesId = crypto.randomUUID()
  await db.batch([
    insert('Series', { id: seriesId, title: 'Two dates', topicId: 'child-on-child-abuse', createdAt: new Date().toISOString() }),
    db.prepare('UPDATE Event SET seriesId = ?1, version = version + 1 WHERE id IN (?2, ?3)').bind(seriesId, paying.event.id, to.id),
  ])
  const booking = await aPaidBooking(paying)
  const moved = await movePlaces(anActOf(paying, booking.actor), {
    ...{
      reference: booking.reference,
      to: to.code,
      placeIds: booking.placeIds.slice(0, 1),
      formId: crypto.randomUUID(),
      termsId: undefined,
    },
  }).then(accepted)
  await sweep(paying)
  const [other] = await rows<{ bookingId: string }>('SELECT id AS bookingId FROM Booking WHERE reference = ?1', moved.reference)
  if (!other) throw new Error('nothing was moved')
  expect(await standing(booking)).toMatchObject({
    refunds: ['succeeded terms 2400'],
    ledger: ['charge 12000', 'charge 12000', 'payment -24000', 'credit -12000', 'refund 9600', 'refund 2400'],
    owed: 0,
  })
  expect(await standing(other)).toMatchObject({ places: ['confirmed'], ledger: ['charge 9600', 'payment -9600'], owed: 0 })
  // Given up at the other date, it goes back to the card that paid at the first.
  await cancelBooking(anActOf(paying, booking.actor), moved.reference, undefined)
  await sweep(paying)
  expect(await standing(other)).toMatchObject({ refunds: ['succeeded terms 9600'], owed: 0 })
})
