import { createSign, createVerify, generateKeyPairSync } from 'node:crypto'
import { expect, it } from 'vitest'
import { unwrapEC2Signature } from '#people/factors/read-signature.ts'

const curves = [
  ['P-256', 1, 64],
  ['P-384', 2, 96],
  ['P-521', 3, 132],
] as const

it('what a passkey of each curve signed is read as the two numbers that verify, however many zeros they begin with', () => {
  for (const [namedCurve, number, length] of curves) {
    const { publicKey, privateKey } = generateKeyPairSync('ec', { namedCurve })
    for (let n = 0; n < 50; n += 1) {
      const read = unwrapEC2Signature(createSign('sha256').update(`${n}`).sign(privateKey), number)
      expect(read.length).toBe(length)
      expect(createVerify('sha256').update(`${n}`).verify({ key: publicKey, dsaEncoding: 'ieee-p1363' }, read)).toBe(true)
    }
  }
  const short = new Uint8Array(64)
  short.set([5], 31)
  short.set([200], 63)
  expect(unwrapEC2Signature(Uint8Array.of(0x30, 7, 2, 1, 5, 2, 2, 0, 200), 1)).toEqual(short)
})

it('what is cut off, too long, of another curve or no signature at all is refused', () => {
  const { privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' })
  const signed = Uint8Array.from(createSign('sha256').update('1').sign(privateKey))
  const wrong: [bytes: Uint8Array, curve: number][] = [
    ...Array.from({ length: signed.length }, (_, size) => [signed.slice(0, size), 1] as [Uint8Array, number]),
    [Uint8Array.of(...signed, 0), 1],
    [signed.with(0, 0x31), 1],
    [signed.with(2, 3), 1],
    [signed.with(3, 200), 1],
    [signed, 6],
    [Uint8Array.of(0x30, 6, 2, 1, 5, 2, 0, 0), 1],
    [Uint8Array.of(0x30, 38, 2, 33, ...new Uint8Array(33).fill(9), 2, 1, 5), 1],
  ]
  for (const [bytes, curve] of wrong) expect(() => unwrapEC2Signature(bytes, curve)).toThrow('This is no ECDSA signature.')
})
