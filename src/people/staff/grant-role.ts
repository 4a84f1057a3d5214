import type { Act, StaffRoleName } from '#base/act.ts'
import { instant } from '#base/dates.ts'
import { atomically, guardBroken } from '#base/db/atomically.ts'
import { newId } from '#base/id.ts'
import { logged } from '#base/log/store.ts'
import { ok, type Result, refuse } from '#base/result.ts'
import type { CouncilRole } from '#people/accounts/account.ts'
import { accountByEmail, insertAccount } from '#people/accounts/account-store.ts'
import { insertRole, stillHolds } from '#people/accounts/role-store.ts'
import { signInLength } from '#people/sign-in/sign-in.ts'
import { shortenSignIns } from '#people/sign-in/sign-in-store.ts'

export type GrantReason = 'already_held' | 'not_allowed' | 'old_address'

/** Administrators only. Existing sign-ins become staff sign-ins, which end when idle. */
export const grantRole = (
  act: Act,
  ask: { email: string; role: CouncilRole; staffIdleMinutes: number },
): Promise<Result<{ roleId: string }, GrantReason>> => grant(act, { ...ask, eventId: undefined }, ['administrator'])

/** Lets an address take one event's register. Administrators and organisers. */
export const grantDoor = (act: Act, ask: { email: string; eventId: string }): Promise<Result<{ roleId: string }, GrantReason>> =>
  grant(act, { ...ask, role: 'door', staffIdleMinutes: 0 }, ['administrator', 'organiser'])

const grant = async (
  act: Act,
  ask: { email: string; role: StaffRoleName; eventId: string | undefined; staffIdleMinutes: number },
  may: readonly StaffRoleName[],
): Promise<Result<{ roleId: string }, GrantReason>> => {
  const { db, now } = act
  for (;;) {
    const known = await accountByEmail(db, ask.email)
    const accountId = known?.id ?? newId(now)
    const roleId = newId(now)
    const result = await atomically(
      db,
      [
        stillHolds(act, may),
        ...(known
          ? []
          : [insertAccount(db, instant(now), accountId, ask.email), logged(act, { act: 'account.made', subject: ['account', accountId] })]),
        insertRole(db, instant(now), { id: roleId, accountId, role: ask.role, eventId: ask.eventId, grantedById: act.actor.accountId }),
        shortenSignIns(db, accountId, now, signInLength(ask.role === 'door' ? 'door' : 'council', ask.staffIdleMinutes)),
        logged(act, {
          act: 'role.granted',
          subject: ['staffRole', roleId],
          eventId: ask.eventId,
          after: { accountId, role: ask.role },
        }),
      ],
      {
        StaffRole_once: 'already_held',
        'Account.email': 'look_again',
        address_kept_for_undo: 'old_address',
        [guardBroken]: 'not_allowed',
      } as const,
    )
    if (result.ok) return ok({ roleId })
    if (result.reason !== 'look_again') return refuse(result.reason)
  }
}
