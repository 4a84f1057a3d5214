import { type Context, Hono } from 'hono'
import { contextStorage } from 'hono/context-storage'
import { csrf } from 'hono/csrf'
import { HTTPException } from 'hono/http-exception'
import { requestId } from 'hono/request-id'
import { TrieRouter } from 'hono/router/trie-router'
import { trimTrailingSlash } from 'hono/trailing-slash'
import { actsFor } from '#base/act.ts'
import { healthApi } from '#base/council/api.ts'
import { readCouncil } from '#base/council/store.ts'
import { councilFrom } from '#base/council.ts'
import { secondsUntil } from '#base/dates.ts'
import { restingDatabase } from '#base/db/resting.ts'
import { isAnotherVersion } from '#base/db/version.ts'
import { AppError, type AppErrorCode } from '#base/errors.ts'
import { sayTooMuchToday } from '#base/limits/budget.ts'
import { endOfDay } from '#base/limits/limit.ts'
import { refusedUntil } from '#base/limits/spend-budget.ts'
import { recordRefusals } from '#base/log/record-refusals.ts'
import { refused } from '#base/log/refusal.ts'
import { networkOf } from '#base/network.ts'
import { isSecretForm } from '#base/web/access.ts'
import { boundBody, readLargeBody } from '#base/web/bound-body.ts'
import { hasOwnCookie } from '#base/web/browser-cookie.ts'
import { busyPage, busySeconds, isOverloaded } from '#base/web/busy-page.ts'
import { clientAddress } from '#base/web/client-address.ts'
import { type AppEnv, stripeOf } from '#base/web/env.ts'
import {
  BeingMadePage,
  ConflictPage,
  FailurePage,
  NotFoundPage,
  RefusedPage,
  RestingPage,
  TooLargePage,
  TooMuchPage,
} from '#base/web/error-pages.tsx'
import { guard } from '#base/web/guard.ts'
import { layout } from '#base/web/layout.tsx'
import { measureRequest } from '#base/web/measure-request.ts'
import { rememberPages } from '#base/web/page-memory.ts'
import { wordPages } from '#base/web/place-word.ts'
import { privateSearch } from '#base/web/private-search.tsx'
import { encodeRedirects, requireHttps } from '#base/web/redirect.ts'
import { routeOf, urlOf } from '#base/web/route.ts'
import { secretPaths, withoutSecrets } from '#base/web/secret-path.ts'
import { headersFor, sandboxFiles } from '#base/web/security-headers.ts'
import { versionPage } from '#base/web/version-page.ts'
import { deliveryApi } from '#correspondence/delivery/api.ts'
import { feedApi } from '#correspondence/feeds/api.ts'
import { sayMailLimit } from '#messages/outbox/mail-plan.ts'
import { stripeApi } from '#payments/stripe/api.ts'
import { pagesOf } from '#payments/stripe/client.ts'
import { holdRoles } from '#people/factors/session.ts'
import { keepForms } from '#people/sign-in/kept-form-session.ts'
import { readActor, shownSignIn } from '#people/sign-in/session.ts'
import { readAhead } from './ahead.ts'
import { runDue } from './due.ts'
import { frameEvent } from './event-frame.tsx'
import { follow, following, isLeft } from './follow.ts'
import { formJobs, mailJobs, readingJobs, stripeJobs } from './jobs.ts'
import { routes } from './routes.ts'

// Hono's faster router takes no word beside a parameter (`/terms/new` and `/terms/:key`), as some
// ninety addresses have. Trying it first would cost milliseconds of an isolate's first request.
export const app = new Hono<AppEnv>({ router: new TrieRouter() })

app.use(contextStorage())
app.use(requestId({ headerName: '' }))
app.use(measureRequest)
app.use(encodeRedirects)

// These addresses hold a secret: no Referer, and no indexing.
for (const word of secretPaths)
  app.use(`/${word}/*`, async (c, next) => {
    await next()
    c.header('referrer-policy', 'no-referrer')
    c.header('x-robots-tag', 'noindex, nofollow')
    c.header('cache-control', 'private, no-store')
  })
app.use('/feeds/*', async (c, next) => {
  await next()
  c.header('referrer-policy', 'no-referrer')
  c.header('x-robots-tag', 'noindex, nofollow')
})
app.use(sandboxFiles)
const headers = headersFor(undefined)
// The press that joins leads on to wherever the meeting is.
const headersForJoining = headersFor('https:')
/** A mail in the local inbox is framed with its own styles, under a stricter policy. */
const isLocalMailBody = (path: string): boolean => /^\/dev\/(inbox\/[^/]+|emails\/[a-z-]+\/\d+)\/body$/.test(path)
/**
 * Mail has its own styles; the preview of unsaved words has no address, so it is inline in its
 * page.
 */
const isPreview = (path: string): boolean => /^\/organiser\/wordings\/[a-z-]+$/.test(path)
const headersForPreview = headersFor(undefined, ["'unsafe-inline'"])
/** Tickets are scanned at a door, and no other page may use a camera. */
const headersForDoor = headersFor(undefined, [], true)
app.use((c, next) => {
  if (c.env.LOCAL_MAIL === '1' && isLocalMailBody(c.req.path)) return next()
  if (isPreview(c.req.path)) return headersForPreview(c, next)
  if (c.req.path.startsWith('/join/')) return headersForJoining(c, next)
  if (/^\/door(-shell$|\/[^/]+$)/.test(c.req.path)) return headersForDoor(c, next)
  const stripe = stripeOf(c.env)
  return stripe ? headersFor(pagesOf(stripe))(c, next) : headers(c, next)
})
app.use(requireHttps)
// During maintenance nothing is written.
const restMinutes = 10
app.use(async (c, next) => {
  if (c.env.MAINTENANCE) c.env = { ...c.env, DB: restingDatabase(c.env.DB) }
  await next()
})
// Webhooks are refused: rows stored between stopping and restoring would be lost, and providers
// send them again.
for (const path of ['/stripe/webhooks', '/resend/webhooks'])
  app.use(path, (c, next) => {
    if (!c.env.MAINTENANCE) return next()
    return Promise.resolve(c.json({ error: 'resting' }, 503, { 'retry-after': String(restMinutes * 60) }))
  })
// Before anything that reads the database, to report when it does not answer.
app.route('/', healthApi)
// Before anything reads who asks: calendar programs poll hourly, and a poll should cost one read.
app.route('/', feedApi)
// Answered at once; acting on it works from stored rows. Signed, so exempt from the same-site check
// of forms.
app.use('/stripe/webhooks', async (c, next) => {
  await next()
  if (c.res.ok) c.executionCtx.waitUntil(runDue(c.env, new Date(), c.env.BASE_URL ?? new URL(c.req.url).origin, stripeJobs))
})
app.route('/', stripeApi)
app.use('/resend/webhooks', async (c, next) => {
  await next()
  if (!c.res.ok) return
  const baseUrl = c.env.BASE_URL ?? new URL(c.req.url).origin
  c.executionCtx.waitUntil(runDue(c.env, new Date(), baseUrl, mailJobs).then(() => runDue(c.env, new Date(), baseUrl, readingJobs)))
})
app.route('/', deliveryApi)
// Redirects addresses with a trailing slash.
app.use(trimTrailingSlash())
// Before anything is read.
app.use(rememberPages)
app.use(async (c, next) => {
  c.set('council', await readCouncil(c.env.DB, councilFrom(c.env.LA_CODES)))
  await next()
})
// Under no-referrer a form's Origin is "null". A forged form would need the secret address, and
// with it needs no forgery.
const sameSite = csrf({
  origin: (origin, c) => origin === urlOf(c).origin || (origin === 'null' && isSecretForm(c.req.path)),
})
// One-click unsubscribing (RFC 8058) posts without origin or cookie; the link alone says for whom.
const taken = (c: Context<AppEnv>): Promise<unknown> =>
  c.req.path.startsWith('/unsubscribe/') ? boundBody(c) : sameSite(c, () => boundBody(c))
// Checks the form before reading anything; problems are shown later, once there is a page.
app.use(async (c, next) => {
  c.set('now', new Date())
  c.set(
    'wrong',
    await taken(c).then(
      () => undefined,
      (error: Error) => error,
    ),
  )
  c.set('shownSignIn', await shownSignIn(c))
  await next()
})
app.use(readAhead)
app.use(readActor)
app.use(holdRoles)
// Runs what a request left to do after the response. Only forms' verbs start jobs; taking a
// register frees no place and must stay quick.
app.use(async (c, next) => {
  const { act, deployment } = c.var
  const jobs = c.req.method === 'POST' && !/^\/(register|door|dev)\//.test(c.req.path) ? formJobs : []
  const left = following(c.env, deployment, act, jobs)
  await next()
  const { refusals = [], follows = [], signIns = [] } = act.soFar ?? {}
  const goFollow = (): Promise<void> => follow(c.env, deployment, act, left, jobs)
  // An overloaded database is left to the scheduled handler.
  if (isLeft(left) && c.res.status !== 503) c.executionCtx.waitUntil(goFollow())
  if (c.env.MAINTENANCE || refusals.length + follows.length + signIns.length === 0) return
  const from = { route: routeOf(c), ...whoFrom(c) }
  c.executionCtx.waitUntil(
    goOn(follows)
      .then(goFollow)
      .then(() => recordRefusals(act, from)),
  )
})
// Showing a kept form deletes it, which is a write.
app.use((c, next) => (c.env.MAINTENANCE ? next() : keepForms(c, next)))
// Pages of signed-in people hold names: after sign-out a shared computer's back button must not
// show them. Responses to forms stay cached, because going back would give an error page.
app.use(async (c, next) => {
  await next()
  if ((hasOwnCookie(c) || c.var.shownSignIn) && !c.res.headers.has('cache-control'))
    c.res.headers.set('cache-control', c.req.method === 'GET' ? 'private, no-store' : 'private, no-cache')
})
app.use(wordPages)
// Before the guards, so that a refused form gets a whole page.
app.use(layout)
const rest = (c: Context<AppEnv>) => {
  c.status(503)
  c.header('retry-after', String(restMinutes * 60))
  return c.render(<RestingPage />, { title: 'Nothing can be changed just now' })
}
app.use((c, next) => (c.env.MAINTENANCE && !/^(GET|HEAD)$/.test(c.req.method) ? Promise.resolve(rest(c)) : next()))
app.use(async (c, next) => {
  if (c.var.wrong) throw c.var.wrong
  await readLargeBody(c)
  await next()
})
app.use(privateSearch)
app.use(guard)
app.use(frameEvent)

for (const [path, sub] of routes) app.route(path, sub)

const ofSchool = /^\/school\/([0-9a-f]{8}-[0-9a-f-]{27})(?:\/|$)/

app.notFound((c) => {
  c.set('frame', undefined)
  c.status(404)
  return c.render(<NotFoundPage />, { title: 'Page not found' })
})

app.onError(async (error, c) => {
  if (isOverloaded(error)) return c.html(busyPage, 503, { 'retry-after': String(busySeconds), 'cache-control': 'no-store' })
  if (isAnotherVersion(error)) return c.html(versionPage(c.env.LOCAL_MAIL === '1'), 503, { 'cache-control': 'no-store' })
  const reference = c.get('requestId')
  const code = codeOf(error)
  const { act } = c.var
  c.set('frame', undefined)
  // A webhook is answered before the actor is known, without a page.
  if (error instanceof HTTPException && !act) return error.getResponse()
  if (code === 'not_found') {
    if (act.actor.accountId) refused(act, 'not_theirs')
    c.status(404)
    const school = act.actor.accountId ? ofSchool.exec(c.req.path)?.[1] : undefined
    return c.render(<NotFoundPage school={school && !actsFor(act.actor, school) ? school : undefined} />, { title: 'Page not found' })
  }
  if (code === 'forbidden' || code === 'bad_request') {
    refused(act, code === 'forbidden' ? 'other_site' : 'bad_request')
    c.status(code === 'forbidden' ? 403 : 400)
    return c.render(<RefusedPage />, { title: 'Request not accepted' })
  }
  if (code === 'too_large') {
    refused(act, 'too_large')
    c.status(413)
    return c.render(<TooLargePage />, { title: 'That is too much at once' })
  }
  if (code === 'too_much_mail' || code === 'too_much_today') {
    refused(act, code)
    const until = code === 'too_much_mail' ? await refusedUntil(act) : endOfDay(act.now)
    const title = code === 'too_much_mail' ? 'Too many messages have gone out' : 'Too much for one day'
    const says = code === 'too_much_mail' ? sayMailLimit(until, act.now) : sayTooMuchToday
    const typed = c.req.method === 'POST' ? [...(await c.req.formData().catch(() => new FormData())).entries()] : undefined
    c.status(429)
    if (until) c.header('retry-after', secondsUntil(until, act.now))
    return c.render(<TooMuchPage title={title} says={says} typed={typed} action={c.req.url} />, { title })
  }
  if (code === 'being_made') {
    c.status(429)
    c.header('retry-after', '10')
    return c.render(<BeingMadePage />, { title: 'We are still making what you asked for' })
  }
  if (code === 'conflict') {
    c.status(409)
    return c.render(<ConflictPage />, { title: 'Something changed in the meantime' })
  }
  if (code === 'unavailable' && c.env.MAINTENANCE && c.var.council) return rest(c)
  console.error(JSON.stringify({ reference, path: withoutSecrets(new URL(c.req.url).pathname), error: error.stack ?? error.message }))
  c.status(code === 'unavailable' ? 503 : 500)
  if (!c.var.council) return c.text(`Sorry, there is a problem with the service. Reference: ${reference}`)
  return c.render(<FailurePage reference={reference} />, { title: 'Problem with the service' })
})

/** Runs after the response is sent, so nobody sees how long it takes. */
const goOn = async (follows: readonly (() => Promise<void>)[]): Promise<void> => {
  if (follows.length > 0) await new Promise((done) => setTimeout(done))
  for (const follow of follows)
    await follow().catch((error: unknown) =>
      console.error(JSON.stringify({ follows: error instanceof Error ? error.stack : String(error) })),
    )
}

const whoFrom = (c: Context<AppEnv>): { network: string | undefined; pepper: string | undefined } => {
  const from = clientAddress(c)
  return { network: from === undefined ? undefined : networkOf(from), pepper: c.env.LOG_PEPPER }
}

const codeOf = (error: Error): AppErrorCode | 'failure' => {
  if (error instanceof AppError) return error.code
  if (error instanceof HTTPException) return error.status === 403 ? 'forbidden' : error.status < 500 ? 'bad_request' : 'failure'
  // The runtime's error for a malformed form: the sender's mistake, whichever handler read it.
  return error instanceof TypeError && /boundary|FormData|multipart|form-urlencoded/.test(error.message) ? 'bad_request' : 'failure'
}
