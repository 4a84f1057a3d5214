import type { Act, StaffRoleName } from '#base/act.ts'
import { atomically, guardBroken } from '#base/db/atomically.ts'
import { readNow } from '#base/db/read.ts'
import { logged } from '#base/log/store.ts'
import { ok, type Result, refuse } from '#base/result.ts'
import { endRole, roleIsLive, selectRole, stillHolds } from '#people/accounts/role-store.ts'
import { endFormerSignIns } from '#people/sign-in/sign-in-store.ts'

export type RevokeReason = 'last_administrator' | 'already_revoked' | 'no_such_role' | 'not_allowed'

/** Signs out after the last role; the last administrator’s stays. Administrators only. */
export const revokeRole = (act: Act, ask: { roleId: string }): Promise<Result<{ byLink: boolean }, RevokeReason>> =>
  revoke(act, ask.roleId, undefined, ['administrator'])

/** Ends somebody's right to take one event's register. Administrators and organisers. */
export const revokeDoor = (act: Act, ask: { roleId: string; eventId: string }): Promise<Result<{ byLink: boolean }, RevokeReason>> =>
  revoke(act, ask.roleId, ask.eventId, ['administrator', 'organiser'])

const revoke = async (
  act: Act,
  roleId: string,
  eventId: string | undefined,
  may: readonly StaffRoleName[],
): Promise<Result<{ byLink: boolean }, RevokeReason>> => {
  const row = await readNow(act.db, selectRole(act.db, roleId))
  if (!row || row.eventId !== (eventId ?? null)) return refuse('no_such_role')
  const result = await atomically(
    act.db,
    [
      stillHolds(act, may, roleIsLive, roleId),
      endRole(act, roleId),
      endFormerSignIns(act.db, row.accountId, act.now),
      logged(act, {
        act: 'role.revoked',
        subject: ['staffRole', roleId],
        eventId,
        before: { accountId: row.accountId, role: row.role },
      }),
    ],
    { last_administrator: 'last_administrator', [guardBroken]: 'guard' } as const,
  )
  if (result.ok) return ok({ byLink: row.linkId !== null })
  if (result.reason === 'last_administrator') return refuse('last_administrator')
  return refuse((await readNow(act.db, selectRole(act.db, roleId)))?.revokedAt ? 'already_revoked' : 'not_allowed')
}
