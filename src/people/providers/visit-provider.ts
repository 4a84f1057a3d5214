import type { Act } from '#base/act.ts'
import { addMinutes, instant } from '#base/dates.ts'
import { atomically } from '#base/db/atomically.ts'
import { newToken, sha256 } from '#base/id.ts'
import { limitsOf, type NotYet, notYet } from '#base/limits/limit.ts'
import { counted, limitedUntil, limitReached } from '#base/limits/store.ts'
import { networkOf } from '#base/network.ts'
import { ok } from '#base/result.ts'
import { isKnownBrowser } from '#people/sign-in/browser-store.ts'
import { type Provider, visitLimits, visitMinutes } from '#people/sign-in/provider.ts'
import { insertVisit } from '#people/sign-in/provider-store.ts'
import { prepareRedirect } from './oidc.ts'

export type VisitReason = 'provider_down' | 'too_many_visits'

/** A signed-in visitor goes to link. Not logged: anyone can go. */
export const visitProvider = async (
  act: Act,
  provider: Provider,
  ask: { next: string | undefined; network: string | undefined; knownToken: string | undefined },
): Promise<
  { ok: true; value: { url: string; browserToken: string } } | { ok: false; reason: 'provider_down' } | NotYet<'too_many_visits'>
> => {
  if (ask.network !== undefined) {
    const until = await overVisits(act, { network: ask.network, knownToken: ask.knownToken })
    if (until) return notYet('too_many_visits', until)
  }
  const gone = await prepareRedirect(provider, act.baseUrl, act.now)
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

const overVisits = async ({ db, now }: Act, ask: { network: string; knownToken: string | undefined }): Promise<string | undefined> => {
  const browser = ask.knownToken === undefined ? '' : await sha256(ask.knownToken)
  const network = limitsOf(`visit:network:${await sha256(networkOf(ask.network))}`, visitLimits.network)
  const own = limitsOf(`visit:browser:${browser}`, visitLimits.browser)
  const known = isKnownBrowser('?3')
  const result = await atomically(db, [counted(db, now, own, known, browser), counted(db, now, network, `NOT ${known}`, browser)], {
    [limitReached]: 'limit_reached',
  } as const)
  if (result.ok) return undefined
  return (await limitedUntil(db, now, own)) ?? (await limitedUntil(db, now, network)) ?? instant(now)
}
