// The PIN of a tablet that several people use: the key of the names is kept wrapped by it, so that
// nobody who finds the tablet reads them, with or without a connection.

/** `salt` and `rounds`: how the wrapping key follows from the PIN. */
export type Wrapped = { salt: Uint8Array<ArrayBuffer>; rounds: number; key: ArrayBuffer }

/** After so many wrong ones in a row the names go. */
export const mostWrong = 5

/** What is wrong with a PIN; '' if nothing. */
export const wrongPin = (pin: string, again: string): string => {
  if (!/^\d{6,12}$/.test(pin)) return 'Enter a PIN of 6 to 12 digits'
  if (/^(\d)\1*$/.test(pin) || '0123456789012'.includes(pin) || '9876543210987'.includes(pin)) return 'Choose a PIN that is harder to guess'
  return pin === again ? '' : 'Enter the same PIN in both fields'
}

const names = { name: 'AES-GCM', length: 256 }

const wrappingKey = async (pin: string, { salt, rounds }: Pick<Wrapped, 'salt' | 'rounds'>): Promise<CryptoKey> => {
  const typed = await crypto.subtle.importKey('raw', new TextEncoder().encode(pin), 'PBKDF2', false, ['deriveKey'])
  const by = { name: 'PBKDF2', hash: 'SHA-256', salt, iterations: rounds }
  return crypto.subtle.deriveKey(by, typed, { name: 'AES-KW', length: 256 }, false, ['wrapKey', 'unwrapKey'])
}

/** The key, which cannot be taken out; undefined: the PIN is wrong. */
export const unwrapped = async (pin: string, wrapped: Wrapped): Promise<CryptoKey | undefined> => {
  try {
    const by = await wrappingKey(pin, wrapped)
    return await crypto.subtle.unwrapKey('raw', wrapped.key, by, 'AES-KW', names, false, ['encrypt', 'decrypt'])
  } catch {
    return undefined
  }
}

/** @param given the key of this tablet, in base64 */
export const wrappedBy = async (pin: string, given: string): Promise<{ key: CryptoKey; wrapped: Wrapped }> => {
  const how = { salt: crypto.getRandomValues(new Uint8Array(16)), rounds: 600_000 }
  const bytes = Uint8Array.from(atob(given), (letter) => letter.charCodeAt(0))
  const made = await crypto.subtle.importKey('raw', bytes, names, true, ['encrypt', 'decrypt'])
  const wrapped = { ...how, key: await crypto.subtle.wrapKey('raw', made, await wrappingKey(pin, how), 'AES-KW') }
  const key = await unwrapped(pin, wrapped)
  if (!key) throw new Error('A key that was just wrapped is unwrapped')
  return { key, wrapped }
}
