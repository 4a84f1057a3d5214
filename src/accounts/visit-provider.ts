import type { Act } from '../act.ts'
import { addMinutes, instant } from '../dates.ts'
import { newToken, sha256 } from '../id.ts'
import { ok, type Result, refuse } from '../result.ts'
import { departure } from './oidc.ts'
import { type Provider, visitLimit, visitMinutes } from './provider.ts'
import { insertVisit } from './provider-store.ts'
import { networkOf } from './sign-in.ts'
import { overLimit } from './sign-in-store.ts'

export type VisitReason = 'provider_down' | 'too_many_visits'

/**
 * Sends a visitor to a provider: the address to go to, and the token that ties the answer to this browser. Whoever is signed in already
 * goes there to link. Not logged: anyone can go.
 */
export const visitProvider = async (
  act: Act,
  provider: Provider,
  ask: { next: string | undefined; network: string | undefined },
): Promise<Result<{ url: string; browserToken: string }, VisitReason>> => {
  if (ask.network !== undefined) {
    const key = `visit:network:${await sha256(networkOf(ask.network))}`
    if (await overLimit(act.db, act.now, [{ key, ...visitLimit }])) return refuse('too_many_visits')
  }
  const gone = await departure(provider, act.baseUrl, act.now)
  if (!gone.ok) return gone
  const { url, ...kept } = gone.value
  const browserToken = newToken()
  await insertVisit(act, {
    id: await sha256(browserToken),
    provider: provider.id,
    ...kept,
    next: ask.next,
    expiresAt: instant(addMinutes(act.now, visitMinutes)),
  }).run()
  return ok({ url, browserToken })
}
