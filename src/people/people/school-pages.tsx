import { type Context, Hono } from 'hono'
import type { Council } from '#base/council.ts'
import { secondsUntil } from '#base/dates.ts'
import { sha256 } from '#base/id.ts'
import { isRefusalReason, refused } from '#base/log/refusal.ts'
import { ok } from '#base/result.ts'
import { clientAddress } from '#base/web/client-address.ts'
import type { AppEnv } from '#base/web/env.ts'
import { page, withPages } from '#base/web/page.tsx'
import { Page, Title } from '#base/web/page-parts.tsx'
import { press } from '#base/web/press.tsx'
import { newAddressCode } from '#emails/people/new-address-code.tsx'
import { canSend } from '#messages/outbox/deliver.ts'
import { requireAccount } from '#people/accounts/own-act.ts'
import { sendUnseen } from '#people/sign-in/send-code.ts'
import { codeMinutes, sayNetworkRefusal, sayNetworkWaits } from '#people/sign-in/sign-in.ts'
import { codeNotSent } from '#people/sign-in/views/refusals.tsx'
import { askEmail } from './ask-email.ts'
import { confirmEmail } from './confirm-email.ts'
import { changeOf, readEmailPage } from './email-store.ts'
import { codesForm, newEmailForm } from './forms.ts'
import { schoolEarlierPages } from './school-earlier-pages.tsx'
import { emailCookie } from './session.ts'
import { ConfirmEmail, NewEmail } from './views/email.tsx'
import { confirmEmailRefusals, sameAddress } from './views/refusals.tsx'

const at = '/account/email'
const title = 'Change your email address'

const changeOfToken = async (c: Context<AppEnv>, token: string | undefined) => {
  const change = token ? await changeOf(c.env.DB, await sha256(token), requireAccount(c.var.act).actor.accountId) : null
  return { change, both: Boolean(change?.oldCodeHash) }
}

const codeFrame = (both: boolean) => ({
  title: both ? 'Check both mailboxes' : 'Check the new mailbox',
  back: { href: at, text: title },
})

const confirm = press({
  at: '/account/email/code',
  form: (_, shown?: { both: boolean }) => codesForm(shown?.both ?? true),
  hidden: ({ both }: { both: boolean }) => ({ both: both ? 'yes' : '' }),
  shape: ({ code, oldCode }, { both }) => (both ? [code, oldCode] : code),
  button: 'Change my address',
  act: async (act, codes, { c, council }) => {
    const ask = { browserToken: emailCookie.read(c), ...codes, signInId: c.var.signInId ?? '', council }
    const confirmed = await confirmEmail(requireAccount(act), ask)
    if (confirmed.ok) emailCookie.clear(c)
    else if (isRefusalReason(confirmed.reason)) refused(act, confirmed.reason)
    return confirmed
  },
  refused: confirmEmailRefusals,
  done: 'Your email address is changed. Sign in with the new one from now on.',
  to: '/account',
})

const confirming = page({
  at: '/account/email/code',
  also: async (_, __, { c }) => {
    const found = await changeOfToken(c, emailCookie.read(c))
    return c.req.method === 'GET' && (!found.change || found.change.usedAt) ? c.redirect(at, 303) : found
  },
  title: ({ both }) => codeFrame(both).title,
  back: codeFrame(true).back,
  presses: { confirm },
  show: (found, forms) => <ConfirmEmail {...found} form={forms.confirm(found)} />,
})

type Codes = { email: string; code: string; oldCode: string | undefined; current: string }

const mailsOf = (council: Council, baseUrl: string, { email, code, oldCode, current }: Codes) => {
  const mailOf = (to: string, mailbox: 'new' | 'current', itsCode: string) => ({
    to: { email: to },
    replyTo: council.contactEmail || undefined,
    ...newAddressCode({
      code: itsCode,
      minutes: codeMinutes,
      council,
      privacyUrl: `${baseUrl}/privacy`,
      mailbox,
    }),
  })
  return [mailOf(email, 'new', code), ...(oldCode === undefined ? [] : [mailOf(current, 'current', oldCode)])]
}

const send = press({
  at: '/account/email',
  form: newEmailForm,
  button: ({ hasFactor }: { hasFactor: boolean }) => (hasFactor ? 'Send a code to the new address' : 'Send a code to each address'),
  act: async (asking, { email }, { c, council }) => {
    if (!canSend(c.env)) return { ok: false, refusal: { field: 'email', says: codeNotSent, status: 503 } }
    const act = requireAccount(asking)
    const ask = { email, hasFactor: c.var.hasFactor === true, network: clientAddress(c), mailsPerDay: council.mailsPerDay }
    const asked = await askEmail(act, ask)
    if (!asked.ok && asked.reason === 'same_address') return asked
    if (!asked.ok) {
      refused(act, asked.reason)
      return { ok: false, refusal: { field: 'email', says: sayNetworkRefusal(asked, act.now), until: asked.until } }
    }
    const { waits, browserToken, give, ...codes } = asked.value
    sendUnseen(c.env, act, { email, give, mails: mailsOf(council, act.baseUrl, { ...codes, email, current: act.actor.email }) })
    emailCookie.set(c, browserToken)
    if (!waits) return ok(undefined)
    c.status(429)
    c.header('retry-after', secondsUntil(waits.until, act.now))
    const found = await changeOfToken(c, browserToken)
    const frame = codeFrame(found.both)
    return c.render(
      <Page>
        <Title>{frame.title}</Title>
        <ConfirmEmail {...found} waits={sayNetworkWaits(waits, act.now)} form={confirm.show(c, '', undefined, found)} />
      </Page>,
      frame,
    )
  },
  refused: { same_address: sameAddress },
  to: `${at}/code`,
})

const change = page({
  at,
  title,
  back: { href: '/account', text: 'Your account' },
  presses: { send },
  also: async (act, _, { c }) => {
    const { email, shared, accountId } = requireAccount(act).actor
    return { email, shared, hasFactor: c.var.hasFactor === true, ...(await readEmailPage(act.db, accountId)) }
  },
  show: (found, forms) => <NewEmail {...found} form={forms.send(found)} />,
})

/** The reader's address, and records that they came under before. */
export const schoolPeoplePages = withPages(new Hono<AppEnv>(), change, confirming).route('/', schoolEarlierPages)
