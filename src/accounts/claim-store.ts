import type { Act } from '../act.ts'
import { instant } from '../dates.ts'
import { guard } from '../db/atomically.ts'
import type { RoleOption } from '../schools/contact.ts'
import { rolesOn } from '../schools/role-store.ts'
import type { SchoolName, SchoolOption } from '../schools/school.ts'
import { selectableSchools } from '../schools/store.ts'
import { type ClaimRow, type ClaimState, decidedPage, type HeldAddress, type OtherClaim, type Queue, queuePage } from './claim.ts'
import { stillHolds } from './role-store.ts'

/** The council holds the address ?1 for the school with root id ?2, today. */
const heldFor = `EXISTS (SELECT 1 FROM SchoolContact k JOIN School ks ON ks.id = k.schoolId WHERE k.email = ?1 AND k.endedAt IS NULL AND ks.rootId = ?2)`

export type Standing = { held: boolean; waiting: number; roleKnown: boolean }

/** What decides about a new claim, in one round trip. */
export const standingOf = async (
  db: D1Database,
  ask: { email: string; accountId: string; schoolId: string; roleId: string },
): Promise<Standing> => {
  const row = await db
    .prepare(
      `SELECT ${heldFor} AS held, (SELECT COUNT(*) FROM Claim c WHERE c.accountId = ?3 AND c.state = 'requested') AS waiting,
         EXISTS (SELECT 1 FROM Role r WHERE r.id = ?4) AS roleKnown`,
    )
    .bind(ask.email, ask.schoolId, ask.accountId, ask.roleId)
    .first<{ held: number; waiting: number; roleKnown: number }>()
  return { held: row?.held === 1, waiting: row?.waiting ?? 0, roleKnown: row?.roleKnown === 1 }
}

export type NewClaim = { id: string; accountId: string; schoolId: string; personId: string; roleId: string; approved: boolean }

/** For the batch of a claim that is approved at once: the council still holds the address. */
export const stillHeld = (db: D1Database, email: string, schoolId: string): D1PreparedStatement => guard(db, heldFor, email, schoolId)

export const insertClaim = (db: D1Database, now: Date, claim: NewClaim): D1PreparedStatement =>
  db
    .prepare(
      `INSERT INTO Claim (id, accountId, schoolId, state, evidence, personId, roleId, requestedAt, decidedAt)
       VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9)`,
    )
    .bind(
      claim.id,
      claim.accountId,
      claim.schoolId,
      claim.approved ? 'approved' : 'requested',
      claim.approved ? 'council_holds_address' : 'self_asserted',
      claim.personId,
      claim.roleId,
      instant(now),
      claim.approved ? instant(now) : null,
    )

/** Once a claim is approved, its person has the role at the school that they named, unless that is known already. */
export const insertRoleAtSchool = (db: D1Database, now: Date, id: string, claimId: string): D1PreparedStatement =>
  db
    .prepare(
      `INSERT INTO RoleAtSchool (id, personId, schoolId, roleId, source, learnedAt)
       SELECT ?1, c.personId, c.schoolId, c.roleId, 'claim', ?3 FROM Claim c
       WHERE c.id = ?2 AND c.state = 'approved' AND c.personId IS NOT NULL AND c.roleId IS NOT NULL
         AND NOT EXISTS (SELECT 1 FROM RoleAtSchool r
           WHERE r.personId = c.personId AND r.schoolId = c.schoolId AND r.roleId = c.roleId AND r.supersededAt IS NULL AND r.toDate IS NULL)`,
    )
    .bind(id, claimId, instant(now))

type Flat = Omit<ClaimRow, 'school'> & { schoolName: string; town: string; urn: string | null }

const claimRow = `SELECT c.id, c.state, c.evidence, c.accountId, a.email, p.name, r.label AS role, s.id AS schoolId, s.name AS schoolName, s.town,
    s.urn, c.requestedAt, c.decidedAt, c.reason, COALESCE(dp.name, d.email) AS decidedBy
  FROM Claim c JOIN Account a ON a.id = c.accountId JOIN School o ON o.id = c.schoolId JOIN School s ON s.id = o.rootId
  LEFT JOIN Person p ON p.id = c.personId LEFT JOIN Role r ON r.id = c.roleId
  LEFT JOIN Account d ON d.id = c.decidedById LEFT JOIN Person dp ON dp.id = d.personId`

const claimOf = ({ schoolName, town, urn, ...row }: Flat): ClaimRow => ({ ...row, school: { name: schoolName, town, urn } })

export const claimById = async (db: D1Database, id: string): Promise<ClaimRow | undefined> => {
  const row = await db.prepare(`${claimRow} WHERE c.id = ?1`).bind(id).first<Flat>()
  return row ? claimOf(row) : undefined
}

export const selectClaimsOf = (db: D1Database, accountId: string): D1PreparedStatement =>
  db.prepare(`${claimRow} WHERE c.accountId = ?1 ORDER BY c.requestedAt DESC LIMIT 100`).bind(accountId)

export const claimsIn = (result: D1Result | undefined): ClaimRow[] => ((result?.results ?? []) as Flat[]).map(claimOf)

/** The waiting claims, longest wait first, with all evidence, and a page of decided ones: one round trip whatever their number. */
export const readQueue = async (db: D1Database, page: number): Promise<Queue> => {
  const waiting = `SELECT w.id FROM Claim w WHERE w.state = 'requested' ORDER BY w.requestedAt, w.id LIMIT ${queuePage}`
  const domain = (column: string): string => `substr(${column}, instr(${column}, '@') + 1)`
  const [claims, counts, held, others, decided] = await db.batch([
    db.prepare(`${claimRow} WHERE c.id IN (${waiting}) ORDER BY c.requestedAt, c.id`),
    db.prepare(`SELECT SUM(state = 'requested') AS waiting, SUM(state <> 'requested') AS decided FROM Claim`),
    db.prepare(
      `SELECT DISTINCT ${domain('k.email')} AS domain, k.email, s.id AS schoolId, s.name, s.town, s.urn
       FROM SchoolContact k JOIN School o ON o.id = k.schoolId JOIN School s ON s.id = o.rootId
       WHERE k.endedAt IS NULL AND ${domain('k.email')} IN (
         SELECT ${domain('a.email')} FROM Claim c JOIN Account a ON a.id = c.accountId WHERE c.id IN (${waiting}))
       ORDER BY s.name COLLATE NOCASE, s.town LIMIT 2000`,
    ),
    db.prepare(
      `SELECT c.accountId, c.id, c.state, s.name, s.town, s.urn FROM Claim c JOIN School o ON o.id = c.schoolId JOIN School s ON s.id = o.rootId
       WHERE c.accountId IN (SELECT x.accountId FROM Claim x WHERE x.id IN (${waiting})) ORDER BY c.requestedAt DESC LIMIT 500`,
    ),
    db
      .prepare(`${claimRow} WHERE c.state <> 'requested' ORDER BY c.decidedAt DESC, c.id DESC LIMIT ?1 OFFSET ?2`)
      .bind(decidedPage, (page - 1) * decidedPage),
  ])
  const count = counts?.results[0] as { waiting: number | null; decided: number | null } | undefined
  return {
    waiting: claimsIn(claims),
    waitingCount: count?.waiting ?? 0,
    heldAtDomains: ((held?.results ?? []) as (Omit<HeldAddress, 'school'> & SchoolName)[]).map(({ name, town, urn, ...rest }) => ({
      ...rest,
      school: { name, town, urn },
    })),
    otherClaims: ((others?.results ?? []) as (Omit<OtherClaim, 'school'> & SchoolName)[]).map(({ name, town, urn, ...rest }) => ({
      ...rest,
      school: { name, town, urn },
    })),
    decided: claimsIn(decided),
    decidedCount: count?.decided ?? 0,
  }
}

/** Goes on only while the claim is in this state and the actor may decide. */
export const claimStillIn = (act: Act, id: string, state: ClaimState): D1PreparedStatement =>
  stillHolds(act, ['administrator', 'organiser'], `(SELECT state FROM Claim WHERE id = ?4) = ?5`, id, state)

export const settleClaim = (
  act: Act,
  id: string,
  state: Exclude<ClaimState, 'requested'>,
  reason: string | undefined,
): D1PreparedStatement =>
  act.db
    .prepare(
      `UPDATE Claim SET state = ?2, decidedAt = ?3, decidedById = ?4, reason = ?5, evidence = CASE WHEN ?2 = 'approved' THEN 'organiser' ELSE evidence END WHERE id = ?1`,
    )
    .bind(id, state, instant(act.now), act.actor.accountId ?? null, reason ?? null)

/** The schools and roles that a claim can name, in one round trip each. */
export const readClaimForm = async (
  db: D1Database,
  laCodes: readonly string[],
  day: string,
): Promise<{ schools: SchoolOption[]; roles: RoleOption[] }> => {
  const [schools, roles] = await Promise.all([selectableSchools(db, laCodes), rolesOn(db, day)])
  return { schools, roles }
}
