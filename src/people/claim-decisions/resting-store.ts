import { type Act, stamp } from '#base/act.ts'
import { guard } from '#base/db/atomically.ts'
import { all, type Read } from '#base/db/read.ts'
import { update } from '#base/db/write.ts'
import type { SchoolName } from '#schools/schools/school.ts'

// SQL: a claim rests on a held address if that is its only evidence besides the person. Ending
// contact ?2 of school ?1 removes it, unless the council holds the same address for the school in
// another row.
const resting = `
  FROM Claim c JOIN School m ON m.id = c.schoolId JOIN School s ON s.id = m.rootId JOIN Account a ON a.id = c.accountId
    JOIN SchoolContact k ON k.id = ?2
  WHERE c.state = 'approved' AND m.rootId = ?1
    AND EXISTS (SELECT 1 FROM ClaimEvidence e LEFT JOIN SchoolContact h ON h.id = e.contactId
      WHERE e.claimId = c.id AND e.kind = 'council_holds_address' AND COALESCE(h.email, a.email) = k.email)
    AND NOT EXISTS (SELECT 1 FROM ClaimEvidence e WHERE e.claimId = c.id AND e.kind IN ('mailbox_link', 'approver', 'organiser'))
    AND NOT EXISTS (SELECT 1 FROM SchoolContact o JOIN School om ON om.id = o.schoolId
      WHERE o.email = k.email AND o.id <> k.id AND o.endedAt IS NULL AND om.rootId = ?1)`

/** `person`: whose claim; the rest is the school's name and the account's address. */
export type RestingClaim = SchoolName & { id: string; accountId: string; email: string; person: string | null }

export const selectResting = (db: SqlDatabase, rootId: string, contactId: string): Read<RestingClaim[]> =>
  all(
    db
      .prepare(
        `SELECT c.id, c.accountId, a.email, s.name, s.town, s.urn, (SELECT p.name FROM Person p WHERE p.id = c.personId) AS person ${resting} ORDER BY c.id`,
      )
      .bind(rootId, contactId),
  )

/** Guard: exactly these claims rest on the contact. */
export const stillResting = (db: SqlDatabase, rootId: string, contactId: string, ids: readonly string[]): SqlStatement =>
  guard(db, `(SELECT json_group_array(id) FROM (SELECT c.id ${resting} ORDER BY c.id)) = json(?3)`, rootId, contactId, JSON.stringify(ids))

export const endedClaims = (act: Act, ids: readonly string[]): SqlStatement =>
  update(act.db, 'Claim', { state: 'ended', ...stamp(act, 'decided') }, { id: ids })
