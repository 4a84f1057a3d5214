import { expect, it } from 'vitest'
import { keyStillHeld, nextAttempt, oneLine, readAddress, spellAddress } from '#messages/outbox/message.ts'

const first = '2026-03-02T09:00:00.000Z'

it('attempts are 1, 2, 4 … minutes apart, then two hours, and end before the provider forgets the key', () => {
  let now = new Date(first)
  const waits: number[] = []
  for (let attempts = 1; ; attempts++) {
    const next = nextAttempt(first, attempts, now)
    if (!next) break
    waits.push((Date.parse(next) - now.getTime()) / 60_000)
    now = new Date(next)
  }
  expect(waits.slice(0, 9)).toEqual([1, 2, 4, 8, 16, 32, 64, 120, 120])
  expect(now.getTime() - Date.parse(first)).toBeLessThan(23 * 3_600_000)
  expect(now.getTime() - Date.parse(first)).toBeGreaterThan(20 * 3_600_000)
})

it('a key counts as remembered for 23 hours', () => {
  expect(keyStillHeld(first, new Date('2026-03-03T07:59:59.000Z'))).toBe(true)
  expect(keyStillHeld(first, new Date('2026-03-03T08:00:00.000Z'))).toBe(false)
})

it('an address is one header value whatever the name holds', () => {
  expect(spellAddress({ name: 'Siân Ŵyn', email: 'a@b.uk' })).toBe('"Siân Ŵyn" <a@b.uk>')
  expect(spellAddress({ name: 'A "B" <c@d.uk>\r\nBcc: e', email: 'a@b.uk' })).toBe('"A B c@d.uk Bcc: e" <a@b.uk>')
  expect(spellAddress({ name: ' \t', email: 'a@b.uk' })).toBe('a@b.uk')
  expect(readAddress('Muster <a@b.uk>')).toEqual({ name: 'Muster', email: 'a@b.uk' })
  expect(readAddress('"Muster, X" <a@b.uk>')).toEqual({ name: 'Muster, X', email: 'a@b.uk' })
  expect(readAddress('a@b.uk')).toEqual({ email: 'a@b.uk' })
  expect(oneLine('One\r\nBcc: two')).toBe('One Bcc: two')
})
