import Stripe from 'stripe'
import { expect, it } from 'vitest'
import { accountOn } from '#test/support/stripe-in-node.ts'
import { answered, due, newDesk, post } from '#tools/twins/stripe/desk.ts'

const secret = 'whsec_of_the_desk'
const on = async (name: string) => {
  const account = accountOn(name)
  await account.desk.endpoint('https://muster.example/stripe/webhooks', secret)
  return account
}
const typesOf = (deliveries: { type: string }[]): string[] => deliveries.map((one) => one.type)

it('signs what it delivers, and hands each delivery out once', async () => {
  const { stripe, desk } = await on('desk_prompt')
  const customer = await stripe.customers.create({ name: 'Ashgrove' })
  const [delivery, ...others] = await desk.deliveries()
  if (!delivery) throw new Error('Nothing was delivered')
  const event = await stripe.webhooks.constructEventAsync(delivery.body, delivery.headers['stripe-signature'], secret)
  expect(others).toEqual([])
  expect([event.id, event.type, event.api_version, (event.data.object as Stripe.Customer).id]).toEqual([
    delivery.event,
    'customer.created',
    Stripe.API_VERSION,
    customer.id,
  ])
  expect(delivery.url).toBe('https://muster.example/stripe/webhooks')
  expect(await desk.deliveries()).toEqual([])
  expect((await stripe.events.retrieve(event.id)).type).toBe('customer.created')
})

it('an event is a picture of the moment, whatever became of the object since', async () => {
  const { stripe, desk } = await on('desk_snapshot')
  const customer = await stripe.customers.create({ name: 'Before' })
  await stripe.customers.update(customer.id, { name: 'After' })
  const told = (await desk.deliveries()).map((one) => (JSON.parse(one.body) as { data: { object: Stripe.Customer } }).data.object.name)
  expect(told).toEqual(['Before', 'After'])
})

it('repeats, reverses, holds, delays and drops', async () => {
  const { stripe, desk } = await on('desk_modes')
  const two = async () => {
    const customer = await stripe.customers.create({})
    await stripe.customers.update(customer.id, { name: 'B' })
  }
  await desk.desk('twice')
  await two()
  expect(typesOf(await desk.deliveries())).toEqual(['customer.created', 'customer.created', 'customer.updated', 'customer.updated'])
  await desk.desk('reversed')
  await two()
  expect(typesOf(await desk.deliveries())).toEqual(['customer.updated', 'customer.created'])
  await desk.desk('held')
  await two()
  expect(await desk.deliveries()).toEqual([])
  await desk.release()
  expect(await desk.deliveries()).toHaveLength(2)
  await desk.desk('drop')
  await two()
  await desk.release()
  expect(await desk.deliveries()).toEqual([])
  await desk.desk('prompt', 3 * 86_400)
  await two()
  // The twin's clock goes on with the machine's: an hour is more than any of this takes.
  await desk.advance(3 * 86_400 - 3600)
  expect(await desk.deliveries()).toEqual([])
  await desk.advance(3600)
  expect(await desk.deliveries()).toHaveLength(2)
  await desk.desk('prompt')
  await desk.replay()
  expect(await desk.deliveries()).toHaveLength((await stripe.events.list({ limit: 100 })).data.length)
})

it('signs wrongly and too long ago on demand', async () => {
  const { stripe, desk } = await on('desk_signatures')
  for (const mode of ['bad_signature', 'old_timestamp'] as const) {
    await desk.desk(mode)
    await stripe.customers.create({})
    const [delivery] = await desk.deliveries()
    const verified = stripe.webhooks.constructEventAsync(delivery?.body ?? '', delivery?.headers['stripe-signature'] ?? '', secret)
    await expect(verified).rejects.toThrow(Stripe.errors.StripeSignatureVerificationError)
  }
})

it('tries again, further and further apart, for three days, and stops at the first 2xx', () => {
  const desk = newDesk()
  desk.endpoints.push({ url: 'https://muster.example/stripe/webhooks', secret })
  post(desk, { id: 'evt_1', type: 'invoice.paid' }, 0)
  const tries: number[] = []
  for (let now = 0; now < 5 * 86_400; now += 5)
    for (const delivery of due(desk, now)) {
      tries.push(now)
      answered(desk, delivery.id, 503, now)
    }
  expect(tries.slice(0, 5)).toEqual([0, 20, 100, 420, 1700])
  expect(tries.at(-1)).toBeGreaterThan(2.5 * 86_400)
  expect(tries.at(-1)).toBeLessThanOrEqual(3 * 86_400)
  post(desk, { id: 'evt_2', type: 'invoice.paid' }, 0)
  for (const delivery of due(desk, 0)) answered(desk, delivery.id, 200, 0)
  expect(desk.waiting).toEqual([])
})
