import type { Actor, StaffRoleName } from '#base/act.ts'
import { doorEndsAt } from '#base/council/working-day.ts'
import type { Day, Instant } from '#base/dates.ts'
import { all, readTogether } from '#base/db/read.ts'
import type { Account, Event, Person, SignIn } from '#base/db/rows.ts'
import { looksShared } from '#base/mailbox.ts'
import { actsOf } from '#people/accounts/account-store.ts'
import type { ClaimRow, OwnWaiting } from '#people/claims/claim.ts'
import { selectClaimsOf } from '#people/claims/claim-store.ts'
import type { TrustClaimRow } from '#people/claims/trust-claim.ts'
import { selectTrustClaims } from '#people/claims/trust-claim-store.ts'
import type { UnlistedClaimRow } from '#people/claims/unlisted-claim.ts'
import { selectUnlistedClaims } from '#people/claims/unlisted-claim-store.ts'
import { selectSchoolsWithMailbox } from '#people/claims/vouch-store.ts'
import type { BrowserRow } from './sign-in.ts'
import { selectBrowsers } from './sign-in-store.ts'

export type SignInRow = {
  signInId: string
  createdAt: Instant
  seenAt: Instant
  expiresAt: Instant
  /** null: it ends at expiresAt, without extension. */
  endsAt: Instant | null
  /** The token this one replaces, until it is first shown. */
  replacesId: string | null
  /** The address looks shared, and nobody has said yet. */
  mailboxToSay: boolean
  /** A second factor is still to be shown; until then nobody acts. */
  factorToShow: boolean
  hasFactor: boolean
  /** By a second factor if they have one, else by a code or a provider. */
  provenAt: Instant | undefined
  /** For council staff: since when, and what they have shown; else undefined. */
  staff: StaffSignIn | undefined
  actor: Actor
}

/** `since`: the first grant of a role still held. `provider` undefined: a code. */
type StaffSignIn = { since: Instant; hasFactor: boolean; factorShown: boolean; isHeld: boolean; provider: string | undefined }

/** SQL: root ids of an account's schools; `actorOfSignIn` returns them as `schoolIds`. */
export const schoolsOf = (account: string): string => `SELECT DISTINCT x.rootId FROM ${actsOf(account)} x`

const askedOf = (account: string): string =>
  `SELECT o.rootId FROM Claim c JOIN School o ON o.id = c.schoolId WHERE c.accountId = ${account} AND c.state = 'requested'`

/** undefined when expired or revoked. */
export const actorOfSignIn = async (db: SqlDatabase, tokenHash: string, now: string): Promise<SignInRow | undefined> => {
  const row = await db
    .prepare(
      `SELECT s.id AS signInId, s.createdAt, s.seenAt, s.expiresAt, s.endsAt, s.replacesId, s.provenAt, s.factorAt, s.provider, a.id AS accountId, a.email, a.shared, a.sharedSaidAt, a.askedTopicId,
         p.id AS personId, p.name,
         EXISTS (SELECT 1 FROM Factor f WHERE f.accountId = a.id AND f.confirmedAt IS NOT NULL AND f.endedAt IS NULL) AS hasFactor,
         EXISTS (SELECT 1 FROM Factor f WHERE f.accountId = a.id AND f.heldAt IS NOT NULL AND f.releasedAt IS NULL AND f.endedAt IS NULL) AS isHeld,
         (SELECT json_group_array(json_object('role', r.role, 'eventId', r.eventId, 'at', r.grantedAt, 'day', (SELECT l.day FROM DoorLink l WHERE l.id = r.linkId),
            'lastAt', (SELECT MAX(x.endsAt) FROM Session x WHERE x.eventId = r.eventId))) FROM StaffRole r
          WHERE r.accountId = a.id AND r.revokedAt IS NULL) AS roles,
         (SELECT json_group_array(h.day) FROM BankHoliday h
          WHERE EXISTS (SELECT 1 FROM StaffRole r WHERE r.accountId = a.id AND r.role = 'door' AND r.revokedAt IS NULL)) AS bankHolidays,
         (SELECT json_group_array(json_object('id', x.rootId, 'approver', x.approver, 'mayBook', x.mayBook)) FROM ${actsOf('a.id')} x) AS acts,
         (SELECT json_group_array(x.rootId) FROM (${askedOf('a.id')}) x) AS asked,
         (SELECT json_group_array(x.id) FROM School x WHERE x.outsideKind <> 'school_elsewhere' AND x.id IN (${schoolsOf('a.id')}
            UNION ${askedOf('a.id')})) AS settingIds
       FROM SignIn s JOIN Account a ON a.id = s.accountId
         LEFT JOIN Person p ON p.id = CASE WHEN a.shared = 1 THEN s.personId ELSE a.personId END
       WHERE s.id = ?1 AND s.revokedAt IS NULL AND s.expiresAt > ?2`,
    )
    .bind(tokenHash, now)
    .first<
      Pick<SignIn, 'createdAt' | 'seenAt' | 'expiresAt' | 'endsAt' | 'replacesId' | 'accountId' | 'provenAt' | 'factorAt' | 'provider'> &
        Pick<Account, 'email' | 'personId' | 'shared' | 'sharedSaidAt' | 'askedTopicId'> &
        Pick<Person, 'name'> & {
          signInId: string
          hasFactor: number
          isHeld: number
          roles: string
          bankHolidays: string
          acts: string
          asked: string
          settingIds: string
        }
    >()
  if (!row) return undefined
  const granted: { role: StaffRoleName; eventId: string | null; at: Instant; day: Day | null; lastAt: Instant | null }[] = JSON.parse(
    row.roles,
  )
  const calendar = { bankHolidays: new Set<Day>(JSON.parse(row.bankHolidays)), terms: [] }
  const roles = granted.filter(({ lastAt }) => lastAt === null || now <= doorEndsAt(lastAt, calendar))
  const acts: { id: string; approver: number; mayBook: number }[] = JSON.parse(row.acts)
  const schoolIds = [...new Set(acts.map(({ id }) => id))]
  const hasFactor = row.hasFactor === 1
  const proofs = [row.factorAt, hasFactor ? null : row.provenAt].filter((at) => at !== null)
  const helperOn = granted.find(({ day }) => day)?.day ?? undefined
  // Whoever came by the link of a door is none of the council's people.
  const [since] = helperOn === undefined ? roles.map((r) => r.at).sort() : []
  return {
    signInId: row.signInId,
    hasFactor,
    factorToShow: hasFactor && row.factorAt === null,
    provenAt: proofs.sort().at(-1),
    staff:
      since === undefined
        ? undefined
        : { since, hasFactor, factorShown: row.factorAt !== null, isHeld: row.isHeld === 1, provider: row.provider ?? undefined },
    createdAt: row.createdAt,
    seenAt: row.seenAt,
    expiresAt: row.expiresAt,
    endsAt: row.endsAt,
    replacesId: row.replacesId,
    mailboxToSay: row.sharedSaidAt === null && roles.length === 0 && looksShared(row.email),
    actor: {
      accountId: row.accountId,
      email: row.email,
      personId: row.personId ?? undefined,
      name: row.name ?? undefined,
      roles: [...new Set(roles.map((r) => r.role))],
      doorEventIds: roles.flatMap((r) => (r.role === 'door' && r.eventId ? [r.eventId] : [])),
      helperOn,
      schoolIds,
      viewedSchoolIds: schoolIds.filter((id) => acts.every((one) => one.id !== id || one.mayBook === 0)),
      askedSchoolIds: (JSON.parse(row.asked) as string[]).filter((id) => !schoolIds.includes(id)),
      settingIds: JSON.parse(row.settingIds) as string[],
      approverSchoolIds: [...new Set(acts.filter(({ approver }) => approver === 1).map(({ id }) => id))],
      shared: row.shared === 1,
      askedTopicId: row.askedTopicId ?? undefined,
    },
  }
}

export type AccountDetails = {
  claims: ClaimRow[]
  trustClaims: TrustClaimRow[]
  /** Waiting or refused claims on unlisted settings. */
  unlistedClaims: UnlistedClaimRow[]
  mailboxSchoolIds: string[]
  requests: OwnWaiting[]
  browsers: BrowserRow[]
  doorEvents: Pick<Event, 'code' | 'title'>[]
}

/** What the account page shows besides the actor, in one round trip. */
export const readAccountPage = (
  db: SqlDatabase,
  now: Date,
  { accountId, doorEventIds }: Pick<Actor, 'doorEventIds'> & { accountId: string },
  signInId: string,
): Promise<AccountDetails> => {
  return readTogether(db, {
    claims: selectClaimsOf(db, accountId),
    browsers: selectBrowsers(db, accountId, signInId, now),
    doorEvents: all<AccountDetails['doorEvents'][number]>(
      db
        .prepare(`SELECT code, title FROM Event WHERE id IN (SELECT value FROM json_each(?1)) ORDER BY title`)
        .bind(JSON.stringify(doorEventIds)),
    ),
    trustClaims: selectTrustClaims(db, 't.accountId = ?1', accountId),
    mailboxSchoolIds: selectSchoolsWithMailbox(db, accountId),
    requests: all<OwnWaiting>(
      db
        .prepare(
          `SELECT r.id, e.title AS event, r.places, r.requestedAt FROM BookingRequest r JOIN Event e ON e.id = r.eventId
           WHERE r.accountId = ?1 AND r.state = 'waiting' ORDER BY r.requestedAt`,
        )
        .bind(accountId),
    ),
    unlistedClaims: selectUnlistedClaims(db, `u.accountId = ?1 AND u.state <> 'approved'`, accountId),
  })
}
