import { type Context, Hono } from 'hono'
import { notFound } from '#base/errors.ts'
import { newToken } from '#base/id.ts'
import { refused } from '#base/log/refusal.ts'
import type { AppEnv } from '#base/web/env.ts'
import type { Problems } from '#base/web/field.tsx'
import { flash } from '#base/web/flash.ts'
import { text } from '#base/web/form.ts'
import { files } from '#base/web/generated/files.ts'
import { provenMinutes } from '#base/web/guard.ts'
import { cutTo } from '#base/words.ts'
import { homeOf } from '#people/accounts/account.ts'
import { knownCookie } from '#people/sign-in/session.ts'
import { safeNext } from '#people/sign-in/sign-in.ts'
import { readKeys } from './cipher.ts'
import { readRecoveryCode } from './factor.ts'
import { type FactorSignIn, type ShowReason, showCode, showPasskey } from './show-factor.ts'
import { insertChallenge, passkeysOf, readFactors } from './store.ts'
import { showRefusals } from './views/refusals.tsx'
import { FactorPage } from './views/show.tsx'
import { hostOf } from './webauthn.ts'

type C = Context<AppEnv>

/** Somebody about to show a factor, or signed in and asked for it again. */
const showingOf = (c: C): FactorSignIn | undefined => {
  const half = c.var.halfSignedIn
  const signInId = half?.signInId ?? c.var.signInId
  const { accountId, personId } = half?.actor ?? c.var.act.actor
  return signInId && accountId ? { signInId, accountId, personId, knownToken: knownCookie.read(c) } : undefined
}

const page = async (c: C, showing: FactorSignIn, next: string | undefined, problems?: Problems) => {
  const { factors, codesLeft } = await readFactors(c.env.DB, showing.accountId)
  if (factors.length === 0) return c.redirect('/sign-in', 303)
  const kinds = new Set(factors.map(({ kind }) => kind))
  return c.render(<FactorPage kinds={kinds} codesLeft={codesLeft} next={next} again={!c.var.halfSignedIn} problems={problems} />, {
    title: 'Confirm that it is you',
    hasProblems: problems !== undefined,
    head: kinds.has('passkey') ? <script type="module" src={files['js/passkey.js']} /> : undefined,
  })
}

const goOn = (c: C, next: string | undefined, isPrinted = false) => {
  if (isPrinted)
    flash(c, 'That code is used up. If you have lost your second factor, take it away and set up another: Your account, Second factors.')
  else if (!c.var.halfSignedIn) flash(c, `Thank you. For ${provenMinutes} minutes you are not asked again.`)
  return c.redirect(next ?? homeOf(c.var.halfSignedIn?.actor ?? c.var.act.actor), 303)
}

const turnAway = (c: C, showing: FactorSignIn, next: string | undefined, reason: ShowReason) => {
  // Too many wrong codes end the sign-in.
  if (reason === 'no_tries_left' && !c.var.halfSignedIn)
    return c.redirect(`/sign-in?typed=tries${next ? `&next=${encodeURIComponent(next)}` : ''}`, 303)
  if (reason === 'too_many_factors') refused(c.var.act, reason, (c.var.halfSignedIn ?? c.var.act).actor.email)
  c.status(reason === 'too_many_factors' ? 429 : reason === 'no_tries_left' ? 409 : 422)
  return page(c, showing, next, { [reason === 'not_accepted' ? 'passkey' : 'code']: showRefusals[reason] })
}

/**
 * Showing a second factor after signing in, and again before dangerous acts; mounted at
 * /sign-in/factor.
 */
export const publicFactorPages = new Hono<AppEnv>()
  .get('/', async (c) => {
    const showing = showingOf(c)
    return showing ? page(c, showing, safeNext(c.req.query('next'))) : c.redirect('/sign-in', 303)
  })

  .post('/', async (c) => {
    const showing = showingOf(c)
    if (!showing) return c.redirect('/sign-in', 303)
    const form = await c.req.parseBody()
    const next = safeNext(text(form, 'next'))
    const code = cutTo(text(form, 'code').trim(), 100)
    if (code === '') {
      c.status(422)
      return page(c, showing, next, { code: 'Enter the code' })
    }
    const shown = await showCode(c.var.act, showing, { typed: code, keys: await readKeys(c.env.FACTOR_KEYS) })
    return shown.ok ? goOn(c, next, readRecoveryCode(code) !== undefined) : turnAway(c, showing, next, shown.reason)
  })

  .post('/passkey', async (c) => {
    const showing = showingOf(c)
    if (!showing) return c.redirect('/sign-in', 303)
    const form = await c.req.parseBody()
    const next = safeNext(text(form, 'next'))
    const shown = await showPasskey(c.var.act, showing, text(form, 'answer'))
    return shown.ok ? goOn(c, next) : turnAway(c, showing, next, shown.reason)
  })

  .post('/passkey/options', async (c) => {
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
