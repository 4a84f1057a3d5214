// The one file for OpenID Connect: authorization code with PKCE, state and nonce, through
// oauth4webapi. A provider's metadata and keys are cached for an hour per isolate.

import * as oauth from 'oauth4webapi'
import { ok, type Result, refuse } from '#base/result.ts'
import { cutTo } from '#base/words.ts'
import { callbackUrl, type Provider, type ProviderFailure, type ProviderSignIn } from '#people/sign-in/provider.ts'

const keptMs = 3_600_000
const answerSeconds = 8
/** Allowed clock difference of a provider, in seconds. */
const clockSeconds = 60

type Known = { server: oauth.AuthorizationServer; keys: oauth.JWKSCacheInput; until: number }
const known = new Map<string, Known>()

const options = (provider: Provider) => ({
  [oauth.allowInsecureRequests]: provider.issuer.startsWith('http:'),
  signal: AbortSignal.timeout(answerSeconds * 1000),
})

// Entra ID's multi-tenant addresses publish an issuer with {tenantid}, and each token names its
// own: https://learn.microsoft.com/entra/identity-platform/access-tokens#multitenant-applications
const severalTenants = /\/(common|organizations|consumers)(?=\/)/
const tenant = '{tenantid}'

const expectedIssuer = (provider: Provider): URL => new URL(provider.issuer.replace(severalTenants, `/${tenant}`))

const discover = async (provider: Provider, now: Date): Promise<Known> => {
  const kept = known.get(provider.issuer)
  if (kept && kept.until > now.getTime()) return kept
  const response = await oauth.discoveryRequest(new URL(provider.issuer), options(provider))
  const isTemplate = severalTenants.test(provider.issuer)
  const published: unknown = isTemplate ? await response.clone().json() : undefined
  const issuer = isTemplate ? ((published as { issuer?: unknown } | null)?.issuer ?? '') : ''
  // A consumers address may publish its one tenant's issuer.
  const expected = String(issuer).includes(tenant) ? expectedIssuer(provider) : new URL(provider.issuer)
  const server = await oauth.processDiscoveryResponse(expected, response)
  const discovered = { server, keys: {}, until: now.getTime() + keptMs }
  known.set(provider.issuer, discovered)
  return discovered
}

export type ProviderRedirect = { url: string; state: string; nonce: string; codeVerifier: string }

export const prepareRedirect = async (
  provider: Provider,
  baseUrl: string,
  now: Date,
): Promise<Result<ProviderRedirect, 'provider_down'>> => {
  try {
    const { server } = await discover(provider, now)
    if (!server.authorization_endpoint) return refuse('provider_down')
    const [state, nonce, codeVerifier] = [oauth.generateRandomState(), oauth.generateRandomNonce(), oauth.generateRandomCodeVerifier()]
    const url = new URL(server.authorization_endpoint)
    for (const [name, value] of Object.entries({
      client_id: provider.clientId,
      redirect_uri: callbackUrl(baseUrl, provider),
      response_type: 'code',
      scope: 'openid profile email',
      state,
      nonce,
      code_challenge: await oauth.calculatePKCECodeChallenge(codeVerifier),
      code_challenge_method: 'S256',
      // Offices share computers: never sign in the browser's last user unasked.
      prompt: 'select_account',
    }))
      url.searchParams.set(name, value)
    return ok({ url: url.href, state, nonce, codeVerifier })
  } catch (error) {
    noted(provider, error)
    return refuse('provider_down')
  }
}

/** Checks state, issuer, audience, nonce, times and signature. */
export const readCallback = async (
  provider: Provider,
  visit: { state: string; nonce: string; codeVerifier: string },
  params: URLSearchParams,
  baseUrl: string,
  now: Date,
): Promise<Result<ProviderSignIn, ProviderFailure>> => {
  if (params.get('state') !== visit.state) return refuse('wrong_state')
  const client: oauth.Client = { client_id: provider.clientId, [oauth.clockTolerance]: clockSeconds }
  try {
    const { server, keys } = await discover(provider, now)
    const checked = oauth.validateAuthResponse(server, client, params, visit.state)
    const response = await oauth.authorizationCodeGrantRequest(
      server,
      client,
      oauth.ClientSecretPost(provider.secret),
      checked,
      callbackUrl(baseUrl, provider),
      visit.codeVerifier,
      options(provider),
    )
    const itself = server.issuer.includes(tenant) ? { ...server, issuer: await issuerOfTenant(server.issuer, response) } : server
    const answer = await oauth.processAuthorizationCodeResponse(itself, client, response, {
      expectedNonce: visit.nonce,
      requireIdToken: true,
    })
    await oauth.validateApplicationLevelSignature(itself, response, { ...options(provider), [oauth.jwksCache]: keys })
    const claims = oauth.getValidatedIdTokenClaims(answer)
    if (!claims?.sub) return refuse('not_valid')
    // RFC 8176: the provider asked for more than one factor.
    const amr = claims['amr']
    return ok({ issuer: claims.iss, subject: claims.sub, shownAs: shownAs(claims), factorShown: Array.isArray(amr) && amr.includes('mfa') })
  } catch (error) {
    const failure = failureOf(error)
    // A visitor who cancels is no error.
    if (failure !== 'denied') noted(provider, error)
    return refuse(failure)
  }
}

/** The issuer of the tenant named in the token; the later signature check proves it. */
const issuerOfTenant = async (issuer: string, response: Response): Promise<string> => {
  const body = (await response
    .clone()
    .json()
    .catch(() => ({}))) as { id_token?: unknown }
  const [, payload = ''] = typeof body.id_token === 'string' ? body.id_token.split('.') : []
  try {
    const claims = JSON.parse(atob(payload.replaceAll('-', '+').replaceAll('_', '/'))) as { tid?: unknown }
    return typeof claims.tid === 'string' && /^[0-9a-f-]{36}$/i.test(claims.tid) ? issuer.replace(tenant, claims.tid) : issuer
  } catch {
    return issuer
  }
}

const shownAs = (claims: oauth.IDToken): string => {
  const address = claims['email'] ?? claims['preferred_username'] ?? claims['name']
  return typeof address === 'string' ? cutTo(address.replaceAll(/[\p{Cc}\u202a-\u202e\u2066-\u2069]/gu, '').trim(), 254) : ''
}

const failureOf = (error: unknown): ProviderFailure => {
  if (error instanceof oauth.AuthorizationResponseError) return error.error === 'access_denied' ? 'denied' : 'provider_refused'
  if (error instanceof oauth.ResponseBodyError) return 'provider_refused'
  const code = (error as { code?: unknown }).code
  if (code === oauth.JWT_TIMESTAMP_CHECK) return 'clock'
  if (code === oauth.RESPONSE_IS_NOT_CONFORM || code === oauth.RESPONSE_IS_NOT_JSON || code === oauth.PARSE_ERROR) return 'provider_down'
  // Other codes are the library's verdict on the response; without one the request itself failed.
  return code === undefined || error instanceof DOMException ? 'provider_down' : 'not_valid'
}

/** Logs what went wrong for whoever runs the service, without anything that was sent. */
const noted = (provider: Provider, error: unknown): void => {
  const { code, message } = error as { code?: unknown; message?: unknown }
  console.error(JSON.stringify({ provider: provider.id, error: typeof code === 'string' ? code : 'no answer', says: String(message) }))
}
