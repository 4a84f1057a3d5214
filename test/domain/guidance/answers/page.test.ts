// Looking at a page of a school's site, by real HTTP against sites that answer as sites do, and as they should not.
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { type AddressRefusal, hostsOf, readAddress } from '#guidance/answers/page.ts'
import { readPage } from '#guidance/answers/read-page.ts'
import { type Sites, startSites } from '#tools/twins/sites/server.ts'

const hosts = ['ashfield.sch.example', 'trust.example']

describe('which address may be looked at', () => {
  const cases: [typed: string, says: string | AddressRefusal][] = [
    ['https://www.ashfield.sch.example/policies/safeguarding.pdf', 'https://www.ashfield.sch.example/policies/safeguarding.pdf'],
    ['  https://ashfield.sch.example/policy#adopted ', 'https://ashfield.sch.example/policy'],
    ['HTTPS://Ashfield.Sch.Example:443/policy', 'https://ashfield.sch.example/policy'],
    ['https://trust.example/ashfield', 'https://trust.example/ashfield'],
    ['', 'no_address'],
    ['on our website', 'address_wrong'],
    ['https://', 'address_wrong'],
    ['https://ashfield sch example/', 'address_wrong'],
    ['ashfield.sch.example/policy', 'address_not_https'],
    ['http://ashfield.sch.example/policy', 'address_not_https'],
    ['ftp://ashfield.sch.example/policy', 'address_not_https'],
    ['javascript:alert(1)', 'address_not_https'],
    ['https://head:secret@ashfield.sch.example/', 'address_with_password'],
    ['https://ashfield.sch.example:8443/', 'address_with_port'],
    ['https://127.0.0.1/', 'address_private'],
    ['https://2130706433/', 'address_private'],
    ['https://0x7f.1/', 'address_private'],
    ['https://[::1]/', 'address_private'],
    ['https://[::ffff:10.0.0.1]/', 'address_private'],
    ['https://169.254.169.254/latest/meta-data', 'address_private'],
    ['https://localhost/', 'address_private'],
    ['https://intranet/', 'address_private'],
    ['https://server.local/', 'address_private'],
    ['https://db.internal./', 'address_private'],
    ['https://8.8.8.8/', 'address_private'],
    ['https://elsewhere.example/policy', 'address_elsewhere'],
    ['https://ashfield.sch.example.elsewhere.example/', 'address_elsewhere'],
    ['https://notashfield.sch.example/', 'address_elsewhere'],
    ['https://sch.example/', 'address_elsewhere'],
    [`https://ashfield.sch.example/${'a'.repeat(500)}`, 'address_too_long'],
    [`https://ashfield.sch.example/${'é'.repeat(400)}`, 'address_too_long'],
  ]
  for (const [typed, says] of cases)
    it(`${typed.slice(0, 60) || 'nothing'}: ${says.slice(0, 60)}`, () => {
      const read = readAddress(typed, hosts)
      expect(read.ok ? read.value.href : read.reason).toBe(says)
    })

  it('a site is what the register names, without its www; what anybody may have a site under names nobody’s', () => {
    expect(
      hostsOf([
        ...['www.ashfield.sch.example', 'http://Hedgerow.example/home', 'https://www.ashfield.sch.example/', 'WWW.Ashfield.sch.example.'],
        ...['', 'none', 'sch.uk', 'www.co.uk', 'not known', '192.168.0.4', 'localhost', 'http://', 'ftp://files.example'],
        ...['https://sites.google.com/view/ashfield', 'www.facebook.com/ashfield', 'ashfield.wordpress.com'],
      ]),
    ).toEqual(['ashfield.sch.example', 'hedgerow.example', 'files.example', 'ashfield.wordpress.com'])
  })
})

describe('looking at a page', () => {
  let sites: Sites
  beforeAll(async () => {
    sites = await startSites()
  })
  afterAll(() => sites.stop())
  beforeEach(() => {
    sites.asked.length = 0
    sites.wrong.length = 0
  })
  const look = (path: string, seconds = 4) =>
    readPage(new URL(`https://ashfield.sch.example${path}`), hosts, { fetcher: sites.fetcher, seconds })

  it('a page that is there: its answer, and the hash of exactly what is there', async () => {
    const found = await look('/policy')
    expect(found).toEqual({ outcome: 'found', status: 200, hash: expect.stringMatching(/^[0-9a-f]{64}$/) })
    expect(await look('/policy')).toEqual(found)
    expect((await look('/changed')).hash).not.toBe(found.hash)
    expect(sites.wrong).toEqual([])
  })

  it('a page that moved within the site, or below it, is found where it is now', async () => {
    const { hash } = await look('/policy')
    expect(await look('/moved')).toEqual({ outcome: 'found', status: 200, hash })
    expect(await look('/moved-to-sub')).toEqual({ outcome: 'found', status: 200, hash })
    expect(sites.asked.at(-1)).toBe('policies.ashfield.sch.example/policy')
  })

  for (const path of ['/away', '/private', '/metadata', '/loopback', '/plain', '/port', '/file', '/nowhere'])
    it(`${path} is not followed: nothing but the school’s site is asked`, async () => {
      expect((await look(path)).outcome).toBe('led_elsewhere')
      expect(sites.asked).toEqual([`ashfield.sch.example${path}`])
      expect(sites.wrong).toEqual([])
    })

  it('a page that leads to itself is given up after five', async () => {
    expect((await look('/round')).outcome).toBe('led_round')
    expect(sites.asked).toHaveLength(6)
  })

  it('no such page, and a site that fails', async () => {
    expect([await look('/gone'), await look('/wrong')]).toEqual([
      { outcome: 'not_there', status: 404, hash: '' },
      { outcome: 'not_there', status: 500, hash: '' },
    ])
  })

  it('a site that never ends, or never begins, is left when the time is over', async () => {
    const asked = await Promise.all([look('/slow', 1), look('/silent', 1)])
    expect(asked.map(({ outcome }) => outcome)).toEqual(['too_slow', 'too_slow'])
  })

  it('what is larger than 5 MB is not read to its end, nor what unpacks to more', async () => {
    expect([await look('/large'), await look('/bomb')]).toEqual([
      { outcome: 'too_large', status: 200, hash: '' },
      { outcome: 'too_large', status: 200, hash: '' },
    ])
  })

  it('a connection that breaks is no answer, before a word or in the middle', async () => {
    expect([(await look('/broken')).outcome, (await look('/cut')).outcome]).toEqual(['no_answer', 'no_answer'])
  })
})
