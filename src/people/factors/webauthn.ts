// The one file that handles passkeys, through @simplewebauthn/server, loaded on first use.
import type { AuthenticationResponseJSON, RegistrationResponseJSON } from '@simplewebauthn/server'
import { fromBase64, inBase64 } from '#base/id.ts'

export type NewPasskey = { credentialId: string; publicKey: string; transports: string[]; counter: number }

const parsed = <T>(json: string): T | undefined => {
  try {
    return JSON.parse(json) as T
  } catch {
    return undefined
  }
}

export const hostOf = (baseUrl: string): string => new URL(baseUrl).hostname

/** undefined unless it signed the challenge for this site with user verification. */
export const checkNewPasskey = async (json: string, challenge: string, baseUrl: string): Promise<NewPasskey | undefined> => {
  const { verifyRegistrationResponse } = await import('@simplewebauthn/server')
  const response = parsed<RegistrationResponseJSON>(json)
  if (!response) return undefined
  try {
    const { verified, registrationInfo } = await verifyRegistrationResponse({
      response,
      expectedChallenge: challenge,
      expectedOrigin: new URL(baseUrl).origin,
      expectedRPID: hostOf(baseUrl),
      requireUserVerification: true,
    })
    if (!verified) return undefined
    const { id, publicKey, counter } = registrationInfo.credential
    return { credentialId: id, publicKey: inBase64(publicKey), transports: response.response.transports ?? [], counter }
  } catch {
    return undefined
  }
}

export const readAnswer = (json: string): { credentialId: string; challenge: string } | undefined => {
  const response = parsed<{ id?: unknown; response?: { clientDataJSON?: unknown } }>(json)
  const data = response?.response?.clientDataJSON
  if (typeof response?.id !== 'string' || typeof data !== 'string') return undefined
  try {
    const { challenge } = JSON.parse(atob(data.replaceAll('-', '+').replaceAll('_', '/'))) as { challenge?: unknown }
    return typeof challenge === 'string' ? { credentialId: response.id, challenge } : undefined
  } catch {
    return undefined
  }
}

/** Its counter; undefined unless it signed the challenge for this site with user verification. */
export const checkPasskey = async (
  json: string,
  challenge: string,
  baseUrl: string,
  known: { credentialId: string; publicKey: string; counter: number },
): Promise<number | undefined> => {
  const { verifyAuthenticationResponse } = await import('@simplewebauthn/server')
  const response = parsed<AuthenticationResponseJSON>(json)
  if (!response) return undefined
  try {
    const { verified, authenticationInfo } = await verifyAuthenticationResponse({
      response,
      expectedChallenge: challenge,
      expectedOrigin: new URL(baseUrl).origin,
      expectedRPID: hostOf(baseUrl),
      requireUserVerification: true,
      credential: { id: known.credentialId, publicKey: fromBase64(known.publicKey), counter: known.counter },
    })
    return verified ? authenticationInfo.newCounter : undefined
  } catch {
    return undefined
  }
}
