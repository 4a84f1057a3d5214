// A ticket is what a delegate shows to be scanned at the door. It is made from the token of their
// link, which cannot be made from it, so whoever scans it opens no page of theirs.

import { sha256 } from '#base/id.ts'

/** 128 bits in the letters that a QR code holds most densely, and every keyboard scanner types. */
export const ticketOf = async (token: string): Promise<string> => `M${(await sha256(`ticket ${token}`)).slice(0, 32).toUpperCase()}`

/**
 * The token of the joining link of an online event. It stands in calendars, which others see, and
 * opens no page of theirs either.
 */
export const joinTokenOf = async (token: string): Promise<string> => (await sha256(`join ${token}`)).slice(0, 43)

export type LinkHashes = { tokenHash: string; ticketHash: string; joinHash: string }

/** Of a link's token, its ticket and its joining link: what the database keeps. */
export const hashesOf = async (token: string): Promise<LinkHashes> => ({
  tokenHash: await sha256(token),
  ticketHash: await sha256(await ticketOf(token)),
  joinHash: await sha256(await joinTokenOf(token)),
})
