import type { Act } from '#base/act.ts'
import type { Council } from '#base/council.ts'
import { atomically, guardBroken } from '#base/db/atomically.ts'
import { newId } from '#base/id.ts'
import { logged } from '#base/log/store.ts'
import type { Result } from '#base/result.ts'
import { ok, refuse } from '#base/result.ts'
import { factorsReset } from '#emails/people/factors-reset.tsx'
import { queued } from '#messages/outbox/store.ts'
import { stillHolds } from '#people/accounts/role-store.ts'
import { revokeAllBrowsers } from '#people/sign-in/sign-in-store.ts'
import type { OpenReset, ResetFacts, ResetWhy } from './reset.ts'
import { decideReset, dropFactors, insertReset } from './reset-store.ts'
import { releaseFactors } from './store.ts'

export type ResetReason = 'own_factors' | 'asked_already' | 'second_administrator' | 'reset_is_decided' | 'reset_has_ended' | 'not_allowed'

export type ReleaseReason = 'own_release' | 'nothing_held'

type Administrator = Act & { actor: { accountId: string } }

/** Takes effect when another administrator agrees. */
export const askReset = async (
  act: Administrator,
  ask: { accountId: string; reason: ResetWhy },
): Promise<Result<undefined, ResetReason>> => {
  const result = await atomically(
    act.db,
    [
      stillHolds(act, ['administrator']),
      ...insertReset(act, { ...ask, id: newId(act.now), byId: act.actor.accountId }),
      logged(act, { act: 'account.factors_reset_asked', subject: ['account', ask.accountId], after: { reason: ask.reason } }),
    ],
    { own_factors: 'own_factors', 'FactorReset.accountId': 'asked_already', [guardBroken]: 'not_allowed' } as const,
  )
  return result.ok ? ok(undefined) : refuse(result.reason)
}

/** Signs the account out everywhere and notifies it. Not by the asker or the account itself. */
export const agreeReset = async (
  act: Administrator,
  ask: { accountId: string; reset: OpenReset; facts: ResetFacts; council: Council },
): Promise<Result<undefined, ResetReason>> => {
  const { accountId, facts } = ask
  const result = await atomically(
    act.db,
    [
      stillHolds(act, ['administrator']),
      decideReset(act, ask.reset.id, act.actor.accountId, 'done'),
      ...dropFactors(act, accountId),
      revokeAllBrowsers(act.db, accountId, act.now),
      logged(act, {
        act: 'account.factors_reset',
        subject: ['account', accountId],
        after: { askedById: ask.reset.askedById, reason: ask.reset.reason },
      }),
      ...queued(act, {
        id: newId(act.now),
        kind: 'factors_reset',
        recipient: accountId,
        to: { name: facts.name ?? undefined, email: facts.email },
        replyTo: ask.council.contactEmail || undefined,
        ...factorsReset({ council: ask.council, baseUrl: act.baseUrl, at: act.now }),
      }),
    ],
    {
      second_administrator: 'second_administrator',
      reset_is_decided: 'reset_is_decided',
      reset_has_ended: 'reset_has_ended',
      [guardBroken]: 'not_allowed',
    } as const,
  )
  return result.ok ? ok(undefined) : refuse(result.reason)
}

/** Another administrator lets a factor count that was set up while roles were suspended. */
export const releaseFactor = async (act: Administrator, accountId: string): Promise<Result<undefined, ReleaseReason>> => {
  const result = await atomically(
    act.db,
    [
      ...releaseFactors(act, accountId),
      stillHolds(act, ['administrator']),
      logged(act, { act: 'account.factor_released', subject: ['account', accountId] }),
    ],
    { own_release: 'own_release', [guardBroken]: 'nothing_held' } as const,
  )
  return result.ok ? ok(undefined) : refuse(result.reason)
}

/** Any administrator may. */
export const withdrawReset = async (act: Administrator, accountId: string, reset: OpenReset): Promise<Result<undefined, ResetReason>> => {
  const result = await atomically(
    act.db,
    [
      stillHolds(act, ['administrator']),
      decideReset(act, reset.id, act.actor.accountId, 'withdrawn'),
      logged(act, { act: 'account.factors_reset_withdrawn', subject: ['account', accountId] }),
    ],
    { reset_is_decided: 'reset_is_decided', [guardBroken]: 'not_allowed' } as const,
  )
  return result.ok ? ok(undefined) : refuse(result.reason)
}
