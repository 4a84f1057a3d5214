import { type Act, stamp } from '#base/act.ts'
import { instant } from '#base/dates.ts'
import { all, type Read } from '#base/db/read.ts'
import { insert, sql, update } from '#base/db/write.ts'
import { newId } from '#base/id.ts'
import type { ClaimState, EvidenceKind, EvidenceRow } from './claim.ts'

export type NewEvidence = {
  claimId: string
  kind: EvidenceKind
  /** Who gave it; undefined for a held address or a mailbox. */
  accountId?: string | undefined
  contactId?: string | undefined
}

/** Put before the claim is decided. Evidence never changes. */
export const insertEvidence = (act: Act, evidence: NewEvidence): SqlStatement =>
  insert(act.db, 'ClaimEvidence', {
    id: newId(act.now),
    claimId: evidence.claimId,
    kind: evidence.kind,
    at: instant(act.now),
    accountId: evidence.accountId ?? null,
    contactId: evidence.contactId ?? null,
  })

/** The evidence `e` that matches, oldest first. */
export const selectEvidence = (db: SqlDatabase, condition: string, ...values: unknown[]): Read<EvidenceRow[]> =>
  all<EvidenceRow>(
    db
      .prepare(
        `SELECT e.claimId, e.kind, e.at, COALESCE(p.name || ', ' || a.email, a.email, k.email) AS by
         FROM ClaimEvidence e JOIN Claim ec ON ec.id = e.claimId LEFT JOIN Account a ON a.id = e.accountId
           LEFT JOIN Person p ON p.id = IIF(e.accountId = ec.accountId, COALESCE(ec.personId, a.personId), a.personId)
           LEFT JOIN SchoolContact k ON k.id = e.contactId
         WHERE ${condition} ORDER BY e.at, e.rowid LIMIT 2000`,
      )
      .bind(...values),
  )

export type SettledClaim = {
  state: Exclude<ClaimState, 'requested'>
  reason: string | undefined
  /** The approved person becomes an approver. */
  approver: boolean
  byOrganiser: boolean
}

/** Each once; the database approves nothing without evidence. */
export const settleClaim = (act: Act, id: string, to: SettledClaim): SqlStatement =>
  update(
    act.db,
    'Claim',
    {
      state: to.state,
      ...stamp(act, 'decided'),
      reason: to.reason ?? null,
      evidence: sql(`IIF(?1 = 1, 'organiser', evidence)`, to.state === 'approved' && to.byOrganiser ? 1 : 0),
      approver: sql(`IIF(?1 = 'approved', ?2, approver)`, to.state, to.approver ? 1 : 0),
    },
    { id },
  )
