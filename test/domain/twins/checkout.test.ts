import type Stripe from 'stripe'
import { expect, it } from 'vitest'
import { accountOn, ask, refusal, twoPlaces } from '#test/support/stripe-in-node.ts'

const happened = async (stripe: Stripe): Promise<string[]> =>
  (await stripe.events.list({ limit: 100 })).data.map((one) => one.type).toReversed()

it('a session that is paid is complete, and can be paid and expired no more', async () => {
  const { stripe, desk } = accountOn('paid')
  const session = await stripe.checkout.sessions.create(
    twoPlaces({ client_reference_id: 'b1', payment_intent_data: { metadata: { booking: 'b1' } } }),
  )
  await desk.pay(session.id)
  const paid = await stripe.checkout.sessions.retrieve(session.id, { expand: ['payment_intent.latest_charge', 'line_items'] })
  const intent = paid.payment_intent as Stripe.PaymentIntent
  expect([paid.status, paid.payment_status, paid.url, intent.metadata, (intent.latest_charge as Stripe.Charge).amount]).toEqual([
    'complete',
    'paid',
    null,
    { booking: 'b1' },
    13000,
  ])
  expect(paid.line_items?.data.map((line) => [line.quantity, line.amount_total])).toEqual([[2, 13000]])
  await expect(desk.pay(session.id)).rejects.toThrow('complete')
  expect(await refusal(stripe.checkout.sessions.expire(session.id))).toMatchObject({ status: 400 })
})

it('a card that is declined leaves the session open for another try', async () => {
  const { stripe, desk } = accountOn('declined')
  const session = await stripe.checkout.sessions.create(twoPlaces())
  await desk.decline(session.id)
  expect((await stripe.checkout.sessions.retrieve(session.id)).status).toBe('open')
  await desk.pay(session.id)
  expect(await happened(stripe)).toEqual([
    'payment_intent.created',
    'charge.failed',
    'payment_intent.payment_failed',
    'charge.succeeded',
    'payment_intent.succeeded',
    'checkout.session.completed',
  ])
})

it('a session lives from half an hour to a day and expires by the clock', async () => {
  const { stripe, desk } = accountOn('expires')
  const now = Math.floor(Date.now() / 1000)
  expect(await refusal(stripe.checkout.sessions.create(twoPlaces({ expires_at: now + 1700 })))).toMatchObject({ param: 'expires_at' })
  expect(await refusal(stripe.checkout.sessions.create(twoPlaces({ expires_at: now + 90_000 })))).toMatchObject({ param: 'expires_at' })
  const session = await stripe.checkout.sessions.create(twoPlaces({ expires_at: now + 1860 }))
  await desk.advance(1861)
  expect((await stripe.checkout.sessions.retrieve(session.id)).status).toBe('expired')
  expect(await happened(stripe)).toEqual(['checkout.session.expired'])
  await expect(desk.pay(session.id)).rejects.toThrow('expired')
})

it('money of a delayed method arrives later, or not at all', async () => {
  const { stripe, desk } = accountOn('later')
  const [good, bad] = [await stripe.checkout.sessions.create(twoPlaces()), await stripe.checkout.sessions.create(twoPlaces())]
  for (const { id } of [good, bad]) expect(await desk.pay(id, true)).toMatchObject({ status: 'complete', payment_status: 'unpaid' })
  expect((await desk.settle(good.id)).payment_status).toBe('paid')
  expect((await desk.bounce(bad.id)).payment_status).toBe('unpaid')
  expect((await happened(stripe)).filter((type) => type.startsWith('checkout'))).toEqual([
    'checkout.session.completed',
    'checkout.session.completed',
    'checkout.session.async_payment_succeeded',
    'checkout.session.async_payment_failed',
  ])
})

it('refunds in parts up to what was paid, and no more', async () => {
  const { stripe, desk } = accountOn('refunds')
  const session = await stripe.checkout.sessions.create(twoPlaces())
  const paid = await desk.pay(session.id)
  const intent = String(paid.payment_intent)
  expect((await stripe.refunds.create({ payment_intent: intent, amount: 5000, metadata: { line: 'l1' } })).status).toBe('succeeded')
  expect(await refusal(stripe.refunds.create({ payment_intent: intent, amount: 8001 }))).toMatchObject({ status: 400, param: 'amount' })
  await desk.refunds('pending')
  const rest = await stripe.refunds.create({ payment_intent: intent })
  expect([rest.amount, rest.status]).toEqual([8000, 'pending'])
  expect(await refusal(stripe.refunds.create({ payment_intent: intent }))).toMatchObject({ code: 'charge_already_refunded' })
  expect((await desk.refund(rest.id, 'fail')).status).toBe('failed')
  const [charge] = (await stripe.charges.list({ payment_intent: intent, expand: ['data.refunds'] })).data
  expect([charge?.amount_refunded, charge?.refunded, charge?.refunds?.data.length]).toEqual([5000, false, 2])
})

it('a disputed charge can be refunded only when the dispute is won', async () => {
  const { stripe, desk } = accountOn('disputed')
  const session = await stripe.checkout.sessions.create(twoPlaces())
  const intent = String((await desk.pay(session.id)).payment_intent)
  const dispute = await desk.dispute(intent)
  expect(await refusal(stripe.refunds.create({ payment_intent: intent }))).toMatchObject({ code: 'charge_disputed' })
  expect((await desk.closeDispute(dispute.id, 'win')).status).toBe('won')
  expect((await stripe.refunds.create({ payment_intent: intent })).status).toBe('succeeded')
})

it('the hosted page pays, declines, and goes back without paying', async () => {
  const { stripe } = accountOn('page')
  const session = await stripe.checkout.sessions.create(twoPlaces())
  const path = new URL(session.url ?? '').pathname
  const press = (act: string) =>
    ask(path, { method: 'POST', body: `act=${act}`, headers: { 'content-type': 'application/x-www-form-urlencoded' } })
  expect(await (await ask(path)).text()).toContain('Pretend money – this is not Stripe')
  expect((await press('abandon')).headers.get('location')).toBe('https://muster.example/booking')
  const declined = await press('decline')
  expect([declined.status, (await declined.text()).includes('The card was declined')]).toEqual([402, true])
  expect((await press('pay')).headers.get('location')).toBe(`https://muster.example/paid?session=${session.id}`)
  expect(await (await ask(path)).text()).toContain('This has been paid')
})
