import { atomically, guard, guardBroken } from '#base/db/atomically.ts'
import { logged } from '#base/log/store.ts'
import { ok, type Result, refuse } from '#base/result.ts'
import type { OwnAct } from '#people/accounts/own-act.ts'
import { type EnterCodeReason, tryCode } from '#people/sign-in/enter-code.ts'
import { codeUnused, proveSignIn, useCode } from '#people/sign-in/sign-in-store.ts'

/**
 * Proves again who is signed in, by a code mailed to the account's address; for accounts without a
 * second factor. @param ask.browserToken cookie of the browser that asked for the code @returns the
 * page to return to
 */
export const proveByCode = async (
  act: OwnAct,
  ask: { browserToken: string | undefined; code: string; signInId: string },
): Promise<Result<{ next: string | undefined }, EnterCodeReason>> => {
  const tried = await tryCode(act, ask.browserToken, ask.code)
  if (!tried.ok) return tried
  const { codeId, row } = tried.value
  if (row.email !== act.actor.email) return refuse('other_browser')
  const written = await atomically(
    act.db,
    [
      guard(act.db, codeUnused, codeId),
      useCode(act.db, codeId, act.now),
      proveSignIn(act.db, ask.signInId, act.now),
      logged(act, { act: 'account.proven', subject: ['account', act.actor.accountId], after: { by: 'code' } }),
    ],
    { [guardBroken]: 'code_used' } as const,
  )
  return written.ok ? ok({ next: row.next ?? undefined }) : written
}
