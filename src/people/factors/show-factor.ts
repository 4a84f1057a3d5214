import type { Act } from '#base/act.ts'
import { atomically, guardBroken } from '#base/db/atomically.ts'
import { sha256 } from '#base/id.ts'
import { limitsOf } from '#base/limits/limit.ts'
import { counted, limitReached, notCounted, type Use } from '#base/limits/store.ts'
import { logged } from '#base/log/store.ts'
import { ok, type Result, refuse } from '#base/result.ts'
import { knowBrowser, knownOfAccount } from '#people/sign-in/browser-store.ts'
import { revokeBrowserOfToken } from '#people/sign-in/sign-in-store.ts'
import { type CipherKey, decipher } from './cipher.ts'
import { factorTries, readRecoveryCode, type ShownFactor, wrongFactors } from './factor.ts'
import {
  appsOf,
  countFactorTry,
  factorCounts,
  factorShown,
  passkeysOf,
  passkeyUsed,
  takeChallenge,
  takeRecoveryCode,
  takeStep,
} from './store.ts'
import { stepOfCode } from './totp.ts'
import { checkPasskey, readAnswer } from './webauthn.ts'

export type ShowReason = 'wrong_code' | 'no_tries_left' | 'not_accepted' | 'too_many_factors'

/** `knownToken`: the cookie of the browser that shows a factor. */
export type FactorSignIn = { signInId: string; accountId: string; personId: string | undefined; knownToken: string | undefined }

const by = (act: Act, { accountId, personId }: FactorSignIn): Act => ({ ...act, actor: { ...act.actor, accountId, personId } })

const shown = async (act: Act, showing: FactorSignIn, how: ShownFactor, after: Record<string, unknown> = {}): Promise<SqlStatement[]> => [
  factorShown(act.db, showing.signInId, how, act.now),
  ...(showing.knownToken ? [knowBrowser(act, await sha256(showing.knownToken), showing.accountId)] : []),
  logged(by(act, showing), { act: 'account.factor_shown', subject: ['account', showing.accountId], after: { by: how, ...after } }),
]

/** A printed code's hash, salted by account, so that one table of guesses does not serve two. */
export const hashOfRecoveryCode = (accountId: string, code: string): Promise<string> => sha256(`${accountId} ${code}`)

/** Counts a try before comparing: for an unknown browser by account, else by browser. */
const countWrong = async (act: Act, { accountId, knownToken }: FactorSignIn) => {
  const { db, now } = act
  const browser = knownToken ? await sha256(knownToken) : ''
  const known = knownOfAccount('?3', '?4')
  const result = await atomically(
    db,
    [
      counted(db, now, limitsOf(`factor:account:${accountId}`, wrongFactors), `NOT ${known}`, browser, accountId),
      counted(db, now, limitsOf(`factor:browser:${accountId} ${browser}`, wrongFactors), known, browser, accountId),
    ],
    { [limitReached]: 'too_many_factors' } as const,
  )
  return result.ok ? ok(result.value.flatMap(({ results }) => results as Use[])) : result
}

/**
 * Checks an app's code (one time step before and after count too) or a printed one. Five wrong in a
 * row end the sign-in; after twenty a day none is accepted in browsers that have not shown this
 * account's factor. A right one is not counted.
 */
export const showCode = async (
  act: Act,
  showing: FactorSignIn,
  ask: { typed: string; keys: readonly CipherKey[] },
): Promise<Result<undefined, ShowReason>> => {
  const used = await countFactorTry(act.db, showing.signInId, act.now)
  if (used === null) return refuse('no_tries_left')
  const counting = await countWrong(act, showing)
  if (!counting.ok) return counting
  const printed = readRecoveryCode(ask.typed)
  const done = printed ? await showPrinted(act, showing, printed) : await showApp(act, showing, ask)
  if (done) {
    await atomically(act.db, [notCounted(act.db, counting.value)], {})
    return ok(undefined)
  }
  if (used < factorTries) return refuse('wrong_code')
  await atomically(act.db, [
    revokeBrowserOfToken(act.db, showing.signInId, act.now),
    logged(by(act, showing), { act: 'account.factor_refused', subject: ['account', showing.accountId] }),
  ])
  return refuse('no_tries_left')
}

const showPrinted = async (act: Act, showing: FactorSignIn, code: string): Promise<boolean> => {
  const hash = await hashOfRecoveryCode(showing.accountId, code)
  const result = await atomically(
    act.db,
    [...takeRecoveryCode(act.db, hash, showing.accountId, act.now), ...(await shown(act, showing, 'recovery'))],
    { [guardBroken]: 'wrong_code', recovery_code_used: 'wrong_code' } as const,
  )
  return result.ok
}

const showApp = async (act: Act, showing: FactorSignIn, ask: { typed: string; keys: readonly CipherKey[] }): Promise<boolean> => {
  const code = ask.typed.normalize('NFKC').replaceAll(/[\s\p{Pd}.]/gu, '')
  for (const app of await appsOf(act.db, showing.accountId)) {
    const secret = await decipher(ask.keys, app.id, app.secret)
    const step = secret && (await stepOfCode(secret, code, act.now))
    if (!step) continue
    const result = await atomically(
      act.db,
      [factorCounts(act.db, app.id), takeStep(act.db, app.id, step, act.now), ...(await shown(act, showing, 'totp', { factorId: app.id }))],
      { app_code_used: 'wrong_code', factor_ended: 'wrong_code', [guardBroken]: 'wrong_code' } as const,
    )
    if (result.ok) return true
  }
  return false
}

/** Checks a passkey's signature. It cannot be guessed, so tries are not counted. */
export const showPasskey = async (act: Act, showing: FactorSignIn, answer: string): Promise<Result<undefined, ShowReason>> => {
  const read = readAnswer(answer)
  if (!read) return refuse('not_accepted')
  const { challenge, credentialId } = read
  if (!(await takeChallenge(act.db, { challenge, signInId: showing.signInId, purpose: 'show' }, act.now))) return refuse('not_accepted')
  const known = (await passkeysOf(act.db, showing.accountId)).find((one) => one.credentialId === credentialId)
  const counter = known && (await checkPasskey(answer, challenge, act.baseUrl, known))
  if (!known || counter === undefined) return refuse('not_accepted')
  const result = await atomically(
    act.db,
    [
      factorCounts(act.db, known.id),
      passkeyUsed(act.db, known.id, counter, act.now),
      ...(await shown(act, showing, 'passkey', { factorId: known.id })),
    ],
    { passkey_copied: 'not_accepted', factor_ended: 'not_accepted', [guardBroken]: 'not_accepted' } as const,
  )
  return result.ok ? ok(undefined) : result
}
