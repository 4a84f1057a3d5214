// The Worker's side: the real SDK in workerd, at its usual address, meets the twin.
import Stripe from 'stripe'
import { expect, it } from 'vitest'
import { twinFor } from '#test/support/stripe-twin.ts'

it('the SDK in the Worker reaches the twin at the address of Stripe, a payer pays, and the signed event says so', async () => {
  const key = 'sk_test_from_the_worker'
  const stripe = new Stripe(key, { maxNetworkRetries: 2, timeout: 10_000, telemetry: false })
  const twin = twinFor(key)
  await twin.endpoint('https://muster.example/stripe/webhooks', 'whsec_pretend')
  const session = await stripe.checkout.sessions.create(
    {
      mode: 'payment',
      success_url: 'https://muster.example/paid?session={CHECKOUT_SESSION_ID}',
      allowed_payment_method_types: ['card'],
      client_reference_id: 'booking-1',
      line_items: [{ quantity: 2, price_data: { currency: 'gbp', unit_amount: 6500, product_data: { name: 'Place' } } }],
    },
    { idempotencyKey: 'booking-1:checkout:v1' },
  )
  expect([session.object, session.status, session.amount_total, session.payment_intent]).toEqual(['checkout.session', 'open', 13000, null])
  await twin.pay(session.id)
  const delivered = await twin.deliveries()
  const events = await Promise.all(
    delivered.map((one) => stripe.webhooks.constructEventAsync(one.body, one.headers['stripe-signature'], 'whsec_pretend')),
  )
  expect(events.map((event) => event.type)).toEqual([
    'payment_intent.created',
    'charge.succeeded',
    'payment_intent.succeeded',
    'checkout.session.completed',
  ])
  const paid = await stripe.checkout.sessions.retrieve(session.id, { expand: ['payment_intent'] })
  expect([paid.status, paid.payment_status, (paid.payment_intent as Stripe.PaymentIntent).amount_received]).toEqual([
    'complete',
    'paid',
    13000,
  ])
})

it('nobody else is reached from a test', async () => {
  const answer = await fetch('https://elsewhere.example/')
  expect([answer.status, await answer.text()]).toEqual([502, 'No test may reach https://elsewhere.example'])
})
