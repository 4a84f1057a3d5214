// In a local copy everybody who tries it asks from one address, that of the machine.
import { Hono } from 'hono'
import { beforeEach, expect, it } from 'vitest'
import { clientAddress } from '#base/web/client-address.ts'
import type { AppEnv } from '#base/web/env.ts'
import { anAccount, db, request, rows } from '#test/support/factories.ts'

beforeEach(async () => {
  await db.batch(['LimitUse', 'LocalMail'].map((table) => db.prepare(`DELETE FROM ${table}`)))
})

/** Eight of the council's people ask three times each, one after another, each time in a fresh browser; how many codes each is sent. */
const codesFrom = async (address: string): Promise<number[]> => {
  const people = await Promise.all(Array.from({ length: 8 }, () => anAccount({ roles: ['organiser'] })))
  for (let n = 0; n < 24; n += 1) {
    await request('/sign-in', { form: { email: people[n % 8]?.email ?? '' }, headers: { 'cf-connecting-ip': address } })
  }
  const mails = await rows<{ toAddress: string }>('SELECT toAddress FROM LocalMail')
  return people.map(({ email }) => mails.filter(({ toAddress }) => toAddress === email).length)
}

const ofNetworks = () => rows(`SELECT 1 FROM LimitUse WHERE key LIKE 'code:network:%'`)

it('on one’s own machine everybody gets a code, 24 times from 24 fresh browsers', async () => {
  expect(await codesFrom('127.0.0.1')).toEqual(Array.from({ length: 8 }, () => 3))
  expect(await ofNetworks()).toEqual([])
})

it('control: from one address elsewhere everybody has one too, and each ask counts for its network', async () => {
  expect(await codesFrom('203.0.113.7')).toEqual(Array.from({ length: 8 }, () => 3))
  expect(await ofNetworks()).toHaveLength(24)
})

it('addresses of one’s own machine are none, and no other address is taken for one', async () => {
  const app = new Hono<AppEnv>().get('/', (c) => c.text(clientAddress(c) ?? 'none'))
  const seen = async (address: string): Promise<string> => (await app.request('/', { headers: { 'cf-connecting-ip': address } })).text()
  expect(await Promise.all(['127.0.0.1', '127.8.0.1', '::1', '::ffff:127.0.0.1'].map(seen))).toEqual(['none', 'none', 'none', 'none'])
  const others = ['128.0.0.1', '1.127.0.0', '::1:0:1', '2001:db8::1', '::ffff:203.0.113.7']
  expect(await Promise.all(others.map(seen))).toEqual(others)
})
