import { type Context, Hono } from 'hono'
import { notFound } from '#base/errors.ts'
import { newToken } from '#base/id.ts'
import type { AppEnv } from '#base/web/env.ts'
import type { Problems } from '#base/web/field.tsx'
import { flash } from '#base/web/flash.ts'
import { text } from '#base/web/form.ts'
import { files } from '#base/web/generated/files.ts'
import { cutTo } from '#base/words.ts'
import { requireAccount } from '#people/accounts/own-act.ts'
import { knownCookie } from '#people/sign-in/session.ts'
import { safeNext } from '#people/sign-in/sign-in.ts'
import { readKeys } from './cipher.ts'
import { addPasskey, beginApp, begunApp, confirmApp, endFactor, makeRecoveryCodes } from './set-up-factor.ts'
import { insertChallenge, passkeysOf, readFactors } from './store.ts'
import { setupAddress } from './totp.ts'
import { AppPage, FactorsPage, RecoveryCodesPage } from './views/factors.tsx'
import { setUpRefusals } from './views/refusals.tsx'
import { hostOf } from './webauthn.ts'

type C = Context<AppEnv>

const here = '/account/factors'
const back = { href: here, text: 'Second factors' }

const showFactors = async (c: C, problems?: Problems) => {
  const act = requireAccount(c.var.act)
  const read = await readFactors(c.env.DB, act.actor.accountId)
  // Factors are for council staff; former staff keep theirs until they remove them.
  if (!c.var.staff && read.factors.length === 0) throw notFound('page')
  return c.render(
    <FactorsPage
      {...read}
      isHeld={c.var.staff?.isHeld === true}
      apps={Boolean(c.env.FACTOR_KEYS)}
      next={safeNext(c.req.query('next'))}
      problems={problems}
    />,
    {
      title: 'Second factors',
      back: { href: '/account', text: 'Your account' },
      hasProblems: problems !== undefined,
      head: <script type="module" src={files['js/passkey.js']} />,
    },
  )
}

const showApp = async (c: C, problems?: Problems) => {
  const act = requireAccount(c.var.act)
  const app = await begunApp(act, await readKeys(c.env.FACTOR_KEYS))
  if (!app) return c.redirect(here, 303)
  const address = setupAddress(app.secret, c.var.council.serviceName, act.actor.email)
  c.header('cache-control', 'private, no-store')
  return c.render(<AppPage secret={app.secret} address={address} problems={problems} />, {
    title: 'Set up an authenticator app',
    back,
    hasProblems: problems !== undefined,
  })
}

/** The reader's own second factors; mounted at /account/factors. */
export const schoolFactorPages = new Hono<AppEnv>()
  .get('/', (c) => showFactors(c))

  .post('/app', async (c) => {
    const keys = await readKeys(c.env.FACTOR_KEYS)
    if (keys.length === 0) throw notFound('page')
    await beginApp(requireAccount(c.var.act), keys)
    return c.redirect(`${here}/app`, 303)
  })

  .get('/app', (c) => showApp(c))

  .post('/app/confirm', async (c) => {
    const form = await c.req.parseBody()
    const confirmed = await confirmApp(requireAccount(c.var.act), {
      code: cutTo(text(form, 'code'), 40),
      keys: await readKeys(c.env.FACTOR_KEYS),
      signInId: c.var.signInId ?? '',
      knownToken: knownCookie.read(c),
      isLate: c.var.restingRoles !== undefined,
      council: c.var.council,
    })
    if (!confirmed.ok) {
      c.status(422)
      return showApp(c, { code: setUpRefusals[confirmed.reason] })
    }
    flash(c, 'The authenticator app is set up. Make your printed codes next, if you have none.')
    return c.redirect(here, 303)
  })

  .post('/passkey/options', async (c) => {
    const { actor } = requireAccount(c.var.act)
    const challenge = newToken()
    await insertChallenge(c.env.DB, { challenge, signInId: c.var.signInId ?? '', purpose: 'register' }, c.var.act.now)
    const known = await passkeysOf(c.env.DB, actor.accountId)
    return c.json({
      challenge,
      rp: { id: hostOf(c.var.act.baseUrl), name: c.var.council.serviceName },
      user: { id: actor.accountId.replaceAll('-', ''), name: actor.email, displayName: actor.name ?? actor.email },
      pubKeyCredParams: [-8, -7, -257].map((alg) => ({ type: 'public-key', alg })),
      authenticatorSelection: { residentKey: 'preferred', userVerification: 'required' },
      attestation: 'none',
      excludeCredentials: known.map((one) => ({ type: 'public-key', id: one.credentialId, transports: JSON.parse(one.transports) })),
    })
  })

  .post('/passkey', async (c) => {
    const form = await c.req.parseBody()
    const label = cutTo(text(form, 'label').normalize('NFC').trim(), 60) || 'Passkey'
    const added = await addPasskey(requireAccount(c.var.act), {
      answer: text(form, 'answer'),
      label,
      signInId: c.var.signInId ?? '',
      knownToken: knownCookie.read(c),
      isLate: c.var.restingRoles !== undefined,
      council: c.var.council,
    })
    if (!added.ok) {
      c.status(422)
      return showFactors(c, { passkey: setUpRefusals[added.reason] })
    }
    flash(c, 'The passkey is added. Make your printed codes next, if you have none.')
    return c.redirect(here, 303)
  })

  .post('/codes', async (c) => {
    const { factors } = await readFactors(c.env.DB, requireAccount(c.var.act).actor.accountId)
    if (factors.length === 0) return c.redirect(here, 303)
    const codes = await makeRecoveryCodes(requireAccount(c.var.act))
    c.header('cache-control', 'private, no-store')
    return c.render(<RecoveryCodesPage codes={codes} service={c.var.council.serviceName} />, { title: 'Your printed codes', back })
  })

  .post('/:id/end', async (c) => {
    await endFactor(requireAccount(c.var.act), c.req.param('id'))
    flash(c, 'It no longer signs you in.')
    return c.redirect('/account', 303)
  })
