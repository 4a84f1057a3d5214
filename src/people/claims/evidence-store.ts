import type { Act } from '#base/act.ts'
import { instant } from '#base/dates.ts'
import { all, type Read } from '#base/db/read.ts'
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
  act.db
    .prepare(`INSERT INTO ClaimEvidence (id, claimId, kind, at, accountId, contactId) VALUES (?1, ?2, ?3, ?4, ?5, ?6)`)
    .bind(newId(act.now), evidence.claimId, evidence.kind, instant(act.now), evidence.accountId ?? null, evidence.contactId ?? null)

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
  act.db
    .prepare(
      `UPDATE Claim SET state = ?2, decidedAt = ?3, decidedById = ?4, reason = ?5, evidence = IIF(?6 = 1, 'organiser', evidence),
         approver = IIF(?2 = 'approved', ?7, approver) WHERE id = ?1`,
    )
    .bind(
      id,
      to.state,
      instant(act.now),
      act.actor.accountId ?? null,
      to.reason ?? null,
      to.state === 'approved' && to.byOrganiser ? 1 : 0,
      to.approver ? 1 : 0,
    )
