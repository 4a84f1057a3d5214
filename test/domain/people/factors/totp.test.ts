import { expect, it } from 'vitest'
import { councilFrom } from '#base/council.ts'
import { decipher, encipher, readKeys } from '#people/factors/cipher.ts'
import { policyOf, readRecoveryCode, type StaffSignIn, sayRecoveryCode, standingOf } from '#people/factors/factor.ts'
import { codeAt, newSecret, stepAt, stepOfCode } from '#people/factors/totp.ts'

/** `12345678901234567890`, the secret of RFC 6238's appendix B, in base32. */
const secret = 'GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ'

it('makes the codes of RFC 6238, of which it takes the last six digits', async () => {
  const vectors: [at: number, code: string][] = [
    [59, '94287082'],
    [1111111109, '07081804'],
    [1111111111, '14050471'],
    [1234567890, '89005924'],
    [2000000000, '69279037'],
    [20000000000, '65353130'],
  ]
  for (const [at, code] of vectors) expect(await codeAt(secret, stepAt(new Date(at * 1000)))).toBe(code.slice(2))
})

it('takes the code of this half minute, the one before and the one after, and no other', async () => {
  const now = new Date('2026-11-26T10:00:15.000Z')
  const taken = await Promise.all([-2, -1, 0, 1, 2].map(async (by) => stepOfCode(secret, await codeAt(secret, stepAt(now) + by), now)))
  expect(taken).toEqual([undefined, stepAt(now) - 1, stepAt(now), stepAt(now) + 1, undefined])
  expect(await stepOfCode(secret, '', now)).toBeUndefined()
})

it('makes secrets of 160 bits in base32, never the same twice', () => {
  const secrets = Array.from({ length: 50 }, newSecret)
  expect(secrets.every((one) => /^[A-Z2-7]{32}$/.test(one))).toBe(true)
  expect(new Set(secrets).size).toBe(50)
})

const key = (name: string, letter: string): string => `${name}:${btoa(letter.repeat(32))}`

it('Secrets of authenticator apps are stored enciphered, under a key of the deployment and for their factor alone.', async () => {
  const keys = await readKeys(key('k1', 'a'))
  const stored = await encipher(keys, 'factor-1', secret)
  expect(stored).not.toContain(secret)
  expect(stored).not.toBe(await encipher(keys, 'factor-1', secret))
  expect(await decipher(keys, 'factor-1', stored)).toBe(secret)
  expect(await decipher(keys, 'factor-2', stored)).toBeUndefined()
  expect(await decipher(await readKeys(key('k1', 'b')), 'factor-1', stored)).toBeUndefined()
  // A new key before the old one enciphers from then on, and both decipher.
  const both = await readKeys(`${key('k2', 'b')}, ${key('k1', 'a')}`)
  expect(await decipher(both, 'factor-1', stored)).toBe(secret)
  expect((await encipher(both, 'factor-1', secret)).startsWith('k2:')).toBe(true)
  for (const bad of [undefined, '', 'k1', 'k1:short', `${key('k1', 'a')},nonsense`]) expect(await readKeys(bad)).toEqual([])
})

it('reads printed codes however they are typed, and says them in fours', () => {
  expect(readRecoveryCode(' abcd-efgh 2345–6789 jkmn pqrt')).toBe('ABCDEFGH23456789JKMNPQRT')
  expect(sayRecoveryCode('ABCDEFGH23456789JKMNPQRT')).toBe('ABCD-EFGH-2345-6789-JKMN-PQRT')
  for (const bad of ['', '123456', 'ABCDEFGH23456789', 'ABCDEFGH23456789JKMNPQR', 'ABCDEFGH23456789JKMNPQRO'])
    expect(readRecoveryCode(bad)).toBeUndefined()
})

const council = councilFrom('884')
const now = new Date('2026-11-26T10:00:00.000Z')
const staff = (facts: Partial<StaffSignIn> = {}): StaffSignIn => ({
  since: '2026-11-20T10:00:00.000Z',
  hasFactor: false,
  factorShown: false,
  isHeld: false,
  provider: undefined,
  ...facts,
})

it('says where somebody of the council stands', () => {
  const required = policyOf(council, true, [])
  expect(required).toEqual({ required: true, days: 14, provider: undefined })
  expect(standingOf(staff(), ['organiser'], required, now)).toEqual({ until: '2026-12-04T10:00:00.000Z' })
  expect(standingOf(staff({ since: '2026-11-12T10:00:00.000Z' }), ['organiser'], required, now)).toBe('withheld')
  expect(standingOf(staff({ since: '2020-01-01T00:00:00.000Z', factorShown: true }), ['organiser'], required, now)).toBe('shown')
  expect(standingOf(staff({ factorShown: true, isHeld: true }), ['organiser'], required, now)).toBe('held')
  // Not without keys, and not where an administrator has left it to each of them.
  const old = staff({ since: '2020-01-01T00:00:00.000Z' })
  expect(standingOf(old, ['organiser'], policyOf(council, false, []), now)).toBe('not_asked')
  expect(standingOf(old, ['organiser'], policyOf({ ...council, staffFactors: 'optional' }, true, []), now)).toBe('not_asked')
})

it('A council can require its provider of its people; administrators with a factor of their own come in when it does not answer.', () => {
  const policy = policyOf({ ...council, staffProvider: 'entra' }, true, ['entra'])
  const standing = (facts: Partial<StaffSignIn>, role: 'organiser' | 'administrator') => standingOf(staff(facts), [role], policy, now)
  expect(standing({}, 'organiser')).toBe('elsewhere')
  expect(standing({ provider: 'google', factorShown: true }, 'organiser')).toBe('elsewhere')
  expect(standing({ hasFactor: true, factorShown: true }, 'organiser')).toBe('elsewhere')
  expect(standing({ hasFactor: true, factorShown: true }, 'administrator')).toBe('shown')
  expect(standing({ hasFactor: true, factorShown: true, isHeld: true }, 'administrator')).toBe('elsewhere')
  expect(standing({ provider: 'entra', factorShown: true, isHeld: true }, 'organiser')).toBe('shown')
  expect(standing({ provider: 'entra', factorShown: true }, 'organiser')).toBe('shown')
  // One that is set up no more keeps nobody out.
  expect(standingOf(staff(), ['organiser'], policyOf({ ...council, staffProvider: 'gone' }, false, ['entra']), now)).toBe('not_asked')
})
