import type { Council } from '#base/council.ts'
import { instant } from '#base/dates.ts'
import { atomically, guardBroken } from '#base/db/atomically.ts'
import { newId, sha256 } from '#base/id.ts'
import { logged } from '#base/log/store.ts'
import { ok, type Result, refuse } from '#base/result.ts'
import { emailChanged } from '#emails/people/email-changed.tsx'
import { queued } from '#messages/outbox/store.ts'
import type { OwnAct } from '#people/accounts/own-act.ts'
import { tellSignInChanged } from '#people/accounts/tell-sign-in.ts'
import { codeAttempts, codeHash } from '#people/sign-in/sign-in.ts'
import { revokeOtherBrowsers } from '#people/sign-in/sign-in-store.ts'
import { type ChangeRow, changeOf, changeOpen, changeRows, countTry } from './email-store.ts'
import { undoableUntil } from './undo-email.ts'

export type ConfirmEmailReason =
  | 'other_browser'
  | 'wrong_code'
  | 'no_tries_left'
  | 'code_run_out'
  | 'code_used'
  | 'address_taken'
  | 'old_address'

/**
 * Takes on the new address after both codes: account and person get it, the old address is notified
 * that it can undo this, other browsers are signed out. Permissions stay; a held old address says
 * nothing of the new one. @param ask.browserToken cookie of the asking browser
 */
export const confirmEmail = async (
  act: OwnAct,
  ask: { browserToken: string | undefined; code: string; oldCode: string | undefined; signInId: string; council: Council },
): Promise<Result<undefined, ConfirmEmailReason>> => {
  if (!ask.browserToken) return refuse('other_browser')
  const { accountId } = act.actor
  const id = await sha256(ask.browserToken)
  const change = await countTry(act, id, accountId)
  if (!change) return refuse(whyNot(await changeOf(act.db, id, accountId), act.now))
  const right =
    (await codeHash(ask.browserToken, change.newEmail, ask.code)) === change.codeHash &&
    (change.oldCodeHash === null || (await codeHash(ask.browserToken, change.oldEmail, ask.oldCode ?? '')) === change.oldCodeHash)
  if (!right) return refuse(change.attempts >= codeAttempts ? 'no_tries_left' : 'wrong_code')
  const result = await atomically(
    act.db,
    [
      changeOpen(act.db, change),
      ...changeRows(act, change),
      revokeOtherBrowsers(act.db, accountId, ask.signInId, act.now),
      logged(act, { act: 'account.email_changed', subject: ['account', accountId], after: { approvedClaimsStay: true } }),
      ...queued(act, {
        id: newId(act.now),
        kind: 'email_changed',
        recipient: accountId,
        to: { name: act.actor.name, email: change.oldEmail },
        replyTo: ask.council.contactEmail || undefined,
        ...emailChanged({
          council: ask.council,
          baseUrl: act.baseUrl,
          at: act.now,
          undoableUntil: undoableUntil(instant(act.now)),
        }),
      }),
      ...(await tellSignInChanged(act, { kind: 'address' }, ask.council)),
    ],
    { 'Account.email': 'address_taken', address_kept_for_undo: 'old_address', [guardBroken]: 'code_used' } as const,
  )
  return result.ok ? ok(undefined) : refuse(result.reason)
}

const whyNot = (row: ChangeRow | null, now: Date): ConfirmEmailReason => {
  if (!row) return 'other_browser'
  if (row.usedAt) return 'code_used'
  return row.expiresAt <= instant(now) ? 'code_run_out' : 'no_tries_left'
}
