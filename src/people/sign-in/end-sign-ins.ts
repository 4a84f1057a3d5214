import type { Act } from '#base/act.ts'
import { atomically, guardBroken } from '#base/db/atomically.ts'
import { logged } from '#base/log/store.ts'
import { ok, type Result } from '#base/result.ts'
import { stillHolds } from '#people/accounts/role-store.ts'
import { revokeAllBrowsers, revokeBrowser, revokeBrowserOfToken, revokeOtherBrowsers } from './sign-in-store.ts'

export const endThisSignIn = async (act: Act, signInId: string): Promise<void> => {
  await atomically(act.db, [
    revokeBrowserOfToken(act.db, signInId, act.now),
    logged(act, { act: 'account.signed_out', subject: ['account', act.actor.accountId ?? ''] }),
  ])
}

/** Signs another browser of the account out; ignores others' and ended ones. */
export const endBrowser = async (act: Act & { actor: { accountId: string } }, browserId: string): Promise<void> => {
  await atomically(act.db, [
    revokeBrowser(act.db, act.actor.accountId, browserId, act.now),
    logged(act, { act: 'account.browser_signed_out', subject: ['account', act.actor.accountId], after: { browserId } }),
  ])
}

export const endOtherBrowsers = async (act: Act & { actor: { accountId: string } }, signInId: string): Promise<void> => {
  await atomically(act.db, [
    revokeOtherBrowsers(act.db, act.actor.accountId, signInId, act.now),
    logged(act, { act: 'account.other_browsers_signed_out', subject: ['account', act.actor.accountId] }),
  ])
}

/** Signs an account out everywhere; it can sign in again. Administrators only. */
export const endAllSignIns = async (act: Act, accountId: string): Promise<Result<undefined, 'not_allowed'>> => {
  const result = await atomically(
    act.db,
    [
      stillHolds(act, ['administrator']),
      revokeAllBrowsers(act.db, accountId, act.now),
      logged(act, { act: 'account.signed_out_by_administrator', subject: ['account', accountId] }),
    ],
    { [guardBroken]: 'not_allowed' } as const,
  )
  return result.ok ? ok(undefined) : result
}
