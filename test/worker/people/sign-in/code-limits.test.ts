// Asking for codes again and again: it spends nobody else's, and keeps nobody out.

import { beforeEach, expect, it } from 'vitest'
import { saveCouncil } from '#base/council/store.ts'
import { councilFrom } from '#base/council.ts'
import { readNow } from '#base/db/read.ts'
import { newId } from '#base/id.ts'
import { counted } from '#base/limits/store.ts'
import { sharedLimit } from '#messages/outbox/mail-plan.ts'
import { askCode } from '#people/sign-in/ask-code.ts'
import { tryCode } from '#people/sign-in/enter-code.ts'
import { sweepAccounts } from '#people/sign-in/sign-in-store.ts'
import { aMember, claim, holds } from '#test/support/claims.ts'
import { accepted, anAccount, anAct, anEvent, aSchool, db, request, rows, run } from '#test/support/factories.ts'
import { add, addLike } from '#test/support/rows.ts'
import { dropTriggers } from '#test/support/triggers.ts'
import { aCertificate } from '#test/worker/attendance/certificates/world.ts'
import { aWorld } from '#test/worker/correspondence/delivery/world.ts'

let number = 0
const address = (): string => {
  number += 1
  return `officer${number}@council.example`
}
/** Each in a wider network of its own. */
const from = (network: number): string => `198.${Math.floor(network / 250)}.${network % 250}.7`
const nine = new Date('2026-11-02T09:00:00.000Z')
const minutes = (n: number): Date => new Date(nine.getTime() + n * 60_000)

/** Asks for a code at a moment, from a network, in a browser. */
const ask = (email: string, at: Date, network: number, knownToken?: string) =>
  askCode(anAct({ now: at }), { email, next: undefined, network: from(network), knownToken, mailsPerDay: 100_000 })

/** An attacker asks from many networks, as often as each may, and then goes on. */
const attack = async (email: string, at: Date, networks = 12, times = 4) => {
  for (let network = 1; network <= networks; network += 1) for (let n = 0; n < times; n += 1) await ask(email, at, 1000 + network)
}

const signInBy = async (email: string): Promise<string> => {
  const asked = await request('/sign-in', { form: { email } })
  const browser = asked.headers.getSetCookie()[0]?.split(';')[0] ?? ''
  const [mail] = await rows<{ text: string }>('SELECT text FROM LocalMail WHERE toAddress = ?1 ORDER BY rowid DESC LIMIT 1', email)
  const entered = await request('/sign-in/code', { cookie: browser, form: { code: mail?.text.match(/\b\d{6}\b/)?.[0] ?? '' } })
  const known = entered.headers.getSetCookie().find((cookie) => cookie.startsWith('muster-known='))
  expect(known).toMatch(/Max-Age=34560000; Path=\/; HttpOnly; SameSite=Lax/)
  return known?.split(';')[0]?.split('=')[1] ?? ''
}

beforeEach(async () => {
  await db.batch([db.prepare('DELETE FROM LimitUse'), db.prepare('DELETE FROM CodeTurn')])
})

it('“However many networks ask for codes to an address that the council knows, whoever has signed in with it in this browser before goes on getting theirs.”', async () => {
  const { email, accountId } = await anAccount({ email: address(), roles: ['organiser'] })
  const known = await signInBy(email)
  expect(known.length).toBeGreaterThan(40)
  const [kept] = await rows('SELECT tokenHash, accountId FROM KnownBrowser WHERE accountId = ?1', accountId)
  expect(JSON.stringify(kept)).not.toContain(known)
  await attack(email, nine)
  for (let n = 0; n < 5; n += 1) expect((await ask(email, nine, 1001, known)).ok).toBe(true)
  const sixth = await ask(email, minutes(4), 1001, known)
  expect(sixth).toEqual({ ok: false, reason: 'too_many_codes', until: minutes(15).toISOString() })
  expect((await ask(email, minutes(15), 1001, known)).ok).toBe(true)
  // In that browser another address is anybody's.
  const other = address()
  await attack(other, nine)
  expect(await ask(other, nine, 1, known)).toMatchObject({ ok: false, reason: 'turn_kept' })
})

/**
 * Whom a draw falls on cannot be known before: this makes it fall on the first of the networks that
 * are in it.
 */
const drawFirst = () => run('UPDATE CodeTurn SET lot = rowid')

it('“Anybody else who asks for a code to such an address is in the next draw, two minutes away at most. Whoever is drawn has a quarter of an hour to take the code, and nobody else can; whoever is not is in the draw after it.”', async () => {
  const email = address()
  await attack(email, nine, 5, 2)
  const first = await ask(email, nine, 1)
  expect(first).toEqual({ ok: false, reason: 'turn_kept', until: minutes(0.5).toISOString(), latest: minutes(0.5).toISOString() })
  // Asking sooner changes nothing, and whoever comes later is in the same draw.
  expect(await ask(email, minutes(0.2), 1)).toEqual(first)
  expect(await ask(email, minutes(0.4), 2)).toMatchObject({ until: minutes(0.5).toISOString(), latest: minutes(2.5).toISOString() })
  await drawFirst()
  // The second was not drawn, and does not take what the first has not taken yet.
  expect(await ask(email, minutes(1), 2)).toMatchObject({ ok: false, reason: 'turn_kept', until: minutes(2.5).toISOString() })
  expect((await ask(email, minutes(2), 1)).ok).toBe(true)
  // One turn, one code; and the second, who was never drawn, comes before the first.
  expect(await ask(email, minutes(2), 1)).toMatchObject({
    ok: false,
    reason: 'turn_kept',
    until: minutes(2.5).toISOString(),
    latest: minutes(4.5).toISOString(),
  })
  expect((await ask(email, minutes(14), 2)).ok).toBe(true)
})

it('“However many networks of one provider’s customer ask, they are one in the draw”: 240 networks leave a newcomer every second draw, and one row', async () => {
  const email = address()
  await attack(email, nine)
  const hostile = (n: number, at: Date) =>
    askCode(anAct({ now: at }), {
      email,
      next: undefined,
      network: `2001:db8:7:${n.toString(16)}::1`,
      knownToken: undefined,
      mailsPerDay: 100_000,
    })
  const before = await rows('SELECT widerKey FROM CodeTurn')
  for (let n = 1; n <= 240; n += 1) await hostile(n, nine)
  expect(await rows('SELECT widerKey FROM CodeTurn')).toHaveLength(before.length + 1)
  expect(await ask(email, nine, 1)).toMatchObject({ ok: false, reason: 'turn_kept', until: minutes(0.5).toISOString() })
  expect(await rows('SELECT DISTINCT at FROM CodeTurn')).toEqual([{ at: minutes(0.5).toISOString() }])
})

it('of several networks in a wider one, whose lot is lowest takes the turn, and asking more often makes nobody’s lot lower', async () => {
  const holders = new Set<string>()
  // Lots are drawn: the first is lowest in one of four rounds, so that sixty without it do not
  // happen.
  for (let n = 0; n < 60 && (n < 6 || holders.size < 2); n += 1) {
    const email = address()
    await attack(email, nine, 5, 2)
    const within = (last: number) =>
      askCode(anAct({ now: nine }), { email, next: undefined, network: `203.0.113.${last}`, knownToken: undefined, mailsPerDay: 100_000 })
    const holder = async () =>
      (await rows<{ pairKey: string; at: string }>('SELECT pairKey FROM CodeTurn WHERE at = ?1', minutes(0.5).toISOString()))[0]?.pairKey
    await run('DELETE FROM CodeTurn')
    await within(1)
    const first = await holder()
    for (let other = 2; other <= 4; other += 1) await within(other)
    const lowest = await holder()
    for (let again = 0; again < 5; again += 1) for (let other = 1; other <= 4; other += 1) await within(other)
    expect(await holder()).toBe(lowest)
    holders.add(lowest === first ? 'the first' : 'another')
  }
  expect([...holders].sort()).toEqual(['another', 'the first'])
})

it('“Nobody is drawn twice while another waits: the more wait, the more are drawn, up to four at once.”', async () => {
  const email = address()
  await attack(email, nine, 5, 2)
  const drawn: [number, number][] = []
  for (let draw = 0; draw < 5; draw += 1) {
    const at = minutes(draw * 2 + 0.6 * Number(draw > 0))
    for (let network = 1; network <= 90; network += 1) await ask(email, at, 2000 + network)
    const [row] = await rows<{ n: number; of: number }>(
      `SELECT COUNT(*) AS n, (SELECT COUNT(DISTINCT drawnAt) FROM CodeTurn WHERE drawnAt <> '') AS of FROM CodeTurn WHERE drawnAt <> ''`,
    )
    drawn.push([row?.of ?? 0, row?.n ?? 0])
  }
  expect(drawn).toEqual([0, 1, 2, 3, 4].map((draws) => [draws, draws * 4]))
})

/**
 * All ask at every draw for as long as it takes: at which of them the newcomer is given a code, and
 * which is the last that the page named.
 */
const waitAmong = async (networks: number) => {
  const email = address()
  await attack(email, nine, 10, 1)
  let named = ''
  for (let draw = 0; draw < 80; draw += 1) {
    const at = minutes(draw * 2 + 0.6 * Number(draw > 0))
    await Promise.all(
      Array.from({ length: networks }, (_, n) =>
        askCode(anAct({ now: at }), {
          email,
          next: undefined,
          network: from(2001 + n),
          knownToken: undefined,
          mailsPerDay: 100_000_000,
        }),
      ),
    )
    const mine = await ask(email, at, 1)
    if (mine.ok) return { draw, named }
    if (mine.reason === 'turn_kept') named = named || (mine.latest ?? '')
  }
  return { draw: undefined, named }
}

it('“A hundred wider networks that all go on asking make a newcomer wait for 52 minutes at most.”, and whoever may be told is told until when', async () => {
  const waited = await waitAmong(100)
  expect(waited.named).toBe(minutes(0.5 + 25 * 2).toISOString())
  expect(waited.draw).toBeLessThanOrEqual(26)
  // One row for each of those who wait, however often they asked.
  expect((await rows('SELECT widerKey FROM CodeTurn')).length).toBeLessThanOrEqual(101)
})

/**
 * Twelve networks ask before the newcomer every other minute for an hour: how many codes the
 * newcomer is given.
 */
const givenBehind = async () => {
  const email = address()
  let given = 0
  for (let minute = 0; minute < 60; minute += 2) {
    for (let network = 1; network <= 12; network += 1) await ask(email, minutes(minute), 1000 + network)
    given += Number((await ask(email, minutes(minute), 1)).ok)
  }
  return given
}

it('twelve networks that are always first keep nobody out; with the draw off they lock everybody else out', async () => {
  expect(await givenBehind()).toBeGreaterThan(1)
  await db.batch([db.prepare('DELETE FROM LimitUse'), db.prepare('DELETE FROM CodeTurn')])
  await run('CREATE TRIGGER no_draw BEFORE INSERT ON CodeTurn BEGIN SELECT RAISE(IGNORE); END')
  try {
    expect(await givenBehind()).toBe(0)
  } finally {
    await run('DROP TRIGGER no_draw')
  }
})

it('“Of what an address has beyond known browsers one wider network (a /24 of IPv4, a /48 of IPv6) gets no more than one network does”, so that others need not even wait', async () => {
  for (const one of [(n: number) => `203.0.113.${n}`, (n: number) => `2001:db8:9:${n.toString(16)}::1`]) {
    const email = address()
    let given = 0
    for (let n = 1; n <= 20; n += 1)
      given += Number(
        (await askCode(anAct({ now: nine }), { email, next: undefined, network: one(n), knownToken: undefined, mailsPerDay: 100_000 })).ok,
      )
    expect(given).toBe(5)
    expect((await ask(email, nine, 1)).ok).toBe(true)
  }
})

it('“A code that was given in turn can be tried twice, so that many networks have few guesses”: a third try is answered as a wrong one, whatever is typed', async () => {
  const email = address()
  for (const [wrong, let_in] of [
    [1, true],
    [2, false],
  ] as const) {
    await db.batch([db.prepare('DELETE FROM LimitUse'), db.prepare('DELETE FROM CodeTurn')])
    await attack(email, nine, 5, 2)
    await ask(email, nine, 1)
    const given = await ask(email, minutes(1), 1).then(accepted)
    const { code, browserToken } = given
    const type = (typed: string) => tryCode(anAct({ now: minutes(2) }), browserToken, typed)
    for (let n = 0; n < wrong; n += 1) expect(await type('x')).toEqual({ ok: false, reason: 'wrong_code' })
    expect([wrong, (await type(code)).ok]).toEqual([wrong, let_in])
  }
})

it('twenty networks that all keep asking are given ten codes in a quarter of an hour and then two in two minutes, and a newcomer is in the next draw', async () => {
  const email = address()
  await attack(email, nine, 10, 1)
  let given = 0
  for (let minute = 0; minute < 15; minute += 1)
    for (let network = 1; network <= 20; network += 1) given += Number((await ask(email, minutes(minute), 3000 + network)).ok)
  expect(given).toBe(14)
  const newcomer = await ask(email, minutes(14), 1)
  expect(newcomer.ok).toBe(false)
  if (!newcomer.ok) expect(Date.parse(newcomer.until)).toBeLessThanOrEqual(minutes(16).getTime())
})

it('“A try that is refused is not counted”: a network over its limit spends nothing of an address or of itself', async () => {
  const busy = from(500)
  for (let n = 0; n < 100; n += 1)
    await askCode(anAct({ now: nine }), { email: address(), next: undefined, network: busy, knownToken: undefined, mailsPerDay: 100_000 })
  const email = address()
  const before = await rows('SELECT COUNT(*) AS n FROM LimitUse')
  for (let n = 0; n < 50; n += 1) {
    const refused = await ask(email, minutes(1), 500)
    expect(refused).toEqual({ ok: false, reason: 'too_many_codes', until: minutes(60).toISOString() })
  }
  expect(await rows('SELECT COUNT(*) AS n FROM LimitUse')).toEqual(before)
  expect(await rows('SELECT widerKey FROM CodeTurn')).toEqual([])
  expect((await ask(email, minutes(1), 501)).ok).toBe(true)
  expect((await ask(email, minutes(60), 500)).ok).toBe(true)
})

it('“Five codes in a quarter of an hour and twenty in a day go to an address from one network, counted back from now”, and the sentence says when the next can go', async () => {
  const email = address()
  for (const at of [0, 3, 6, 9, 12]) expect((await ask(email, minutes(at), 1)).ok).toBe(true)
  expect(await ask(email, minutes(14), 1)).toEqual({ ok: false, reason: 'too_many_codes', until: minutes(15).toISOString() })
  expect((await ask(email, minutes(15), 1)).ok).toBe(true)
  expect((await ask(email, minutes(16), 1)).ok).toBe(false)
  for (let n = 7; n <= 20; n += 1) expect([n, (await ask(email, minutes(n * 16), 1)).ok]).toEqual([n, true])
  expect(await ask(email, minutes(21 * 16), 1)).toEqual({ ok: false, reason: 'too_many_codes', until: minutes(24 * 60).toISOString() })

  const typed = address()
  // Who asks at the page is told the same for every address.
  let page = ''
  for (let n = 0; n < 6; n += 1) {
    const answer = await request('/sign-in', { form: { email: typed } })
    expect(answer.status).toBe(303)
    const cookie = answer.headers.getSetCookie()[0]?.split(';')[0] ?? ''
    page = await (await request('/sign-in/code?sent', { cookie })).text()
  }
  expect(await rows('SELECT id FROM LocalMail WHERE toAddress = ?1', typed)).toHaveLength(5)
  expect(page).toContain('No more than 5 codes in 15 minutes, or 20 in a day, go to one address from where you are.')
})

it('forty asked for at the same moment are five; without the trigger they are more, so it is the trigger that holds', async () => {
  const allAtOnce = async () => {
    const email = address()
    await Promise.all(Array.from({ length: 40 }, () => ask(email, nine, 1)))
    return (await rows<{ n: number }>('SELECT COUNT(*) AS n FROM SignInCode WHERE email = ?1 AND tries > 0', email))[0]?.n
  }
  expect(await allAtOnce()).toBe(5)
  await dropTriggers('LimitUse_within_limit')
  expect(await allAtOnce()).toBe(40)
})

it('two that take one turn at the same moment get one code', async () => {
  const email = address()
  await attack(email, nine, 5, 2)
  await ask(email, nine, 1)
  const taken = await Promise.all([1, 2, 3].map(() => ask(email, minutes(1), 1)))
  expect(taken.filter(({ ok }) => ok)).toHaveLength(1)
})

it('a known browser is forgotten when its cookie has run out, and not before', async () => {
  const { email, accountId } = await anAccount({ email: address() })
  await signInBy(email)
  const days = (n: number) => new Date(Date.now() + n * 24 * 3_600_000)
  await readNow(db, sweepAccounts(db, days(399)))
  expect(await rows('SELECT accountId FROM KnownBrowser WHERE accountId = ?1', accountId)).toHaveLength(1)
  await readNow(db, sweepAccounts(db, days(401)))
  expect(await rows('SELECT accountId FROM KnownBrowser WHERE accountId = ?1', accountId)).toEqual([])
})

/**
 * A plan of a hundred mails a day: in an hour thirty to addresses that the council knows, fifteen
 * to all others.
 */
const small = (email: string, at: Date, network: number, knownToken?: string) =>
  askCode(anAct({ now: at }), { email, next: undefined, network: from(network), knownToken, mailsPerDay: 100 })

it('“Codes to those whom the council knows spend a reserve of the mail plan, in an hour and in a day, that nothing else spends. Codes to all others share another part of it. Those in known browsers are counted against neither.”', async () => {
  const officer = await anAccount({ email: address(), roles: ['organiser'] })
  const token = await signInBy(officer.email)
  await run('DELETE FROM LimitUse')
  for (let n = 1; n <= 15; n += 1) expect([n, (await small(address(), nine, n)).ok]).toEqual([n, true])
  expect(await small(address(), minutes(20), 16)).toEqual({ ok: false, reason: 'ceiling_reached', until: minutes(60).toISOString() })
  const school = await aSchool()
  const contacts = Array.from({ length: 31 }, () => address())
  for (const contact of contacts) await holds(school.id, contact)
  // All of them in one network.
  for (const [n, contact] of contacts.entries()) expect([n, (await small(contact, nine, 40)).ok]).toEqual([n, n < 30])
  expect(await small(officer.email, minutes(1), 50)).toEqual({ ok: false, reason: 'ceiling_reached', until: minutes(60).toISOString() })
  expect((await small(officer.email, nine, 50, token)).ok).toBe(true)
  expect(await rows('SELECT widerKey FROM CodeTurn')).toEqual([])
  for (let hour = 1; hour <= 2; hour += 1) for (let n = 1; n <= 15; n += 1) await small(address(), minutes(hour * 61), 100 * hour + n)
  expect(await small(address(), minutes(4 * 60), 500)).toEqual({
    ok: false,
    reason: 'ceiling_reached',
    until: minutes(24 * 60).toISOString(),
  })
})

it('“The last half of the reserve is for addresses to which fewer than three codes have gone within the hour, so that asking for a few addresses again and again leaves the others theirs.”', async () => {
  const school = await aSchool()
  const [asked, ...others] = Array.from({ length: 17 }, () => address())
  for (const contact of [asked ?? '', ...others]) await holds(school.id, contact)
  const again = (network: number, at: Date) => small(asked ?? '', at, network)
  for (let n = 0; n < 10; n += 1) expect([n, (await again(n, nine)).ok]).toEqual([n, true])
  for (let n = 10; n < 15; n += 1) expect([n, (await again(n, minutes(16))).ok]).toEqual([n, true])
  expect(await again(15, minutes(16))).toEqual({ ok: false, reason: 'ceiling_reached', until: minutes(60).toISOString() })
  const given = []
  for (const contact of others) given.push((await small(contact, minutes(17), 40)).ok)
  expect(given).toEqual(others.map((_, n) => n < 15))
  // An hour later it is one like the others.
  expect((await again(16, minutes(77))).ok).toBe(true)
})

it('“No limit of a network holds for addresses that the council knows: its people, contacts, and whoever may book or has a place, certificate or role”: a network that is over its own has codes for them, and for nobody else', async () => {
  const busy = 500
  for (let n = 0; n < 100; n += 1) await ask(address(), nine, busy)
  const event = await anEvent()
  const known = [(await anAccount({ email: address(), roles: ['organiser'] })).email, (await aWorld(['Jo Price'])).first.email]
  // Those who help at its door, of whom the ninth had to wait.
  for (let n = 0; n < 12; n += 1) known.push((await anAccount({ email: address(), doorEventIds: [event.id] })).email)
  for (const email of known) expect([email, (await ask(email, minutes(1), busy)).ok]).toEqual([email, true])
  expect(await ask(address(), minutes(1), busy)).toEqual({ ok: false, reason: 'too_many_codes', until: minutes(60).toISOString() })
  // Whoever came without a place and has a certificate is known too.
  const guest = await anAccount({ email: address() })
  expect((await ask(guest.email, minutes(1), busy)).ok).toBe(false)
  const { certificate } = await aCertificate()
  const ofGuest = { id: newId(nine), number: certificate.number.replace(/.$/, 'x'), personId: guest.personId, replacesId: null }
  await addLike('Certificate', { id: certificate.id }, ofGuest)
  expect((await ask(guest.email, minutes(1), busy)).ok).toBe(true)
})

it('“Having signed in makes nobody known: a browser counts as known for one of the council’s people, for a contact of a school or trust, and for whoever has a role at a school, a place or a certificate; for anybody else it is a new one, however often they sign in.”', async () => {
  const school = await aSchool()
  const signedIn = async (email: string) => {
    const token = await signInBy(email)
    await run('DELETE FROM LimitUse')
    return { email, token }
  }
  const throwaways = []
  for (let n = 1; n <= 3; n += 1) throwaways.push(await signedIn(address()))
  const asking = await anAccount({ email: address() })
  await claim(asking.cookie, school.id)
  throwaways.push(await signedIn(asking.email))
  const ofTrust = await anAccount({ email: address() })
  const trustClaimId = nine.toISOString()
  await add('TrustClaim', {
    id: 'of-trust',
    accountId: ofTrust.accountId,
    trustUid: '2099',
    state: 'approved',
    evidence: 'organiser',
    requestedAt: trustClaimId,
    decidedAt: trustClaimId,
  })
  const held = address()
  await holds(school.id, held)
  const delegate = (await aWorld(['Jo Price'])).first.email
  const known: typeof throwaways = []
  for (const email of [
    (await anAccount({ email: address(), roles: ['finance'] })).email,
    (await anAccount({ email: address(), schoolIds: [school.id] })).email,
    ofTrust.email,
    held,
    (await aMember(address())).email,
    delegate,
  ])
    known.push(await signedIn(email))
  // One network spends what it has of a plan of a hundred mails a day for addresses that nobody
  // knows.
  for (let n = 1; n <= 5; n += 1) expect((await small(address(), nine, 1)).ok).toBe(true)
  const given = async (all: typeof known) => {
    const answers = []
    for (const { email, token } of all) answers.push(await small(email, nine, 1, token))
    return answers.map((answer) => (answer.ok ? 'a code' : answer.reason))
  }
  expect(await given(throwaways)).toEqual(throwaways.map(() => 'ceiling_reached'))
  expect(await given(known)).toEqual(known.map(() => 'a code'))
  // Nothing that known browsers ask for is counted against a share.
  expect(await rows(`SELECT DISTINCT key FROM LimitUse WHERE key LIKE 'mail:%' AND key NOT LIKE 'mail:%:%'`)).toEqual([
    { key: 'mail:strangers' },
  ])
})

it('“Of what strangers share one wider network has a tenth, or five codes if that is more.”', async () => {
  const many = async (network: (n: number) => string, mailsPerDay: number, most: number) => {
    let given = 0
    for (let n = 1; n <= most; n += 1)
      given += Number(
        (
          await askCode(anAct({ now: nine }), {
            email: address(),
            next: undefined,
            network: network(n),
            knownToken: undefined,
            mailsPerDay,
          })
        ).ok,
      )
    return given
  }
  // 240 an hour for addresses that nobody knows.
  expect(await many((n) => `203.0.113.${n}`, 1600, 30)).toBe(24)
  expect(await many((n) => `2001:db8:9:${n.toString(16)}::1`, 1600, 30)).toBe(24)
  expect(
    (await askCode(anAct({ now: nine }), { email: address(), next: undefined, network: from(1), knownToken: undefined, mailsPerDay: 1600 }))
      .ok,
  ).toBe(true)
  await run('DELETE FROM LimitUse')
  expect(await many((n) => `192.0.2.${n}`, 100, 10)).toBe(5)
})

it('once schools and strangers have spent what they share of the plan, codes go to those whom the council knows alone', async () => {
  const school = await aSchool()
  const contact = address()
  await holds(school.id, contact)
  await counted(db, nine, [{ ...sharedLimit(100), n: 60 }]).run()
  expect(await small(address(), minutes(1), 1)).toEqual({ ok: false, reason: 'ceiling_reached', until: minutes(24 * 60).toISOString() })
  expect((await small(contact, minutes(1), 1)).ok).toBe(true)
})

it('thirty strangers at the same moment get fifteen codes; without the trigger they get thirty', async () => {
  const allAtOnce = async () =>
    (await Promise.all(Array.from({ length: 30 }, (_, n) => small(address(), nine, 600 + n)))).filter(({ ok }) => ok).length
  expect(await allAtOnce()).toBe(15)
  await dropTriggers('LimitUse_within_limit')
  expect(await allAtOnce()).toBe(30)
})

it('“When either is spent the organisers’ page says so.”', async () => {
  const council = councilFrom('884')
  const organiser = await anAccount({ roles: ['organiser'] })
  const home = async () => (await request('/organiser', { cookie: organiser.cookie })).text()
  expect(await home()).not.toContain('Email limit reached')
  await saveCouncil(anAct(), council, { ...council, mailsPerDay: 50 })
  for (let n = 0; n < 9; n += 1) await request('/sign-in', { form: { email: address() } })
  await saveCouncil(anAct(), council, council)
  // Codes of the council’s own people can be among them.
  expect(await home()).not.toContain('do not know')
  expect(await home()).toContain('Email limit reached: 2 sign-in codes or emails were not sent since yesterday.')
})
