import { type Context, Hono } from 'hono'
import { secondsUntil } from '#base/dates.ts'
import { notFound } from '#base/errors.ts'
import { sayUntil } from '#base/limits/limit.ts'
import { refused } from '#base/log/refusal.ts'
import { clientAddress } from '#base/web/client-address.ts'
import type { AppEnv } from '#base/web/env.ts'
import { flash } from '#base/web/flash.ts'
import { type Provider, providerOf, startPath } from '#people/sign-in/provider.ts'
import { knownCookie, letIn, signingIn, visitCookie } from '#people/sign-in/session.ts'
import { safeNext } from '#people/sign-in/sign-in.ts'
import { visitToLink } from './link-provider.ts'
import { type ReturnReason, returnFromProvider } from './return-from-provider.ts'
import { FirstTimePage, ProviderProblemPage } from './views/providers.tsx'
import { providerRefusals } from './views/refusals.tsx'
import { type VisitReason, visitProvider } from './visit-provider.ts'

const confirmPath = '/account/sign-in-links/new'

const providerOr404 = (c: Context<AppEnv>): Provider => {
  const provider = providerOf(c.env, c.req.param('provider') ?? '')
  if (!provider) throw notFound('page')
  return provider
}

const statuses: Partial<Record<ReturnReason | VisitReason, 429 | 502 | 503>> = {
  provider_down: 503,
  too_many_visits: 429,
  provider_refused: 502,
  not_valid: 502,
  clock: 502,
}

const problem = (c: Context<AppEnv>, provider: Provider, reason: ReturnReason | VisitReason, when = 'later') => {
  c.status(statuses[reason] ?? 409)
  refused(c.var.act, reason === 'too_many_visits' ? reason : 'provider_refused')
  const back = c.var.act.actor.accountId ? '/account/sign-in-links' : '/sign-in'
  return c.render(
    <ProviderProblemPage
      label={provider.label}
      says={providerRefusals(provider.label, when)[reason]}
      again={startPath(provider, c.var.act.actor.accountId ? '/account/sign-in-links' : undefined)}
      back={back}
    />,
    { title: `You are not signed in with ${provider.label}`, hasProblems: true },
  )
}

export const publicProviderPages = new Hono<AppEnv>()
  .get('/sign-in/with/:provider', async (c) => {
    const provider = providerOr404(c)
    const gone = await visitProvider(c.var.act, provider, {
      next: safeNext(c.req.query('next')),
      network: clientAddress(c),
      knownToken: knownCookie.read(c),
    })
    if (!gone.ok && gone.reason === 'too_many_visits') {
      c.header('retry-after', secondsUntil(gone.until, c.var.act.now))
      return problem(c, provider, gone.reason, sayUntil(gone.until, c.var.act.now))
    }
    if (!gone.ok) return problem(c, provider, gone.reason)
    visitCookie.set(c, gone.value.browserToken)
    return c.redirect(gone.value.url, 303)
  })

  .get('/sign-in/with/:provider/callback', async (c) => {
    const provider = providerOr404(c)
    const params = new URL(c.req.url).searchParams
    const back = await returnFromProvider(c.var.act, provider, { ...signingIn(c), browserToken: visitCookie.read(c), params })
    if (!back.ok) return problem(c, provider, back.reason)
    if (back.value.kind === 'unknown') return c.redirect(c.var.act.actor.accountId ? confirmPath : '/sign-in/first-time', 303)
    visitCookie.clear(c)
    if (back.value.kind === 'linked_already') {
      flash(c, `${provider.label} is linked to your account already.`)
      return c.redirect('/account/sign-in-links', 303)
    }
    return c.redirect(await letIn(c, back.value), 303)
  })

  .get('/sign-in/first-time', async (c) => {
    const visit = await visitToLink(c.var.act, visitCookie.read(c))
    const provider = visit && providerOf(c.env, visit.provider)
    if (!visit || !provider) return c.redirect('/sign-in', 303)
    if (c.var.act.actor.accountId) return c.redirect(confirmPath, 303)
    return c.render(<FirstTimePage label={provider.label} shownAs={visit.shownAs} next={confirmPath} />, {
      title: `First time with ${provider.label}`,
    })
  })
