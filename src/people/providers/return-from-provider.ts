import { type Act, nobody } from '#base/act.ts'
import { addMinutes, instant } from '#base/dates.ts'
import { atomically, guardBroken } from '#base/db/atomically.ts'
import { sha256 } from '#base/id.ts'
import { signedIn } from '#base/log/refusal.ts'
import { ok, type Result, refuse } from '#base/result.ts'
import { beginSignIn } from '#people/sign-in/begin-sign-in.ts'
import { linkMinutes, type Provider, type ProviderFailure, type ProviderSignIn } from '#people/sign-in/provider.ts'
import { accountOf, endVisit, linkStands, nameVisitor, takeVisit, visitOf } from '#people/sign-in/provider-store.ts'
import { readCallback } from './oidc.ts'

export type ReturnReason = ProviderFailure | 'visit_elsewhere' | 'visit_used' | 'visit_run_out' | 'linked_elsewhere' | 'shared_address'

export type ReturnResult =
  | { kind: 'signed_in'; token: string; knownToken: string; seconds: number; next: string | undefined }
  /** Already linked to the account that went to link. */
  | { kind: 'linked_already' }
  /** Identified by the provider, without an account: a code will show which is theirs. */
  | { kind: 'unknown' }

/**
 * Handles a provider's callback. Signs in only the account linked to issuer and subject; the
 * provider's address is ignored. @param ask.browserToken cookie of the visiting browser @param
 * ask.params the callback's query
 */
export const returnFromProvider = async (
  act: Act,
  provider: Provider,
  ask: {
    browserToken: string | undefined
    knownToken: string | undefined
    params: URLSearchParams
    browser: string
    oldSignInId: string | undefined
    staffIdleMinutes: number
  },
): Promise<Result<ReturnResult, ReturnReason>> => {
  if (!ask.browserToken) return refuse('visit_elsewhere')
  const id = await sha256(ask.browserToken)
  const visit = await visitOf(act.db, id)
  if (!visit || visit.provider !== provider.id) return refuse('visit_elsewhere')
  if (visit.usedAt) return refuse('visit_used')
  if (visit.expiresAt <= instant(act.now)) return refuse('visit_run_out')
  // An answer to another visit must not use up this one.
  if (ask.params.get('state') !== visit.state) return refuse('wrong_state')
  if (!(await takeVisit(act, id))) return refuse('visit_used')
  const named = await readCallback(provider, visit, ask.params, act.baseUrl, act.now)
  if (!named.ok) return named
  return settle(act, id, { next: visit.next ?? undefined, accountId: visit.accountId, providerId: provider.id }, named.value, ask)
}

const settle = async (
  act: Act,
  visitId: string,
  visit: { next: string | undefined; accountId: string | null; providerId: string },
  named: ProviderSignIn,
  ask: { browser: string; knownToken: string | undefined; oldSignInId: string | undefined; staffIdleMinutes: number },
): Promise<Result<ReturnResult, ReturnReason>> => {
  // The link may end, or its account join the council, just now: retry.
  for (;;) {
    const linked = await accountOf(act.db, named)
    if (!linked) {
      await nameVisitor(act.db, visitId, named, instant(addMinutes(act.now, linkMinutes))).run()
      return ok({ kind: 'unknown' })
    }
    const { accountId } = linked
    if (visit.accountId !== null) return visit.accountId === accountId ? ok({ kind: 'linked_already' }) : refuse('linked_elsewhere')
    // The mailbox has become shared since it was linked.
    if (linked.shared === 1) return refuse('shared_address')
    const me: Act = { ...act, actor: { ...nobody, accountId, personId: linked.personId ?? undefined } }
    const begun = await beginSignIn(me, {
      accountId,
      kind: linked.kind,
      ...ask,
      linkId: linked.linkId,
      provider: visit.providerId,
      factorShown: named.factorShown,
    })
    const result = await atomically(act.db, [linkStands(act.db, linked), ...begun.statements, endVisit(act.db, visitId)], {
      [guardBroken]: 'look_again',
    } as const)
    if (result.ok) signedIn(act, linked.email)
    if (result.ok)
      return ok({ kind: 'signed_in', token: begun.token, knownToken: begun.knownToken, seconds: begun.seconds, next: visit.next })
  }
}
