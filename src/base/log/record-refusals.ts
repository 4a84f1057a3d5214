import type { Act } from '#base/act.ts'
import { countRefusals } from './refusal-store.ts'

let ownPepper: string | undefined

/** Sixteen hexadecimal digits that say "the same as before" and, without the secret, nothing else. */
const hashed = async (pepper: string, text: string): Promise<string> => {
  const bytes = new TextEncoder()
  const key = await crypto.subtle.importKey('raw', bytes.encode(pepper), { name: 'HMAC', hash: 'SHA-256' }, false, ['sign'])
  const signed = new Uint8Array(await crypto.subtle.sign('HMAC', key, bytes.encode(text)))
  return Array.from(signed.slice(0, 8), (byte) => byte.toString(16).padStart(2, '0')).join('')
}

/**
 * Writes a line for each time that the request was turned away, and counts them.
 *
 * @param from.route the pattern of the address, such as `POST /sign-in/code`: an address may hold a secret
 * @param from.network what one office or household has of the internet; undefined when nobody says
 * @param from.pepper without it lines of one running instance alone can be compared
 */
export const recordRefusals = async (
  act: Act,
  from: { route: string; network: string | undefined; pepper: string | undefined },
): Promise<void> => {
  const refusals = act.soFar?.refusals ?? []
  if (refusals.length === 0) return
  ownPepper ??= crypto.randomUUID()
  const pepper = from.pepper || ownPepper
  const network = from.network === undefined ? undefined : await hashed(pepper, from.network)
  for (const { reason, email } of refusals) {
    const about = email ?? act.actor.email
    const address = about === undefined ? undefined : await hashed(pepper, about.toLowerCase())
    console.log(JSON.stringify({ refused: reason, route: from.route, address, network, reference: act.requestId }))
  }
  await countRefusals(
    act,
    from.route,
    refusals.map(({ reason }) => reason),
  )
}
