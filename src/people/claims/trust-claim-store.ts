import { type Act, stamp } from '#base/act.ts'
import { instant } from '#base/dates.ts'
import { all, mapped, only, type Read, readTogether, together } from '#base/db/read.ts'
import { insert, pick, sql, update } from '#base/db/write.ts'
import { stillHolds } from '#people/accounts/role-store.ts'
import type { TrustOption } from '#schools/schools/school.ts'
import { selectTrust } from '#schools/schools/trust-store.ts'
import type { TrustClaimRow, TrustGround, TrustSchool } from './trust-claim.ts'

const trustClaimRow = `SELECT t.id, t.state, t.accountId, a.email, p.name, r.label AS role, t.trustUid,
    COALESCE((SELECT MAX(s.trustName) FROM School s WHERE s.trustUid = t.trustUid), 'Trust ' || t.trustUid) AS trustName,
    t.requestedAt, t.decidedAt, COALESCE(dp.name, d.email) AS decidedBy, t.reason
  FROM TrustClaim t JOIN Account a ON a.id = t.accountId LEFT JOIN Person p ON p.id = t.personId LEFT JOIN Role r ON r.id = t.roleId
    LEFT JOIN Account d ON d.id = t.decidedById LEFT JOIN Person dp ON dp.id = d.personId`

export const selectTrustClaims = (db: SqlDatabase, condition: string, ...values: unknown[]): Read<TrustClaimRow[]> =>
  all<TrustClaimRow>(db.prepare(`${trustClaimRow} WHERE ${condition} ORDER BY t.requestedAt, t.id LIMIT 500`).bind(...values))

export const trustClaimById = (db: SqlDatabase, id: string): Promise<TrustClaimRow | null> =>
  db.prepare(`${trustClaimRow} WHERE t.id = ?1`).bind(id).first<TrustClaimRow>()

/** The trust’s schools here, the role, and how many claims of the account wait. */
export const trustStanding = async (
  db: SqlDatabase,
  ask: { trustUid: string; roleId: string; accountId: string; laCodes: readonly string[] },
): Promise<{ trust: TrustOption | undefined; roleKnown: boolean; waiting: number }> => {
  const { trust, row } = await readTogether(db, {
    trust: selectTrust(db, ask.laCodes, ask.trustUid),
    row: only<{ roleKnown: boolean; waiting: number }>(
      db
        .prepare(
          `SELECT EXISTS (SELECT 1 FROM Role r WHERE r.id = ?2) AS roleKnown,
           (SELECT COUNT(*) FROM Claim c WHERE c.accountId = ?1 AND c.state = 'requested')
           + (SELECT COUNT(*) FROM TrustClaim t WHERE t.accountId = ?1 AND t.state = 'requested')
           + (SELECT COUNT(*) FROM UnlistedClaim u WHERE u.accountId = ?1 AND u.state = 'requested') AS waiting`,
        )
        .bind(ask.accountId, ask.roleId),
      { roleKnown: 'flag' },
    ),
  })
  return { trust, ...row }
}

export const insertTrustClaim = (
  act: Act,
  claim: { id: string; accountId: string; trustUid: string; personId: string; roleId: string },
): SqlStatement =>
  insert(act.db, 'TrustClaim', {
    ...pick(claim, ['id', 'accountId', 'trustUid', 'personId', 'roleId']),
    state: 'requested',
    evidence: 'self_asserted',
    requestedAt: instant(act.now),
  })

export const mayDecideTrust = (act: Act): SqlStatement => stillHolds(act, ['administrator', 'organiser'])

/** Decides or ends a claim, each once. */
export const settleTrustClaim = (act: Act, id: string, state: 'approved' | 'refused' | 'ended', reason: string | undefined): SqlStatement =>
  update(
    act.db,
    'TrustClaim',
    { state, ...stamp(act, 'decided'), reason: reason ?? null, evidence: sql(`IIF(?1 = 'approved', 'organiser', evidence)`, state) },
    { id },
  )

export const selectTrustGround = (db: SqlDatabase, id: string): Read<TrustGround | undefined> => {
  const domain = (email: string): string => `substr(${email}, instr(${email}, '@') + 1)`
  const held = `FROM TrustClaim t JOIN Account a ON a.id = t.accountId JOIN SchoolContact k ON k.endedAt IS NULL
    JOIN School m ON m.id = k.schoolId JOIN School s ON s.id = m.rootId WHERE t.id = ?1`
  const read = together({
    claims: selectTrustClaims(db, 't.id = ?1', id),
    schools: all<TrustSchool>(
      db
        .prepare(
          `SELECT id, name, town, urn, laCode FROM School WHERE trustUid = (SELECT trustUid FROM TrustClaim WHERE id = ?1) AND rootId = id AND isOpen
           ORDER BY name COLLATE NOCASE, town LIMIT 500`,
        )
        .bind(id),
    ),
    heldFor: all<TrustGround['heldFor'][number]>(
      db
        .prepare(
          `SELECT DISTINCT s.id, s.name, s.town, s.urn, s.trustUid IS t.trustUid AS ofTrust ${held} AND k.email = a.email
           ORDER BY ofTrust DESC, s.name LIMIT 200`,
        )
        .bind(id),
    ),
    domain: only<TrustGround['domain']>(
      db
        .prepare(
          `SELECT COUNT(DISTINCT IIF(s.trustUid IS t.trustUid, s.id, NULL)) AS ofTrust,
           COUNT(DISTINCT IIF(s.trustUid IS t.trustUid, NULL, s.id)) AS ofOthers ${held} AND ${domain('k.email')} = ${domain('a.email')}`,
        )
        .bind(id),
    ),
  })
  return mapped(read, ({ claims: [claim], ...ground }) => claim && { claim, ...ground })
}
