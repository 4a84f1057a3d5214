import { expect, it } from 'vitest'
import { accountOn, refusal, twoPlaces } from '#test/support/stripe-in-node.ts'

// The SDK's fetch client leaves the headers as it got them, whatever its types say.
const replayed = (of: { lastResponse: { headers: unknown } }): string | null =>
  (of.lastResponse.headers as Headers).get('idempotent-replayed')

it('the same request under the same key is done once and answered twice', async () => {
  const { stripe } = accountOn('same_key')
  const first = await stripe.customers.create({ name: 'Ashgrove' }, { idempotencyKey: 'payer-1' })
  const second = await stripe.customers.create({ name: 'Ashgrove' }, { idempotencyKey: 'payer-1' })
  expect([second.id, replayed(first), replayed(second)]).toEqual([first.id, null, 'true'])
  expect((await stripe.customers.list()).data).toHaveLength(1)
})

it('another request under a known key is refused', async () => {
  const { stripe } = accountOn('other_parameters')
  await stripe.customers.create({ name: 'Ashgrove' }, { idempotencyKey: 'payer-1' })
  expect(await refusal(stripe.customers.create({ name: 'Beechwood' }, { idempotencyKey: 'payer-1' }))).toMatchObject({
    status: 400,
    type: 'idempotency_error',
  })
})

it('a key is in use until its request is answered', async () => {
  const { stripe, desk } = accountOn('in_use')
  await desk.fault('timeout')
  const slow = stripe.customers.create({ name: 'Ashgrove' }, { idempotencyKey: 'payer-1' })
  while ((await desk.waiting()) === 0);
  expect(await refusal(stripe.customers.create({ name: 'Ashgrove' }, { idempotencyKey: 'payer-1' }))).toMatchObject({
    status: 409,
    code: 'idempotency_key_in_use',
  })
  await desk.advance(15)
  expect((await stripe.customers.create({ name: 'Ashgrove' }, { idempotencyKey: 'payer-1' })).id).toBe((await slow).id)
})

it('a failure after the work was begun is kept with the key, though the work was done', async () => {
  const { stripe, desk } = accountOn('failed_after')
  await desk.fault('500_after')
  const create = (key: string) => stripe.checkout.sessions.create(twoPlaces({ metadata: { booking: 'b1' } }), { idempotencyKey: key })
  expect(await refusal(create('b1:1'))).toMatchObject({ status: 500 })
  expect(await refusal(create('b1:1'))).toMatchObject({ status: 500 })
  expect((await stripe.checkout.sessions.list()).data.map((one) => one.metadata)).toEqual([{ booking: 'b1' }])
})

it('a failure before the work was begun leaves the key free, and so does a request that was never valid', async () => {
  const { stripe, desk } = accountOn('failed_before')
  await desk.fault('500')
  expect(await refusal(stripe.customers.create({ name: 'A' }, { idempotencyKey: 'k' }))).toMatchObject({ status: 500 })
  expect(await refusal(stripe.customers.create({ nom: 'A' } as object, { idempotencyKey: 'k' }))).toMatchObject({
    code: 'parameter_unknown',
  })
  expect((await stripe.customers.create({ name: 'B' }, { idempotencyKey: 'k' })).name).toBe('B')
})

it('the SDK gets over a failure by itself when it may try again', async () => {
  const { stripe, desk } = accountOn('tries_again', { maxNetworkRetries: 2 })
  await desk.fault('500')
  expect((await stripe.customers.create({ name: 'A' })).name).toBe('A')
})

it('keys are forgotten a day later: then the same request is done again', async () => {
  const { stripe, desk } = accountOn('day_later')
  const first = await stripe.customers.create({ name: 'Ashgrove' }, { idempotencyKey: 'payer-1' })
  await desk.advance(86_399)
  expect((await stripe.customers.create({ name: 'Ashgrove' }, { idempotencyKey: 'payer-1' })).id).toBe(first.id)
  await desk.advance(2)
  expect((await stripe.customers.create({ name: 'Ashgrove' }, { idempotencyKey: 'payer-1' })).id).not.toBe(first.id)
})
