import { expect, it } from 'vitest'
import { networkOf, widerNetworkOf } from '#base/network.ts'
import { warningOf } from '#people/claims/claim.ts'
import { codeHash, newCode, readCode, safeNext, sayBrowser } from '#people/sign-in/sign-in.ts'

it('reads a code however a mail program spaces it, and nothing else', () => {
  for (const typed of ['123456', ' 123 456 ', '123-456', '123\u00a0456', '１２３４５６', '123456.']) expect(readCode(typed)).toBe('123456')
  for (const typed of ['', '12345', '1234567', 'l23456', '12 34 5 x']) expect(readCode(typed)).toBeUndefined()
})

it('makes codes of six digits, and a hash that depends on browser, address and code', async () => {
  for (let n = 0; n < 200; n += 1) expect(newCode()).toMatch(/^\d{6}$/)
  const hashes = await Promise.all([codeHash('t', 'a', '1'), codeHash('u', 'a', '1'), codeHash('t', 'b', '1'), codeHash('t', 'a', '2')])
  expect(new Set(hashes).size).toBe(4)
})

it('follows only paths of this service', () => {
  expect(safeNext('/events/ABC?x=1#y')).toBe('/events/ABC?x=1#y')
  for (const bad of [
    undefined,
    '',
    'events',
    '//x',
    '/\\x',
    '/%5c/../..//x/'.replace('%5c', '\\'),
    'https://x',
    '/a b',
    '/sign-in',
    '/sign-in?next=/x',
    '/sign-out',
  ])
    expect(safeNext(bad)).toBeUndefined()
})

it('takes an IPv6 household for one network', () => {
  expect(networkOf('192.0.2.7')).toBe('192.0.2.7')
  expect(networkOf('2001:DB8:0:1::5')).toBe('2001:db8:0:1::/64')
  expect(networkOf('2001:db8:0:1:aaaa:bbbb:cccc:dddd')).toBe('2001:db8:0:1::/64')
  expect(networkOf('2001:db8::1')).toBe('2001:db8:0:0::/64')
  expect(networkOf('::1')).toBe('0:0:0:0::/64')
  expect(networkOf('2001:db8:0:12ff::1', 56)).toBe('2001:db8:0:1200::/56')
  expect(networkOf('2001:db8:5:12ff::1', 48)).toBe('2001:db8:5:0::/48')
  expect(widerNetworkOf('2001:db8:5:12ff::1')).toBe('2001:db8:5:0::/48')
  expect(widerNetworkOf('192.0.2.7')).toBe('192.0.2.0/24')
})

it('names a browser without marking it', () => {
  expect(
    sayBrowser('Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/120.0 Safari/537.36 Edg/120.0'),
  ).toBe('Edge on Windows')
  expect(
    sayBrowser('Mozilla/5.0 (iPhone; CPU iPhone OS 17_0 like Mac OS X) AppleWebKit/605.1.15 Version/17.0 Mobile/15E148 Safari/604.1'),
  ).toBe('Safari on iPhone or iPad')
  expect(sayBrowser('')).toBe('A browser')
})

// “The council sees whether a domain is public, shared by several schools or belongs to others; only the exact address counts.”
it('warns of domains that say nothing about the school', () => {
  expect(warningOf('gmail.com', ['s'], 's')).toBe('public_domain')
  expect(warningOf('x.sch.uk', [], 's')).toBe('domain_not_known')
  expect(warningOf('x.sch.uk', ['other'], 's')).toBe('domain_of_others')
  expect(warningOf('county.sch.uk', ['s', 'b', 'c', 'd'], 's')).toBe('shared_domain')
  expect(warningOf('x.sch.uk', ['s'], 's')).toBeUndefined()
})
