import { type Context, Hono } from 'hono'
import { notFound } from '#base/errors.ts'
import { newToken } from '#base/id.ts'
import { refused } from '#base/log/refusal.ts'
import { ok, type Result } from '#base/result.ts'
import type { AppEnv } from '#base/web/env.ts'
import { files } from '#base/web/generated/files.ts'
import { provenMinutes } from '#base/web/guard.ts'
import { homeOf } from '#base/web/home.ts'
import { page, withPages } from '#base/web/page.tsx'
import { press } from '#base/web/press.tsx'
import { knownCookie, nextOf } from '#people/sign-in/session.ts'
import { readKeys } from './cipher.ts'
import { readRecoveryCode } from './factor.ts'
import { answerForm, factorForm } from './forms.ts'
import { type FactorSignIn, type ShowReason, showCode, showPasskey } from './show-factor.ts'
import { insertChallenge, passkeysOf, readFactors } from './store.ts'
import { showRefusals } from './views/refusals.tsx'
import { asPasskey, PasskeyProblem, ShowFactor, type Showing } from './views/show.tsx'
import { hostOf } from './webauthn.ts'

type C = Context<AppEnv>

/** Somebody about to show a factor, or signed in and asked for it again. */
const showingOf = (c: C): FactorSignIn | undefined => {
  const half = c.var.halfSignedIn
  const signInId = half?.signInId ?? c.var.signInId
  const { accountId, personId } = half?.actor ?? c.var.act.actor
  return signInId && accountId ? { signInId, accountId, personId, knownToken: knownCookie.read(c) } : undefined
}

/** Where they go on to, or why not; too many wrong codes end the sign-in. */
const goOn = async (c: C, shown: Result<undefined, ShowReason>) => {
  const { act, halfSignedIn } = c.var
  const { actor } = halfSignedIn ?? act
  const next = await nextOf(c)
  if (shown.ok) return ok(next ?? homeOf(actor))
  if (shown.reason === 'no_tries_left' && !halfSignedIn)
    return c.redirect(`/sign-in?typed=tries${next ? `&next=${encodeURIComponent(next)}` : ''}`, 303)
  if (shown.reason === 'too_many_factors') refused(act, shown.reason, actor.email)
  return shown
}

const thanks = (c: C): string => (c.var.halfSignedIn ? '' : `Thank you. For ${provenMinutes} minutes you are not asked again.`)
const usedUp = 'That code is used up. If you have lost your second factor, take it away and set up another: Your account, Second factors.'

const hidden = ({ next }: Showing) => ({ next })

const type = press({
  at: '/factor',
  form: (_, shown: Showing | undefined) => factorForm(shown),
  hidden,
  button: ({ kinds }) => [{ text: 'Continue', ...(kinds.has('passkey') ? { kind: 'secondary' } : {}) }],
  act: async (act, { code }, { c }) => {
    const showing = showingOf(c)
    if (!showing) return c.redirect('/sign-in', 303)
    return goOn(c, await showCode(act, showing, { typed: code, keys: await readKeys(c.env.FACTOR_KEYS) }))
  },
  refused: showRefusals,
  done: ({ values, c }) => (readRecoveryCode(values.code) === undefined ? thanks(c) : usedUp),
  to: (_, path) => path ?? '/',
})

const use = press({
  at: '/factor/passkey',
  form: answerForm,
  attributes: asPasskey('/sign-in/factor/passkey'),
  hidden: (shown: Showing) => ({ ...hidden(shown), answer: '' }),
  hiddenOnce: true,
  shape: (_, { takesCodes }) => <PasskeyProblem otherwise={takesCodes ? ', or use a code' : ''} />,
  button: 'Use your passkey',
  act: async (act, { answer }, { c }) => {
    const showing = showingOf(c)
    return showing ? goOn(c, await showPasskey(act, showing, answer)) : c.redirect('/sign-in', 303)
  },
  refused: showRefusals,
  done: ({ c }) => thanks(c),
  to: (_, path) => path ?? '/',
})

const factor = page({
  at: '/factor',
  title: 'Confirm that it is you',
  presses: { type, use },
  also: async (act, _, { c }) => {
    const showing = showingOf(c)
    const { factors, codesLeft } = showing ? await readFactors(act.db, showing.accountId) : { factors: [], codesLeft: 0 }
    if (factors.length === 0) return c.redirect('/sign-in', 303)
    const kinds = new Set(factors.map(({ kind }) => kind))
    const takesCodes = kinds.has('totp') || codesLeft > 0
    return { kinds, codesLeft, takesCodes, next: await nextOf(c), isAgain: !c.var.halfSignedIn }
  },
  head: ({ kinds }) => (kinds.has('passkey') ? <script type="module" src={files['js/passkey.js']} /> : null),
  show: (shown, forms) => <ShowFactor {...shown} use={forms.use(shown)} type={forms.type(shown)} />,
})

/** Showing a second factor at sign-in and before dangerous acts; mounted at /sign-in. */
export const publicFactorPages = withPages(new Hono<AppEnv>(), factor).post('/factor/passkey/options', async (c) => {
  const showing = showingOf(c)
  if (!showing) throw notFound('page')
  const challenge = newToken()
  await insertChallenge(c.env.DB, { challenge, signInId: showing.signInId, purpose: 'show' }, c.var.act.now)
  const passkeys = await passkeysOf(c.env.DB, showing.accountId)
  return c.json({
    challenge,
    rpId: hostOf(c.var.act.baseUrl),
    userVerification: 'required',
    allowCredentials: passkeys.map((one) => ({ type: 'public-key', id: one.credentialId, transports: JSON.parse(one.transports) })),
  })
})
