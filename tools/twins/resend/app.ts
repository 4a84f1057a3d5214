// The twin of the part of Resend that Muster uses: it keeps state, refuses what Resend refuses, and can be made to go wrong. It stands behind the
// real SDK, which does not know the difference. One account a key, so that tests do not meet.
import { Hono } from 'hono'
import { Account, type Answer } from './account.ts'
import { control } from './control.ts'
import type { Endpoint } from './desk.ts'
import { sendBatch, sendOne, shown } from './emails.ts'
import { letTimePass } from './fates.ts'
import { drawFault } from './faults.ts'
import { download, shownArrival, shownAttachments } from './inbound.ts'
import { countRequest } from './limits.ts'
import { emlOf } from './mime.ts'
import { ConnectionLost, Refusal } from './refusal.ts'

export type ResendTwin = {
  /** Throws `ConnectionLost` where the connection breaks. */
  fetch: (request: Request) => Promise<Response>
  accounts: () => Account[]
  /** The account of a key, made when it is new. */
  account: (key: string) => Account
}

/** Where Resend hands out what arrived. */
const inboundFiles = 'https://inbound-cdn.resend.com'

const keyOf = (request: Request): string => {
  const [scheme, key = ''] = (request.headers.get('authorization') ?? '').split(' ')
  if (scheme !== 'Bearer' || key === '') throw new Refusal(401, 'missing_api_key', 'Missing API key in the authorization header.')
  if (!/^re_\w+$/.test(key)) throw wrongKey()
  return key
}
const wrongKey = (): Refusal => new Refusal(403, 'invalid_api_key', 'API key is invalid')

const json = (status: number, body: unknown, headers: Record<string, string> = {}): Response =>
  new Response(typeof body === 'string' ? body : JSON.stringify(body), {
    status,
    headers: { 'content-type': 'application/json; charset=utf-8', ...headers },
  })

const wentWrong = (): Refusal =>
  new Refusal(500, 'application_error', 'Internal server error. We are unable to process your request right now, please try again later.')

const parsed = (text: string): unknown => {
  try {
    return JSON.parse(text)
  } catch {
    throw new Refusal(400, 'validation_error', 'The request body is not valid JSON.')
  }
}

/** Runs what was asked, once for each idempotency key, and lets go wrong what shall. `check` refuses, and returns what accepts. */
const send = async (account: Account, request: Request, check: (body: unknown, key: string | null) => () => unknown): Promise<Answer> => {
  const fault = drawFault(account.faults)
  if (fault?.kind === 'broken') throw new ConnectionLost()
  if (fault?.kind === '500') throw wentWrong()
  const text = await request.text()
  const key = request.headers.get('idempotency-key')
  if (key !== null && (key.length < 1 || key.length > 256))
    throw new Refusal(400, 'invalid_idempotency_key', 'The key must be between 1-256 chars.')
  const first = key === null ? undefined : account.begin(key, `${new URL(request.url).pathname}\n${text}`)
  let answer = first
  if (!answer) {
    try {
      const accept = check(parsed(text), key)
      if (fault?.kind === 'slow') await account.waits.wait(fault.seconds)
      answer = { status: 200, body: JSON.stringify(accept()) }
    } catch (error) {
      // Nothing was sent, so nothing is kept: the same key may be used again.
      if (key !== null) account.forget(key)
      throw error
    }
    if (key !== null) account.keep(key, answer)
  }
  if (fault?.kind === 'timeout') await account.waits.wait(fault.seconds)
  if (fault?.kind === 'lost') throw new ConnectionLost()
  if (fault?.kind === '500_after') throw wentWrong()
  return answer
}

/**
 * @param options.domains verified for every account
 * @param options.files where what arrived is handed out
 * @param options.endpoint where the events of every account go, besides the endpoints that are registered
 * @param options.perSecond how many requests an account may make in a second; any number when undefined
 */
export const createResendTwin = (
  options: { domains?: readonly string[]; files?: string; endpoint?: Endpoint; perSecond?: number } = {},
): ResendTwin => {
  const files = options.files ?? inboundFiles
  const accounts = new Map<string, Account>()
  const accountOf = (key: string): Account => {
    const known = accounts.get(key)
    if (known) return known
    const account = new Account(key, options.domains ?? ['example.gov.uk'], options.perSecond)
    if (options.endpoint) account.desk.endpoints.push(options.endpoint)
    accounts.set(key, account)
    return account
  }

  /** Counts and writes down a call, and gives its answer the headers of the limit. */
  const serve = async (request: Request, run: (account: Account) => Promise<unknown>, status = 200): Promise<Response> => {
    const account = accountOf(keyOf(request))
    letTimePass(account)
    let headers: Record<string, string> = {}
    const note = (heard: number): void =>
      account.called({
        at: account.now(),
        method: request.method,
        path: new URL(request.url).pathname,
        status: heard,
        key: request.headers.get('idempotency-key'),
      })
    try {
      headers = countRequest(account)
      if (account.settings.isRevoked) throw wrongKey()
      if (account.settings.sendsOnly && request.method !== 'POST')
        throw new Refusal(401, 'restricted_api_key', 'This API key is restricted to only send emails.')
      const answer = await run(account)
      note(status)
      return json(status, answer, headers)
    } catch (error) {
      note(error instanceof Refusal ? error.status : 0)
      if (!(error instanceof Refusal)) throw error
      return json(error.status, error.body(), { ...headers, ...error.headers })
    }
  }

  const app = new Hono()
  app.post('/emails', ({ req: { raw } }) =>
    serve(raw, async (account) => (await send(account, raw, (body, key) => sendOne(account, body, key))).body),
  )
  app.post('/emails/batch', ({ req: { raw } }) => {
    const validation = raw.headers.get('x-batch-validation') ?? 'strict'
    return serve(raw, async (account) => (await send(account, raw, (body, key) => sendBatch(account, body, key, validation))).body)
  })
  app.get('/emails/receiving/:id', (c) => serve(c.req.raw, (account) => shownArrival(account, c.req.param('id'), files)))
  app.get('/emails/receiving/:id/attachments', (c) => serve(c.req.raw, (account) => shownAttachments(account, c.req.param('id'), files)))
  app.get('/emails/:id', (c) => serve(c.req.raw, async (account) => shown(account.mail(c.req.param('id')))))
  for (const path of ['/emails', '/emails/batch', '/emails/:id', '/emails/receiving/:id', '/emails/receiving/:id/attachments'])
    app.all(path, (c) =>
      serve(c.req.raw, async () => {
        throw new Refusal(405, 'method_not_allowed', 'Method is not allowed for the requested path.')
      }),
    )
  app.get('/raw/:token/:index?', (c) => download([...accounts.values()], c.req.param('token'), c.req.param('index')))
  app.get('/_twin/mails/:id/eml', async (c) => {
    const mail = accountOf(c.req.query('key') ?? keyOf(c.req.raw)).mail(c.req.param('id'))
    return new Response(new Uint8Array(await emlOf(mail)), { headers: { 'content-type': 'message/rfc822' } })
  })
  app.all('/_twin/*', async (c) => {
    const url = new URL(c.req.url)
    const account = accountOf(c.req.query('key') ?? keyOf(c.req.raw))
    letTimePass(account)
    const text = c.req.method === 'GET' ? '' : await c.req.text()
    const body = c.req.method === 'GET' ? c.req.query() : ((text === '' ? {} : parsed(text)) as Record<string, unknown>)
    return json(200, await control(account, c.req.method, url.pathname.slice('/_twin/'.length), body))
  })
  app.notFound((c) =>
    serve(c.req.raw, async () => {
      throw new Refusal(404, 'not_found', 'The requested endpoint does not exist.')
    }),
  )
  app.onError((error) => {
    if (error instanceof ConnectionLost) throw error
    if (error instanceof Refusal) return json(error.status, error.body())
    console.error(error)
    return json(500, new Refusal(500, 'internal_server_error', `The twin failed: ${error.message}`).body())
  })
  return {
    fetch: async (request) => {
      try {
        return await app.fetch(request)
      } catch (error) {
        if (error instanceof Refusal) return json(error.status, error.body())
        throw error
      }
    },
    accounts: () => [...accounts.values()],
    account: accountOf,
  }
}
