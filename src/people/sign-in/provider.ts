// A provider is another organisation's sign-in that the council accepts: Microsoft Entra ID, Google
// Workspace, or any OpenID Connect issuer. People are identified by issuer and subject, never by
// address, which may pass to another person.
import * as z from 'zod'
import type { Bindings } from '#base/web/env.ts'

export type Provider = { id: string; label: string; issuer: string; clientId: string; secret: string }

/** Minutes for a visit to a provider, and for then proving which account is theirs. */
export const visitMinutes = 15
export const linkMinutes = 30
/** Visits per network, which a whole trust may share; a known browser has its own limit. */
export const visitLimits = { network: [{ most: 200, minutes: 60 }], browser: [{ most: 30, minutes: 60 }] } as const

const local = (url: URL): boolean => url.hostname === 'localhost' || url.hostname === '127.0.0.1'

const setting = z.array(
  z.object({
    id: z.string().regex(/^[a-z][a-z0-9_]{0,30}$/),
    label: z.string().trim().min(1).max(60),
    issuer: z.url({ protocol: /^https?$/ }),
    clientId: z.string().min(1),
  }),
)

/**
 * The providers in OIDC_PROVIDERS with a secret (`OIDC_SECRET_` and the id in capitals). Empty when
 * the setting is missing or invalid: people then use codes. Plain http only on localhost.
 */
export const readProviders = (env: Bindings): Provider[] => {
  if (!env.OIDC_PROVIDERS) return []
  let json: unknown
  try {
    json = JSON.parse(env.OIDC_PROVIDERS)
  } catch {
    json = undefined
  }
  const read = setting.safeParse(json)
  if (!read.success) {
    console.error(JSON.stringify({ setting: 'OIDC_PROVIDERS', error: 'not a list of {id, label, issuer, clientId}' }))
    return []
  }
  return read.data.flatMap((provider) => {
    const secret = (env as Record<string, unknown>)[`OIDC_SECRET_${provider.id.toUpperCase()}`]
    const url = new URL(provider.issuer)
    const safe = url.protocol === 'https:' || (env.LOCAL_MAIL === '1' && local(url))
    return typeof secret === 'string' && secret !== '' && safe ? [{ ...provider, secret }] : []
  })
}

export const labelsOf = (env: Bindings): ReadonlyMap<string, string> => new Map(readProviders(env).map(({ id, label }) => [id, label]))

export const providerOf = (env: Bindings, id: string): Provider | undefined => readProviders(env).find((provider) => provider.id === id)

export const startPath = (provider: Pick<Provider, 'id'>, next?: string): string =>
  `/sign-in/with/${provider.id}${next ? `?next=${encodeURIComponent(next)}` : ''}`

export const callbackUrl = (baseUrl: string, provider: Pick<Provider, 'id'>): string => `${baseUrl}/sign-in/with/${provider.id}/callback`

/** `shownAs`: the provider's name for them, shown only to them. */
export type ProviderIdentity = { issuer: string; subject: string; shownAs: string }

/** The same, and whether the provider says it asked for a second factor. */
export type ProviderSignIn = ProviderIdentity & { factorShown: boolean }

export type LinkRow = { id: string; issuer: string; shownAs: string; linkedAt: string }

export type ProviderFailure = 'provider_down' | 'provider_refused' | 'denied' | 'wrong_state' | 'not_valid' | 'clock'
