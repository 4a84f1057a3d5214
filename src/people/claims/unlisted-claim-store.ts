import { type Act, stamp } from '#base/act.ts'
import { instant } from '#base/dates.ts'
import { all, mapped, only, type Read } from '#base/db/read.ts'
import { insert, pick, update } from '#base/db/write.ts'
import { stillHolds } from '#people/accounts/role-store.ts'
import type { UnlistedClaimRow } from './unlisted-claim.ts'

const unlistedRow = `SELECT u.id, u.state, u.accountId, a.email, u.personId, p.name AS personName, u.roleId, r.label AS role, u.name, u.postcode, u.setting,
    u.requestedAt, u.decidedAt, COALESCE(dp.name, d.email) AS decidedBy, u.reason, (SELECT m.rootId FROM Claim c JOIN School m ON m.id = c.schoolId WHERE c.id = u.claimId) AS schoolId
  FROM UnlistedClaim u JOIN Account a ON a.id = u.accountId LEFT JOIN Person p ON p.id = u.personId LEFT JOIN Role r ON r.id = u.roleId
    LEFT JOIN Account d ON d.id = u.decidedById LEFT JOIN Person dp ON dp.id = d.personId`

export const selectUnlistedClaims = (db: SqlDatabase, condition: string, ...values: unknown[]): Read<UnlistedClaimRow[]> =>
  all<UnlistedClaimRow>(db.prepare(`${unlistedRow} WHERE ${condition} ORDER BY u.requestedAt, u.id LIMIT 500`).bind(...values))

export const selectUnlistedClaim = (db: SqlDatabase, id: string): Read<UnlistedClaimRow | undefined> =>
  mapped(selectUnlistedClaims(db, 'u.id = ?1', id), ([claim]) => claim)

/** What decides a new request: the role, and how many of the account's wait. */
export const selectUnlistedStanding = (
  db: SqlDatabase,
  ask: { accountId: string; roleId: string },
): Read<{ roleKnown: boolean; waiting: number }> =>
  only<{ roleKnown: boolean; waiting: number }>(
    db
      .prepare(
        `SELECT EXISTS (SELECT 1 FROM Role r WHERE r.id = ?2) AS roleKnown,
         (SELECT COUNT(*) FROM Claim c WHERE c.accountId = ?1 AND c.state = 'requested')
         + (SELECT COUNT(*) FROM TrustClaim t WHERE t.accountId = ?1 AND t.state = 'requested')
         + (SELECT COUNT(*) FROM UnlistedClaim u WHERE u.accountId = ?1 AND u.state = 'requested') AS waiting`,
      )
      .bind(ask.accountId, ask.roleId),
    { roleKnown: 'flag' },
  )

export type NewUnlistedClaim = Pick<UnlistedClaimRow, 'id' | 'accountId' | 'name' | 'postcode' | 'setting'> & {
  personId: string
  roleId: string
}

export const insertUnlistedClaim = (act: Act, claim: NewUnlistedClaim): SqlStatement =>
  insert(act.db, 'UnlistedClaim', {
    ...pick(claim, ['id', 'accountId', 'name', 'postcode', 'setting', 'personId', 'roleId']),
    state: 'requested',
    requestedAt: instant(act.now),
  })

/** Guard: the request waits and the actor may decide. */
export const unlistedStillWaits = (act: Act, id: string): SqlStatement =>
  stillHolds(act, ['administrator', 'organiser'], `(SELECT state FROM UnlistedClaim WHERE id = ?4) = 'requested'`, id)

/** Decides a request once. `claimId`: the approved claim it became. */
export const settleUnlistedClaim = (act: Act, id: string, to: { claimId: string } | { reason: string | undefined }): SqlStatement =>
  update(
    act.db,
    'UnlistedClaim',
    {
      state: 'claimId' in to ? 'approved' : 'refused',
      ...stamp(act, 'decided'),
      reason: 'reason' in to ? (to.reason ?? null) : null,
      claimId: 'claimId' in to ? to.claimId : null,
    },
    { id },
  )
