// The only file that uses Stripe's library. It checks every answer, because the library takes any
// answer without `error` for success.

import Stripe from 'stripe'
import type { StripeAccess } from '#base/act.ts'
import { cutTo } from '#base/words.ts'

export type { Stripe }

/** The API version this is written for; the webhook endpoint must use the same. */
export const apiVersion = '2026-10-28.endive'

export const stripeFor = ({ secretKey, apiBase }: StripeAccess): Stripe =>
  new Stripe(secretKey, {
    apiVersion,
    maxNetworkRetries: 2,
    timeout: 10_000,
    telemetry: false,
    ...addressOf(apiBase),
    // An answer that leads elsewhere is none.
    httpClient: Stripe.createFetchHttpClient((url, init) => fetch(url, { ...init, redirect: 'manual' })),
  })

const addressOf = (apiBase: string | undefined): { host?: string; port?: string; protocol?: 'http' | 'https' } => {
  if (!apiBase) return {}
  const { hostname, port, protocol } = new URL(apiBase)
  const plain = protocol === 'http:'
  return { host: hostname, port: port || (plain ? '80' : '443'), protocol: plain ? 'http' : 'https' }
}

/** The origin of Stripe's own pages, to which a form may lead. */
export const pagesOf = ({ apiBase }: StripeAccess): string => (apiBase ? new URL(apiBase).origin : 'https://checkout.stripe.com')

/** The webhook's event; undefined unless Stripe signed exactly these bytes within five minutes. */
export const verifyEvent = async (access: StripeAccess, rawBody: string, signature: string): Promise<Stripe.Event | undefined> => {
  try {
    const event = await stripeFor(access).webhooks.constructEventAsync(rawBody, signature, access.webhookSecret)
    return event?.object === 'event' && event.id ? event : undefined
  } catch (error) {
    if (error instanceof Stripe.errors.StripeSignatureVerificationError || error instanceof SyntaxError) return undefined
    throw error
  }
}

/** Stripe answered something unexpected: what it did is unknown. */
class StrangeAnswer extends Error {}

/** Checks that the answer is an object of this kind with an id. */
export const answered = async <K extends string, T extends { object: K; id: string }>(kind: K, asked: Promise<T>): Promise<T> => {
  const answer = await asked
  const { object, id } = answer as Partial<{ object: string; id: string }>
  if (object !== kind || !id) throw new StrangeAnswer(`${kind} wanted, ${object ?? 'nothing known'} came`)
  return answer
}

/** All objects of a list, page by page, up to `most`. */
export const listed = async <K extends string, T extends { object: K; id: string }>(
  kind: K,
  pages: AsyncIterable<T>,
  most = 1_000,
): Promise<T[]> => {
  const objects: T[] = []
  for await (const one of pages) {
    objects.push(await answered(kind, Promise.resolve(one)))
    if (objects.length >= most) break
  }
  return objects
}

/**
 * What an error of a call means. 'refused': Stripe judged it, and a retry would be refused too.
 * 'unknown': it may have been done, or could not be judged now; `replayed`: Stripe repeats the
 * failure under this key, so the key never succeeds.
 */
export type Fault = { kind: 'refused' | 'unknown'; words: string; replayed: boolean }

export const faultOf = (error: unknown): Fault => {
  if (!(error instanceof Stripe.errors.StripeError))
    return { kind: 'unknown', words: error instanceof Error ? error.message : String(error), replayed: false }
  const words = cutTo([error.code ?? error.type, error.param, error.message].filter(Boolean).join(': '), 500)
  const replayed = error.headers?.['idempotent-replayed'] === 'true'
  // 401: our key is wrong; 409 and 429: not now. None of them judged the request.
  const status = error.statusCode ?? 0
  const judged = status >= 400 && status < 500 && ![401, 409, 429].includes(status)
  return { kind: judged ? 'refused' : 'unknown', words, replayed: replayed && !judged }
}

/** Whether Stripe knows no such object. */
export const isUnknownThere = (error: unknown): boolean => error instanceof Stripe.errors.StripeError && error.code === 'resource_missing'
