import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import Stripe from 'stripe'
import { afterAll, beforeAll, expect, it, vi } from 'vitest'
import { startResendTwin } from '#tools/twins/resend/server.ts'
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
  while (!good()) await new Promise((resolve) => setTimeout(resolve, 50))
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
  await until(() => first.twin.account('sk_test_server').desk.waiting.length === 0)
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

it('tells of a mail again when the endpoint broke off in the middle of its answer, and goes on with the others', async () => {
  let asked = 0
  const endpoint = createServer((_request, answer) => {
    asked += 1
    answer.writeHead(200, { 'content-length': '5' })
    if (asked === 1) answer.write('he', () => answer.destroy())
    else answer.end('heard')
  })
  await new Promise<void>((ready) => endpoint.listen(0, '127.0.0.1', ready))
  const post = await startResendTwin({
    port: 0,
    webhookUrl: `http://127.0.0.1:${(endpoint.address() as AddressInfo).port}/resend/webhooks`,
    secret: `whsec_${Buffer.from('of the endpoint').toString('base64')}`,
  })
  const sent = await fetch(`${post.url}/emails`, {
    method: 'POST',
    headers: { authorization: 'Bearer re_server', 'content-type': 'application/json' },
    body: JSON.stringify({ from: 'conferences@example.gov.uk', to: 'head@ashgrove.example', subject: 'Your place', text: 'You have one.' }),
  })
  expect(sent.status).toBe(200)
  const account = post.twin.account('re_server')
  await until(() => account.desk.log.length === 2)
  expect(account.desk.log).toEqual(['email.sent 0', 'email.delivered 200'])
  account.advance(60)
  await until(() => account.desk.log.length === 3)
  expect(account.desk.log).toEqual(['email.sent 0', 'email.delivered 200', 'email.sent 200'])
  await post.stop()
  endpoint.close()
})

it('stops at once while an endpoint leaves it without an answer, and keeps the event for the next start', async () => {
  const stateFile = join(folder, 'silent.json')
  const patience = vi.spyOn(AbortSignal, 'timeout').mockReturnValue(new AbortController().signal)
  const silent = createServer()
  const asked = new Promise((heard) => silent.once('request', heard))
  await new Promise<void>((ready) => silent.listen(0, '127.0.0.1', ready))
  const webhookUrl = `http://127.0.0.1:${(silent.address() as AddressInfo).port}/stripe/webhooks`
  const twin = await startStripeTwin({ port: 0, webhookUrl, secret, stateFile })
  await fetch(`${twin.url}/v1/customers`, { method: 'POST', headers: { authorization: 'Bearer sk_test_silent' } })
  await asked
  await twin.stop()
  const kept = JSON.parse(readFileSync(stateFile, 'utf8')) as { desk: { log: string[]; waiting: { type: string }[] } }[]
  expect(kept.map(({ desk: { log, waiting } }) => [log, waiting.map(({ type }) => type)])).toEqual([
    [['customer.created 0'], ['customer.created']],
  ])
  patience.mockRestore()
  silent.closeAllConnections()
  silent.close()
})
