// A provider is somebody else's sign-in that the council has agreed to take: Microsoft Entra ID, Google Workspace, or any issuer of OpenID
// Connect. Whom it names is known by issuer and subject, never by an address, which may pass from one person to another.
import * as z from 'zod'
import type { Bindings } from '#base/web/env.ts'

export type Provider = { id: string; label: string; issuer: string; clientId: string; secret: string }

/** How long a visit to a provider may take, and how long somebody who came back may take to say whose account it is. */
export const visitMinutes = 15
export const linkMinutes = 30
/** Visits that one internet address may begin: a whole trust may share one. A browser in which somebody has signed in has its own. */
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
 * The providers that OIDC_PROVIDERS lists and whose secret is set (`OIDC_SECRET_` and the id in capitals). None when the setting is absent
 * or cannot be read: people then sign in by a code, as always. Without https only on one's own computer.
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

export const providerOf = (env: Bindings, id: string): Provider | undefined => readProviders(env).find((provider) => provider.id === id)

export const startPath = (provider: Pick<Provider, 'id'>, next?: string): string =>
  `/sign-in/with/${provider.id}${next ? `?next=${encodeURIComponent(next)}` : ''}`

export const callbackUrl = (baseUrl: string, provider: Pick<Provider, 'id'>): string => `${baseUrl}/sign-in/with/${provider.id}/callback`

/** Somebody as a provider names them. shownAs: what it calls them, for their own eyes. */
export type Named = { issuer: string; subject: string; shownAs: string }

/** The same, and whether it says that it asked them for a second factor. */
export type Arrived = Named & { factorShown: boolean }

/** An account's link to a provider. */
export type LinkRow = { id: string; issuer: string; shownAs: string; linkedAt: string }

/** Why nobody came back signed in. */
export type ProviderFailure = 'provider_down' | 'provider_refused' | 'denied' | 'wrong_state' | 'not_valid' | 'clock'
