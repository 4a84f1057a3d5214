import Stripe from 'stripe'
import { expect, it } from 'vitest'
import { accountOn, ask, refusal, twoPlaces } from '#test/support/stripe-in-node.ts'

const { stripe } = accountOn('strictness')

it('refuses a parameter that the pinned version does not know, and names it', async () => {
  const old = { ...twoPlaces(), payment_method_types: ['card'] }
  expect(await refusal(stripe.checkout.sessions.create(old as Stripe.Checkout.SessionCreateParams))).toEqual({
    status: 400,
    type: 'invalid_request_error',
    code: 'parameter_unknown',
    param: 'payment_method_types',
  })
  const line = { price_data: { currency: 'gbp', unit_amount: 6500, product_data: { name: 'Place' } }, qty: 1 }
  expect(await refusal(stripe.checkout.sessions.create({ mode: 'payment', line_items: [line as object] }))).toMatchObject({
    code: 'parameter_unknown',
    param: 'line_items[0][qty]',
  })
})

it('refuses what is missing, of another kind, or no whole number of pence', async () => {
  expect(await refusal(stripe.creditNotes.create({ amount: 100 } as Stripe.CreditNoteCreateParams))).toMatchObject({
    code: 'parameter_missing',
    param: 'invoice',
  })
  expect(await refusal(stripe.refunds.create({ payment_intent: 'pi_1', amount: 'all' as never }))).toMatchObject({ param: 'amount' })
  expect(await refusal(stripe.refunds.create({ payment_intent: 'pi_1', amount: 10.5 }))).toMatchObject({
    code: 'parameter_invalid_integer',
  })
  expect(await refusal(stripe.refunds.create({ payment_intent: 'pi_1', reason: 'bored' }))).toMatchObject({ param: 'reason' })
})

it('answers what does not exist with an error and 404, whether it is an object or an address', async () => {
  expect(await refusal(stripe.invoices.retrieve('in_none'))).toMatchObject({ status: 404, code: 'resource_missing' })
  const answer = await ask('/v1/payouts', { headers: { authorization: 'Bearer sk_test_strictness' } })
  expect([answer.status, await answer.json()]).toEqual([
    404,
    { error: { type: 'invalid_request_error', message: 'Unrecognized request URL (GET: /v1/payouts).' } },
  ])
})

it('asks for a test key and for the version that is pinned', async () => {
  const status = async (headers: Record<string, string>): Promise<number> => (await ask('/v1/events', { headers })).status
  expect(await status({})).toBe(401)
  expect(await status({ authorization: 'Bearer sk_live_1234' })).toBe(401)
  expect(await status({ authorization: 'Bearer sk_test_strictness', 'stripe-version': '2020-08-27' })).toBe(400)
  expect(await status({ authorization: 'Bearer sk_test_strictness', 'stripe-version': Stripe.API_VERSION })).toBe(200)
})

it('lets the command line of Stripe, which names no version, send what the pinned version does not know', async () => {
  const answer = await ask('/v1/payment_intents', {
    method: 'POST',
    headers: { authorization: 'Bearer sk_test_strictness' },
    body: 'amount=2000&currency=gbp&payment_method_types[]=card',
  })
  expect(answer.status).toBe(200)
})

it('keeps each account to itself', async () => {
  const customer = await stripe.customers.create({ name: 'Ashgrove Primary' })
  expect(await refusal(accountOn('strictness_other').stripe.customers.retrieve(customer.id))).toMatchObject({ code: 'resource_missing' })
})

it('lists newest first, in pages that can be followed to the end', async () => {
  const { stripe: own } = accountOn('pages')
  const made: string[] = []
  for (let index = 0; index < 5; index++) made.push((await own.customers.create({ metadata: { index } })).id)
  const first = await own.customers.list({ limit: 2 })
  expect([first.data.map((one) => one.id), first.has_more]).toEqual([[made[4], made[3]], true])
  const all: string[] = []
  for await (const one of own.customers.list({ limit: 2 })) all.push(one.id)
  expect(all).toEqual(made.toReversed())
  expect((await own.events.list({ type: 'customer.created', created: { gt: Math.floor(Date.now() / 1000) + 60 } })).data).toEqual([])
})
