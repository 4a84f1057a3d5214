import { type Context, Hono } from 'hono'
import { contextStorage } from 'hono/context-storage'
import { csrf } from 'hono/csrf'
import { HTTPException } from 'hono/http-exception'
import { requestId } from 'hono/request-id'
import { trimTrailingSlash } from 'hono/trailing-slash'
import { healthApi } from '#base/council/api.ts'
import { readCouncil } from '#base/council/store.ts'
import { councilFrom } from '#base/council.ts'
import { restingDatabase } from '#base/db/resting.ts'
import { AppError, type AppErrorCode } from '#base/errors.ts'
import { sayAccountMailLimit } from '#base/limits/budget.ts'
import { recordRefusals } from '#base/log/record-refusals.ts'
import { refused } from '#base/log/refusal.ts'
import { boundBody } from '#base/web/bound-body.ts'
import { busyPage, busySeconds, isOverloaded } from '#base/web/busy-page.ts'
import { type AppEnv, stripeOf } from '#base/web/env.ts'
import { ConflictPage, FailurePage, NotFoundPage, RefusedPage, RestingPage, TooLargePage, TooMuchMailPage } from '#base/web/error-pages.tsx'
import { layout } from '#base/web/layout.tsx'
import { measureRequest } from '#base/web/measure-request.ts'
import { rememberPages } from '#base/web/page-memory.ts'
import { privateSearch } from '#base/web/private-search.tsx'
import { routeOf } from '#base/web/route.ts'
import { secretPaths, withoutSecrets } from '#base/web/secret-path.ts'
import { headersFor } from '#base/web/security-headers.ts'
import { deliveryApi } from '#correspondence/delivery/api.ts'
import { feedApi } from '#correspondence/feeds/api.ts'
import { stripeApi } from '#payments/stripe/api.ts'
import { pagesOf } from '#payments/stripe/client.ts'
import { holdRoles } from '#people/factors/session.ts'
import { keepForms } from '#people/sign-in/kept-form-session.ts'
import { readActor, shownSignIn } from '#people/sign-in/session.ts'
import { networkOf } from '#people/sign-in/sign-in.ts'
import { readAhead } from './ahead.ts'
import { formJobs, mailJobs, readingJobs, runDue, stripeJobs } from './due.ts'
import { follow, following, isLeft } from './follow.ts'
import { routes } from './routes.ts'

export const app = new Hono<AppEnv>()

app.use(contextStorage())
app.use(requestId({ headerName: '' }))
app.use(measureRequest)

// A link that lets its holder in stands in the address of these pages: nothing leads on from them with it, and no search engine keeps it.
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
const headers = headersFor(undefined)
/** A mail in the local inbox is shown in a frame, as its sender styled it, under a stricter policy of its own. */
const isLocalMailBody = (path: string): boolean => /^\/dev\/(inbox\/[^/]+|emails\/[a-z-]+\/\d+)\/body$/.test(path)
/** Mail styles itself, and a preview of words that nobody has saved yet has no address to be framed from: it stands in its page. */
const isPreview = (path: string): boolean => /^\/organiser\/wordings\/[a-z-]+$/.test(path)
const headersForPreview = headersFor(undefined, ["'unsafe-inline'"])
app.use((c, next) => {
  if (c.env.LOCAL_MAIL === '1' && isLocalMailBody(c.req.path)) return next()
  if (isPreview(c.req.path)) return headersForPreview(c, next)
  const stripe = stripeOf(c.env)
  return stripe ? headersFor(pagesOf(stripe))(c, next) : headers(c, next)
})
// While the service rests nothing is written, by whatever way it is asked for.
const restMinutes = 10
app.use(async (c, next) => {
  if (c.env.MAINTENANCE) c.env = { ...c.env, DB: restingDatabase(c.env.DB) }
  await next()
})
// What providers tell now is not taken: what was kept between stopping and putting the database back would be lost with it, and they tell it again.
for (const path of ['/stripe/webhooks', '/resend/webhooks'])
  app.use(path, (c, next) => {
    if (!c.env.MAINTENANCE) return next()
    return Promise.resolve(c.json({ error: 'resting' }, 503, { 'retry-after': String(restMinutes * 60) }))
  })
// Before anything that reads the database, so that it can say when that does not answer.
app.route('/', healthApi)
// Before anything reads who asks: calendar programs come every hour, and a poll is to cost one read.
app.route('/', feedApi)
// Answered at once: what is to be done about it is done from what was kept. Signed instead of tied to this site as forms are.
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
// The address of a page with a slash at its end is the one without.
app.use(trimTrailingSlash())
// Before anything is read.
app.use(rememberPages)
app.use(async (c, next) => {
  c.set('council', await readCouncil(c.env.DB, councilFrom(c.env.LA_CODES)))
  await next()
})
// Under no-referrer a form's Origin is "null". A forged form would have to know the address, and whoever knows it needs no forgery.
const sameSite = csrf({
  origin: (origin, c) =>
    origin === new URL(c.req.url).origin || (origin === 'null' && /^\/(place|agree|offers|vouch|undo-address|enter)\//.test(c.req.path)),
})
// A mail program that unsubscribes with one click (RFC 8058) posts without any origin or cookie, and only the link says for whom.
const taken = (c: Context<AppEnv>): Promise<unknown> =>
  c.req.path.startsWith('/unsubscribe/') ? boundBody(c) : sameSite(c, () => boundBody(c))
// A form is looked at before anything is read for it. What is wrong is said further down, once there is a page to say it on.
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
// What a request left to be done once it is answered. Jobs follow only from what a verb wrote for a form, whatever the request looked like; taking
// a register frees no place and must stay quick.
app.use(async (c, next) => {
  const { act, deployment } = c.var
  const jobs = c.req.method === 'POST' && !/^\/(register|dev)\//.test(c.req.path) ? formJobs : []
  const left = following(c.env, deployment, act, jobs)
  await next()
  const { refusals = [], follows = [] } = act.soFar ?? {}
  const goFollow = (): Promise<void> => follow(c.env, deployment, act, left, jobs)
  // A database that has too much to do is left alone: the clock does it.
  if (isLeft(left) && c.res.status !== 503) c.executionCtx.waitUntil(goFollow())
  if (c.env.MAINTENANCE || refusals.length + follows.length === 0) return
  const from = { route: routeOf(c), ...whoFrom(c) }
  c.executionCtx.waitUntil(
    goOn(follows)
      .then(goFollow)
      .then(() => recordRefusals(act, from)),
  )
})
// A form that is kept is read once and forgotten, which is writing.
app.use((c, next) => (c.env.MAINTENANCE ? next() : keepForms(c, next)))
// Pages of somebody signed in hold names: after signing out, the back button of a shared computer must not show them again. The answer to
// a form stays in that browser, or going back to it would be an error page.
app.use(async (c, next) => {
  await next()
  if (c.req.header('cookie') && !c.res.headers.has('cache-control'))
    c.res.headers.set('cache-control', c.req.method === 'GET' ? 'private, no-store' : 'private, no-cache')
})
// The frame comes first: a refused form gets a whole page too.
app.use(layout)
const rest = (c: Context<AppEnv>) => {
  c.status(503)
  c.header('retry-after', String(restMinutes * 60))
  return c.render(<RestingPage />, { title: 'Nothing can be changed just now' })
}
app.use((c, next) => (c.env.MAINTENANCE && !/^(GET|HEAD)$/.test(c.req.method) ? Promise.resolve(rest(c)) : next()))
app.use((c, next) => {
  if (c.var.wrong) throw c.var.wrong
  return next()
})
app.use(privateSearch)

for (const [path, sub] of routes) app.route(path, sub)

app.notFound((c) => {
  c.status(404)
  return c.render(<NotFoundPage />, { title: 'Page not found' })
})

app.onError((error, c) => {
  if (isOverloaded(error)) return c.html(busyPage, 503, { 'retry-after': String(busySeconds), 'cache-control': 'no-store' })
  const reference = c.get('requestId')
  const code = codeOf(error)
  const { act } = c.var
  // Before anything is known of who asks, a webhook is answered: no page is made for it.
  if (error instanceof HTTPException && !act) return error.getResponse()
  if (code === 'not_found') {
    if (act.actor.accountId) refused(act, 'not_theirs')
    c.status(404)
    return c.render(<NotFoundPage />, { title: 'Page not found' })
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
  if (code === 'too_much_mail') {
    refused(act, 'too_much_mail')
    c.status(429)
    return c.render(<TooMuchMailPage says={sayAccountMailLimit} />, { title: 'Too many messages have gone out' })
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

/** What follows begins when the answer is on its way: how long it takes is seen by nobody. */
const goOn = async (follows: readonly (() => Promise<void>)[]): Promise<void> => {
  if (follows.length > 0) await new Promise((done) => setTimeout(done))
  for (const follow of follows)
    await follow().catch((error: unknown) =>
      console.error(JSON.stringify({ follows: error instanceof Error ? error.stack : String(error) })),
    )
}

const whoFrom = (c: Context<AppEnv>): { network: string | undefined; pepper: string | undefined } => {
  const from = c.req.header('cf-connecting-ip')
  return { network: from === undefined ? undefined : networkOf(from), pepper: c.env.LOG_PEPPER }
}

const codeOf = (error: Error): AppErrorCode | 'failure' => {
  if (error instanceof AppError) return error.code
  if (error instanceof HTTPException) return error.status === 403 ? 'forbidden' : error.status < 500 ? 'bad_request' : 'failure'
  // The runtime's own complaint about a form cut off or made up: the sender's mistake, whichever handler was reading it.
  return error instanceof TypeError && /boundary|FormData|multipart|form-urlencoded/.test(error.message) ? 'bad_request' : 'failure'
}
