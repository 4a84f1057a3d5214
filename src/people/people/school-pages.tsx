import { type Context, Hono } from 'hono'
import { secondsUntil } from '#base/dates.ts'
import { sha256 } from '#base/id.ts'
import { isRefusalReason, refused } from '#base/log/refusal.ts'
import { clientAddress } from '#base/web/client-address.ts'
import type { AppEnv } from '#base/web/env.ts'
import type { Problems } from '#base/web/field.tsx'
import { flash } from '#base/web/flash.ts'
import { problemsOf, text } from '#base/web/form.ts'
import { newAddressCode } from '#emails/people/new-address-code.tsx'
import { canSend } from '#messages/outbox/deliver.ts'
import { requireAccount } from '#people/accounts/own-act.ts'
import { sendUnseen } from '#people/sign-in/send-code.ts'
import { codeMinutes, sayNetworkRefusal, sayNetworkWaits } from '#people/sign-in/sign-in.ts'
import { askEmail } from './ask-email.ts'
import { confirmEmail } from './confirm-email.ts'
import { type ChangeRow, changeOf, readEmailPage } from './email-store.ts'
import { codesForm, newEmailForm } from './forms.ts'
import { schoolEarlierPages } from './school-earlier-pages.tsx'
import { emailCookie } from './session.ts'
import { leaveRecord, takeRecord } from './take-record.ts'
import { ConfirmEmailPage, NewEmailPage } from './views/email.tsx'
import { askEmailRefusals, confirmEmailRefusals, saidOfTaking } from './views/refusals.tsx'

const account = { href: '/account', text: 'Your account' }

const showEmail = async (c: Context<AppEnv>, email?: string, problems?: Problems) => {
  const { actor, db } = requireAccount(c.var.act)
  const page = await readEmailPage(db, actor.accountId)
  return c.render(
    <NewEmailPage
      email={actor.email}
      shared={actor.shared}
      hasFactor={c.var.hasFactor === true}
      {...page}
      values={email === undefined ? {} : { email }}
      problems={problems}
    />,
    { title: 'Change your email address', back: account, hasProblems: problems !== undefined },
  )
}

const askedHere = async (c: Context<AppEnv>) => {
  const token = emailCookie.read(c)
  return token ? await changeOf(c.env.DB, await sha256(token), requireAccount(c.var.act).actor.accountId) : null
}

const showCode = (c: Context<AppEnv>, change: ChangeRow | null, problems?: Problems, waits?: string) => {
  if (!problems && (!change || change.usedAt)) return c.redirect('/account/email', 303)
  return c.render(<ConfirmEmailPage change={change} both={Boolean(change?.oldCodeHash)} waits={waits} problems={problems} />, {
    title: change?.oldCodeHash ? 'Check both mailboxes' : 'Check the new mailbox',
    back: { href: '/account/email', text: 'Change your email address' },
    hasProblems: problems !== undefined,
  })
}

/** Taking a record as one’s own, and the reader's address. */
export const schoolPeoplePages = new Hono<AppEnv>()
  .post('/account/record', async (c) => {
    const form = await c.req.parseBody()
    const act = requireAccount(c.var.act)
    if (text(form, 'answer') === 'no') {
      await leaveRecord(act, text(form, 'person'))
      flash(c, 'Saved. You are not asked again.')
      return c.redirect('/account/record', 303)
    }
    const taken = await takeRecord(act, text(form, 'person'))
    flash(c, saidOfTaking(taken))
    return c.redirect('/account/record', 303)
  })

  .get('/account/email', (c) => showEmail(c))

  .post('/account/email', async (c) => {
    const form = await c.req.parseBody()
    const email = text(form, 'email')
    const read = newEmailForm.safeParse(form)
    const show = (status: 422 | 429 | 503, says: string) => {
      c.status(status)
      return showEmail(c, email, { email: says })
    }
    if (!read.success) return show(422, problemsOf(read.error)['email'] as string)
    if (!canSend(c.env)) return show(503, askEmailRefusals.mail_not_sent)
    const { act, council } = c.var
    const asked = await askEmail(requireAccount(act), {
      email: read.data.email,
      hasFactor: c.var.hasFactor === true,
      network: clientAddress(c),
      mailsPerDay: council.mailsPerDay,
    })
    if (!asked.ok && asked.reason === 'same_address') return show(422, askEmailRefusals[asked.reason])
    if (!asked.ok) {
      refused(act, asked.reason)
      c.header('retry-after', secondsUntil(asked.until, act.now))
      return show(429, sayNetworkRefusal(asked, act.now))
    }
    const { code, waits, oldCode, browserToken, give } = asked.value
    const mailOf = (to: string, mailbox: 'new' | 'current', itsCode: string) => {
      const mail = newAddressCode({
        code: itsCode,
        minutes: codeMinutes,
        serviceName: council.serviceName,
        councilName: council.name,
        privacyUrl: `${act.baseUrl}/privacy`,
        mailbox,
      })
      return { to: { email: to }, replyTo: council.contactEmail || undefined, ...mail }
    }
    const mails = [
      mailOf(read.data.email, 'new', code),
      ...(oldCode === undefined ? [] : [mailOf(requireAccount(act).actor.email, 'current', oldCode)]),
    ]
    sendUnseen(c.env, act, { email: read.data.email, give, mails })
    emailCookie.set(c, browserToken)
    if (!waits) return c.redirect('/account/email/code', 303)
    c.status(429)
    c.header('retry-after', secondsUntil(waits.until, act.now))
    const change = await changeOf(act.db, await sha256(browserToken), requireAccount(act).actor.accountId)
    return showCode(c, change, undefined, sayNetworkWaits(waits, act.now))
  })

  .get('/account/email/code', async (c) => showCode(c, await askedHere(c)))

  .post('/account/email/code', async (c) => {
    const change = await askedHere(c)
    const read = codesForm(Boolean(change?.oldCodeHash)).safeParse(await c.req.parseBody())
    if (!read.success) {
      c.status(422)
      return showCode(c, change, problemsOf(read.error))
    }
    const confirmed = await confirmEmail(requireAccount(c.var.act), {
      browserToken: emailCookie.read(c),
      ...read.data,
      signInId: c.var.signInId ?? '',
      council: c.var.council,
    })
    if (!confirmed.ok) {
      if (isRefusalReason(confirmed.reason)) refused(c.var.act, confirmed.reason)
      c.status(confirmed.reason === 'wrong_code' ? 422 : 409)
      return showCode(c, change, { code: confirmEmailRefusals[confirmed.reason] })
    }
    emailCookie.clear(c)
    flash(c, 'Your email address is changed. Sign in with the new one from now on.')
    return c.redirect('/account', 303)
  })

  .route('/', schoolEarlierPages)
