import { type Context, Hono } from 'hono'
import { secondsUntil } from '#base/dates.ts'
import { sha256 } from '#base/id.ts'
import { limitsOf } from '#base/limits/limit.ts'
import { clientAddress } from '#base/web/client-address.ts'
import type { AppEnv } from '#base/web/env.ts'
import type { Problems } from '#base/web/field.tsx'
import { flash } from '#base/web/flash.ts'
import { problemsOf, text } from '#base/web/form.ts'
import { canSend } from '#messages/outbox/deliver.ts'
import { requireAccount } from '#people/accounts/own-act.ts'
import { mailboxOfCode } from '#people/sign-in/enter-code.ts'
import { codeForm } from '#people/sign-in/forms.ts'
import { sendSignInCode } from '#people/sign-in/send-sign-in-code.ts'
import { codeLimits, sayNetworkRefusal, sayNetworkWaits } from '#people/sign-in/sign-in.ts'
import { codeOf } from '#people/sign-in/sign-in-store.ts'
import { codeNotSent, enterCodeRefusals } from '#people/sign-in/views/refusals.tsx'
import { earlierEmailForm } from './forms.ts'
import { readOffered } from './own-record-store.ts'
import { earlierCookie } from './session.ts'
import { earlierAddressOf, proveAddress, takeRecord } from './take-record.ts'
import { EarlierAddressPage, EarlierCodePage, EarlierRecordPage } from './views/earlier.tsx'
import { saidOfTaking } from './views/refusals.tsx'

type C = Context<AppEnv>
const record = '/account/record'
const asks = `${record}/earlier`
const back = { href: record, text: 'Your places and record' }
const title = 'Did you come under another address?'

const showAsk = (c: C, values: Record<string, string> = {}, problems?: Problems) =>
  c.render(<EarlierAddressPage values={values} problems={problems} />, { title, back, hasProblems: problems !== undefined })

const renderCode = (c: C, shown: Parameters<typeof EarlierCodePage>[0]) =>
  c.render(<EarlierCodePage {...shown} />, {
    title: 'Check that mailbox',
    back: { href: asks, text: title },
    hasProblems: shown.problems !== undefined,
  })

const showCode = async (c: C, problems?: Problems) => {
  const token = earlierCookie.read(c)
  const row = token ? await codeOf(c.env.DB, await sha256(token)) : null
  if (!problems && (!row || row.usedAt)) return c.redirect(asks, 303)
  return renderCode(c, { email: row?.email, problems })
}

/** The address that this browser has shown it reads. */
const proven = (c: C) => mailboxOfCode(c.var.act, earlierCookie.read(c), earlierAddressOf(c.var.act.actor.accountId))

/** Taking a record at an address that somebody with a record of their own came under before. */
export const schoolEarlierPages = new Hono<AppEnv>()
  .get(asks, (c) => (c.var.act.actor.personId && !c.var.act.actor.shared ? showAsk(c) : c.redirect(record, 303)))

  .post(asks, async (c) => {
    const { council } = c.var
    const act = requireAccount(c.var.act)
    if (!act.actor.personId || act.actor.shared) return c.redirect(record, 303)
    const form = await c.req.parseBody()
    const read = earlierEmailForm.safeParse(form)
    const show = (status: 422 | 429 | 503, problems: Problems) => {
      c.status(status)
      return showAsk(c, { email: text(form, 'email') }, problems)
    }
    if (!read.success) return show(422, problemsOf(read.error))
    const { email } = read.data
    if (email === act.actor.email) return show(422, { email: 'That is the address you sign in with. Enter the other one' })
    if (!canSend(c.env)) return show(503, { email: codeNotSent })
    const { accountId } = act.actor
    const own = limitsOf(`code:account:${accountId}`, codeLimits.account)
    const ask = { email, next: earlierAddressOf(accountId), network: clientAddress(c), knownToken: undefined, own }
    const sent = await sendSignInCode(c.env, act, council, ask, true)
    if (!sent.ok) {
      c.header('retry-after', secondsUntil(sent.until, act.now))
      return show(429, { email: sayNetworkRefusal(sent, act.now) })
    }
    const { browserToken, waits } = sent.value
    earlierCookie.set(c, browserToken)
    if (!waits) return c.redirect(`${asks}/code`, 303)
    c.status(429)
    c.header('retry-after', secondsUntil(waits.until, act.now))
    return renderCode(c, { email, waits: sayNetworkWaits(waits, act.now) })
  })

  .get(`${asks}/code`, (c) => showCode(c))

  .post(`${asks}/code`, async (c) => {
    const read = codeForm.schema.safeParse(await c.req.parseBody())
    if (!read.success) {
      c.status(422)
      return showCode(c, problemsOf(read.error))
    }
    const shown = await proveAddress(c.var.act, { browserToken: earlierCookie.read(c), code: read.data.code })
    if (!shown.ok) {
      c.status(shown.reason === 'wrong_code' ? 422 : 409)
      return showCode(c, { code: enterCodeRefusals[shown.reason] })
    }
    return c.redirect(`${asks}/mine`, 303)
  })

  .get(`${asks}/mine`, async (c) => {
    const { act } = c.var
    const email = await proven(c)
    if (!email) return c.redirect(asks, 303)
    const offered = await readOffered(act.db, act.actor, email)
    if (offered) return c.render(<EarlierRecordPage offered={offered} />, { title: 'Is this you?', back })
    earlierCookie.clear(c)
    flash(c, 'We found no record that is yours alone at that address. If you came under it, ask the council to put your records together.')
    return c.redirect(record, 303)
  })

  .post(`${asks}/mine`, async (c) => {
    const email = await proven(c)
    if (!email) return c.redirect(asks, 303)
    const taken = await takeRecord(requireAccount(c.var.act), text(await c.req.parseBody(), 'person'), email)
    earlierCookie.clear(c)
    flash(c, saidOfTaking(taken))
    return c.redirect(record, 303)
  })
