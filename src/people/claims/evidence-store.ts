import type { Act } from '#base/act.ts'
import { instant } from '#base/dates.ts'
import { newId } from '#base/id.ts'
import type { ClaimState, EvidenceKind, EvidenceRow } from './claim.ts'

export type NewEvidence = {
  claimId: string
  kind: EvidenceKind
  /** Who says so; nobody for what the council's own list or a mailbox says. */
  accountId?: string | undefined
  contactId?: string | undefined
}

/** For the batch of what it speaks for, before the claim is decided on it. Evidence is never changed or removed. */
export const insertEvidence = (act: Act, evidence: NewEvidence): D1PreparedStatement =>
  act.db
    .prepare(`INSERT INTO ClaimEvidence (id, claimId, kind, at, accountId, contactId) VALUES (?1, ?2, ?3, ?4, ?5, ?6)`)
    .bind(newId(act.now), evidence.claimId, evidence.kind, instant(act.now), evidence.accountId ?? null, evidence.contactId ?? null)

/** The evidence `e` that meets the condition, in the order in which it came. */
export const selectEvidence = (db: D1Database, condition: string, ...values: unknown[]): D1PreparedStatement =>
  db
    .prepare(
      `SELECT e.claimId, e.kind, e.at, COALESCE(p.name || ', ' || a.email, a.email, k.email) AS by
       FROM ClaimEvidence e JOIN Claim ec ON ec.id = e.claimId LEFT JOIN Account a ON a.id = e.accountId
         LEFT JOIN Person p ON p.id = IIF(e.accountId = ec.accountId, COALESCE(ec.personId, a.personId), a.personId)
         LEFT JOIN SchoolContact k ON k.id = e.contactId
       WHERE ${condition} ORDER BY e.at, e.rowid LIMIT 2000`,
    )
    .bind(...values)

export const evidenceIn = (result: D1Result | undefined): EvidenceRow[] => (result?.results ?? []) as EvidenceRow[]

export type Settled = {
  state: Exclude<ClaimState, 'requested'>
  reason: string | undefined
  /** Whether whoever is approved may vouch for colleagues. */
  approver: boolean
  byOrganiser: boolean
}

/** Decides a waiting claim or ends an approved one; the database lets each happen once, and approves nothing without evidence. */
export const settleClaim = (act: Act, id: string, to: Settled): D1PreparedStatement =>
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
