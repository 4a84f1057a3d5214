// Secrets of authenticator apps are stored encrypted, with a key that is not in the database.
// Several keys may be set, so that one can be replaced: the first encrypts, all decrypt.

import { fromBase64, inBase64 } from '#base/id.ts'

export type CipherKey = { name: string; key: CryptoKey }

const named = /^([a-z0-9]{1,20}):([A-Za-z0-9+/]{43}=)$/

/** FACTOR_KEYS: `name:key` with commas between, keys of 32 bytes in base64. [] when invalid. */
export const readKeys = async (setting: string | undefined): Promise<CipherKey[]> => {
  if (!setting) return []
  const parts = setting.split(',').map((part) => part.trim().match(named))
  if (parts.includes(null)) {
    console.error(JSON.stringify({ setting: 'FACTOR_KEYS', error: 'not name:key, with 32 bytes in base64' }))
    return []
  }
  return Promise.all(
    parts.map(async (part) => ({
      name: part?.[1] ?? '',
      key: await crypto.subtle.importKey('raw', fromBase64(part?.[2] ?? ''), 'AES-GCM', false, ['encrypt', 'decrypt']),
    })),
  )
}

/** @param owner bound to the secret: another owner cannot decrypt it */
export const encipher = async (keys: readonly CipherKey[], owner: string, secret: string): Promise<string> => {
  const [first] = keys
  if (!first) throw new Error('There is no key to encipher with')
  const iv = crypto.getRandomValues(new Uint8Array(12))
  const additionalData = new TextEncoder().encode(owner)
  const sealed = await crypto.subtle.encrypt({ name: 'AES-GCM', iv, additionalData }, first.key, new TextEncoder().encode(secret))
  return `${first.name}:${inBase64(new Uint8Array([...iv, ...new Uint8Array(sealed)]))}`
}

/** undefined when its key is missing, or the owner differs. */
export const decipher = async (keys: readonly CipherKey[], owner: string, stored: string): Promise<string | undefined> => {
  const [name, text = ''] = stored.split(':')
  const key = keys.find((one) => one.name === name)?.key
  if (!key) return undefined
  const all = fromBase64(text)
  const additionalData = new TextEncoder().encode(owner)
  try {
    return new TextDecoder().decode(
      await crypto.subtle.decrypt({ name: 'AES-GCM', iv: all.slice(0, 12), additionalData }, key, all.slice(12)),
    )
  } catch {
    return undefined
  }
}
