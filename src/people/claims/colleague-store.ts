import type { Act } from '#base/act.ts'
import { guard } from '#base/db/atomically.ts'
import { all, mapped, one, type Read, readNow, together } from '#base/db/read.ts'
import type { SchoolOption } from '#schools/schools/school.ts'
import type { ClaimRow } from './claim.ts'
import { selectClaimFor } from './claim-store.ts'
import type { People, Right, TrustColleague } from './colleague.ts'
import { selectEvidence } from './evidence-store.ts'

const atSchool = (state: string): string => `c.state IN (${state}) AND c.schoolId IN (SELECT m.id FROM School m WHERE m.rootId = ?1)`

/** Who acts for a school (a root id) or has claimed it, with evidence. */
export const selectPeople = (db: SqlDatabase, schoolId: string): Read<People | undefined> => {
  const atTheSchool = atSchool(`'requested', 'approved'`)
  const read = together({
    school: one<SchoolOption>(db.prepare(`SELECT id, name, town, urn FROM School WHERE id = ?1 AND rootId = id`).bind(schoolId)),
    claims: selectClaimFor(db, atTheSchool, schoolId),
    shared: all<{ id: string }>(
      db
        .prepare(`SELECT a.id FROM Account a WHERE a.shared = 1 AND a.id IN (SELECT c.accountId FROM Claim c WHERE ${atTheSchool})`)
        .bind(schoolId),
    ),
    evidence: selectEvidence(db, `e.claimId IN (SELECT c.id FROM Claim c WHERE ${atTheSchool})`, schoolId),
    ofTrust: all<TrustColleague>(
      db
        .prepare(
          `SELECT a.id AS accountId, a.email, p.name, s.trustName, t.decidedAt AS since
           FROM School s JOIN TrustClaim t ON t.trustUid = s.trustUid AND t.state = 'approved' JOIN Account a ON a.id = t.accountId
             LEFT JOIN Person p ON p.id = t.personId WHERE s.id = ?1 ORDER BY t.decidedAt`,
        )
        .bind(schoolId),
    ),
  })
  return mapped(read, ({ school, claims, shared, evidence, ofTrust }) => {
    if (!school) return undefined
    const sharedIds = shared.map(({ id }) => id)
    // Colleagues are not told which address the council holds as the school's mailbox.
    const shown = evidence.map((row) => (row.kind === 'mailbox_link' ? { ...row, by: null } : row))
    const people = claims.map((claim) => ({
      ...claim,
      shared: sharedIds.includes(claim.accountId) ? (1 as const) : (0 as const),
      evidence: shown.filter(({ claimId }) => claimId === claim.id),
    }))
    return {
      school,
      waiting: people.filter(({ state }) => state === 'requested'),
      acting: people.filter(({ state }) => state === 'approved'),
      ofTrust,
    }
  })
}

export const claimAt = async (db: SqlDatabase, schoolId: string, claimId: string): Promise<ClaimRow | undefined> =>
  (await readNow(db, selectClaimFor(db, `c.id = ?1 AND o.rootId = ?2`, claimId, schoolId)))[0]

/** Guard: somebody else at the school is an approver. */
export const anotherApprover = (db: SqlDatabase, schoolId: string, claimId: string): SqlStatement =>
  guard(
    db,
    `EXISTS (SELECT 1 FROM Claim c JOIN School m ON m.id = c.schoolId WHERE m.rootId = ?1 AND c.state = 'approved' AND c.approver = 1 AND c.id <> ?2)`,
    schoolId,
    claimId,
  )

/** On all claims of its holder at the school. Guard: one is approved and changes. */
export const updateRight = ({ db }: Act, { schoolId, accountId }: ClaimRow, right: Right, given: 0 | 1): SqlStatement[] => {
  const theirs = `accountId = ?1 AND state = 'approved' AND ${right} <> ?3
    AND schoolId IN (SELECT m.id FROM School s JOIN School m ON m.rootId = s.rootId WHERE s.id = ?2)`
  return [
    guard(db, `EXISTS (SELECT 1 FROM Claim WHERE ${theirs})`, accountId, schoolId, given),
    db.prepare(`UPDATE Claim SET ${right} = ?3 WHERE ${theirs}`).bind(accountId, schoolId, given),
  ]
}
