// Codes that wait for the mail provider go to it together, so that many of them leave it to others;
// and one that does not go counts for nothing.

import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { sha256 } from '#base/id.ts'
import { deliverDue } from '#messages/outbox/deliver.ts'
import { sendNow, sendTogether } from '#messages/outbox/send-together.ts'
import { askCode } from '#people/sign-in/ask-code.ts'
import { anAct, aSchool, bindings, db, request, rows, run } from '#test/support/factories.ts'
import { aMessage, aProvider, emptyOutbox, type Provider, store } from '#test/support/outbox.ts'
import { inNoTime } from '#test/support/passing-time.ts'
import { add, insert } from '#test/support/rows.ts'

let number = 0
const stranger = (): string => {
  number += 1
  return `stranger${number}@nobody.example`
}
const from = (network: number): string => `198.${Math.floor(network / 250)}.${network % 250}.7`
const nine = new Date('2026-11-02T09:00:00.000Z')
const seconds = (n: number): Date => new Date(nine.getTime() + n * 1000)

const ask = (email: string, at: Date, network: string | undefined, mailsPerDay = 100_000) =>
  askCode(anAct({ now: at }), { email, next: undefined, network, knownToken: undefined, mailsPerDay })

afterEach(() => vi.restoreAllMocks())

beforeEach(async () => {
  await emptyOutbox()
  await db.batch(['LimitUse', 'CodeTurn', 'SignInCode', 'SchoolContact'].map((table) => db.prepare(`DELETE FROM ${table}`)))
})

const byResend = ({ desk }: Provider) => ({ LOCAL_MAIL: '', RESEND_API_KEY: desk.key, RESEND_BASE_URL: '' })

const pass = (milliseconds: number): Promise<void> => new Promise((done) => setTimeout(done, milliseconds))

/** A provider that takes five calls a second, by a clock that goes on only while all wait. */
const aSlowProvider = async () => {
  const provider = await aProvider()
  await provider.desk.clock(nine, true)
  await provider.desk.settings({ perSecond: 5 })
  // Who is turned away comes again at a moment that is spread over a second, and the same in each
  // run.
  let spread = 0
  vi.spyOn(Math, 'random').mockImplementation(() => {
    spread = (spread + 0.618) % 1
    return spread
  })
  const during = <T>(work: () => Promise<T>) => inNoTime(work, { step: 100, now: nine, moving: (to) => provider.desk.clock(to, true) })
  const signIn = (email: string, network: string) =>
    request('/sign-in', { form: { email }, headers: { 'cf-connecting-ip': network }, bindings: byResend(provider) })
  const sentTo = async (part: string) => (await provider.desk.acceptedBriefly()).filter(({ to }) => to.join().includes(part))
  const codeCalls = async () => (await provider.desk.calls()).filter(({ path }) => path === '/emails/batch')
  return { ...provider, during, signIn, sentTo, codeCalls }
}

it('“Codes that wait while the provider is called go to it in one call, up to a hundred.”', async () => {
  const provider = await aSlowProvider()
  await provider.during(async () => {
    await Promise.all(Array.from({ length: 130 }, (_, n) => provider.signIn(stranger(), from(n))))
  })
  expect(await provider.sentTo('stranger')).toHaveLength(130)
  const calls = await provider.codeCalls()
  expect(calls.length).toBeLessThanOrEqual(4)
  expect(calls.map(({ status }) => status)).toEqual(calls.map(() => 200))
  // Nothing of them is stored.
  expect(await rows('SELECT id FROM Message')).toEqual([])
})

const codeTo = (email: string) => ({ mail: { to: { email }, subject: 'Your code', text: '123456', html: '<p>123456</p>' }, of: email })

it('a mail that the provider refuses keeps no other back, and whoever sent it is told which', async () => {
  const { env, desk } = await aProvider()
  const unsent = await sendTogether(env, nine, ['a@example.sch.uk', 'no address', 'b@example.sch.uk'].map(codeTo))
  expect(unsent).toEqual(['no address'])
  expect((await desk.accepted()).map(({ to }) => to.join())).toEqual(['a@example.sch.uk', 'b@example.sch.uk'])
})

it('nobody waits for a call that takes long: whoever comes five seconds after it began calls, also for those who were left to it', async () => {
  const { env, desk } = await aProvider()
  await desk.fault('slow', 1, 10)
  const passed = vi.spyOn(performance, 'now').mockReturnValue(0)
  const first = sendTogether(env, nine, [codeTo('a@example.sch.uk')])
  while ((await desk.waiting()) === 0) await pass(5)
  expect(await sendTogether(env, nine, [codeTo('b@example.sch.uk')])).toEqual([])
  expect(await desk.accepted()).toEqual([])
  passed.mockReturnValue(5001)
  expect(await sendTogether(env, nine, [codeTo('c@example.sch.uk')])).toEqual([])
  expect((await desk.accepted()).map(({ to }) => to.join())).toEqual(['b@example.sch.uk', 'c@example.sch.uk'])
  await desk.advance(10)
  expect(await first).toEqual([])
  expect(await desk.accepted()).toHaveLength(3)
})

it('“A flood of strangers’ codes does not delay mail to people who are known”: the provider turns no call away; one call for each does, and mail waits', async () => {
  const flood = async (each: boolean) => {
    await emptyOutbox()
    await run('DELETE FROM LimitUse')
    const provider = await aSlowProvider()
    await store(...Array.from({ length: 6 }, () => aMessage()))
    const went = await provider.during(async () => {
      const strangers = Array.from({ length: 40 }, (_, n) =>
        each ? sendNow({ ...provider.env, DB: bindings.DB }, codeTo(stranger()).mail, nine) : provider.signIn(stranger(), from(400 + n)),
      )
      await pass(300)
      const began = Date.now()
      const clock = { now: () => new Date(), wait: pass }
      const { sent } = await deliverDue({ ...provider.env, DB: bindings.DB }, new Date(), { seconds: 12 }, clock)
      const took = Date.now() - began
      await Promise.all(strangers)
      return { sent, took }
    })
    const turnedAway = (await provider.desk.calls()).filter(({ status }) => status === 429).length
    return { ...went, turnedAway, codes: (await provider.sentTo('stranger')).length }
  }
  const together = await flood(false)
  expect(together).toMatchObject({ sent: 6, codes: 40 })
  // One call of the deliverer and one of codes may meet in the last place of a second.
  expect(together.turnedAway).toBeLessThanOrEqual(2)
  expect(together.took).toBeLessThan(5000)
  const alone = await flood(true)
  expect(alone.turnedAway).toBeGreaterThan(20)
  expect(alone.took).toBeGreaterThan(together.took)
})

/** A plan of 1,600 mails a day, as most councils have. */
const plan = 1600
const hall = '203.0.113.7'

/**
 * Strangers ask from wider networks of their own; forty contacts of schools are asked for eight
 * times each, from everywhere; and there are as
 * many asks in the hall itself as a network has. Then two hundred other contacts ask there at one
 * moment, while strangers go on. How many of the
 * two hundred have their code within two minutes, and how they were answered.
 */
const hostileRun = async (strangers: number) => {
  await db.batch(['LimitUse', 'CodeTurn', 'SchoolContact'].map((table) => db.prepare(`DELETE FROM ${table}`)))
  const provider = await aSlowProvider()
  const { id: schoolId } = await aSchool()
  const emails = Array.from({ length: 240 }, (_, n) => `${n < 200 ? 'hall' : 'attacked'}${n}@school.example`)
  await db.batch(emails.map((email) => insert('SchoolContact', { schoolId, email, learnedAt: nine.toISOString() })))
  const hostile = Array.from({ length: strangers + 420 }, (_, n): [email: string, network: string] => {
    if (n < 100) return [stranger(), hall]
    return n < 420 ? [`attacked${200 + (n % 40)}@school.example`, from(n)] : [stranger(), from(n)]
  })
  for (let n = 0; n < hostile.length; n += 100)
    await Promise.all(hostile.slice(n, n + 100).map(([email, network]) => ask(email, nine, network, plan)))
  return provider.during(async () => {
    const known = Array.from({ length: 200 }, (_, n) => provider.signIn(`hall${n}@school.example`, hall))
    const more = Array.from({ length: 30 }, (_, n) => provider.signIn(stranger(), from(3000 + n)))
    const statuses = new Set((await Promise.all(known)).map(({ status }) => status))
    await Promise.all(more)
    const mails = (await provider.sentTo('hall')).filter(({ at }) => at <= seconds(120).getTime())
    return { had: new Set(mails.map(({ to }) => to.join())).size, statuses: [...statuses] }
  })
}

it('“Two hundred whom the council knows, who ask at one moment from one network while more than a thousand networks ask for codes, have theirs within two minutes”; with the reserve off none of them has', async () => {
  expect(await hostileRun(1000)).toEqual({ had: 200, statuses: [429] })
  // What the reserve is for is spent like anybody's.
  await run(`CREATE TRIGGER no_reserve BEFORE INSERT ON LimitUse WHEN NEW.key = 'mail:known' BEGIN
         INSERT INTO LimitUse (key, windows, n, at) VALUES ('mail:strangers', '[[60,240],[1440,560]]', NEW.n, NEW.at);
         SELECT RAISE(IGNORE); END`)
  try {
    expect(await hostileRun(250)).toEqual({ had: 0, statuses: [429] })
  } finally {
    await run('DROP TRIGGER no_reserve')
  }
})

it('“A code that could not be sent is not counted”, against neither the person nor the network, and a turn is theirs again', async () => {
  const provider = await aProvider()
  await provider.desk.failing(1)
  const bindings = byResend(provider)
  const email = stranger()
  await run('DELETE FROM RefusalCount')
  for (let n = 0; n < 7; n += 1) {
    expect((await request('/sign-in', { form: { email }, headers: { 'cf-connecting-ip': from(1) }, bindings })).status).toBe(303)
  }
  expect(await rows('SELECT id FROM LimitUse')).toEqual([])
  expect(await rows('SELECT tries, COUNT(*) AS n FROM SignInCode GROUP BY tries')).toEqual([{ tries: 0, n: 7 }])
  expect(await rows('SELECT reason, n FROM RefusalCount')).toEqual([{ reason: 'code_not_sent', n: 7 }])
  // In turn: it stays theirs.
  for (let n = 1; n <= 10; n += 1) await ask(email, new Date(), from(n + 10))
  const codeTurnId = new Date(Date.now() - 60_000).toISOString()
  await add('CodeTurn', {
    addressKey: `code:address:${await sha256(email)}`,
    widerKey: `code:wider:${await sha256(`${email}\n198.0.1.0/24`)}`,
    pairKey: `code:pair:${await sha256(`${email}\n${from(1)}`)}`,
    seed: 1,
    pairLot: 1,
    lot: 1,
    at: codeTurnId,
    settled: 1,
    drawnAt: codeTurnId,
  })
  const inTurn = async () => {
    await request('/sign-in', { form: { email }, headers: { 'cf-connecting-ip': from(1) }, bindings })
  }
  await inTurn()
  expect(await rows('SELECT usedAt FROM CodeTurn')).toEqual([{ usedAt: null }])
  await provider.desk.failing(0)
  await inTurn()
  expect(await rows('SELECT usedAt IS NOT NULL AS used FROM CodeTurn')).toEqual([{ used: 1 }])
})
