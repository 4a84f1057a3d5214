import { v5, v7 } from 'uuid'

let order = 0

/** A UUIDv7 of `now`: ids sort by time and, within an isolate, in the order they were made. */
export const newId = (now: Date): string => {
  order = (order + 1) % 0x7fffffff
  return v7({ msecs: now.getTime(), seq: order })
}

/** The lower bound of ids made at `at` or later. */
export const firstIdAt = (at: Date): string => {
  const time = at.getTime().toString(16).padStart(12, '0')
  return `${time.slice(0, 8)}-${time.slice(8)}`
}

const letters = '23456789ABCDEFGHJKMNPQRSTVWXYZ'

/** A short reference that can be read out on the telephone: no 0/O, 1/I/L or U. */
export const newReference = (length = 6): string =>
  Array.from(crypto.getRandomValues(new Uint8Array(length)), (byte) => letters[byte % letters.length]).join('')

/** 256 random bits, URL-safe, for cookies and links. */
export const newToken = (): string => base64Url(crypto.getRandomValues(new Uint8Array(32)))

const hex = Array.from({ length: 256 }, (_, byte) => byte.toString(16).padStart(2, '0'))

export const inHex = (bytes: Uint8Array): string => {
  let text = ''
  for (const byte of bytes) text += hex[byte]
  return text
}

/** Lower-case hexadecimal SHA-256. Tokens and codes are stored only in this form. */
export const sha256 = async (content: string | Uint8Array<ArrayBuffer>): Promise<string> =>
  inHex(new Uint8Array(await crypto.subtle.digest('SHA-256', typeof content === 'string' ? new TextEncoder().encode(content) : content)))

/** A key for an address: equal for equal text and synchronous, unlike `sha256`. */
export const hashedId = (text: string): string => v5(text, v5.URL)

/** False when no secret is set. Compares hashes, so that timing tells nothing. */
export const isSecret = async (said: string | undefined, secret: string | undefined): Promise<boolean> =>
  said !== undefined && secret !== undefined && secret !== '' && (await sha256(said)) === (await sha256(secret))

export const inBase64 = (bytes: Uint8Array): string => {
  let text = ''
  for (let at = 0; at < bytes.length; at += 8192) text += String.fromCharCode(...bytes.subarray(at, at + 8192))
  return btoa(text)
}

export const fromBase64 = (text: string): Uint8Array<ArrayBuffer> => Uint8Array.from(atob(text), (letter) => letter.charCodeAt(0))

const base64Url = (bytes: Uint8Array): string => inBase64(bytes).replaceAll('+', '-').replaceAll('/', '_').replaceAll('=', '')
