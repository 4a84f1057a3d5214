import type { Act } from '#base/act.ts'
import type { Council } from '#base/council.ts'
import { instant } from '#base/dates.ts'
import { atomically, guardBroken } from '#base/db/atomically.ts'
import type { OidcVisit } from '#base/db/rows.ts'
import { newId, sha256 } from '#base/id.ts'
import { logged } from '#base/log/store.ts'
import { ok, type Result, refuse } from '#base/result.ts'
import type { OwnAct } from '#people/accounts/own-act.ts'
import { tellSignInChanged } from '#people/accounts/tell-sign-in.ts'
import { endLink, endVisit, insertLink, visitOf, visitWaits } from '#people/sign-in/provider-store.ts'

export type LinkReason = 'nothing_to_link' | 'linked_elsewhere' | 'shared_address'

/** The visit waiting to be linked in this browser, unless begun by another account. */
export const visitToLink = async (
  act: Act,
  browserToken: string | undefined,
): Promise<(OidcVisit & { issuer: string; subject: string }) | undefined> => {
  const visit = browserToken ? await visitOf(act.db, await sha256(browserToken)) : null
  if (!visit?.issuer || !visit.subject || visit.expiresAt <= instant(act.now)) return undefined
  if (visit.accountId !== null && visit.accountId !== act.actor.accountId) return undefined
  return { ...visit, issuer: visit.issuer, subject: visit.subject }
}

/**
 * Links the provider's identity to the signed-in account, which a code has proven. From then on the
 * provider signs it in. `label`: of the provider, in the mail that tells of it.
 */
export const linkProvider = async (
  act: OwnAct,
  browserToken: string | undefined,
  told: { council: Council; label: string },
): Promise<Result<undefined, LinkReason>> => {
  const visit = await visitToLink(act, browserToken)
  if (!visit) return refuse('nothing_to_link')
  // One person's provider sign-in must not open a shared mailbox.
  if (act.actor.shared) return refuse('shared_address')
  const id = newId(act.now)
  const result = await atomically(
    act.db,
    [
      visitWaits(act, visit.id),
      insertLink(act, id, act.actor.accountId, visit),
      endVisit(act.db, visit.id),
      logged(act, {
        act: 'account.provider_linked',
        subject: ['account', act.actor.accountId],
        after: { linkId: id, provider: visit.provider },
      }),
      ...(await tellSignInChanged(act, { kind: 'provider', label: told.label }, told.council)),
    ],
    { [guardBroken]: 'nothing_to_link', 'OidcIdentity.issuer': 'linked_elsewhere' } as const,
  )
  return result.ok ? ok(undefined) : result
}

/** Ends a link: the provider no longer signs the account in. Ignores others' and ended ones. */
export const unlinkProvider = async (act: OwnAct, linkId: string): Promise<void> => {
  await atomically(act.db, [
    endLink(act, linkId, act.actor.accountId),
    logged(act, { act: 'account.provider_unlinked', subject: ['account', act.actor.accountId], after: { linkId } }),
  ])
}
