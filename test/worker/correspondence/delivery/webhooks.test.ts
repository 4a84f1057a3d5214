import { expect, it } from 'vitest'
import { newId } from '#base/id.ts'
import { insertMailEvent } from '#correspondence/delivery/event-store.ts'
import { followMailEvents } from '#correspondence/delivery/follow-mail-events.ts'
import { queued } from '#messages/outbox/store.ts'
import { anAccount, anAct, db, request, rows, run, tripsOf } from '#test/support/factories.ts'
import { payloadOf, permanent, signed, tell, transient, webhookSecret } from '#test/support/resend-webhooks.ts'
import { aWorld, due, troubles } from './world.ts'

const post = async (
  body: string,
  headers: Record<string, string>,
  bindings: Record<string, string> = { RESEND_WEBHOOK_SECRET: webhookSecret },
) => {
  const answer = await request('/resend/webhooks', { method: 'POST', body, headers, bindings })
  return answer.status
}
const events = (messageId: string) =>
  rows<{ type: string; outcome: string | null }>('SELECT type, outcome FROM MailEvent WHERE messageId = ?1 ORDER BY at, id', messageId)
const message = async (id: string) =>
  (
    await rows<{ state: string; deliveryStatus: string | null; deliveryStatusAt: string | null }>(
      'SELECT state, deliveryStatus, deliveryStatusAt FROM Message WHERE id = ?1',
      id,
    )
  )[0]

/** A message that nobody has tried to send. */
const unsent = async (email = `u${crypto.randomUUID()}@example.sch.uk`): Promise<string> => {
  const act = anAct({ now: new Date() })
  const id = newId(act.now)
  await db.batch(queued(act, { id, kind: 'wording_test', recipient: id, to: { email }, subject: 's', text: 't', html: 'h' }))
  return id
}

it('A webhook counts only when it is signed with the secret of this deployment, unchanged and no older than five minutes', async () => {
  const id = await unsent()
  const body = payloadOf({ type: 'email.delivered', message: id })
  const minutesAgo = (minutes: number) => new Date(Date.now() - minutes * 60_000)
  expect([
    await post(body, {}),
    await post(`${body} `, signed(body)),
    await post(body.replace('delivered', 'bounced'), signed(body)),
    await post(body, signed(body, 'msg_1', minutesAgo(6))),
    await post(body, signed(body, 'msg_1', minutesAgo(-6))),
    await post(body, signed(body, 'msg_1', new Date(), `whsec_${btoa('another secret')}`)),
    await post(body, { ...signed(body, 'msg_1'), 'svix-id': 'msg_2' }),
    await post(body, signed(body), { RESEND_WEBHOOK_SECRET: 'no secret at all!' }),
  ]).toEqual([400, 400, 400, 400, 400, 400, 400, 400])
  expect(await events(id)).toEqual([])
  expect(await post(body, signed(body, 'msg_kept', minutesAgo(4)))).toBe(200)
  expect(await events(id)).toEqual([{ type: 'email.delivered', outcome: 'followed' }])
})

it('without a secret the address for webhooks does not exist', async () => {
  const body = payloadOf({ type: 'email.delivered' })
  expect(await post(body, signed(body), { RESEND_WEBHOOK_SECRET: '' })).toBe(404)
})

// “A webhook is kept once however often it comes, with nothing of the mail and none of its addresses; types that say nothing of delivery are acknowledged and forgotten.”
it('the same webhook twenty times at once is kept and followed once, and holds no address', async () => {
  const id = await unsent()
  const body = payloadOf({ type: 'email.bounced', message: id, data: permanent })
  const headers = signed(body)
  const answers = await Promise.all(
    Array.from({ length: 20 }, () =>
      request('/resend/webhooks', { method: 'POST', body, headers, bindings: { RESEND_WEBHOOK_SECRET: webhookSecret } }),
    ),
  )
  expect(answers.map(({ status }) => status)).toEqual(Array.from({ length: 20 }, () => 200))
  expect(await rows('SELECT detail FROM MailEvent WHERE messageId = ?1', id)).toEqual([
    { detail: JSON.stringify({ bounceType: 'Permanent', subType: 'General' }) },
  ])
  expect(await rows(`SELECT COUNT(*) AS n FROM Log WHERE act = 'address.failed' AND subjectId = ?1`, id)).toEqual([{ n: 1 }])
  for (const type of ['email.opened', 'email.clicked', 'contact.created', 'something.new'])
    expect([await tell({ type, message: id }), (await events(id)).length]).toEqual([200, 1])
  expect(await post('[]', signed('[]'))).toBe(200)
  expect(await post('not json', signed('not json'))).toBe(400)
})

it('A message is known by its tag, however the provider spells tags, and else by the provider’s own number', async () => {
  const [one, two, three] = [await unsent(), await unsent(), await unsent()]
  await run(`UPDATE Message SET state = 'sent', sentAt = createdAt, providerId = 'its-number' WHERE id = ?1`, three)
  await tell({ type: 'email.delivered', message: one })
  await tell({
    type: 'email.delivered',
    data: {
      tags: [
        { name: 'other', value: 'x' },
        { name: 'message', value: two },
      ],
    },
  })
  await tell({ type: 'email.delivered', emailId: 'its-number' })
  expect([(await message(one))?.deliveryStatus, (await message(two))?.deliveryStatus, (await message(three))?.deliveryStatus]).toEqual([
    'delivered',
    'delivered',
    'delivered',
  ])
})

it('What is told before we have written down that a mail went out waits for that; after a day it is put away as unknown', async () => {
  const id = await unsent()
  await tell({ type: 'email.delivered', emailId: 'number-of-the-quick' })
  await tell({ type: 'email.delivered', emailId: 'number-of-nobody' })
  const waiting = () =>
    rows(`SELECT providerId, outcome FROM MailEvent WHERE providerId IN ('number-of-the-quick', 'number-of-nobody') ORDER BY providerId`)
  expect(await waiting()).toEqual([
    { providerId: 'number-of-nobody', outcome: null },
    { providerId: 'number-of-the-quick', outcome: null },
  ])
  await run(`UPDATE Message SET state = 'sent', sentAt = createdAt, providerId = 'number-of-the-quick' WHERE id = ?1`, id)
  await due()
  expect((await message(id))?.deliveryStatus).toBe('delivered')
  expect((await events(id)).map(({ outcome }) => outcome)).toEqual(['followed'])
  await due(new Date(Date.now() + 25 * 3_600_000))
  expect((await waiting()).map((row) => row['outcome'])).toEqual(['unknown', 'followed'])
})

it('a message whose answer was lost is sent, once the provider tells of it; what waits for the answer to its batch is left to that', async () => {
  const [lost, batched, given] = [await unsent(), await unsent(), await unsent()]
  await run(`UPDATE Message SET state = 'sending', claimedUntil = '2099-01-01T00:00:00.000Z', attempts = 1 WHERE id = ?1`, lost)
  await run(`UPDATE Message SET state = 'sending', providerBatch = 'b', claimedUntil = '2099-01-01T00:00:00.000Z' WHERE id = ?1`, batched)
  await run(`UPDATE Message SET state = 'failed', lastError = 'given up' WHERE id = ?1`, given)
  for (const id of [lost, batched, given]) await tell({ type: 'email.sent', message: id, emailId: `number-${id}` })
  expect([await message(lost), await message(batched), await message(given)].map((row) => row?.state)).toEqual(['sent', 'sending', 'sent'])
  await tell({ type: 'email.failed', message: batched })
  expect(await message(batched)).toMatchObject({ state: 'sending', deliveryStatus: 'failed' })
})

it('any order of webhooks leaves the same in the database', async () => {
  const types = ['email.sent', 'email.delivery_delayed', 'email.delivered', 'email.bounced', 'email.complained'] as const
  const orders = [
    types,
    [...types].reverse(),
    [types[3], types[0], types[4], types[1], types[2]],
    [types[2], types[4], types[3], types[1], types[0]],
  ]
  const found = []
  for (const order of orders) {
    const id = await unsent()
    for (const type of [...order, ...order])
      await tell({
        type,
        message: id,
        at: `2026-11-01T09:0${types.indexOf(type)}:00.000Z`,
        data: type === 'email.bounced' ? permanent : {},
      })
    found.push(await message(id))
  }
  expect(found).toEqual(orders.map(() => ({ state: 'sent', deliveryStatus: 'complained', deliveryStatusAt: '2026-11-01T09:04:00.000Z' })))
})

it('An address is marked, once, when its server refuses mail for good, when somebody there complains, or when the provider withholds mail from it', async () => {
  const found = []
  for (const [type, data] of [
    ['email.bounced', permanent],
    ['email.complained', {}],
    ['email.suppressed', { suppressed: { type: 'OnAccountSuppressionList', message: 'x' } }],
  ] as const) {
    const { email } = await anAccount({ email: `${type}.${crypto.randomUUID()}@example.sch.uk` })
    for (const id of [await unsent(email), await unsent(email)]) await tell({ type, message: id, data })
    found.push((await troubles(email)).map(({ kind }) => kind))
  }
  expect(found).toEqual([['bounced'], ['complained'], ['suppressed']])
})

it('A full mailbox, a delay or a failure at the provider marks no address', async () => {
  const email = `soft.${crypto.randomUUID()}@example.sch.uk`
  const id = await unsent(email)
  await tell({ type: 'email.bounced', message: id, data: transient })
  await tell({ type: 'email.bounced', message: id, data: { bounce: { type: 'Undetermined', subType: '', message: '' } } })
  await tell({ type: 'email.delivery_delayed', message: id })
  await tell({ type: 'email.failed', message: id, data: { failed: { reason: 'reached_daily_quota for someone@example.sch.uk' } } })
  expect(await troubles(email)).toEqual([])
  expect(await rows(`SELECT detail FROM MailEvent WHERE messageId = ?1 AND type = 'email.failed'`, id)).toEqual([
    { detail: '{"reason":"reached_daily_quota for …"}' },
  ])
})

it('Somebody who marks our mail as spam gets no promotions any more', async () => {
  const email = `spam.${crypto.randomUUID()}@example.sch.uk`
  await tell({ type: 'email.complained', message: await unsent(email), at: '2026-11-02T09:00:00.000Z' })
  expect(await rows('SELECT given, how, at FROM CurrentConsent WHERE email = ?1', email)).toEqual([
    { given: 0, how: 'complaint', at: '2026-11-02T09:00:00.000Z' },
  ])
})

it('What was told late of mail from before an address worked again does not mark it again', async () => {
  const { first } = await aWorld()
  await tell({ type: 'email.bounced', message: first.messageId, data: permanent })
  await run(`UPDATE AddressProblem SET solved = 'works_again', solvedAt = ?2 WHERE email = ?1`, first.email, new Date().toISOString())
  await tell({ type: 'email.bounced', message: first.messageId, data: permanent, at: new Date(Date.now() - 60_000).toISOString() })
  expect((await troubles(first.email)).length).toBe(1)
  await tell({ type: 'email.bounced', message: first.messageId, data: permanent, at: new Date(Date.now() + 1000).toISOString() })
  expect((await troubles(first.email)).map(({ solved }) => solved)).toEqual(['works_again', null])
})

it('what is told of many messages at once is followed in a few round trips, each by what outranks the rest', async () => {
  const now = new Date()
  const ids = await Promise.all(Array.from({ length: 150 }, () => unsent()))
  const told = (message: string, type: 'email.sent' | 'email.delivered' | 'email.bounced', minutes: number) =>
    insertMailEvent(db, now, {
      ...{ id: `many.${type}.${message}`, type, providerId: `re.${message}`, tag: message },
      at: new Date(now.getTime() - minutes * 60_000).toISOString(),
      detail: type === 'email.bounced' ? { bounceType: 'Permanent' } : {},
    })
  await db.batch(ids.flatMap((id) => [told(id, 'email.delivered', 2), told(id, 'email.sent', 3)]))
  const [bounced = '', again = ''] = ids
  await db.batch([told(bounced, 'email.bounced', 1), told(again, 'email.bounced', 1)])
  expect(await tripsOf((on) => followMailEvents(anAct({ now, db: on })))).toBeLessThan(10)
  expect(
    await rows(
      `SELECT m.state, m.deliveryStatus, COUNT(*) AS n, COUNT(m.providerId) AS known FROM Message m WHERE m.id IN (SELECT value FROM json_each(?1))
       GROUP BY m.state, m.deliveryStatus ORDER BY n`,
      JSON.stringify(ids),
    ),
  ).toEqual([
    { state: 'sent', deliveryStatus: 'bounced', n: 2, known: 2 },
    { state: 'sent', deliveryStatus: 'delivered', n: 148, known: 148 },
  ])
  expect(await rows(`SELECT outcome, COUNT(*) AS n FROM MailEvent WHERE id LIKE 'many.%' GROUP BY outcome`)).toEqual([
    { outcome: 'followed', n: 302 },
  ])
})
