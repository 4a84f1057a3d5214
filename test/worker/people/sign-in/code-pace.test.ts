// Codes to strangers go to the mail provider one after another, so that many of them leave it to others; and one that does not go counts for nothing.
import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { sha256 } from '#base/id.ts'
import { deliverDue } from '#messages/outbox/deliver.ts'
import { askCode } from '#people/sign-in/ask-code.ts'
import { aMember } from '#test/support/claims.ts'
import { anAccount, anAct, bindings, db, request, rows, settled } from '#test/support/factories.ts'
import { aMessage, aProvider, emptyOutbox, type Provider, store } from '#test/support/outbox.ts'
import { inNoTime } from '#test/support/passing-time.ts'

let number = 0
const stranger = (): string => {
  number += 1
  return `stranger${number}@nobody.example`
}
const from = (network: number): string => `198.${Math.floor(network / 250)}.${network % 250}.7`
const nine = new Date('2026-11-02T09:00:00.000Z')
const seconds = (n: number): Date => new Date(nine.getTime() + n * 1000)

const ask = (email: string, at: Date, network: string | undefined, knownToken?: string) =>
  askCode(anAct({ now: at }), { email, next: undefined, network, knownToken, mailsPerDay: 100_000 })

afterEach(() => vi.restoreAllMocks())

beforeEach(async () => {
  await db.batch(['LimitUse', 'CodeTurn', 'CodeSlot', 'SignInCode'].map((table) => db.prepare(`DELETE FROM ${table}`)))
})

it('“To addresses that nobody knows one code a second goes to the mail provider. Nobody waits for longer than sixteen seconds: whoever would is sent none, and the page says when to ask again.”', async () => {
  const asked = []
  for (let n = 1; n <= 20; n += 1) asked.push(await ask(stranger(), nine, from(n)))
  expect(asked.map((one) => (one.ok ? one.value.counting.goesAt : one))).toEqual([
    ...Array.from({ length: 17 }, (_, n) => seconds(n).toISOString()),
    ...Array.from({ length: 3 }, () => ({ ok: false, reason: 'mail_busy', until: seconds(1).toISOString() })),
  ])
  // What was refused is not counted, and in a second there is room for one.
  expect(await rows('SELECT id FROM SignInCode WHERE tries > 0')).toHaveLength(17)
  expect(await rows(`SELECT id FROM LimitUse WHERE key = 'mail:unknown' AND minutes = 60`)).toHaveLength(17)
  expect((await ask(stranger(), seconds(1), from(23))).ok).toBe(true)
  expect((await ask(stranger(), seconds(1), from(24))).ok).toBe(false)
})

it('“Those whom the council knows do not wait for strangers”: the council’s people, contacts and others who are known have lanes of their own, and known browsers none', async () => {
  const officer = await anAccount({ roles: ['organiser'] })
  for (let n = 1; n <= 20; n += 1) await ask(stranger(), nine, from(n))
  expect(await ask(officer.email, nine, from(30))).toMatchObject({ ok: true, value: { counting: { goesAt: nine.toISOString() } } })
  expect(await ask((await aMember()).email, nine, from(21))).toMatchObject({
    ok: true,
    value: { counting: { goesAt: nine.toISOString() } },
  })
  expect(await rows('SELECT lane, COUNT(*) AS n FROM CodeSlot GROUP BY lane ORDER BY lane')).toEqual([
    { lane: 'known', n: 1 },
    { lane: 'staff', n: 1 },
    { lane: 'unknown', n: 17 },
  ])
})

it('“Of those who wait four are of one wider network”, so that one attacker leaves room for others', async () => {
  const asked = []
  for (let n = 1; n <= 7; n += 1) asked.push(await ask(stranger(), nine, `203.0.113.${n}`))
  expect(asked.map(({ ok }) => ok)).toEqual([true, true, true, true, true, false, false])
  expect(asked[6]).toEqual({ ok: false, reason: 'mail_busy', until: seconds(1).toISOString() })
  expect(await ask(stranger(), nine, from(1))).toMatchObject({ ok: true, value: { counting: { goesAt: seconds(5).toISOString() } } })
})

it('a browser in which somebody has signed in whom nobody knows waits for its slot as a new one does', async () => {
  const known = await sha256('a token')
  const member = await aMember()
  const throwaways = [await anAccount(), await anAccount()]
  for (const { accountId } of [member, ...throwaways])
    await db
      .prepare('INSERT INTO KnownBrowser (tokenHash, accountId, seenAt) VALUES (?1, ?2, ?3)')
      .bind(known, accountId, nine.toISOString())
      .run()
  const goesAt = []
  for (const { email } of [...throwaways, member]) {
    const asked = await ask(email, nine, from(1), 'a token')
    goesAt.push(asked.ok && asked.value.counting.goesAt)
  }
  expect(goesAt).toEqual([nine, seconds(1), nine].map((at) => at.toISOString()))
  expect(await rows('SELECT lane, COUNT(*) AS n FROM CodeSlot GROUP BY lane')).toEqual([{ lane: 'unknown', n: 2 }])
})

it('thirty at the same moment take slots one after another; without the trigger all thirty do', async () => {
  const atOnce = async () => {
    await db.prepare('DELETE FROM CodeSlot').run()
    return (await Promise.all(Array.from({ length: 30 }, (_, n) => ask(stranger(), nine, from(100 + n))))).filter(({ ok }) => ok).length
  }
  expect(await atOnce()).toBe(17)
  expect(new Set((await rows<{ at: string }>('SELECT at FROM CodeSlot')).map(({ at }) => at)).size).toBe(17)
  const [trigger] = await rows<{ sql: string }>(`SELECT sql FROM sqlite_master WHERE name = 'CodeSlot_soon'`)
  await db.prepare('DROP TRIGGER CodeSlot_soon').run()
  try {
    expect(await atOnce()).toBe(30)
  } finally {
    await db.prepare(trigger?.sql ?? '').run()
  }
})

const byResend = ({ desk }: Provider) => ({ LOCAL_MAIL: '', RESEND_API_KEY: desk.key, RESEND_BASE_URL: '' })

const pass = (milliseconds: number): Promise<void> => new Promise((done) => setTimeout(done, milliseconds))

/** Strangers from networks of their own ask at the same moment, and a second later the clock delivers what is stored for people who are known. */
const flood = async () => {
  await emptyOutbox()
  await db.batch(['LimitUse', 'CodeSlot'].map((table) => db.prepare(`DELETE FROM ${table}`)))
  const provider = await aProvider()
  await provider.desk.clock(nine, true)
  await provider.desk.settings({ perSecond: 5 })
  const knownToken = 'a token of a browser in which the officer has signed in'
  const officer = await anAccount({ roles: ['organiser'] })
  await db
    .prepare('INSERT INTO KnownBrowser (tokenHash, accountId, seenAt) VALUES (?1, ?2, ?3)')
    .bind(await sha256(knownToken), officer.accountId, nine.toISOString())
    .run()
  await store(...Array.from({ length: 6 }, () => aMessage()))
  const goOn = async () => {
    const signIn = (email: string, network: string, cookie = '') =>
      request('/sign-in', {
        form: { email },
        cookie,
        headers: { 'cf-connecting-ip': network },
        bindings: byResend(provider),
      })
    const strangers = Array.from({ length: 40 }, (_, n) => signIn(stranger(), from(400 + n)))
    await pass(300)
    const began = Date.now()
    const { sent: delivered } = await deliverDue(
      { ...provider.env, DB: bindings.DB },
      new Date(),
      { seconds: 12 },
      { now: () => new Date(), wait: pass },
    )
    const took = Date.now() - began
    await signIn(officer.email, from(500), `muster-known=${knownToken}`)
    const statuses = new Set((await Promise.all(strangers)).map(({ status }) => status))
    await settled()
    return { delivered, took, statuses: [...statuses] }
  }
  // Who is turned away comes again at a moment that is spread over a second, and the same in each run.
  let spread = 0
  vi.spyOn(Math, 'random').mockImplementation(() => {
    spread = (spread + 0.618) % 1
    return spread
  })
  const went = await inNoTime(goOn, { step: 100, now: nine, moving: (to) => provider.desk.clock(to, true) })
  const turnedAway = (await provider.desk.calls()).filter(({ status }) => status === 429)
  const mails = (await provider.desk.accepted()).map(({ to }) => to.join())
  return {
    ...went,
    known: mails.filter((to) => to.includes(officer.email)).length,
    sent: mails.filter((to) => to.includes('stranger')).length,
    turnedAway: turnedAway.length,
  }
}

it('“A flood of strangers’ codes does not delay mail to people who are known”: the provider turns no call away; with the slots off it does, and mail waits', async () => {
  const paced = await flood()
  expect(paced).toMatchObject({ delivered: 6, statuses: [303], known: 1, sent: 17 })
  // One call of the deliverer and one code may meet in the last place of a second.
  expect(paced.turnedAway).toBeLessThanOrEqual(2)
  expect(paced.took).toBeLessThan(5000)
  await db.prepare('CREATE TRIGGER no_slots BEFORE INSERT ON CodeSlot BEGIN SELECT RAISE(IGNORE); END').run()
  try {
    const unpaced = await flood()
    expect(unpaced.turnedAway).toBeGreaterThan(20)
    expect(unpaced.took).toBeGreaterThan(paced.took)
  } finally {
    await db.prepare('DROP TRIGGER no_slots').run()
  }
})

it('“A code that could not be sent is not counted”, against neither the person nor the network, and a turn is theirs again', async () => {
  const provider = await aProvider()
  await provider.desk.failing(1)
  const bindings = byResend(provider)
  const email = stranger()
  await db.prepare('DELETE FROM RefusalCount').run()
  for (let n = 0; n < 7; n += 1) {
    await db.prepare('DELETE FROM CodeSlot').run()
    expect((await request('/sign-in', { form: { email }, headers: { 'cf-connecting-ip': from(1) }, bindings })).status).toBe(303)
    await settled()
  }
  expect(await rows('SELECT id FROM LimitUse')).toEqual([])
  expect(await rows('SELECT tries, COUNT(*) AS n FROM SignInCode GROUP BY tries')).toEqual([{ tries: 0, n: 7 }])
  expect(await rows('SELECT reason, n FROM RefusalCount')).toEqual([{ reason: 'code_not_sent', n: 7 }])
  // In turn: it stays theirs.
  for (let n = 1; n <= 10; n += 1) await ask(email, new Date(), from(n + 10))
  await db
    .prepare(
      `INSERT INTO CodeTurn (addressKey, widerKey, pairKey, seed, pairLot, lot, at, settled, drawnAt) VALUES (?1, ?2, ?3, 1, 1, 1, ?4, 1, ?4)`,
    )
    .bind(
      ...[`code:address:${await sha256(email)}`, `code:wider:${await sha256(`${email}\n198.0.1.0/24`)}`],
      ...[`code:pair:${await sha256(`${email}\n${from(1)}`)}`, new Date(Date.now() - 60_000).toISOString()],
    )
    .run()
  await db.prepare('DELETE FROM CodeSlot').run()
  const inTurn = async () => {
    await request('/sign-in', { form: { email }, headers: { 'cf-connecting-ip': from(1) }, bindings })
    await settled()
  }
  await inTurn()
  expect(await rows('SELECT usedAt FROM CodeTurn')).toEqual([{ usedAt: null }])
  await provider.desk.failing(0)
  await db.prepare('DELETE FROM CodeSlot').run()
  await inTurn()
  expect(await rows('SELECT usedAt IS NOT NULL AS used FROM CodeTurn')).toEqual([{ used: 1 }])
})

it('nobody waits where nobody says from which network: on one’s own computer there is no provider to be spared', async () => {
  const asked = []
  for (let n = 1; n <= 3; n += 1) asked.push(await ask(stranger(), nine, undefined))
  expect(asked.map((one) => one.ok && one.value.counting.goesAt)).toEqual(Array.from({ length: 3 }, () => nine.toISOString()))
})
