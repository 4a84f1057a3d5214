// A deliverer that is cut off at every step, and a provider that fails all the time.
import { beforeEach, expect, it } from 'vitest'
import { deliverDue } from '#messages/outbox/deliver.ts'
import type { OutgoingMessage } from '#messages/outbox/message.ts'
import { rows } from '#test/support/factories.ts'
import {
  after,
  aMessage,
  aPlainMessage,
  aProvider,
  aSharedClock,
  dyingAt,
  emptyOutbox,
  type Provider,
  store,
} from '#test/support/outbox.ts'

let provider: Provider

beforeEach(async () => {
  await emptyOutbox()
  provider = await aProvider()
})

/** What recipients must get, each in this order. */
type Wanted = Map<string, string[]>

const wanted = (messages: readonly OutgoingMessage[]): Wanted =>
  new Map([...Map.groupBy(messages, ({ to }) => to.email)].map(([email, theirs]) => [email, theirs.map(({ subject }) => subject)]))

const arrived = async (): Promise<Wanted> => {
  const mails = await provider.desk.accepted()
  return new Map(
    [...Map.groupBy(mails, ({ to }) => to[0]?.match(/<(.*)>/)?.[1] ?? '')].map(([email, theirs]) => [
      email,
      theirs.map(({ subject }) => subject),
    ]),
  )
}

const someFor = (people: number): OutgoingMessage[] =>
  Array.from({ length: people }, (_, n) => {
    const facts = { recipient: `person ${n}`, to: { name: 'N', email: `d${n}@example.sch.uk` } }
    return [
      aPlainMessage({ ...facts, subject: 'confirmed' }),
      aMessage({ ...facts, subject: 'invited' }),
      aMessage({ ...facts, subject: 'moved' }),
      aMessage({ ...facts, subject: 'withdrawn', method: 'CANCEL' }),
      aPlainMessage({ ...facts, subject: 'thanks' }),
    ]
  }).flat()

/** Takes up what is left, a claim's time later, until nothing is. */
const resume = async (): Promise<void> => {
  for (let minutes = 6; minutes < 600; minutes += 6) {
    await provider.desk.clock(after(minutes), true)
    await deliverDue(provider.env, after(minutes), { messages: 1000, seconds: 600 }, aSharedClock(provider, after(minutes)))
    const [left] = await rows<{ n: number }>(`SELECT COUNT(*) AS n FROM Message WHERE state IN ('queued', 'sending')`)
    if (left?.n === 0) return
  }
  throw new Error('Something is never sent')
}

const steps = Array.from({ length: 9 }, (_, nth) => (['before', 'after'] as const).map((when) => ({ nth: nth + 1, when }))).flat()

// Whatever is cut off, and wherever, each recipient gets each message once and in order.
it.each(steps)('a deliverer that dies $when its round trip $nth leaves nothing undone, doubled or out of order', async ({ nth, when }) => {
  const messages = someFor(4)
  await store(...messages)
  const env = { ...provider.env, DB: dyingAt(nth, when) }
  await expect(deliverDue(env, after(0), { messages: 1000 })).rejects.toThrow('killed')
  await resume()
  expect(await arrived()).toEqual(wanted(messages))
  expect(await rows(`SELECT DISTINCT state FROM Message`)).toEqual([{ state: 'sent' }])
})

it.each(['500', '500_after', 'lost', 'broken'] as const)(
  'a call that ends with %s, of a batch and of one alone, is made good',
  async (kind) => {
    const messages = someFor(3)
    await store(...messages)
    await provider.desk.fault(kind, 4)
    await resume()
    expect(await arrived()).toEqual(wanted(messages))
  },
)

it('2,000 messages reach everybody once and in order through a provider that fails one call in five and limits the rate', async () => {
  const messages = someFor(400)
  for (let n = 0; n < messages.length; n += 500) await store(...messages.slice(n, n + 500))
  await provider.desk.settings({ perSecond: 10 })
  await provider.desk.failing(0.2, ['500', '500_after', 'lost', 'broken'], 7)
  for (let minute = 0, left = 1; left > 0 && minute < 240; minute++) {
    await provider.desk.clock(after(minute), true)
    await deliverDue(provider.env, after(minute), { messages: 600, seconds: 45 }, aSharedClock(provider, after(minute)))
    left = (await rows<{ n: number }>(`SELECT COUNT(*) AS n FROM Message WHERE state IN ('queued', 'sending')`))[0]?.n ?? 0
  }
  expect(await rows(`SELECT state, COUNT(*) AS n FROM Message GROUP BY state`)).toEqual([{ state: 'sent', n: 2000 }])
  expect(await arrived()).toEqual(wanted(messages))
  const calls = (await provider.desk.calls()).filter(({ method, path }) => method === 'POST' && path.startsWith('/emails'))
  // A call that crosses from one second into the next may be counted in either.
  expect(calls.filter(({ status }) => status === 429).length).toBeLessThan(calls.length / 20)
})

it('the control: without claims and keys the same provider delivers some twice', async () => {
  const messages = someFor(20)
  await store(...messages)
  await provider.desk.failing(0.2, ['500_after', 'lost'], 7)
  for (let attempt = 0; attempt < 10; attempt++) {
    for (const { id, to, subject } of messages) {
      const [row] = await rows<{ state: string }>(`SELECT state FROM Message WHERE id = ?1`, id)
      if (row?.state === 'sent') continue
      const answer = await fetch('https://api.resend.com/emails', {
        method: 'POST',
        headers: { authorization: `Bearer ${provider.env.RESEND_API_KEY}`, 'content-type': 'application/json' },
        body: JSON.stringify({ from: provider.env.MAIL_FROM, to: `"N" <${to.email}>`, subject, text: 'x' }),
      }).catch(() => undefined)
      if (answer?.ok) await rows(`UPDATE Message SET state = 'sent' WHERE id = ?1`, id)
    }
  }
  expect((await provider.desk.accepted()).length).toBeGreaterThan(messages.length)
})
