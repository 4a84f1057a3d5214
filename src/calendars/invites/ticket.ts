// The ticket scanned at the door. It is made from a key of the service, the place and the person:
// it can be printed again, and opens nothing.

import { inHex, sha256 } from '#base/id.ts'

/** Makes the tickets of a place for whoever is on it; undefined: the service has no key. */
export type Ticket = (placeId: string, personId: string) => Promise<string | undefined>

/** 128 bits, in letters that suit QR codes. @param key TICKET_KEY: a long random text */
export const ticketsBy = async (key: string | undefined): Promise<Ticket> => {
  if (!key) return () => Promise.resolve(undefined)
  const bytes = new TextEncoder()
  const made = await crypto.subtle.importKey('raw', bytes.encode(key), { name: 'HMAC', hash: 'SHA-256' }, false, ['sign'])
  return async (placeId, personId) => {
    const signed = new Uint8Array(await crypto.subtle.sign('HMAC', made, bytes.encode(`ticket ${placeId} ${personId}`)))
    return `M${inHex(signed.slice(0, 16)).toUpperCase()}`
  }
}

/** For a preview: it belongs to nobody. */
export const sampleTicket = 'M0123456789ABCDEF0123456789ABCDEF'

/** Token of an online event's joining link; others see it, and it opens no personal page. */
export const joinTokenOf = async (token: string): Promise<string> => (await sha256(`join ${token}`)).slice(0, 43)

export type LinkHashes = { tokenHash: string; joinHash: string }

/** Of a link's token and its joining link: what the database keeps. */
export const hashesOf = async (token: string): Promise<LinkHashes> => ({
  tokenHash: await sha256(token),
  joinHash: await sha256(await joinTokenOf(token)),
})
