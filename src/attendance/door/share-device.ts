import type { Act } from '#base/act.ts'
import { atomically } from '#base/db/atomically.ts'
import { newToken, sha256 } from '#base/id.ts'
import { logged } from '#base/log/store.ts'
import { readKeys } from '#people/factors/cipher.ts'
import { moveToken } from '#people/sign-in/sign-in-store.ts'
import type { Device } from './door.ts'
import { openEntry } from './entry-cipher.ts'

/** Of one tablet, as a setting of keys: made from TICKET_KEY, without which there is none. */
const keyOf = async (ticketKey: string | undefined, { deviceId }: Device): Promise<string | undefined> => {
  if (!ticketKey) return undefined
  const bytes = new TextEncoder()
  const by = await crypto.subtle.importKey('raw', bytes.encode(ticketKey), { name: 'HMAC', hash: 'SHA-256' }, false, ['sign'])
  const signature = new Uint8Array(await crypto.subtle.sign('HMAC', by, bytes.encode(`door ${deviceId}`)))
  return `door:${btoa(String.fromCharCode(...signature))}`
}

/**
 * Moves a sign-in from the browser's cookie to the page of the door, which keeps it under the PIN
 * of a shared tablet: no other page is signed in then.
 * @returns its new token, and the key of what the tablet keeps; undefined: TICKET_KEY is not set
 */
export const shareDevice = async (act: Act, device: Device, signInId: string): Promise<{ token: string; key: string } | undefined> => {
  const key = await keyOf(act.ticketKey, device)
  if (key === undefined) return undefined
  const token = newToken()
  const shared = logged(act, { act: 'door_device.shared', subject: ['door_device', device.id], eventId: device.eventId })
  await atomically(act.db, [...moveToken(act.db, signInId, await sha256(token), act.now), shared], {})
  return { token, key }
}

/** What a device sent, with the names that a shared tablet had enciphered. */
export const openEntries = async (act: Act, device: Device, entries: readonly unknown[]): Promise<unknown[]> => {
  const keys = await readKeys(await keyOf(act.ticketKey, device))
  return Promise.all(entries.map((one) => (typeof one === 'object' && one !== null ? openEntry(keys, one) : one)))
}
