import { type Context, Hono } from 'hono'
import { notFound } from '#base/errors.ts'
import { newToken } from '#base/id.ts'
import { ok } from '#base/result.ts'
import type { AppEnv } from '#base/web/env.ts'
import { files } from '#base/web/generated/files.ts'
import { page, withPages } from '#base/web/page.tsx'
import { atField, press } from '#base/web/press.tsx'
import { requireAccount } from '#people/accounts/own-act.ts'
import { knownCookie, nextOf } from '#people/sign-in/session.ts'
import { readKeys } from './cipher.ts'
import { type FactorRow, recoveryCodes } from './factor.ts'
import { appForm, passkeyForm } from './forms.ts'
import { addPasskey, beginApp, begunApp, confirmApp, endFactor, makeRecoveryCodes } from './set-up-factor.ts'
import { insertChallenge, passkeysOf, readFactors } from './store.ts'
import { setupAddress } from './totp.ts'
import { AppToSetUp, Factors, RecoveryCodesPage } from './views/factors.tsx'
import { setUpRefusals } from './views/refusals.tsx'
import { asPasskey, PasskeyProblem } from './views/show.tsx'
import { hostOf } from './webauthn.ts'

const here = '/account/factors'
const back = { href: here, text: 'Second factors' }

const settingUp = (c: Context<AppEnv>) => ({
  signInId: c.var.signInId ?? '',
  knownToken: knownCookie.read(c),
  isLate: c.var.restingRoles !== undefined,
  council: c.var.council,
})

const begin = press({
  at: '/factors/app',
  button: [{ text: 'Set up an authenticator app', kind: 'secondary' }],
  act: async (act, _, { c }) => {
    const keys = await readKeys(c.env.FACTOR_KEYS)
    if (keys.length === 0) throw notFound('page')
    return ok(await beginApp(requireAccount(act), keys))
  },
  refused: {},
  to: `${here}/app`,
})

const add = press({
  at: '/factors/passkey',
  form: passkeyForm,
  attributes: asPasskey(`${here}/passkey`),
  hidden: () => ({ answer: '' }),
  hiddenOnce: true,
  shape: ({ label }) => (
    <>
      {label}
      <PasskeyProblem />
    </>
  ),
  button: 'Add a passkey',
  act: (act, passkey, { c }) => addPasskey(requireAccount(act), { ...passkey, ...settingUp(c) }),
  refused: atField('passkey', setUpRefusals, 422),
  done: 'The passkey is added. Make your printed codes next, if you have none.',
  to: here,
})

const print = press({
  at: '/factors/codes',
  button: (codesLeft: number) => [{ text: `Make ${recoveryCodes} new codes`, ...(codesLeft === 0 ? {} : { kind: 'secondary' }) }],
  act: async (act, _, { c, council }) => {
    const own = requireAccount(act)
    const { factors } = await readFactors(act.db, own.actor.accountId)
    if (factors.length === 0) return ok(undefined)
    const codes = await makeRecoveryCodes(own)
    c.header('cache-control', 'private, no-store')
    return c.render(<RecoveryCodesPage codes={codes} service={council.serviceName} />, { title: 'Your printed codes', back })
  },
  refused: {},
  to: here,
})

const end = press({
  at: '/factors/:id/end',
  button: ({ label }: FactorRow) => [{ text: 'Take away', of: label, kind: 'secondary' }],
  act: async (act, _, { part }) => ok(await endFactor(requireAccount(act), part('id'))),
  refused: {},
  done: 'It no longer signs you in.',
  to: '/account',
})

const factors = page({
  at: '/factors',
  title: 'Second factors',
  back: { href: '/account', text: 'Your account' },
  head: <script type="module" src={files['js/passkey.js']} />,
  presses: { begin, add, print, end },
  also: async (act, _, { c }) => {
    const read = await readFactors(act.db, requireAccount(act).actor.accountId)
    // Factors are for council staff; former staff keep theirs until they remove them.
    if (!c.var.staff && read.factors.length === 0) throw notFound('page')
    return { ...read, isHeld: c.var.staff?.isHeld === true, apps: Boolean(c.env.FACTOR_KEYS), next: await nextOf(c) }
  },
  show: (subject, forms) => (
    <Factors
      {...subject}
      endOf={(row) => forms.end(row, { id: row.id })}
      print={forms.print(subject.codesLeft)}
      add={forms.add()}
      begin={forms.begin()}
    />
  ),
})

const confirm = press({
  at: '/factors/app/confirm',
  form: appForm,
  button: 'Continue',
  act: async (act, { code }, { c }) => confirmApp(requireAccount(act), { code, keys: await readKeys(c.env.FACTOR_KEYS), ...settingUp(c) }),
  refused: atField('code', setUpRefusals, 422),
  done: 'The authenticator app is set up. Make your printed codes next, if you have none.',
  to: here,
})

const app = page({
  at: '/factors/app',
  title: 'Set up an authenticator app',
  back,
  presses: { confirm },
  also: async (act, _, { c }) => {
    const own = requireAccount(act)
    const begun = await begunApp(own, await readKeys(c.env.FACTOR_KEYS))
    if (!begun) return c.redirect(here, 303)
    c.header('cache-control', 'private, no-store')
    return { secret: begun.secret, address: setupAddress(begun.secret, c.var.council.serviceName, own.actor.email) }
  },
  show: (subject, forms) => <AppToSetUp {...subject} form={forms.confirm()} />,
})

/** The reader's own second factors; mounted at /account. */
export const schoolFactorPages = withPages(new Hono<AppEnv>(), factors, app).post('/factors/passkey/options', async (c) => {
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
