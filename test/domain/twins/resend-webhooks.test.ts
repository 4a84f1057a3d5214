import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { Resend, WebhookEventPayload } from 'resend'
import { afterAll, expect, it } from 'vitest'
import { given, resendInNode } from '#test/support/resend-in-node.ts'
import type { ResendDelivery } from '#test/support/resend-twin.ts'
import { answered, due, newDesk, post } from '#tools/twins/resend/desk.ts'

const twin = await resendInNode()
afterAll(() => twin.stop())

const webhookSecret = `whsec_${Buffer.from('the secret of these tests').toString('base64')}`
const mailTo = (to: string) => ({
  from: 'conferences@muster.example',
  to,
  subject: 'Hello',
  text: 'Hello',
  tags: [{ name: 'message', value: 'm1' }],
})

const verified = (resend: Resend, { body, headers }: ResendDelivery): WebhookEventPayload =>
  resend.webhooks.verify({
    payload: body,
    headers: { id: headers['svix-id'], timestamp: headers['svix-timestamp'], signature: headers['svix-signature'] },
    webhookSecret,
  })

const on = async (name: string) => {
  const account = twin.account(name)
  await account.desk.endpoint('https://muster.example/resend/webhooks', webhookSecret)
  const heard = async (): Promise<WebhookEventPayload[]> => (await account.desk.deliveries()).map((one) => verified(account.resend, one))
  return { ...account, heard }
}

it('signs what it delivers as the SDK verifies it, with the tags as names and values, and hands each out once', async () => {
  const { resend, desk } = await on('signed')
  const { id } = await given(resend.emails.send(mailTo('Ann <ann@ashgrove.example>')))
  const deliveries = await desk.deliveries()
  expect(deliveries.map((one) => verified(resend, one))).toEqual(
    ['email.sent', 'email.delivered'].map((type) => ({
      type,
      created_at: expect.any(String),
      data: {
        created_at: expect.any(String),
        email_id: id,
        message_id: expect.stringContaining(id),
        from: 'conferences@muster.example',
        to: ['Ann <ann@ashgrove.example>'],
        subject: 'Hello',
        tags: { message: 'm1' },
      },
    })),
  )
  expect(new Set(deliveries.map((one) => one.headers['svix-id'])).size).toBe(2)
  expect(deliveries[0]?.url).toBe('https://muster.example/resend/webhooks')
  expect(await desk.deliveries()).toEqual([])
})

it.each<[address: string, ...types: string[]]>([
  ['delivered+a@resend.dev', 'email.sent', 'email.delivered'],
  ['bounced@resend.dev', 'email.sent', 'email.bounced'],
  ['bounces.ann@ashgrove.example', 'email.sent', 'email.bounced'],
  ['soft-bounces@ashgrove.example', 'email.sent', 'email.bounced'],
  ['complained@resend.dev', 'email.sent', 'email.delivered', 'email.complained'],
  ['suppressed@resend.dev', 'email.suppressed'],
  ['delayed@ashgrove.example', 'email.sent', 'email.delivery_delayed'],
  ['fails@ashgrove.example', 'email.failed'],
])('%s decides what becomes of the mail', async (address, ...types) => {
  const { resend, heard } = await on(`fate_${address.replaceAll(/\W/g, '_')}`)
  const { id } = await given(resend.emails.send(mailTo(address)))
  expect((await heard()).map((one) => one.type)).toEqual(types)
  expect(`email.${(await given(resend.emails.get(id))).last_event}`).toBe(types.at(-1))
})

it('says of a bounce whether it lasts, of a suppression and a failure why', async () => {
  const { resend, heard } = await on('why')
  const last = async (address: string) => {
    await given(resend.emails.send(mailTo(address)))
    return (await heard()).at(-1)?.data
  }
  expect(await last('bounces@a.example')).toMatchObject({ bounce: { type: 'Permanent', subType: 'General', message: expect.any(String) } })
  expect(await last('soft-bounces@a.example')).toMatchObject({ bounce: { type: 'Transient', subType: 'MailboxFull' } })
  expect(await last('suppressed@a.example')).toMatchObject({
    suppressed: { type: 'OnAccountSuppressionList', message: expect.any(String) },
  })
  expect(await last('fails@a.example')).toMatchObject({ failed: { reason: 'reached_daily_quota' } })
})

it('after a hard bounce or a complaint nothing more goes to an address, until it is taken off the list', async () => {
  const { resend, desk, heard } = await on('suppression')
  const types = async (address: string) => {
    await given(resend.emails.send(mailTo(address)))
    return (await heard()).map((one) => one.type)
  }
  await desk.address('ann@a.example', 'bounced')
  expect(await types('Ann <Ann@a.example>')).toEqual(['email.sent', 'email.bounced'])
  await desk.address('ann@a.example', null)
  expect(await types('ann@a.example')).toEqual(['email.suppressed'])
  await desk.unsuppress('ann@a.example')
  expect(await types('ann@a.example')).toEqual(['email.sent', 'email.delivered'])
  const complained = (await desk.accepted()).at(-1)
  await desk.befalls(complained?.id ?? '', 'complain')
  expect((await heard()).map((one) => one.type)).toEqual(['email.complained'])
  expect(await types('ann@a.example')).toEqual(['email.suppressed'])
  await desk.address('ben@a.example', 'soft_bounced')
  await types('ben@a.example')
  expect(await types('ben@a.example')).toEqual(['email.sent', 'email.bounced'])
})

it('a delayed mail is delivered an hour later', async () => {
  const { resend, desk, heard } = await on('delayed')
  await given(resend.emails.send(mailTo('delayed@a.example')))
  await heard()
  await desk.advance(3500)
  expect(await heard()).toEqual([])
  await desk.advance(200)
  expect((await heard()).map((one) => one.type)).toEqual(['email.delivered'])
})

it('delivers twice, backwards, late, not at all and once more, each event under one id', async () => {
  const { resend, desk } = await on('post')
  const send = async () => given(resend.emails.send(mailTo('ann@a.example')))
  const came = async () => (await desk.deliveries()).map((one) => one.type)
  await desk.desk('twice')
  await send()
  const twice = await desk.deliveries()
  expect(twice.map((one) => one.type)).toEqual(['email.sent', 'email.sent', 'email.delivered', 'email.delivered'])
  expect(new Set(twice.map((one) => one.headers['svix-id'])).size).toBe(2)
  await desk.desk('reversed')
  await send()
  expect(await came()).toEqual(['email.delivered', 'email.sent'])
  await desk.desk('held')
  await send()
  expect(await came()).toEqual([])
  await desk.release()
  expect(await came()).toEqual(['email.sent', 'email.delivered'])
  await desk.desk('prompt', 60)
  await send()
  expect(await came()).toEqual([])
  await desk.advance(61)
  expect(await came()).toEqual(['email.sent', 'email.delivered'])
  await desk.desk('drop')
  await send()
  expect(await came()).toEqual([])
  await desk.desk('prompt')
  await desk.replay()
  const all = await desk.deliveries()
  expect(all).toHaveLength(10)
  expect(all.slice(0, 2).map((one) => one.headers['svix-id'])).toEqual([...new Set(twice.map((one) => one.headers['svix-id']))])
})

it.each(['bad_signature', 'old_timestamp'] as const)('with %s nothing can be verified', async (mode) => {
  const { resend, desk } = await on(mode)
  await desk.desk(mode)
  await given(resend.emails.send(mailTo('ann@a.example')))
  const deliveries = await desk.deliveries()
  expect(deliveries).toHaveLength(2)
  for (const one of deliveries) expect(() => verified(resend, one)).toThrow()
})

it('tries again after 5 seconds, 5 minutes and so on, and then no more', () => {
  const desk = newDesk()
  desk.endpoints.push({ url: 'https://muster.example', secret: webhookSecret })
  post(desk, 'msg_1', { type: 'domain.deleted' } as WebhookEventPayload, 0)
  const waits: number[] = []
  let now = 0
  for (let [one] = due(desk, now); one; [one] = due(desk, now)) {
    answered(desk, one.id, 500, now)
    const next = desk.waiting[0]?.due
    if (next === undefined) break
    waits.push((next - now) / 1000)
    now = next
  }
  expect(waits).toEqual([5, 300, 1800, 7200, 18_000, 36_000, 36_000])
  expect(desk.waiting).toEqual([])
})

it('the postman brings them to a server, until it has answered', async () => {
  const heard: string[] = []
  const server = createServer((request, answer) => {
    heard.push(String(request.headers['svix-id']))
    request.resume()
    answer.writeHead(204).end()
  })
  await new Promise<void>((ready) => server.listen(0, '127.0.0.1', ready))
  const { resend, desk } = twin.account('postman')
  await desk.endpoint(`http://127.0.0.1:${(server.address() as AddressInfo).port}/`, webhookSecret)
  await given(resend.emails.send(mailTo('ann@a.example')))
  const post = twin.twin.account('re_postman').desk
  while (heard.length < 2 || post.waiting.length > 0) await new Promise((resolve) => setTimeout(resolve, 50))
  expect(heard).toHaveLength(2)
  server.close()
})
