// A ticket is what a delegate shows to be scanned at the door. It is made from the token of their
// link, which cannot be made from it, so whoever scans it opens no page of theirs.

import { sha256 } from '#base/id.ts'

/** 128 bits in the letters that a QR code holds most densely, and every keyboard scanner types. */
const ticketOf = async (token: string): Promise<string> => `M${(await sha256(`ticket ${token}`)).slice(0, 32).toUpperCase()}`

/** Of a link's token and its ticket: what the database keeps. */
export const hashesOf = async (token: string): Promise<{ tokenHash: string; ticketHash: string }> => ({
  tokenHash: await sha256(token),
  ticketHash: await sha256(await ticketOf(token)),
})
