import type { Act } from '#base/act.ts'
import { instant } from '#base/dates.ts'
import { guard } from '#base/db/atomically.ts'
import type { Rows } from '#base/db/list-rows.ts'
import { all, mapped, only, type Read, readTogether, together } from '#base/db/read.ts'
import { insert, pick } from '#base/db/write.ts'
import { stillHolds } from '#people/accounts/role-store.ts'
import type { SchoolName } from '#schools/schools/school.ts'
import type { ClaimRow, ClaimState, ClaimsRequest, HeldAddress, OneClaim, OtherClaim } from './claim.ts'
import { type Queue, queuePage } from './claim-queue.ts'
import { selectEvidence } from './evidence-store.ts'
import { selectTrustClaims } from './trust-claim-store.ts'
import { selectUnlistedClaims } from './unlisted-claim-store.ts'
import type { Mailbox } from './vouch.ts'
import { type Approver, enteredBy, sameHolder, selectApprovers, selectMailboxes } from './vouch-store.ts'

/** SQL: the council holds ?1 for school root ?2, not entered by its holder or by our staff. */
const heldRows = `FROM SchoolContact k JOIN School ks ON ks.id = k.schoolId LEFT JOIN Account ka ON ka.email = ?1
  WHERE k.email = ?1 AND k.endedAt IS NULL AND ks.rootId = ?2 AND NOT ${enteredBy('k', 'ka.id')}
    AND NOT EXISTS (SELECT 1 FROM StaffRole kr WHERE kr.revokedAt IS NULL AND ${sameHolder('ka.id', 'kr.accountId', "tie NOT LIKE 'browser %'")})`
const heldFor = `EXISTS (SELECT 1 ${heldRows})`

export type Standing = {
  /** The contact that holds this address for the school. */
  heldBy: string | undefined
  waiting: number
  /** The requested role's label; undefined if unknown. */
  role: string | undefined
  mailboxes: Mailbox[]
  approvers: Approver[]
}

/** What decides a new claim, and whom to notify, in one round trip. */
export const standingOf = async (
  db: SqlDatabase,
  ask: { email: string; accountId: string; schoolId: string; roleId: string },
): Promise<Standing> => {
  const { row, mailboxes, approvers } = await readTogether(db, {
    row: only<{ heldBy: string | null; role: string | null; waiting: number }>(
      db
        .prepare(
          `SELECT (SELECT MIN(k.id) ${heldRows}) AS heldBy, (SELECT r.label FROM Role r WHERE r.id = ?4) AS role,
           (SELECT COUNT(*) FROM Claim c WHERE c.accountId = ?3 AND c.state = 'requested')
           + (SELECT COUNT(*) FROM TrustClaim t WHERE t.accountId = ?3 AND t.state = 'requested')
           + (SELECT COUNT(*) FROM UnlistedClaim u WHERE u.accountId = ?3 AND u.state = 'requested') AS waiting`,
        )
        .bind(ask.email, ask.schoolId, ask.accountId, ask.roleId),
    ),
    mailboxes: selectMailboxes(db, ask.schoolId, '', ask.accountId),
    approvers: selectApprovers(db, ask.schoolId),
  })
  return {
    heldBy: row.heldBy ?? undefined,
    waiting: row.waiting,
    role: row.role ?? undefined,
    mailboxes,
    approvers: approvers.filter(({ accountId }) => accountId !== ask.accountId),
  }
}

export type NewClaim = {
  id: string
  accountId: string
  schoolId: string
  personId: string | null
  roleId: string | null
  approved: boolean
}

/** Guard for an immediate approval: the council still holds the address. */
export const stillHeld = (db: SqlDatabase, email: string, schoolId: string): SqlStatement => guard(db, heldFor, email, schoolId)

export const insertClaim = (db: SqlDatabase, now: Date, { approved, ...claim }: NewClaim): SqlStatement =>
  insert(db, 'Claim', {
    ...pick(claim, ['id', 'accountId', 'schoolId', 'personId', 'roleId']),
    ...(approved ? { state: 'approved', evidence: 'council_holds_address' } : { state: 'requested', evidence: 'self_asserted' }),
    requestedAt: instant(now),
    decidedAt: approved ? instant(now) : null,
    approver: approved,
  })

/**
 * Gives the claim's person the requested role at the school on approval, unless known. Whom the
 * council confirms as a childminder is the lead of the setting, if nobody is yet: nobody else
 * could say so. @param councilBy the account of the council's decision
 */
export const insertRoleAtSchool = (db: SqlDatabase, now: Date, id: string, claimId: string, councilBy?: string): SqlStatement =>
  db
    .prepare(
      `INSERT INTO RoleAtSchool (id, personId, schoolId, roleId, source, learnedAt, confirmedAt, confirmedById)
       SELECT ?1, c.personId, c.schoolId, c.roleId, IIF(own.leads = 1, 'council', 'claim'), ?3, IIF(own.leads = 1, ?3, NULL), IIF(own.leads = 1, ?4, NULL) FROM Claim c
       JOIN (SELECT k.id, ?4 IS NOT NULL AND s.outsideKind = 'childminder' AND k.roleId = 'dsl' AND NOT EXISTS (
           SELECT 1 FROM RoleAtSchool h WHERE h.schoolId = k.schoolId AND h.roleId = 'dsl' AND h.confirmedAt IS NOT NULL AND h.supersededAt IS NULL) AS leads
         FROM Claim k JOIN School s ON s.id = k.schoolId WHERE k.id = ?2) own ON own.id = c.id
       WHERE c.id = ?2 AND c.state = 'approved' AND c.personId IS NOT NULL AND c.roleId IS NOT NULL
         AND NOT EXISTS (SELECT 1 FROM RoleAtSchool r
           WHERE r.personId = c.personId AND r.schoolId = c.schoolId AND r.roleId = c.roleId AND r.supersededAt IS NULL AND r.toDate IS NULL)`,
    )
    .bind(id, claimId, instant(now), councilBy ?? null)

type Flat = Omit<ClaimRow, 'school'> & { schoolName: string; town: string; urn: string | null }

const claimRow = `SELECT c.id, c.state, c.evidence, c.accountId, a.email, p.name, r.label AS role, s.id AS schoolId, s.name AS schoolName, s.town,
    s.urn, c.requestedAt, c.decidedAt, c.reason, c.approver, c.mayBook, c.mayAsk, COALESCE(dp.name, d.email) AS decidedBy,
    (SELECT MAX(v.answer) FROM VouchLink v WHERE v.claimId = c.id) AS mailboxAnswer
  FROM Claim c JOIN Account a ON a.id = c.accountId JOIN School o ON o.id = c.schoolId JOIN School s ON s.id = o.rootId
  LEFT JOIN Person p ON p.id = COALESCE(c.personId, a.personId) LEFT JOIN Role r ON r.id = c.roleId
  LEFT JOIN Account d ON d.id = c.decidedById LEFT JOIN Person dp ON dp.id = d.personId`

const claimOf = ({ schoolName, town, urn, ...row }: Flat): ClaimRow => ({ ...row, school: { name: schoolName, town, urn } })

const allClaims = (statement: SqlStatement): Read<ClaimRow[]> => mapped(all<Flat>(statement), (rows) => rows.map(claimOf))

export const selectClaimFor = (db: SqlDatabase, condition: string, ...values: unknown[]): Read<ClaimRow[]> =>
  allClaims(db.prepare(`${claimRow} WHERE ${condition} ORDER BY c.requestedAt, c.id`).bind(...values))

export const claimById = async (db: SqlDatabase, id: string): Promise<ClaimRow | undefined> => {
  const row = await db.prepare(`${claimRow} WHERE c.id = ?1`).bind(id).first<Flat>()
  return row ? claimOf(row) : undefined
}

export const selectClaimsOf = (db: SqlDatabase, accountId: string): Read<ClaimRow[]> =>
  allClaims(db.prepare(`${claimRow} WHERE c.accountId = ?1 ORDER BY c.requestedAt DESC LIMIT 100`).bind(accountId))

/** Decided claims, the latest first. */
export const decidedRows: Rows<ClaimRow, Flat> = {
  sql: `${claimRow} WHERE c.state <> 'requested'`,
  by: ['decidedAt DESC', 'id DESC'],
  size: 10,
  made: claimOf,
}

/** Waiting claims, longest first, with evidence. */
export const selectQueue = (db: SqlDatabase): Read<Queue> => {
  const waiting = `SELECT w.id FROM Claim w WHERE w.state = 'requested' ORDER BY w.requestedAt, w.id LIMIT ${queuePage}`
  const domain = (column: string): string => `substr(${column}, instr(${column}, '@') + 1)`
  const read = together({
    waiting: selectClaimFor(db, `c.id IN (${waiting})`),
    count: only<{ waiting: number | null; decided: number | null }>(
      db.prepare(`SELECT SUM(state = 'requested') AS waiting, SUM(state <> 'requested') AS decided FROM Claim`),
    ),
    held: all<Omit<HeldAddress, 'school'> & SchoolName>(
      db.prepare(
        `SELECT DISTINCT ${domain('k.email')} AS domain, k.email, s.id AS schoolId, s.name, s.town, s.urn
         FROM SchoolContact k JOIN School o ON o.id = k.schoolId JOIN School s ON s.id = o.rootId
         WHERE k.endedAt IS NULL AND ${domain('k.email')} IN (
           SELECT ${domain('a.email')} FROM Claim c JOIN Account a ON a.id = c.accountId WHERE c.id IN (${waiting}))
         ORDER BY s.name COLLATE NOCASE, s.town LIMIT 2000`,
      ),
    ),
    others: all<Omit<OtherClaim, 'school'> & SchoolName>(
      db.prepare(
        `SELECT c.accountId, c.id, c.state, s.name, s.town, s.urn FROM Claim c JOIN School o ON o.id = c.schoolId JOIN School s ON s.id = o.rootId
         WHERE c.accountId IN (SELECT x.accountId FROM Claim x WHERE x.id IN (${waiting})) ORDER BY c.requestedAt DESC LIMIT 500`,
      ),
    ),
    evidence: selectEvidence(db, `e.claimId IN (${waiting})`),
    requests: selectRequestsOf(db, `c.id IN (${waiting})`),
    trustClaims: selectTrustClaims(db, `t.state IN ('requested', 'approved')`),
    unlistedClaims: selectUnlistedClaims(db, `u.state = 'requested'`),
  })
  return mapped(read, ({ count, held, others, trustClaims, ...queue }) => ({
    ...queue,
    waitingCount: count.waiting ?? 0,
    heldAtDomains: held.map(({ name, town, urn, ...rest }) => ({ ...rest, school: { name, town, urn } })),
    otherClaims: others.map(({ name, town, urn, ...rest }) => ({ ...rest, school: { name, town, urn } })),
    trustClaims: trustClaims.toSorted((a, b) => Number(b.state === 'requested') - Number(a.state === 'requested')),
    decidedCount: count.decided ?? 0,
  }))
}

/** Waiting requests for places of the claims `c` that match. */
const selectRequestsOf = (db: SqlDatabase, condition: string, ...values: unknown[]): Read<ClaimsRequest[]> =>
  all<ClaimsRequest>(
    db
      .prepare(
        `SELECT c.accountId, o.rootId AS schoolId, e.title AS event, e.code, r.places, r.requestedAt
         FROM Claim c JOIN School o ON o.id = c.schoolId JOIN BookingRequest r ON r.accountId = c.accountId AND r.state = 'waiting' AND r.asksSchool = 0
           JOIN School q ON q.id = r.schoolId AND q.rootId = o.rootId JOIN Event e ON e.id = r.eventId
         WHERE ${condition} ORDER BY r.requestedAt LIMIT 500`,
      )
      .bind(...values),
  )

/** A claim with its evidence and its account's requests. */
export const selectClaim = (db: SqlDatabase, id: string): Read<OneClaim | undefined> =>
  mapped(
    together({
      claims: selectClaimFor(db, 'c.id = ?1', id),
      evidence: selectEvidence(db, 'e.claimId = ?1', id),
      requests: selectRequestsOf(db, 'c.id = ?1', id),
    }),
    ({ claims: [claim], ...ground }) => claim && { claim, ...ground },
  )

/** Guard: the claim is in this state and the actor may decide. */
export const claimStillIn = (act: Act, id: string, state: ClaimState): SqlStatement =>
  stillHolds(act, ['administrator', 'organiser'], `(SELECT state FROM Claim WHERE id = ?4) = ?5`, id, state)

/** The name somebody gave when asking the council to book for a school (a root id). */
export const nameWhenAsked = async (db: SqlDatabase, accountId: string, schoolId: string): Promise<string | undefined> =>
  (
    await db
      .prepare(
        `SELECT p.name FROM Booking b JOIN School s ON s.id = b.schoolId JOIN Person p ON p.id = b.bookerPersonId
         WHERE b.bookedById = ?1 AND b.channel = 'organiser' AND s.rootId = ?2 ORDER BY b.createdAt DESC LIMIT 1`,
      )
      .bind(accountId, schoolId)
      .first<{ name: string }>()
  )?.name
