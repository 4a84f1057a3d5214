// The twin of the part of Stripe that Muster uses: it keeps state, refuses what Stripe refuses, and can be made to go wrong. It stands behind the
// real SDK, which does not know the difference. One account a key, so that tests do not meet.
import { Hono } from 'hono'
import Stripe from 'stripe'
import { Account, type Answer, newId } from './account.ts'
import { catalogueRoutes } from './catalogue.ts'
import { checkoutRoutes } from './checkout.ts'
import { control, letTimePass } from './control.ts'
import { creditNoteRoutes } from './credit-notes.ts'
import { customerRoutes } from './customers.ts'
import type { Endpoint } from './desk.ts'
import { readForm } from './form.ts'
import { hostedPages } from './hosted-pages.ts'
import { lineRoutes } from './invoice-lines.ts'
import { invoicePaymentRoutes } from './invoice-payments.ts'
import { invoiceRoutes } from './invoices.ts'
import { expanded, type ListParams, listOf } from './lists.ts'
import { paymentRoutes } from './payments.ts'
import { refundRoutes } from './refunds.ts'
import { invalid, Refusal } from './refusal.ts'
import { onGet, type Route } from './routes.ts'
import { type ParamsType, type Reader, readerOf, schemasOf } from './schemas.ts'

export type StripeTwin = {
  fetch: (request: Request) => Promise<Response>
  accounts: () => Account[]
  /** The account of a key, made when it is new. */
  account: (key: string) => Account
}

const eventRoutes: Route[] = [
  onGet('events/:id', 'Events:EventRetrieveParams', ({ account, ids }) => account.get('event', ids[0])),
  onGet<ListParams & { type?: string; types?: string[] }>('events', 'Events:EventListParams', ({ account, params }) =>
    listOf(
      '/v1/events',
      account
        .all('event')
        .filter((one) => params.type === undefined || one.type === params.type)
        .filter((one) => params.types === undefined || params.types.includes(one.type)),
      params,
    ),
  ),
]

const routes: Route[] = [
  ...customerRoutes,
  ...catalogueRoutes,
  ...paymentRoutes,
  ...checkoutRoutes,
  ...refundRoutes,
  ...lineRoutes,
  ...invoiceRoutes,
  ...invoicePaymentRoutes,
  ...creditNoteRoutes,
  ...eventRoutes,
]
const types = [...new Set(routes.flatMap((route): ParamsType[] => (route.type ? [route.type] : [])))]

/** Makes the schemas of requests, unless they are kept from another run. */
export const prepareStripeTwin = async (): Promise<void> => {
  await schemasOf(types)
}

const keyOf = (request: Request): string => {
  const [scheme, value = ''] = (request.headers.get('authorization') ?? '').split(' ')
  const key = scheme === 'Basic' ? (atob(value).split(':')[0] ?? '') : value
  if (key === '') throw new Refusal('You did not provide an API key.', { status: 401 })
  if (!/^[rs]k_test_\w+$/.test(key)) throw new Refusal(`Invalid API Key provided: ${key.slice(0, 8)}****`, { status: 401 })
  return key
}

const json = (status: number, body: unknown, headers: Record<string, string> = {}): Response =>
  new Response(typeof body === 'string' ? body : JSON.stringify(body, null, 2), {
    status,
    headers: { 'content-type': 'application/json', 'request-id': newId('req', 14), ...headers },
  })

const refused = (error: unknown): Response => {
  if (error instanceof Refusal) return json(error.status, error.body())
  console.error(error)
  return json(500, { error: { type: 'api_error', message: `The twin failed: ${error instanceof Error ? error.message : String(error)}` } })
}

const wentWrong = { error: { type: 'api_error', message: 'An unknown error occurred' } }

/** Runs what was asked, once for each idempotency key. */
const serve = async (account: Account, request: Request, asked: string, read: () => () => unknown): Promise<Response> => {
  const key = request.method === 'POST' ? request.headers.get('idempotency-key') : null
  const first = key ? account.begin(key, asked) : undefined
  if (first) return json(first.status, first.body, { 'idempotent-replayed': 'true', ...(key ? { 'idempotency-key': key } : {}) })
  const fault = account.faults.shift()
  let run: () => unknown
  try {
    if (fault?.fault === '500') throw new Refusal('An unknown error occurred', { status: 500, type: 'api_error' })
    run = read()
  } catch (error) {
    // Nothing was begun, so nothing is kept: the same key may be used again.
    if (key) account.forget(key)
    throw error
  }
  if (fault?.fault === 'timeout') await account.waits.wait(fault.seconds)
  Object.assign(account.request, { id: newId('req', 14), idempotency_key: key })
  let answer: Answer
  try {
    answer = { status: 200, body: JSON.stringify(run(), null, 2) }
  } catch (error) {
    if (!(error instanceof Refusal)) throw error
    answer = { status: error.status, body: JSON.stringify(error.body(), null, 2) }
  }
  Object.assign(account.request, { id: null, idempotency_key: null })
  if (fault?.fault === '500_after') answer = { status: 500, body: JSON.stringify(wentWrong, null, 2) }
  if (key) account.keep(key, answer)
  return json(answer.status, answer.body, key ? { 'idempotency-key': key } : {})
}

/**
 * @param options.pages where the hosted pages of the twin are reached; the addresses that it hands out begin with it
 * @param options.endpoint where the events of every account go, besides the endpoints that are registered
 */
export const createStripeTwin = (options: { pages?: string; endpoint?: Endpoint } = {}): StripeTwin => {
  const accounts = new Map<string, Account>()
  let reader: Promise<Reader> | undefined
  const accountOf = (key: string): Account => {
    const known = accounts.get(key)
    if (known) return known
    const account = new Account(key, options.pages ?? 'https://checkout.stripe.com')
    if (options.endpoint) account.desk.endpoints.push(options.endpoint)
    accounts.set(key, account)
    return account
  }

  const app = new Hono()
  for (const route of routes)
    app.on(route.method, route.path, async (c) => {
      const request = c.req.raw
      const account = accountOf(keyOf(request))
      const version = request.headers.get('stripe-version')
      if (version !== null && version !== Stripe.API_VERSION)
        throw invalid(`Invalid Stripe API version: ${version}. The twin speaks ${Stripe.API_VERSION} alone.`)
      letTimePass(account)
      const url = new URL(request.url)
      const body = request.method !== 'POST' ? url.search.slice(1) : await request.text()
      reader ??= readerOf(types)
      const read = await reader
      return serve(account, request, `${request.method} ${url.pathname}\n${body}`, () => {
        const form = readForm(new URLSearchParams(body))
        const params = (route.type ? read(route.type, form, version !== null) : form) as Record<string, unknown>
        const ids = Object.values(c.req.param()) as string[]
        return () => {
          const thing = route.run({ account, params: params as never, ids: [ids[0] ?? '', ids[1] ?? ''], strictly: version !== null })
          return expanded(account, thing, params['expand'])
        }
      })
    })
  app.all('/_twin/*', async (c) => {
    const url = new URL(c.req.url)
    const account = accountOf(c.req.query('key') ?? keyOf(c.req.raw))
    letTimePass(account)
    const text = c.req.method === 'GET' ? '' : await c.req.text()
    const body = c.req.method === 'GET' ? c.req.query() : ((text === '' ? {} : JSON.parse(text)) as Record<string, unknown>)
    return json(200, control(account, c.req.method, url.pathname.slice('/_twin/'.length), body))
  })
  app.route(
    '/',
    hostedPages(() => [...accounts.values()]),
  )
  app.notFound((c) => {
    keyOf(c.req.raw)
    throw new Refusal(`Unrecognized request URL (${c.req.method}: ${new URL(c.req.url).pathname}).`, { status: 404 })
  })
  app.onError((error) => refused(error))
  return { fetch: async (request) => app.fetch(request), accounts: () => [...accounts.values()], account: accountOf }
}
