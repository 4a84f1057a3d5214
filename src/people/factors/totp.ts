// Authenticator codes by RFC 6238 as every app supports them: SHA-1, six digits, 30 seconds.
const stepSeconds = 30
const secretBytes = 20
const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567'

/** 160 random bits in base32, as apps and people type them. */
export const newSecret = (): string => {
  const bits = [...crypto.getRandomValues(new Uint8Array(secretBytes))].map((byte) => byte.toString(2).padStart(8, '0')).join('')
  return (bits.match(/.{5}/g) ?? []).map((five) => alphabet[Number.parseInt(five, 2)]).join('')
}

const bytesOf = (secret: string): Uint8Array<ArrayBuffer> => {
  const bits = [...secret].map((letter) => alphabet.indexOf(letter).toString(2).padStart(5, '0')).join('')
  return Uint8Array.from(bits.match(/.{8}/g) ?? [], (byte) => Number.parseInt(byte, 2))
}

/** The 30-second step of an instant, counted from 1970. */
export const stepAt = (now: Date): number => Math.floor(now.getTime() / 1000 / stepSeconds)

/** @param secret base32 */
export const codeAt = async (secret: string, step: number): Promise<string> => {
  const key = await crypto.subtle.importKey('raw', bytesOf(secret), { name: 'HMAC', hash: 'SHA-1' }, false, ['sign'])
  const counter = new DataView(new ArrayBuffer(8))
  counter.setBigUint64(0, BigInt(step))
  const hash = new DataView(await crypto.subtle.sign('HMAC', key, counter.buffer))
  const offset = hash.getUint8(hash.byteLength - 1) & 15
  return String((hash.getUint32(offset) & 0x7fffffff) % 1_000_000).padStart(6, '0')
}

/** The typed code’s step: this one, the one before or the one after; undefined: none. */
export const stepOfCode = async (secret: string, code: string, now: Date): Promise<number | undefined> => {
  const middle = stepAt(now)
  const codes = await Promise.all([middle, middle - 1, middle + 1].map(async (step) => ({ step, code: await codeAt(secret, step) })))
  return codes.find((one) => one.code === code)?.step
}

/** The address in a QR code: whose code it is, and for which service. */
export const setupAddress = (secret: string, service: string, email: string): string =>
  `otpauth://totp/${encodeURIComponent(`${service}:${email}`)}?secret=${secret}&issuer=${encodeURIComponent(service)}`
