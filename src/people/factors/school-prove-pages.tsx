import { type Context, Hono } from 'hono'
import { secondsUntil } from '#base/dates.ts'
import { refused } from '#base/log/refusal.ts'
import { clientAddress } from '#base/web/client-address.ts'
import type { AppEnv } from '#base/web/env.ts'
import type { Problems } from '#base/web/field.tsx'
import { flash } from '#base/web/flash.ts'
import { problemsOf, text } from '#base/web/form.ts'
import { provenMinutes } from '#base/web/guard.ts'
import { signInCodeMail } from '#emails/people/sign-in-code.tsx'
import { sendNow } from '#messages/outbox/send-together.ts'
import { requireAccount } from '#people/accounts/own-act.ts'
import { askCode } from '#people/sign-in/ask-code.ts'
import { takeBack } from '#people/sign-in/count-code.ts'
import { codeForm } from '#people/sign-in/forms.ts'
import { codeCookie, knownCookie } from '#people/sign-in/session.ts'
import { codeMinutes, safeNext, sayCodeRefusal } from '#people/sign-in/sign-in.ts'
import { codeNotSent, enterCodeRefusals } from '#people/sign-in/views/refusals.tsx'
import { proveByCode } from './prove-by-code.ts'
import { AskProofPage, EnterProofPage } from './views/prove.tsx'

type C = Context<AppEnv>

const account = { href: '/account', text: 'Your account' }

const showAsk = (c: C, next: string | undefined, problems?: Problems) =>
  c.render(<AskProofPage email={requireAccount(c.var.act).actor.email} next={next} problems={problems} />, {
    title: 'Confirm that it is you',
    back: account,
    hasProblems: problems !== undefined,
  })

const showEnter = (c: C, problems?: Problems) =>
  c.render(<EnterProofPage email={requireAccount(c.var.act).actor.email} problems={problems} />, {
    title: 'Confirm that it is you',
    back: account,
    hasProblems: problems !== undefined,
  })

/** Proving again who one is, before what asks for it; mounted at /account/prove. */
export const schoolProvePages = new Hono<AppEnv>()
  .get('/', (c) => {
    const next = safeNext(c.req.query('next'))
    // Accounts with a second factor are asked for it, not for a mailed code.
    if (c.var.hasFactor) return c.redirect(`/sign-in/factor${next ? `?next=${encodeURIComponent(next)}` : ''}`, 303)
    return showAsk(c, next)
  })

  .post('/', async (c) => {
    const form = await c.req.parseBody()
    const next = safeNext(text(form, 'next'))
    const act = requireAccount(c.var.act)
    const { council } = c.var
    const refuse = (status: 429 | 503, problem: string) => {
      c.status(status)
      return showAsk(c, next, { code: problem })
    }
    const { email } = act.actor
    const asked = await askCode(act, {
      email,
      next,
      network: clientAddress(c),
      knownToken: knownCookie.read(c),
      mailsPerDay: c.var.council.mailsPerDay,
    })
    if (!asked.ok) {
      refused(act, asked.reason, email)
      c.header('retry-after', secondsUntil(asked.until, act.now))
      return refuse(429, sayCodeRefusal(asked, act.now))
    }
    const mail = signInCodeMail({
      code: asked.value.code,
      minutes: codeMinutes,
      serviceName: council.serviceName,
      councilName: council.name,
      privacyUrl: `${act.baseUrl}/privacy`,
      proves: true,
    })
    const sent = await sendNow(c.env, { to: { email }, replyTo: council.contactEmail || undefined, ...mail }, act.now)
    if (!sent.ok) {
      await takeBack(act.db, [asked.value.counted])
      return refuse(503, codeNotSent)
    }
    codeCookie.set(c, asked.value.browserToken)
    return c.redirect('/account/prove/code', 303)
  })

  .get('/code', (c) => (codeCookie.read(c) ? showEnter(c) : c.redirect('/account/prove', 303)))

  .post('/code', async (c) => {
    const read = codeForm.safeParse(await c.req.parseBody())
    if (!read.success) {
      c.status(422)
      return showEnter(c, problemsOf(read.error))
    }
    const proven = await proveByCode(requireAccount(c.var.act), {
      browserToken: codeCookie.read(c),
      code: read.data.code,
      signInId: c.var.signInId ?? '',
    })
    if (!proven.ok) {
      c.status(proven.reason === 'wrong_code' ? 422 : 409)
      return showEnter(c, { code: enterCodeRefusals[proven.reason] })
    }
    codeCookie.clear(c)
    flash(c, `Thank you. For ${provenMinutes} minutes you are not asked again.`)
    return c.redirect(safeNext(proven.value.next) ?? '/account', 303)
  })
