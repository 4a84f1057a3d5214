import type { Council } from '#base/council.ts'
import { atomically } from '#base/db/atomically.ts'
import { readNow } from '#base/db/read.ts'
import { newId, newReference, sha256 } from '#base/id.ts'
import { logged } from '#base/log/store.ts'
import { ok, type Result, refuse } from '#base/result.ts'
import type { OwnAct } from '#people/accounts/own-act.ts'
import { tellSignInChanged } from '#people/accounts/tell-sign-in.ts'
import { forgetBrowsersWithoutFactor, knowBrowser } from '#people/sign-in/browser-store.ts'
import { type CipherKey, decipher, encipher } from './cipher.ts'
import { recoveryCodes, recoveryLength } from './factor.ts'
import { hashOfRecoveryCode } from './show-factor.ts'
import {
  appsOf,
  dropCodesWithoutFactor,
  endFactorRow,
  factorShown,
  holdFactor,
  insertApp,
  insertPasskey,
  replaceCodes,
  selectToHold,
  takeChallenge,
  takeStep,
} from './store.ts'
import { newSecret, stepOfCode } from './totp.ts'
import { checkNewPasskey, readAnswer } from './webauthn.ts'

const noted = (act: OwnAct, what: string, after: Record<string, unknown>) =>
  logged(act, { act: what, subject: ['account', act.actor.accountId], after })

const knowing = async (act: OwnAct, knownToken: string | undefined): Promise<SqlStatement[]> =>
  knownToken ? [knowBrowser(act, await sha256(knownToken), act.actor.accountId)] : []

/** Begins setting up an app: creates its secret, which counts once a code is confirmed. */
export const beginApp = async (act: OwnAct, keys: readonly CipherKey[]): Promise<void> => {
  const id = newId(act.now)
  const secret = await encipher(keys, id, newSecret())
  await atomically(act.db, insertApp(act, { id, accountId: act.actor.accountId, label: 'Authenticator app', secret }))
}

/** The app being set up, with its secret; undefined without one. */
export const begunApp = async (act: OwnAct, keys: readonly CipherKey[]): Promise<{ id: string; secret: string } | undefined> => {
  const [app] = await appsOf(act.db, act.actor.accountId, true)
  const secret = app && (await decipher(keys, app.id, app.secret))
  return app && secret ? { id: app.id, secret } : undefined
}

export type SetUpReason = 'nothing_begun' | 'wrong_code' | 'not_accepted' | 'known_already'

/** Held if roles are suspended, none of theirs counts, and another administrator has one. */
const tellNewFactor = async (act: OwnAct, kind: 'app' | 'passkey', ask: { isLate: boolean; council: Council }) => {
  const isHeld = ask.isLate && (await readNow(act.db, selectToHold(act.db, act.actor.accountId)))
  return { isHeld, told: await tellSignInChanged(act, { kind, isHeld }, ask.council) }
}

/** Confirms the app, which counts as shown in this sign-in. */
export const confirmApp = async (
  act: OwnAct,
  ask: { code: string; keys: readonly CipherKey[]; signInId: string; knownToken: string | undefined; isLate: boolean; council: Council },
): Promise<Result<undefined, SetUpReason>> => {
  const app = await begunApp(act, ask.keys)
  if (!app) return refuse('nothing_begun')
  const step = await stepOfCode(app.secret, ask.code.normalize('NFKC').replaceAll(/[\s\p{Pd}.]/gu, ''), act.now)
  if (step === undefined) return refuse('wrong_code')
  const { isHeld, told } = await tellNewFactor(act, 'app', ask)
  const result = await atomically(
    act.db,
    [
      forgetBrowsersWithoutFactor(act.db, act.actor.accountId),
      takeStep(act.db, app.id, step, act.now),
      factorShown(act.db, ask.signInId, 'totp', act.now),
      ...(await knowing(act, ask.knownToken)),
      noted(act, 'account.factor_added', { factorId: app.id, kind: 'totp' }),
      ...(isHeld ? [holdFactor(act, app.id)] : []),
      ...told,
    ],
    { app_code_used: 'wrong_code', factor_ended: 'nothing_begun' } as const,
  )
  return result.ok ? ok(undefined) : result
}

/** Adds the browser's passkey, which counts as shown in this sign-in. */
export const addPasskey = async (
  act: OwnAct,
  ask: { answer: string; label: string; signInId: string; knownToken: string | undefined; isLate: boolean; council: Council },
): Promise<Result<undefined, SetUpReason>> => {
  const challenge = readAnswer(ask.answer)?.challenge
  if (!challenge || !(await takeChallenge(act.db, { challenge, signInId: ask.signInId, purpose: 'register' }, act.now)))
    return refuse('not_accepted')
  const passkey = await checkNewPasskey(ask.answer, challenge, act.baseUrl)
  if (!passkey) return refuse('not_accepted')
  const id = newId(act.now)
  const { isHeld, told } = await tellNewFactor(act, 'passkey', ask)
  const result = await atomically(
    act.db,
    [
      forgetBrowsersWithoutFactor(act.db, act.actor.accountId),
      insertPasskey(act, id, act.actor.accountId, ask.label, passkey),
      factorShown(act.db, ask.signInId, 'passkey', act.now),
      ...(await knowing(act, ask.knownToken)),
      noted(act, 'account.factor_added', { factorId: id, kind: 'passkey' }),
      ...(isHeld ? [holdFactor(act, id)] : []),
      ...told,
    ],
    { 'Factor.credentialId': 'known_already' } as const,
  )
  return result.ok ? ok(undefined) : result
}

/** Ends a factor; with the last one printed codes are deleted. */
export const endFactor = async (act: OwnAct, factorId: string): Promise<void> => {
  await atomically(act.db, [
    endFactorRow(act, factorId, act.actor.accountId),
    dropCodesWithoutFactor(act.db, act.actor.accountId),
    noted(act, 'account.factor_ended', { factorId }),
  ])
}

/** Ten new codes to print, replacing all others. Shown once: only hashes are stored. */
export const makeRecoveryCodes = async (act: OwnAct): Promise<string[]> => {
  const codes = Array.from({ length: recoveryCodes }, () => newReference(recoveryLength))
  const hashes = await Promise.all(codes.map((code) => hashOfRecoveryCode(act.actor.accountId, code)))
  await atomically(act.db, [
    ...replaceCodes(act, act.actor.accountId, hashes),
    noted(act, 'account.recovery_codes_made', { codes: codes.length }),
  ])
  return codes
}
