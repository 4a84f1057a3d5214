import { expect, it } from 'vitest'
import { nobody } from '#base/act.ts'
import { cardPerformers } from '#payments/cards/make-calls.ts'
import { startCheckout } from '#payments/cards/start-checkout.ts'
import { stripeFor } from '#payments/stripe/client.ts'
import { runCalls } from '#payments/stripe/run-calls.ts'
import { callQueued } from '#payments/stripe/store.ts'
import { accepted, anAccount, db, rows } from '#test/support/factories.ts'
import { inNoTime } from '#test/support/passing-time.ts'
import { add } from '#test/support/rows.ts'
import {
  aHeldBooking,
  anActOf,
  aPaying,
  arrive,
  ask,
  later,
  type Paying,
  press,
  sessionOf,
  standing,
  sweep,
} from '#test/worker/payments/cards/paying.ts'

const paidOnce = { places: ['confirmed'], checkouts: ['paid confirmed'], refunds: [], ledger: ['charge 12000', 'payment -12000'], owed: 0 }

const callsOf = (booking: { bookingId: string }) =>
  rows<{ idempotencyKey: string; state: string; attempts: number }>(
    `SELECT k.idempotencyKey, k.state, k.attempts FROM StripeCall k JOIN Checkout c ON c.id = k.subjectId WHERE c.bookingId = ?1 ORDER BY k.rowid`,
    booking.bookingId,
  )
/** Stripe takes its time or fails, and whoever asked gives up and asks again. */
const patiently = <T>(paying: Paying, work: (db: SqlDatabase) => Promise<T>): Promise<T> =>
  inNoTime(work, { step: 500, moving: (to) => paying.twin.clock(to), held: () => paying.twin.waiting() })

const sessionsAt = async (paying: Paying) => (await stripeFor(paying.access).checkout.sessions.list({ limit: 100 })).data

it('The key of a call is stored with the checkout before Stripe hears of it', async () => {
  const paying = await aPaying()
  const booking = await aHeldBooking(paying)
  const started = await startCheckout(anActOf(paying, booking.actor), booking.reference).then(accepted)
  expect(await sessionsAt(paying)).toEqual([])
  expect(await callsOf(booking)).toEqual([{ idempotencyKey: `checkout.create:${started}`, state: 'queued', attempts: 0 }])
})

// A school pays on the page of Stripe. No card ever reaches us, and no person is named there.
it('no person is named on Stripe’s page or in what we tell Stripe, and no card ever reaches us', async () => {
  const paying = await aPaying()
  const booking = await aHeldBooking(paying, 2)
  await press(paying, booking)
  const stripe = stripeFor(paying.access)
  const session = await stripe.checkout.sessions.retrieve(await sessionOf(booking), { expand: ['line_items'] })
  expect(JSON.stringify(session)).not.toMatch(/Person|example\.sch\.uk|Siân/)
  expect(
    session.line_items?.data.map((line) => [
      line.quantity,
      line.amount_total,
      line.description?.startsWith('Place: Safeguarding conference'),
    ]),
  ).toEqual([[2, 24_000, true]])
  expect([
    session.allowed_payment_method_types,
    session.customer_email,
    session.client_reference_id === session.metadata?.['checkout'],
  ]).toEqual([['card'], null, true])
})

// Stripe's page is made once although Stripe fails while it is made, and money goes back once
// although Stripe fails meanwhile.
for (const fault of ['500', '500_after', 'timeout'] as const)
  it(`Stripe’s page is made once although Stripe fails while it is made, and is paid once: ${fault}`, async () => {
    const paying = await aPaying()
    const booking = await aHeldBooking(paying)
    await paying.twin.fault(fault, 1, 12)
    await patiently(paying, () => ask(paying, `/bookings/${booking.reference}/pay`, booking.cookie, {}))
    await later(2, paying.twin)
    await sweep(paying)
    await later(2, paying.twin)
    await sweep(paying)
    await press(paying, booking)
    const open = (await sessionsAt(paying)).filter((session) => session.client_reference_id !== null)
    expect(open.length).toBe(1)
    await paying.twin.pay(await sessionOf(booking))
    await arrive(paying)
    expect(await standing(booking)).toEqual(paidOnce)
  })

for (const fault of ['500', '500_after', 'timeout'] as const)
  it(`money goes back once although Stripe fails meanwhile: ${fault}`, async () => {
    const paying = await aPaying({ capacity: 1 })
    const booking = await aHeldBooking(paying)
    await press(paying, booking)
    await paying.twin.pay(await sessionOf(booking))
    await ask(paying, `/bookings/${booking.reference}/pay/give-up`, booking.cookie, {})
    const [session] = await sessionsAt(paying)
    await ask(paying, `/bookings/${booking.reference}/paid?session_id=${session?.id}`, booking.cookie)
    expect((await standing(booking)).refunds).toEqual(['asked paid_late 12000'])
    await paying.twin.fault(fault, 1, 12)
    for (let minute = 0; minute < 4; minute += 1) {
      await patiently(paying, (db) => runCalls(anActOf(paying, nobody, { db }), cardPerformers))
      await later(3, paying.twin)
    }
    const refunds = (await stripeFor(paying.access).refunds.list({ limit: 100 })).data
    expect(refunds.map((refund) => refund.amount)).toEqual([12_000])
    await arrive(paying)
    expect(await standing(booking)).toEqual({
      places: ['cancelled'],
      checkouts: ['paid too_late'],
      refunds: ['succeeded paid_late 12000'],
      ledger: ['payment -12000', 'refund 12000'],
      owed: 0,
    })
  })

it('After a day a call whose answer never came is looked for at Stripe, instead of being made again', async () => {
  const paying = await aPaying()
  const booking = await aHeldBooking(paying)
  const started = await startCheckout(anActOf(paying, booking.actor), booking.reference).then(accepted)
  await runCalls(anActOf(paying, nobody), cardPerformers)
  // As if the answer had been lost with the isolate that asked.
  await db.batch([
    db.prepare(`UPDATE StripeCall SET state = 'queued', stripeId = NULL, doneAt = NULL, attempts = 1 WHERE subjectId = ?1`).bind(started),
    db.prepare(`UPDATE Checkout SET stripeId = NULL WHERE id = ?1`).bind(started),
  ])
  await later(25 * 60, paying.twin)
  await runCalls(anActOf(paying, nobody), cardPerformers)
  expect(await callsOf(booking)).toEqual([{ idempotencyKey: `checkout.create:${started}`, state: 'done', attempts: 2 }])
  expect((await sessionsAt(paying)).length).toBe(1)
  expect(await sessionOf(booking)).toBe((await sessionsAt(paying))[0]?.id)
})

it('what is not there is asked for under another key', async () => {
  const paying = await aPaying()
  const act = anActOf(paying, nobody)
  await callQueued(act, { kind: 'refund.create', subjectId: 'refund-of-nothing', key: 'refund.create:nothing' }).run()
  await db.prepare(`UPDATE StripeCall SET attempts = 3 WHERE subjectId = 'refund-of-nothing'`).run()
  await later(25 * 60, paying.twin)
  await runCalls(anActOf(paying, nobody), cardPerformers, 1)
  expect(await rows(`SELECT idempotencyKey, state, stripeId FROM StripeCall WHERE subjectId = 'refund-of-nothing' ORDER BY rowid`)).toEqual(
    [
      { idempotencyKey: 'refund.create:nothing', state: 'done', stripeId: null },
      { idempotencyKey: 'refund.create:nothing:2', state: 'queued', stripeId: null },
    ],
  )
})

it('two who run the calls at once make each of them once', async () => {
  const paying = await aPaying()
  const booking = await aHeldBooking(paying)
  await startCheckout(anActOf(paying, booking.actor), booking.reference)
  const act = anActOf(paying, nobody)
  await Promise.all([runCalls(act, cardPerformers), runCalls(act, cardPerformers), runCalls(act, cardPerformers)])
  expect((await callsOf(booking)).map((call) => [call.state, call.attempts])).toEqual([['done', 1]])
})

it('A call that Stripe has refused waits for finance, who sees why and can have it made again', async () => {
  const paying = await aPaying({ capacity: 1 })
  const booking = await aHeldBooking(paying)
  await press(paying, booking)
  await paying.twin.pay(await sessionOf(booking))
  await arrive(paying)
  // Somebody at Stripe's own pages was quicker than the refund that we ask for.
  const stripe = stripeFor(paying.access)
  const [row] = await rows<{ id: string; paymentIntentId: string; payerId: string }>(
    'SELECT id, paymentIntentId, payerId FROM Checkout WHERE bookingId = ?1',
    booking.bookingId,
  )
  await add('CardRefund', {
    id: 'refund-refused',
    checkoutId: row?.id,
    bookingId: booking.bookingId,
    payerId: row?.payerId,
    pence: 12000,
    why: 'terms',
    state: 'asked',
  })
  await stripe.refunds.create({ payment_intent: row?.paymentIntentId ?? '', amount: 12_000 })
  const act = anActOf(paying, nobody)
  await callQueued(act, { kind: 'refund.create', subjectId: 'refund-refused', key: 'refund.create:refund-refused' }).run()
  await runCalls(act, cardPerformers)
  const calls = () => rows(`SELECT state FROM StripeCall WHERE subjectId = 'refund-refused' ORDER BY rowid`)
  expect(await calls()).toEqual([{ state: 'failed' }])
  const finance = await anAccount({ roles: ['finance'] })
  const page = await (await ask(paying, '/organiser/finance/stripe', finance.cookie)).text()
  expect(page).toContain('Refused')
  expect(page).toContain('Pay back to a card')
  const [failed] = await rows<{ id: string }>(`SELECT id FROM StripeCall WHERE subjectId = 'refund-refused'`)
  expect((await ask(paying, `/organiser/finance/stripe/${failed?.id}/again`, finance.cookie, {})).status).toBe(303)
  expect((await calls()).length).toBe(2)
})
