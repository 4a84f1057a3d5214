import { expect, it } from 'vitest'
import { databaseWith } from '#test/support/database-with.ts'
import { db, request, rows, run } from '#test/support/factories.ts'
import { inNoTime } from '#test/support/passing-time.ts'
import { aHeldBooking, aPaying, arrive, hand, press, sessionOf, signed, standing, sweep } from '#test/worker/payments/cards/paying.ts'

const kept = (ids: readonly string[]) =>
  rows<{ type: string; objectKind: string; outcome: string | null }>(
    'SELECT type, objectKind, outcome FROM StripeEvent WHERE id IN (SELECT value FROM json_each(?1)) ORDER BY rowid',
    JSON.stringify(ids),
  )

/** A school has paid, and this is what Stripe says about it. */
const told = async (mode: Parameters<Awaited<ReturnType<typeof aPaying>>['twin']['desk']>[0]) => {
  const paying = await aPaying()
  await paying.twin.desk(mode)
  const booking = await aHeldBooking(paying)
  await press(paying, booking)
  await paying.twin.pay(await sessionOf(booking))
  const deliveries = await paying.twin.deliveries()
  return { paying, booking, deliveries, ids: deliveries.map((one) => one.event) }
}

it('keeps what it follows, once and without its body, acknowledges the rest, and acts on it from there', async () => {
  const { paying, booking, deliveries, ids } = await told('twice')
  for (const one of deliveries) expect((await hand(paying, one)).status).toBe(200)
  expect(await kept(ids)).toEqual([{ type: 'checkout.session.completed', objectKind: 'checkout.session', outcome: 'applied' }])
  expect(Object.keys((await rows('SELECT * FROM StripeEvent LIMIT 1'))[0] ?? {}).sort()).toEqual([
    'apiVersion',
    'attempts',
    'createdAt',
    'dueAt',
    'id',
    'lastError',
    'objectId',
    'objectKind',
    'outcome',
    'processedAt',
    'receivedAt',
    'type',
  ])
  expect((await standing(booking)).places).toEqual(['confirmed'])
})

// Nothing is acted on that Stripe has not signed within five minutes.
for (const mode of ['bad_signature', 'old_timestamp'] as const)
  it(`keeps nothing that Stripe has not signed just now: ${mode}`, async () => {
    const { paying, booking, deliveries, ids } = await told(mode)
    for (const one of deliveries) expect((await hand(paying, one)).status).toBe(400)
    expect(await kept(ids)).toEqual([])
    expect((await standing(booking)).places).toEqual(['held'])
  })

it('keeps nothing whose bytes were changed on the way, or that carries no signature', async () => {
  const { paying, deliveries, ids } = await told('prompt')
  const one = deliveries.at(-1)
  if (!one) throw new Error('nothing was told')
  expect((await hand(paying, { ...one, body: one.body.replace('12000', '99000') })).status).toBe(400)
  const bare = await request('/stripe/webhooks', {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: one.body,
    bindings: paying.stripe,
  })
  expect(bare.status).toBe(400)
  expect((await hand(paying, { ...one, body: `${one.body}${' '.repeat(1_000_001)}` })).status).toBe(413)
  expect(await kept(ids)).toEqual([])
})

it('does not exist without keys', async () => {
  const { deliveries } = await told('prompt')
  const answer = await request('/stripe/webhooks', {
    method: 'POST',
    headers: deliveries[0]?.headers ?? {},
    body: deliveries[0]?.body ?? '',
  })
  expect(answer.status).toBe(404)
})

it('asks Stripe to tell it again only when it could not be kept', async () => {
  const { paying, booking, deliveries, ids } = await told('prompt')
  const one = deliveries.at(-1)
  if (!one) throw new Error('nothing was told')
  const broken = databaseWith(db, {
    prepare: (sql: string) => {
      if (sql.includes('INSERT INTO StripeEvent')) throw new Error('D1_ERROR: no such place')
      return db.prepare(sql)
    },
  })
  expect((await hand({ ...paying, stripe: { ...paying.stripe, DB: broken } } as typeof paying, one)).status).toBe(503)
  expect(await kept(ids)).toEqual([])
  expect((await hand(paying, one)).status).toBe(200)
  expect((await standing(booking)).places).toEqual(['confirmed'])
})

it('an event that cannot be acted on now is acted on in a later minute', async () => {
  const { paying, booking, deliveries, ids } = await told('prompt')
  await paying.twin.fault('500', 20)
  const handed = async () => {
    for (const one of deliveries) expect((await hand(paying, one)).status).toBe(200)
  }
  await inNoTime(handed, { step: 500 })
  expect(await kept(ids)).toEqual([{ type: 'checkout.session.completed', objectKind: 'checkout.session', outcome: null }])
  expect((await standing(booking)).places).toEqual(['held'])
  await arrive(paying)
  for (let minute = 0; minute < 10; minute += 1) {
    await run('UPDATE StripeEvent SET dueAt = receivedAt WHERE processedAt IS NULL')
    await inNoTime(() => sweep(paying), { step: 500 })
  }
  expect(await kept(ids)).toEqual([{ type: 'checkout.session.completed', objectKind: 'checkout.session', outcome: 'applied' }])
  expect((await standing(booking)).places).toEqual(['confirmed'])
})

it('an event about something that is not ours is settled and changes nothing', async () => {
  const { paying, deliveries } = await told('prompt')
  const one = deliveries.find((delivery) => delivery.type === 'checkout.session.completed')
  if (!one) throw new Error('nothing was told')
  const body = JSON.stringify({
    ...JSON.parse(one.body),
    id: 'evt_of_nobody',
    data: { object: { object: 'checkout.session', id: 'cs_test_of_nobody' } },
  })
  const signature = await signed(body, Math.floor(Date.now() / 1000))
  const headers = { 'content-type': 'application/json; charset=utf-8', 'stripe-signature': signature }
  expect((await hand(paying, { body, headers })).status).toBe(200)
  expect(await kept(['evt_of_nobody'])).toEqual([
    { type: 'checkout.session.completed', objectKind: 'checkout.session', outcome: 'not_ours' },
  ])
})

it('an event about nothing, signed as it is, is acknowledged or refused, and kept by nobody', async () => {
  const { paying, deliveries } = await told('prompt')
  const whole = JSON.parse(deliveries[0]?.body ?? '{}')
  const event = { ...whole, id: 'evt_of_nothing', type: 'checkout.session.completed' }
  const thing = { object: 'checkout.session', id: 'cs_test_of_nothing' }
  const answers = []
  for (const one of [
    null,
    { ...event, data: null },
    { ...event, data: { object: null } },
    { ...event, data: { object: { ...thing, id: 7 } } },
    { ...event, created: 'soon', data: { object: thing } },
  ]) {
    const body = JSON.stringify(one)
    const headers = {
      'content-type': 'application/json; charset=utf-8',
      'stripe-signature': await signed(body, Math.floor(Date.now() / 1000)),
    }
    const answer = await hand(paying, { body, headers })
    answers.push([answer.status, await answer.json()])
  }
  const dropped = [200, { received: true, followed: false }]
  expect(answers).toEqual([[400, { error: 'signature' }], dropped, dropped, dropped, dropped])
  expect(await kept(['evt_of_nothing'])).toEqual([])
})
