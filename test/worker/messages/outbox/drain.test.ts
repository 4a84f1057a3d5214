// What a request stores it has claimed already, and sends once it is answered: as safely as the clock does, which takes up what is left of it.

import { beforeEach, expect, it } from 'vitest'
import type { Act } from '#base/act.ts'
import { atomically } from '#base/db/atomically.ts'
import type { Bindings } from '#base/web/env.ts'
import { follow, following } from '#follow.ts'
import { deliverDue } from '#messages/outbox/deliver.ts'
import type { OutgoingMessage } from '#messages/outbox/message.ts'
import { insertSending } from '#messages/outbox/sending-store.ts'
import { queuedAll } from '#messages/outbox/store.ts'
import { anAct, anEvent, counting, db, rows, tick } from '#test/support/factories.ts'
import {
  after,
  aMessage,
  anAttachment,
  aPlainMessage,
  aProvider,
  dyingAt,
  emptyOutbox,
  type Provider,
  start,
  stateOf,
  store,
} from '#test/support/outbox.ts'
import { add } from '#test/support/rows.ts'

let provider: Provider

beforeEach(async () => {
  await emptyOutbox()
  provider = await aProvider()
})

const subjects = async () => (await provider.desk.accepted()).map((mail) => mail.subject)
const states = () => rows('SELECT state, attempts, claimedUntil FROM Message ORDER BY rowid')

/** A request that stores messages, and what it leaves to be done. */
const writes = async (
  messages: readonly OutgoingMessage[],
  { env = provider.env, deployment = {}, now = start }: { env?: Bindings; deployment?: object; now?: Date } = {},
) => {
  const act: Act = anAct({ now, soFar: { wrote: false, refusals: [], follows: [] } })
  const left = following(env, deployment, act, [])
  expect((await atomically(act.db, queuedAll(act, messages))).ok).toBe(true)
  return { act, left, send: (on: Bindings = env) => follow(on, deployment, act, left, []) }
}

/** What the clock does some minutes later. */
const clock = async (minutes: number) => {
  await provider.desk.clock(after(minutes), true)
  return deliverDue(provider.env, after(minutes))
}

it('What a request stores is claimed in the same batch, and sent once the request is answered, as it is stored: that costs the settling alone', async () => {
  const messages = [aPlainMessage({ subject: 'confirmed' }), aMessage({ subject: 'your place' })]
  const counted = counting()
  const { left, send } = await writes(messages)
  expect(await states()).toEqual(messages.map(() => ({ state: 'sending', attempts: 1, claimedUntil: after(5).toISOString() })))
  expect(left.claimed.map(({ messageId }) => messageId)).toEqual(messages.map(({ id }) => id))
  await send({ ...provider.env, DB: counted.db })
  expect(counted.trips()).toBe(1)
  expect(await subjects()).toEqual(['confirmed', 'your place'])
  expect(await states()).toEqual(messages.map(() => ({ state: 'sent', attempts: 1, claimedUntil: null })))
  expect((await provider.desk.accepted())[1]).toMatchObject({
    ...{
      key: messages[1]?.id,
      from: 'Muster <conferences@example.gov.uk>',
      to: ['"Siân Ŵyn" <sian@example.sch.uk>'],
      text: 'You have a place',
    },
    attachments: [{ filename: 'invite.ics', content: anAttachment.content, content_type: anAttachment.contentType }],
  })
})

it.each([
  ['before anything was sent', 'not at all'],
  ['after they were sent and before that was written down', 'before'],
  ['after it was written down', 'after'],
] as const)('A request that dies before it has sent what it claimed loses no message and sends none twice (%s)', async (_, dies) => {
  const messages = [aPlainMessage({ subject: 'confirmed' }), aPlainMessage({ subject: 'copied' }), aMessage({ subject: 'your place' })]
  const { send } = await writes(messages)
  if (dies !== 'not at all') await expect(send({ ...provider.env, DB: dyingAt(1, dies) })).rejects.toThrow('killed')
  expect(await clock(4)).toEqual({ sent: 0, later: 0, failed: 0 })
  await clock(6)
  expect((await subjects()).toSorted()).toEqual(['confirmed', 'copied', 'your place'])
  expect(await rows('SELECT DISTINCT state FROM Message')).toEqual([{ state: 'sent' }])
})

it('an attempt whose answer is lost is repeated by the clock to the byte, whatever signs the message holds', async () => {
  const odd = {
    subject: 'Naïve ☂ \ud83d',
    text: 'a\ud83d\u2028b',
    html: '<p>é\ud83d</p>',
    to: { name: 'Zoë \ud83d', email: 'zoe@example.sch.uk' },
  }
  const messages = [aPlainMessage(odd), aMessage({ ...odd, replyTo: '', headers: { 'x-one': 'ŵ' } })]
  const { send } = await writes(messages)
  await provider.desk.fault('lost', 2)
  await send()
  expect(await rows('SELECT DISTINCT state, lastError IS NULL AS fine FROM Message')).toEqual([{ state: 'queued', fine: 0 }])
  await clock(2)
  // Other bytes under the same key would be refused.
  expect(await rows('SELECT DISTINCT state, lastError FROM Message')).toEqual([{ state: 'sent', lastError: null }])
  expect(await subjects()).toHaveLength(2)
})

it('a message waits for an earlier one to the same recipient, which another request holds', async () => {
  const recipient = crypto.randomUUID()
  const first = await writes([aMessage({ recipient, subject: 'invited' })])
  const second = await writes([aMessage({ recipient, subject: 'withdrawn', method: 'CANCEL' }), aMessage({ subject: 'another person' })])
  expect([second.left.claimed.map(({ subject }) => subject), second.left.someWait]).toEqual([['another person'], true])
  await second.send()
  expect(await subjects()).toEqual(['another person'])
  await first.send()
  await clock(1)
  expect(await subjects()).toEqual(['another person', 'invited', 'withdrawn'])
})

it('two messages of one request to one recipient go in their order, in one delivery', async () => {
  const recipient = crypto.randomUUID()
  const { left, send } = await writes([aMessage({ recipient, subject: 'moved' }), aMessage({ recipient, subject: 'moved back' })])
  expect(left.claimed.map(({ subject }) => subject)).toEqual(['moved'])
  await send()
  expect(await subjects()).toEqual(['moved', 'moved back'])
})

it('nothing is claimed while everybody has to wait, for an address that does not work, or of a sending that rests', async () => {
  await add('ProviderPause', { id: 1, notBefore: after(3).toISOString() })
  const waiting = await writes([aMessage({ subject: 'waits' })])
  expect([waiting.left.claimed, waiting.left.someWait]).toEqual([[], true])
  await waiting.send()
  expect(await states()).toEqual([{ state: 'queued', attempts: 0, claimedUntil: null }])
  await clock(4)
  expect(await subjects()).toEqual(['waits'])

  await add('AddressProblem', { id: 'x', email: 'gone@example.sch.uk', at: after(0).toISOString() })
  const gone = aMessage({ to: { email: 'Gone@example.sch.uk' } })
  const failing = await writes([gone], { now: after(5) })
  expect(failing.left.claimed).toEqual([])
  await failing.send()
  expect(await stateOf(gone.id)).toMatchObject({ state: 'failed', withheld: 1, attempts: 0 })

  const event = await anEvent()
  const sending = (state: 'paused' | 'stopped') => {
    const id = crypto.randomUUID()
    return db
      .batch([
        insertSending(anAct({ now: tick() }), { id, kind: 'change', eventId: event.id, subject: 'S', state: 'sending' }),
        db.prepare('UPDATE Sending SET state = ?2 WHERE id = ?1').bind(id, state),
      ])
      .then(() => id)
  }
  const rests = await writes([aMessage({ sendingId: await sending('paused'), subject: 'rests' })], { now: after(6) })
  expect(rests.left.claimed).toEqual([])
  await rests.send()
  expect(await subjects()).toEqual(['waits'])
})

it('without a way to send nothing is claimed, and much at once is left for any deliverer to find', async () => {
  const { RESEND_API_KEY: _, ...without } = provider.env
  const none = await writes([aMessage()], { env: without })
  expect([none.left.claimed, none.left.someWait]).toEqual([[], false])
  await emptyOutbox()
  const many = await writes(Array.from({ length: 60 }, () => aPlainMessage()))
  expect([many.left.claimed, many.left.someWait]).toEqual([[], true])
  await many.send()
  expect(await rows('SELECT state, COUNT(*) AS n FROM Message GROUP BY state')).toEqual([{ state: 'sent', n: 60 }])
})

it('a message that is switched off for its event is neither stored nor sent', async () => {
  const event = await anEvent()
  await add('EventMessage', { eventId: event.id, kind: 'invitation', isOn: 0, changedAt: after(0).toISOString() })
  const { left, send } = await writes([aMessage({ eventId: event.id }), aPlainMessage({ subject: 'confirmed' })])
  expect(left.claimed.map(({ subject }) => subject)).toEqual(['confirmed'])
  await send()
  expect(await subjects()).toEqual(['confirmed'])
})

it('one delivery at a time sends what all requests of an isolate have stored, and settles it together', async () => {
  const deployment = {}
  const requests = await Promise.all(
    Array.from({ length: 8 }, (_, n) =>
      writes([aPlainMessage({ subject: `confirmed ${n}` }), aMessage({ subject: `invited ${n}` })], { deployment }),
    ),
  )
  const counted = counting()
  await Promise.all(requests.map(({ send }) => send({ ...provider.env, DB: counted.db })))
  expect(await rows('SELECT state, attempts, COUNT(*) AS n FROM Message GROUP BY state, attempts')).toEqual([
    { state: 'sent', attempts: 1, n: 16 },
  ])
  expect(await subjects()).toHaveLength(16)
  expect(counted.trips()).toBeLessThanOrEqual(3)
  // It has ended: the next request sends for itself.
  await (await writes([aMessage({ subject: 'next' })], { deployment })).send()
  expect((await subjects()).at(-1)).toBe('next')
})

it('what is stored once the request is answered is sent too', async () => {
  const { act, left, send } = await writes([aMessage({ subject: 'at once' })])
  await send()
  await atomically(act.db, queuedAll(act, [aMessage({ subject: 'afterwards' })]))
  expect(left.claimed.map(({ subject }) => subject)).toEqual(['afterwards'])
  await send()
  expect(await subjects()).toEqual(['at once', 'afterwards'])
})

it('what is handed over too late is left to the clock: another may hold it soon', async () => {
  const { left } = await writes([aMessage()])
  await follow(provider.env, {}, anAct({ now: after(4.5) }), left, [])
  expect(await subjects()).toEqual([])
  await clock(6)
  expect(await subjects()).toEqual(['Your place'])
})

it('the control: messages that nobody claims with their batch wait for the clock', async () => {
  await store(aMessage())
  expect(await states()).toEqual([{ state: 'queued', attempts: 0, claimedUntil: null }])
  expect(await subjects()).toEqual([])
})
