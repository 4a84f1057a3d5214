import { mkdtempSync, rmSync } from 'node:fs'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import Stripe from 'stripe'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { startStripeTwin } from '#tools/twins/stripe/server.ts'

const folder = mkdtempSync(join(tmpdir(), 'twin-'))
const heard: { type: string; verified: boolean }[] = []
const answers = [500]
const secret = 'whsec_server'
const listener = createServer((request, answer) => {
  let body = ''
  request.on('data', (chunk) => {
    body += String(chunk)
  })
  request.on('end', () => {
    const event = Stripe.webhooks.constructEvent(body, String(request.headers['stripe-signature']), secret)
    heard.push({ type: event.type, verified: true })
    answer.writeHead(answers.shift() ?? 200).end()
  })
})
beforeAll(async () => {
  await new Promise<void>((ready) => listener.listen(0, '127.0.0.1', ready))
})
afterAll(() => {
  listener.close()
  rmSync(folder, { recursive: true, force: true })
})

const until = async (good: () => boolean): Promise<void> => {
  for (let tries = 0; tries < 100 && !good(); tries++) await new Promise((resolve) => setTimeout(resolve, 50))
}

it('posts what happens until it is answered with 2xx, and goes on with what it holds after a restart', async () => {
  const start = () =>
    startStripeTwin({
      port: 0,
      webhookUrl: `http://127.0.0.1:${(listener.address() as AddressInfo).port}/stripe/webhooks`,
      secret,
      stateFile: join(folder, 'twin.json'),
    })
  const stripeAt = (url: string) =>
    new Stripe('sk_test_server', { host: '127.0.0.1', port: new URL(url).port, protocol: 'http', telemetry: false })
  const first = await start()
  const customer = await stripeAt(first.url).customers.create({ name: 'Ashgrove' })
  await until(() => heard.length === 1)
  const clock = await fetch(`${first.url}/_twin/clock`, {
    method: 'POST',
    headers: { authorization: 'Bearer sk_test_server' },
    body: JSON.stringify({ advance: 60 }),
  })
  expect(clock.status).toBe(200)
  await until(() => heard.length === 2)
  await new Promise((resolve) => setTimeout(resolve, 300))
  expect(heard).toEqual([
    { type: 'customer.created', verified: true },
    { type: 'customer.created', verified: true },
  ])
  await first.stop()
  const second = await start()
  expect(await stripeAt(second.url).customers.retrieve(customer.id)).toMatchObject({ id: customer.id, name: 'Ashgrove' })
  const desk = await (await fetch(`${second.url}/desk`)).text()
  expect(desk).toContain('Pretend money – this is not Stripe')
  await second.stop()
})
