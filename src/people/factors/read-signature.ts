// In a bundle, in place of a library for all of ASN.1: the two numbers of an ECDSA signature.

/** Bytes of a number, by the curve's number in COSE: P-256, P-384, P-521. */
const lengths: Readonly<Partial<Record<number, number>>> = { 1: 32, 2: 48, 3: 66 }

/** Both numbers at full length, one after the other. @throws Error for anything else in the DER */
export const unwrapEC2Signature = (signature: Uint8Array, curve: number): Uint8Array<ArrayBuffer> => {
  const length = lengths[curve] ?? 0
  const both = new Uint8Array(2 * length)
  let at = signature[1] === 0x81 ? 3 : 2
  let sound = length > 0 && signature[0] === 0x30 && signature[at - 1] === signature.length - at
  for (const end of [length, 2 * length]) {
    const size = signature[at + 1] ?? 0
    const digits = signature.subarray(at + 2, at + 2 + size)
    const number = digits[0] === 0 ? digits.subarray(1) : digits
    sound &&= signature[at] === 2 && size > 0 && digits.length === size && number.length <= length
    if (sound) both.set(number, end - number.length)
    at += 2 + size
  }
  if (!sound || at !== signature.length) throw new Error('This is no ECDSA signature.')
  return both
}
