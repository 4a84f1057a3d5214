import type { Act } from '#base/act.ts'
import { countRefusals } from './refusal-store.ts'

let ownPepper: string | undefined

/** Sixteen hexadecimal digits, meaningless without the secret. */
const hashed = async (pepper: string, text: string): Promise<string> => {
  const bytes = new TextEncoder()
  const key = await crypto.subtle.importKey('raw', bytes.encode(pepper), { name: 'HMAC', hash: 'SHA-256' }, false, ['sign'])
  const signed = new Uint8Array(await crypto.subtle.sign('HMAC', key, bytes.encode(text)))
  return Array.from(signed.slice(0, 8), (byte) => byte.toString(16).padStart(2, '0')).join('')
}

/**
 * Logs each refusal and sign-in of the request, and counts refusals.
 * @param from `route`: a pattern, since addresses may hold secrets; `network`: of one office;
 *   `pepper`: without it only lines of one isolate can be compared
 */
export const recordRefusals = async (
  act: Act,
  from: { route: string; network: string | undefined; pepper: string | undefined },
): Promise<void> => {
  const { refusals = [], signIns = [] } = act.soFar ?? {}
  const lines = [
    ...refusals.map(({ reason, email }) => ({ what: { refused: reason }, about: email ?? act.actor.email })),
    ...signIns.map((email) => ({ what: { signedIn: true }, about: email })),
  ]
  if (lines.length === 0) return
  ownPepper ??= crypto.randomUUID()
  const pepper = from.pepper || ownPepper
  const network = from.network === undefined ? undefined : await hashed(pepper, from.network)
  for (const { what, about } of lines) {
    const address = about === undefined ? undefined : await hashed(pepper, about.toLowerCase())
    console.log(JSON.stringify({ ...what, route: from.route, address, network, reference: act.requestId }))
  }
  if (refusals.length > 0)
    await countRefusals(
      act,
      from.route,
      refusals.map(({ reason }) => reason),
    )
}
