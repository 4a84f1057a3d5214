import { type Context, Hono } from 'hono'
import { secondsUntil } from '#base/dates.ts'
import { sha256 } from '#base/id.ts'
import { ok, refuse } from '#base/result.ts'
import { clientAddress } from '#base/web/client-address.ts'
import type { AppEnv } from '#base/web/env.ts'
import { homeOf } from '#base/web/home.ts'
import { page, withPages } from '#base/web/page.tsx'
import { Page, Title } from '#base/web/page-parts.tsx'
import { press } from '#base/web/press.tsx'
import { canSend } from '#messages/outbox/deliver.ts'
import { endThisSignIn } from './end-sign-ins.ts'
import { enterCode } from './enter-code.ts'
import { codeForm, signInForm } from './forms.ts'
import { readProviders } from './provider.ts'
import { sendSignInCode } from './send-sign-in-code.ts'
import { clearSignInCookie, codeCookie, knownCookie, letIn, nextOf, signingIn } from './session.ts'
import { goingOn, sayNetworkRefusal, sayNetworkWaits } from './sign-in.ts'
import { codeOf } from './sign-in-store.ts'
import { HelpPage } from './views/help.tsx'
import { codeNotSent, codeRefusals } from './views/refusals.tsx'
import { EnterCode, NoCookiePage, SignIn, typedSentences } from './views/sign-in.tsx'

const checkTitle = 'Check your email'

/** The code that this browser waits for; without one, the page that is shown instead. */
export const codeAsked = async (c: Context<AppEnv>, instead: string) => {
  const token = codeCookie.read(c)
  const row = token ? await codeOf(c.env.DB, await sha256(token)) : null
  const isPress = c.req.method === 'POST'
  // Redirected a moment ago with a cookie that did not come back.
  if (!isPress && !token && c.req.query('sent') !== undefined) {
    c.status(409)
    return c.render(<NoCookiePage />, { title: 'Your browser did not keep our cookie', hasProblems: true })
  }
  if (!isPress && (!row || row.usedAt)) return c.redirect(instead, 303)
  return { email: row?.email, next: row?.next ?? undefined }
}

const enter = press({
  at: '/sign-in/code',
  form: codeForm,
  button: 'Sign in',
  act: async (act, { code }, { c }) => {
    const entered = await enterCode(act, { ...signingIn(c), browserToken: codeCookie.read(c), code })
    if (!entered.ok) return entered.reason === 'old_address' ? c.redirect('/sign-in/old-address', 303) : refuse(entered.reason)
    codeCookie.clear(c)
    return ok(await letIn(c, entered.value))
  },
  refused: codeRefusals,
  to: (_, path) => path ?? '/',
})

const code = page({
  at: '/sign-in/code',
  title: checkTitle,
  presses: { enter },
  also: async (_, __, { c }) => {
    const asked = await codeAsked(c, '/sign-in')
    return asked instanceof Response ? asked : { ...asked, council: c.var.council }
  },
  show: (subject, forms) => <EnterCode {...subject} form={forms.enter()} />,
})

const send = press({
  at: '/sign-in',
  form: signInForm,
  hidden: (next: string | undefined) => ({ next }),
  button: 'Send me a code',
  act: async (act, { email }, { c, council }) => {
    if (!canSend(c.env)) return { ok: false, refusal: { field: 'email', says: codeNotSent, status: 503 } }
    const next = await nextOf(c)
    const sent = await sendSignInCode(c.env, act, council, { email, next, network: clientAddress(c), knownToken: knownCookie.read(c) })
    if (!sent.ok) return { ok: false, refusal: { field: 'email', says: sayNetworkRefusal(sent, act.now), until: sent.until } }
    const { browserToken, waits } = sent.value
    codeCookie.set(c, browserToken)
    if (!waits) return ok(undefined)
    c.status(429)
    c.header('retry-after', secondsUntil(waits.until, act.now))
    const form = enter.show(c, '', undefined, undefined)
    return c.render(
      <Page>
        <Title>{checkTitle}</Title>
        <EnterCode email={email} next={next} council={council} form={form} waits={sayNetworkWaits(waits, act.now)} />
      </Page>,
      { title: checkTitle },
    )
  },
  refused: {},
  to: '/sign-in/code?sent',
})

const signOut = press({
  at: '/sign-out',
  button: 'Sign out',
  act: async (act, _, { c }) => {
    if (c.var.signInId) await endThisSignIn(act, c.var.signInId)
    clearSignInCookie(c)
    // Never storage or cookies: they hold unsent presses of a door, and the known browser.
    c.header('clear-site-data', '"cache"')
    return ok(undefined)
  },
  refused: {},
  to: '/events',
})

const signIn = page({
  at: '/sign-in',
  title: 'Sign in',
  presses: { send, signOut },
  also: async ({ actor }, _, { c, query }) => {
    const next = await nextOf(c)
    if (actor.accountId) return c.redirect(next ?? homeOf(actor), 303)
    if (c.var.halfSignedIn && query['again'] === undefined) return c.redirect(goingOn('/sign-in/factor', next), 303)
    return { next, typed: typedSentences.get(query['typed'] ?? ''), providers: readProviders(c.env) }
  },
  show: (subject, forms) => <SignIn {...subject} form={forms.send(subject.next)} />,
})

/** Signing in and out, and help with it. */
export const publicAccountPages = withPages(new Hono<AppEnv>(), signIn, code).get('/help', (c) =>
  c.render(<HelpPage council={c.var.council} ofCouncil={c.var.act.actor.roles.length > 0} />, { title: 'Help' }),
)
