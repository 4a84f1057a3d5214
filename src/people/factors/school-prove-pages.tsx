import { Hono } from 'hono'
import { clientAddress } from '#base/web/client-address.ts'
import type { AppEnv } from '#base/web/env.ts'
import { provenMinutes } from '#base/web/guard.ts'
import { page, withPages } from '#base/web/page.tsx'
import { P } from '#base/web/page-parts.tsx'
import { press } from '#base/web/press.tsx'
import { requireAccount } from '#people/accounts/own-act.ts'
import { codeForm } from '#people/sign-in/forms.ts'
import { codeCookie, knownCookie, nextOf } from '#people/sign-in/session.ts'
import { goingOn, safeNext, sayCodeRefusal } from '#people/sign-in/sign-in.ts'
import { codeNotSent, codeRefusals } from '#people/sign-in/views/refusals.tsx'
import { proveByCode, sendProvingCode } from './prove-by-code.ts'
import { EnterProof, toSend, whyProve } from './views/prove.tsx'

const frame = { title: 'Confirm that it is you', back: { href: '/account', text: 'Your account' } }

const send = press({
  at: '/prove',
  shape: (_, email: string) => toSend(email),
  button: 'Send me a code',
  act: async (act, _, { c, council }) => {
    const ask = { next: await nextOf(c), network: clientAddress(c), knownToken: knownCookie.read(c) }
    const result = await sendProvingCode(c.env, requireAccount(act), council, ask)
    if (result.ok) codeCookie.set(c, result.value)
    if (result.ok || result.reason === 'code_not_sent') return result
    return { ok: false, refusal: { field: 'code', says: sayCodeRefusal(result, act.now), until: result.until } }
  },
  refused: { code_not_sent: { field: 'code', says: codeNotSent, status: 503 } },
  to: '/account/prove/code',
})

const ask = page({
  at: '/prove',
  ...frame,
  presses: { send },
  also: async (act, _, { c }) => {
    // Accounts with a second factor are asked for it, not for a mailed code.
    if (c.var.hasFactor) return c.redirect(goingOn('/sign-in/factor', await nextOf(c)), 303)
    return requireAccount(act).actor
  },
  show: ({ email }, forms) => (
    <>
      <P>{whyProve}</P>
      {forms.send(email)}
    </>
  ),
})

const prove = press({
  at: '/prove/code',
  form: codeForm,
  button: 'Continue',
  act: async (act, { code }, { c }) => {
    const ask = { browserToken: codeCookie.read(c), code, signInId: c.var.signInId ?? '' }
    const proven = await proveByCode(requireAccount(act), ask)
    if (proven.ok) codeCookie.clear(c)
    return proven
  },
  refused: codeRefusals,
  done: `Thank you. For ${provenMinutes} minutes you are not asked again.`,
  to: (_, proven) => safeNext(proven?.next) ?? '/account',
})

const enter = page({
  at: '/prove/code',
  ...frame,
  presses: { prove },
  also: async (act, _, { c }) => {
    if (c.req.method === 'GET' && !codeCookie.read(c)) return c.redirect('/account/prove', 303)
    return requireAccount(act).actor
  },
  show: ({ email }, forms) => <EnterProof email={email} form={forms.prove()} />,
})

/** Proving again who one is, before what asks for it; mounted at /account. */
export const schoolProvePages = withPages(new Hono<AppEnv>(), ask, enter)
