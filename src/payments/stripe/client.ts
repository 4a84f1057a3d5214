// The one door to Stripe. Whatever comes back is asked whether it is what was wanted: the library takes any answer without an `error` for success.
import Stripe from 'stripe'
import type { StripeAccess } from '#base/act.ts'

export type { Stripe }

/** The version of the API that this was written for. The webhook endpoint must be made with the same one. */
export const apiVersion = '2026-10-28.endive'

export const stripeFor = ({ secretKey, apiBase }: StripeAccess): Stripe =>
  new Stripe(secretKey, { apiVersion, maxNetworkRetries: 2, timeout: 10_000, telemetry: false, ...addressOf(apiBase) })

const addressOf = (apiBase: string | undefined): { host?: string; port?: string; protocol?: 'http' | 'https' } => {
  if (!apiBase) return {}
  const { hostname, port, protocol } = new URL(apiBase)
  const plain = protocol === 'http:'
  return { host: hostname, port: port || (plain ? '80' : '443'), protocol: plain ? 'http' : 'https' }
}

/** Where Stripe's own pages are, to which a form may lead. */
export const pagesOf = ({ apiBase }: StripeAccess): string => (apiBase ? new URL(apiBase).origin : 'https://checkout.stripe.com')

/** A webhook as it was sent: undefined unless Stripe signed exactly these bytes within the last five minutes. */
export const verifyEvent = async (access: StripeAccess, rawBody: string, signature: string): Promise<Stripe.Event | undefined> => {
  try {
    const event = await stripeFor(access).webhooks.constructEventAsync(rawBody, signature, access.webhookSecret)
    return event.object === 'event' && event.id ? event : undefined
  } catch (error) {
    if (error instanceof Stripe.errors.StripeSignatureVerificationError || error instanceof SyntaxError) return undefined
    throw error
  }
}

/** An answer that is not what was asked for: it is not known what Stripe did. */
class StrangeAnswer extends Error {}

/** The answer, once it is an object of that kind with an id. */
export const answered = async <K extends string, T extends { object: K; id: string }>(kind: K, asked: Promise<T>): Promise<T> => {
  const answer = await asked
  const { object, id } = answer as Partial<{ object: string; id: string }>
  if (object !== kind || !id) throw new StrangeAnswer(`${kind} wanted, ${object ?? 'nothing known'} came`)
  return answer
}

/** All objects of a list up to `most`, page by page. */
export const listed = async <K extends string, T extends { object: K; id: string }>(
  kind: K,
  pages: AsyncIterable<T>,
  most = 1_000,
): Promise<T[]> => {
  const found: T[] = []
  for await (const one of pages) {
    found.push(await answered(kind, Promise.resolve(one)))
    if (found.length >= most) break
  }
  return found
}

/**
 * What an error of a call means. 'refused': Stripe has judged it, and the same again would be refused again. 'unknown': it may or may not
 * have been done, or could not be judged now; `replayed`: Stripe keeps the failure under its key, so that the same key never succeeds.
 */
export type Fault = { kind: 'refused' | 'unknown'; words: string; replayed: boolean }

export const faultOf = (error: unknown): Fault => {
  if (!(error instanceof Stripe.errors.StripeError))
    return { kind: 'unknown', words: error instanceof Error ? error.message : String(error), replayed: false }
  const words = [error.code ?? error.type, error.param, error.message].filter(Boolean).join(': ').slice(0, 500)
  const replayed = error.headers?.['idempotent-replayed'] === 'true'
  // 401: the key of this deployment is wrong. 409, 429: not now. Nothing was judged.
  const status = error.statusCode ?? 0
  const judged = status >= 400 && status < 500 && ![401, 409, 429].includes(status)
  return { kind: judged ? 'refused' : 'unknown', words, replayed: replayed && !judged }
}

/** Whether Stripe knows of no such object. */
export const isUnknownThere = (error: unknown): boolean => error instanceof Stripe.errors.StripeError && error.code === 'resource_missing'
