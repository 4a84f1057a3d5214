import { type Context, Hono } from 'hono'
import { secondsUntil } from '#base/dates.ts'
import { sha256 } from '#base/id.ts'
import { limitsOf } from '#base/limits/limit.ts'
import { ok } from '#base/result.ts'
import { clientAddress } from '#base/web/client-address.ts'
import type { AppEnv } from '#base/web/env.ts'
import { flash } from '#base/web/flash.ts'
import { page, withPages } from '#base/web/page.tsx'
import { Page, Title } from '#base/web/page-parts.tsx'
import { press } from '#base/web/press.tsx'
import { canSend } from '#messages/outbox/deliver.ts'
import { requireAccount } from '#people/accounts/own-act.ts'
import { mailboxOfCode } from '#people/sign-in/enter-code.ts'
import { codeForm } from '#people/sign-in/forms.ts'
import { sendSignInCode } from '#people/sign-in/send-sign-in-code.ts'
import { codeLimits, sayNetworkRefusal, sayNetworkWaits } from '#people/sign-in/sign-in.ts'
import { codeOf } from '#people/sign-in/sign-in-store.ts'
import { codeNotSent, codeRefusals } from '#people/sign-in/views/refusals.tsx'
import { earlierEmailForm } from './forms.ts'
import { readOffered } from './own-record-store.ts'
import type { OfferedRecord } from './person.ts'
import { earlierCookie } from './session.ts'
import { earlierAddressOf, proveAddress, takeRecord } from './take-record.ts'
import { EarlierAddress, EarlierCode } from './views/earlier.tsx'
import { IsThisYou } from './views/record.tsx'
import { takeRefusals } from './views/refusals.tsx'

const record = '/account/record'
const at = `${record}/earlier`
const back = { href: record, text: 'Your places and record' }
const title = 'Did you come under another address?'
const codeFrame = { title: 'Check that mailbox', back: { href: at, text: title } }

const prove = press({
  at: `${at}/code`,
  form: codeForm,
  button: 'Continue',
  act: (act, { code }, { c }) => proveAddress(act, { browserToken: earlierCookie.read(c), code }),
  refused: codeRefusals,
  to: `${at}/mine`,
})

const enter = page({
  at: `${at}/code`,
  ...codeFrame,
  presses: { prove },
  also: async ({ db }, _, { c }) => {
    const token = earlierCookie.read(c)
    const row = token ? await codeOf(db, await sha256(token)) : null
    if (c.req.method === 'GET' && (!row || row.usedAt)) return c.redirect(at, 303)
    return { email: row?.email }
  },
  show: ({ email }, forms) => <EarlierCode email={email} form={forms.prove()} />,
})

const send = press({
  at,
  form: earlierEmailForm,
  button: 'Send a code',
  act: async (asking, { email }, { c, council }) => {
    const act = requireAccount(asking)
    const { accountId } = act.actor
    if (!act.actor.personId || act.actor.shared) return c.redirect(record, 303)
    if (email === act.actor.email) return { ok: false, refusal: sameAddress }
    if (!canSend(c.env)) return { ok: false, refusal: { field: 'email', says: codeNotSent, status: 503 } }
    const own = limitsOf(`code:account:${accountId}`, codeLimits.account)
    const ask = { email, next: earlierAddressOf(accountId), network: clientAddress(c), knownToken: undefined, own }
    const result = await sendSignInCode(c.env, act, council, ask, true)
    if (!result.ok) return { ok: false, refusal: { field: 'email', says: sayNetworkRefusal(result, act.now), until: result.until } }
    const { browserToken, waits } = result.value
    earlierCookie.set(c, browserToken)
    if (!waits) return ok(undefined)
    c.status(429)
    c.header('retry-after', secondsUntil(waits.until, act.now))
    return c.render(
      <Page>
        <Title>{codeFrame.title}</Title>
        <EarlierCode email={email} waits={sayNetworkWaits(waits, act.now)} form={prove.show(c, '', undefined, undefined)} />
      </Page>,
      codeFrame,
    )
  },
  refused: {},
  to: `${at}/code`,
})

const sameAddress = { field: 'email', says: 'That is the address you sign in with. Enter the other one', status: 422 } as const

const ask = page({
  at,
  title,
  back,
  presses: { send },
  also: async ({ actor }, _, { c }) => (actor.personId && !actor.shared ? {} : c.redirect(record, 303)),
  show: (_, forms) => <EarlierAddress form={forms.send()} />,
})

/** The address that this browser has shown it reads. */
const proven = (c: Context<AppEnv>) => mailboxOfCode(c.var.act, earlierCookie.read(c), earlierAddressOf(c.var.act.actor.accountId))

const take = press({
  at: `${at}/mine`,
  hidden: ({ personId }: OfferedRecord) => ({ person: personId }),
  shape: (_, offered) => <IsThisYou offered={offered} />,
  button: 'Yes, that is me',
  act: async (act, _, { c, field }) => {
    const email = await proven(c)
    if (!email) return c.redirect(at, 303)
    earlierCookie.clear(c)
    return takeRecord(requireAccount(act), field('person'), email)
  },
  refused: takeRefusals,
  done: 'These are your places and your record now.',
  to: record,
})

const mine = page({
  at: `${at}/mine`,
  title: 'Is this you?',
  back,
  presses: { take },
  also: async ({ db, actor }, _, { c }) => {
    const email = await proven(c)
    if (!email) return c.redirect(at, 303)
    const offered = await readOffered(db, actor, email)
    if (offered) return offered
    earlierCookie.clear(c)
    flash(c, 'We found no record that is yours alone at that address. If you came under it, ask the council to put your records together.')
    return c.redirect(record, 303)
  },
  show: (offered, forms) => <div class="muster-panel muster-no-print">{forms.take(offered)}</div>,
})

/** Taking a record at an address that somebody with a record of their own came under before. */
export const schoolEarlierPages = withPages(new Hono<AppEnv>(), ask, enter, mine)
