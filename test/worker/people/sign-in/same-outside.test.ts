// Whoever asks for a code learns nothing of the address: neither by the answer, nor by how long it
// takes, nor by what typing codes says.

import { beforeEach, expect, it } from 'vitest'
import { saveCouncil } from '#base/council/store.ts'
import { councilFrom } from '#base/council.ts'
import { newToken, sha256 } from '#base/id.ts'
import { askCode } from '#people/sign-in/ask-code.ts'
import { aMember } from '#test/support/claims.ts'
import { anAccount, anAct, counting, db, request, rows, run } from '#test/support/factories.ts'
import { aProvider } from '#test/support/outbox.ts'
import { add, insert } from '#test/support/rows.ts'

const council = councilFrom('884')
let number = 0
const stranger = (): string => {
  number += 1
  return `stranger${number}@nobody.example`
}
const from = (network: number): string => `198.${Math.floor(network / 250)}.${network % 250}.7`

type Asker = { email: string; cookie?: string }

const known = async (account: { email: string; accountId: string }): Promise<Asker> => {
  const token = newToken()
  await add('KnownBrowser', { tokenHash: await sha256(token), accountId: account.accountId, seenAt: new Date().toISOString() })
  return { email: account.email, cookie: `muster-known=${token}` }
}

/** What an address can be to the council, and in which browser it is asked for. */
const standings: Record<string, () => Promise<Asker>> = {
  'an address that nobody knows': async () => ({ email: stranger() }),
  'an account that is known for nothing': async () => ({ email: (await anAccount({ email: stranger() })).email }),
  'one of the council’s people': async () => ({ email: (await anAccount({ email: stranger(), roles: ['organiser'] })).email }),
  'a contact of a school': async () => ({ email: (await aMember(stranger())).email }),
  'a known browser of one of the council’s people': async () => known(await anAccount({ email: stranger(), roles: ['organiser'] })),
  'a known browser of somebody known for nothing': async () => known(await anAccount({ email: stranger() })),
}

/** A code that has gone by now. */
const ask = async (email: string, network: number) => {
  await askCode(anAct({ now: new Date() }), { email, next: undefined, network: from(network), knownToken: undefined, mailsPerDay: 100_000 })
}

/** Codes that were asked for a moment ago. */
const spend = (times: number, key: string, windows: string) =>
  db.batch(Array.from({ length: times }, () => insert('LimitUse', { key, windows, n: 1, at: new Date().toISOString() })))
const spendShare = () => spend(400, 'mail:strangers', '[[60,1000000]]')

/** What stands against a code at that moment. */
const states: Record<string, (email: string) => Promise<unknown>> = {
  'nothing stands against it': async () => {},
  'one network has had its five': async (email) => {
    for (let n = 0; n < 5; n += 1) await ask(email, 1)
  },
  'the address is given codes by lot': async (email) => {
    for (let n = 0; n < 11; n += 1) await ask(email, 20 + n)
  },
  'its turn has come': async (email) => {
    for (let n = 0; n < 10; n += 1) await ask(email, 20 + n)
    await ask(email, 1)
    await run(`UPDATE CodeTurn SET at = ?1`, new Date(Date.now() - 1000).toISOString())
  },
  'the share of strangers is spent': () => spendShare(),
  'the mail provider takes nothing': async () => {},
}

const withoutSecrets = (text: string, email: string): string =>
  text
    .replaceAll(email, 'X')
    .replaceAll(/(muster-code)=[^;]+/g, '$1=T')
    .replaceAll(/name="id" value="[^"]+"/g, 'name="id"')

/**
 * All that can be seen from outside: of asking, of the page after it, and of typing six wrong
 * codes.
 */
const outside = async (asker: Asker, state: string) => {
  const provider = await aProvider()
  await provider.desk.clock(new Date())
  await provider.desk.failing(state === 'the mail provider takes nothing' ? 1 : 0)
  const counted = counting()
  const bindings = { LOCAL_MAIL: '', RESEND_API_KEY: provider.desk.key, RESEND_BASE_URL: '', DB: counted.db }
  const headers = { 'cf-connecting-ip': from(1) }
  const seen: unknown[] = []
  const note = async (answer: Response, trips: number) => {
    const shown = [...answer.headers].filter(([name]) => !/^(server-timing|content-security-policy)$/.test(name))
    const text = (await answer.text()).replaceAll(/nonce="[^"]+"/g, '')
    seen.push([answer.status, trips, withoutSecrets(JSON.stringify(shown), asker.email), withoutSecrets(text, asker.email)])
    return answer
  }
  const through = async (path: string, options: Parameters<typeof request>[1]) => {
    const before = counted.trips()
    const left: Promise<unknown>[] = []
    const answer = await request(path, { ...options, bindings, headers, left })
    // A wrong code is counted once it has been answered, as soon as may be.
    const trips = path === '/sign-in/code' ? 0 : counted.trips() - before
    await Promise.all(left)
    return note(answer, trips)
  }
  const { cookie = `muster-known=${newToken()}` } = asker
  const asked = await through('/sign-in', { cookie, form: { email: asker.email } })
  const [code = ''] = asked.headers.getSetCookie().map((set) => set.split(';')[0] ?? '')
  await through('/sign-in/code?sent', { cookie: code })
  const right = (await provider.desk.accepted()).at(-1)?.text?.match(/\b\d{6}\b/)?.[0]
  const wrong = right === '000000' ? '111111' : '000000'
  for (let n = 0; n < 6; n += 1) await through('/sign-in/code', { cookie: code, form: { code: wrong } })
  return { seen, mailed: right !== undefined }
}

beforeEach(async () => {
  await saveCouncil(anAct(), council, { ...council, mailsPerDay: 1000 }).catch(() => undefined)
})

it('“Everybody who asks for a code sees the same, whatever the address is to the council and whether or not a code goes. Whether a code goes is decided once they have been answered.”', async () => {
  const all: [string, unknown[]][] = []
  const mailed: Record<string, string[]> = {}
  for (const [state, arrange] of Object.entries(states))
    for (const [standing, make] of Object.entries(standings)) {
      await db.batch(['LimitUse', 'CodeTurn'].map((table) => db.prepare(`DELETE FROM ${table}`)))
      const asker = await make()
      await arrange(asker.email)
      const { seen, mailed: went } = await outside(asker, state)
      all.push([`${standing}: ${state}`, seen])
      if (went) mailed[state] = [...(mailed[state] ?? []), standing]
    }
  // What is not seen outside: who is sent a code.
  const everybody = Object.keys(standings)
  const knownToCouncil = everybody.filter((standing) => !/nobody|nothing/.test(standing))
  expect(mailed).toEqual({
    'nothing stands against it': everybody,
    'one network has had its five': ['a known browser of one of the council’s people'],
    'the address is given codes by lot': ['a known browser of one of the council’s people'],
    'its turn has come': everybody,
    'the share of strangers is spent': knownToCouncil,
  })
  const [, first = []] = all[0] ?? []
  expect(first.map((one) => (one as unknown[])[0])).toEqual([303, 200, 422, 422, 422, 422, 409, 409])
  for (const [which, seen] of all) expect([which, seen]).toEqual([which, first])
})

it('“Only what depends on who asks is told, such as that a network has asked for a hundred codes in an hour”; and what was not sent counts for it like any other', async () => {
  const tally = async (email: string, isSpent: boolean) => {
    await db.batch(['LimitUse', 'CodeTurn'].map((table) => db.prepare(`DELETE FROM ${table}`)))
    if (isSpent) await spendShare()
    await spend(98, `code:network:${await sha256(from(1))}`, '[[60,100]]')
    const answers = []
    for (let n = 0; n < 4; n += 1) {
      const counted = counting()
      const bindings = { DB: counted.db }
      const after: Promise<unknown>[] = []
      const answer = await request('/sign-in', { form: { email }, headers: { 'cf-connecting-ip': from(1) }, bindings, left: after })
      const trips = counted.trips()
      await Promise.all(after)
      const cookie = withoutSecrets(answer.headers.getSetCookie().join(), email)
      const page = withoutSecrets((await answer.text()).replaceAll(/nonce="[^"]+"/g, ''), email)
      answers.push([answer.status, trips, cookie, page.replaceAll(/in \d+ minutes/g, 'in N minutes')])
    }
    return { answers, sent: (await rows('SELECT id FROM LocalMail WHERE toAddress = ?1', email)).length }
  }
  const unknown = await tally(stranger(), true)
  const officer = await tally((await anAccount({ email: stranger(), roles: ['organiser'] })).email, false)
  expect(officer.answers.map(([status]) => status)).toEqual([303, 303, 429, 429])
  expect(officer.answers[3]?.[3]).toContain(
    'So many codes have been asked for from your network that for now one goes only to an address that the council knows: of one of its people, of a school’s contact, or of somebody who may book or who has a place, a certificate or a role at a school. If yours is one, type the code here when it comes. Any other address can be sent one in N minutes.',
  )
  expect(officer.answers[3]?.[3]).toContain('6-digit code')
  expect(unknown.answers).toEqual(officer.answers)
  expect([unknown.sent, officer.sent]).toEqual([0, 4])
})

it('where a network is over its limit, whoever is signed in there still shows that it is they, and a code to an address of before goes only where the council knows it', async () => {
  const { cookie, email } = await anAccount({ email: stranger(), roles: ['organiser'] })
  const before = { unknown: stranger(), known: (await aMember(stranger())).email }
  await spend(100, `code:network:${await sha256(from(7))}`, '[[60,100]]')
  const post = async (path: string, form: Record<string, string>) => {
    const answer = await request(path, { cookie, form, headers: { 'cf-connecting-ip': from(7) } })
    return [answer.status, (await answer.text()).replaceAll(/(nonce|name="id" value)="[^"]+"/g, '').replaceAll(/stranger\d+/g, 'X')]
  }
  const sent = async (to: string) => (await rows('SELECT id FROM LocalMail WHERE toAddress = ?1', to)).length
  expect((await post('/account/prove', {}))[0]).toBe(303)
  const pages = [
    await post('/account/record/earlier', { email: before.known }),
    await post('/account/record/earlier', { email: before.unknown }),
  ]
  expect(pages[0]).toEqual([429, expect.stringContaining('for now one goes only to an address that the council knows')])
  expect(pages[1]).toEqual(pages[0])
  expect([await sent(email), await sent(before.known), await sent(before.unknown)]).toEqual([1, 1, 0])
})
