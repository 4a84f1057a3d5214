import { Hono } from 'hono'
import { instant, secondsUntil } from '#base/dates.ts'
import { sha256 } from '#base/id.ts'
import { clientAddress } from '#base/web/client-address.ts'
import type { AppEnv } from '#base/web/env.ts'
import type { Problems } from '#base/web/field.tsx'
import { problemsOf, text } from '#base/web/form.ts'
import { canSend } from '#messages/outbox/deliver.ts'
import { afterSignIn, homeOf, normalEmail } from '#people/accounts/account.ts'
import { endThisSignIn } from './end-sign-ins.ts'
import { enterCode } from './enter-code.ts'
import { codeForm, signInForm } from './forms.ts'
import { readProviders } from './provider.ts'
import { sendSignInCode } from './send-sign-in-code.ts'
import { clearSignInCookie, codeCookie, knownCookie, setSignInCookie } from './session.ts'
import { safeNext, sayBrowser, sayNetworkRefusal, sayNetworkWaits } from './sign-in.ts'
import { codeOf } from './sign-in-store.ts'
import { actorOfSignIn } from './store.ts'
import { HelpPage } from './views/help.tsx'
import { codeNotSent, enterCodeRefusals } from './views/refusals.tsx'
import { EnterCodePage, NoCookiePage, SignInPage } from './views/sign-in.tsx'

const again = (next: string | null | undefined): string => (next ? `/sign-in?next=${encodeURIComponent(next)}` : '/sign-in')

/** Signing in and out, and help with it. */
export const publicAccountPages = new Hono<AppEnv>()
  .get('/help', (c) => c.render(<HelpPage council={c.var.council} />, { title: 'Help' }))
  .get('/sign-in', (c) => {
    const next = safeNext(c.req.query('next'))
    if (c.var.act.actor.accountId) return c.redirect(next ?? homeOf(c.var.act.actor), 303)
    if (c.var.halfSignedIn && c.req.query('again') === undefined)
      return c.redirect(`/sign-in/factor${next ? `?next=${encodeURIComponent(next)}` : ''}`, 303)
    const asked = c.req.query('typed')
    const typed = asked === 'kept' || asked === 'lost' || asked === 'tries' ? asked : undefined
    return c.render(<SignInPage next={next} typed={typed} providers={readProviders(c.env)} />, { title: 'Sign in' })
  })

  .post('/sign-in', async (c) => {
    const form = await c.req.parseBody()
    const read = signInForm.safeParse(form)
    const show = (status: 422 | 429 | 503, problem: Record<string, string>) => {
      c.status(status)
      const email = text(form, 'email')
      const next = safeNext(text(form, 'next'))
      return c.render(<SignInPage email={email} next={next} problems={problem} providers={readProviders(c.env)} />, {
        title: 'Sign in',
        hasProblems: true,
      })
    }
    if (!read.success) return show(422, problemsOf(read.error))
    const { email } = read.data
    const { act, council } = c.var
    if (!canSend(c.env)) return show(503, { email: codeNotSent })
    const ask = { email, next: safeNext(read.data.next), network: clientAddress(c), knownToken: knownCookie.read(c) }
    const sent = await sendSignInCode(c.env, act, council, ask)
    if (!sent.ok) {
      c.header('retry-after', secondsUntil(sent.until, act.now))
      return show(429, { email: sayNetworkRefusal(sent, act.now) })
    }
    codeCookie.set(c, sent.value.browserToken)
    const { waits } = sent.value
    if (!waits) return c.redirect('/sign-in/code?sent', 303)
    c.status(429)
    c.header('retry-after', secondsUntil(waits.until, act.now))
    return c.render(<EnterCodePage {...{ email, council }} againHref={again(ask.next)} waits={sayNetworkWaits(waits, act.now)} />, {
      title: 'Check your email',
    })
  })

  .get('/sign-in/code', async (c) => {
    const token = codeCookie.read(c)
    const row = token ? await codeOf(c.env.DB, await sha256(token)) : null
    // Redirected a moment ago with a cookie that did not come back.
    if (!token && c.req.query('sent') !== undefined) {
      c.status(409)
      return c.render(<NoCookiePage />, { title: 'Your browser did not keep our cookie', hasProblems: true })
    }
    if (!row || row.usedAt) return c.redirect('/sign-in', 303)
    return c.render(<EnterCodePage email={row.email} council={c.var.council} againHref={again(row.next)} />, { title: 'Check your email' })
  })

  .post('/sign-in/code', async (c) => {
    const read = codeForm.schema.safeParse(await c.req.parseBody())
    const browserToken = codeCookie.read(c)
    const show = async (status: 422 | 409, problems: Problems) => {
      const row = browserToken ? await codeOf(c.env.DB, await sha256(browserToken)) : null
      c.status(status)
      return c.render(<EnterCodePage email={row?.email} council={c.var.council} againHref={again(row?.next)} problems={problems} />, {
        title: 'Check your email',
        hasProblems: true,
      })
    }
    if (!read.success) return show(422, problemsOf(read.error))
    const entered = await enterCode(c.var.act, {
      browserToken,
      knownToken: knownCookie.read(c),
      code: read.data.code,
      browser: sayBrowser(c.req.header('user-agent') ?? ''),
      oldSignInId: c.var.signInId,
      staffIdleMinutes: c.var.council.staffIdleMinutes,
      firstAdministrator: c.env.FIRST_ADMINISTRATOR ? normalEmail(c.env.FIRST_ADMINISTRATOR) : undefined,
    })
    if (!entered.ok) {
      if (entered.reason === 'old_address') return c.redirect('/sign-in/old-address', 303)
      return show(entered.reason === 'wrong_code' ? 422 : 409, { code: enterCodeRefusals[entered.reason] })
    }
    setSignInCookie(c, entered.value.token, entered.value.seconds)
    knownCookie.set(c, entered.value.knownToken)
    codeCookie.clear(c)
    const now = await actorOfSignIn(c.env.DB, await sha256(entered.value.token), instant(c.var.act.now))
    return c.redirect(afterSignIn(now, safeNext(entered.value.next)), 303)
  })

  .post('/sign-out', async (c) => {
    if (c.var.signInId) await endThisSignIn(c.var.act, c.var.signInId)
    clearSignInCookie(c)
    // Never storage or cookies: they hold unsent presses of a door, and the known browser.
    c.header('clear-site-data', '"cache"')
    return c.redirect('/events', 303)
  })
