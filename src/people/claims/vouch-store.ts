import type { Act } from '#base/act.ts'
import { guard } from '#base/db/atomically.ts'
import { all, mapped, one, type Read } from '#base/db/read.ts'
import type { Mailbox } from './vouch.ts'
import type { AskedAbout } from './waiting-claim.ts'

// Same as the view AccountTie (a test checks). Filtering the view by an outer column would scan its
// tables, so each part uses its index. In threes, because D1 allows few terms in one compound
// SELECT.
const tiesOf = (account: string): string => `
  SELECT tie FROM (
    SELECT 'account ' || ${account} AS tie
    UNION ALL SELECT 'person ' || t.personId FROM Account t WHERE t.id = ${account} AND t.personId IS NOT NULL
    UNION ALL SELECT 'person ' || t.personId FROM SignIn t WHERE t.accountId = ${account} AND t.personId IS NOT NULL)
  UNION ALL SELECT tie FROM (
    SELECT 'address ' || t.email AS tie FROM Account t WHERE t.id = ${account}
    UNION ALL SELECT 'address ' || lower(p.email) FROM Account t JOIN Person p ON p.id = t.personId WHERE t.id = ${account} AND p.email <> '' AND t.shared = 0)
  UNION ALL SELECT tie FROM (
    SELECT 'address ' || t.oldEmail AS tie FROM EmailChange t WHERE t.accountId = ${account} AND t.usedAt IS NOT NULL
    UNION ALL SELECT 'address ' || t.newEmail FROM EmailChange t WHERE t.accountId = ${account} AND t.usedAt IS NOT NULL)
  UNION ALL SELECT tie FROM (
    SELECT 'provider ' || t.issuer || ' ' || t.subject AS tie FROM OidcIdentity t WHERE t.accountId = ${account}
    UNION ALL SELECT 'browser ' || t.tokenHash FROM KnownBrowser t WHERE t.accountId = ${account})`

/** SQL: two accounts are one, or known to be the same person's; `but` limits which `tie` counts. */
export const sameHolder = (one: string, other: string, but = '1'): string =>
  `EXISTS (SELECT 1 FROM (${tiesOf(one)}) WHERE ${but} AND tie IN (${tiesOf(other)}))`

/** SQL: the council holds the account's address for a school (a root). */
export const isHeldAddress = (account: string, root: string): string =>
  `EXISTS (SELECT 1 FROM Account ha CROSS JOIN SchoolContact hk ON hk.email = ha.email AND hk.endedAt IS NULL CROSS JOIN School hm ON hm.id = hk.schoolId
    WHERE ha.id = ${account} AND hm.rootId = ${root})`

/** SQL: a contact was entered by the account, or by another one known to be the same person's. */
export const enteredBy = (contact: string, accountId: string): string =>
  `(${contact}.enteredById IS NOT NULL AND ${sameHolder(accountId, `${contact}.enteredById`)})`

/** Of a school (root), each once, with how often this claim asked; none its holder entered. */
export const selectMailboxes = (db: SqlDatabase, schoolId: string, claimId: string, accountId: string): Read<Mailbox[]> =>
  all<Mailbox>(
    db
      .prepare(
        `SELECT MIN(k.id) AS contactId, k.email, (SELECT COUNT(*) FROM VouchLink v JOIN SchoolContact o ON o.id = v.contactId
           WHERE v.claimId = ?2 AND o.email = k.email) AS sent
         FROM SchoolContact k JOIN School m ON m.id = k.schoolId WHERE m.rootId = ?1 AND k.endedAt IS NULL AND NOT ${enteredBy('k', '?3')}
         GROUP BY k.email ORDER BY MIN(k.learnedAt), k.email LIMIT 100`,
      )
      .bind(schoolId, claimId, accountId),
  )

/** Schools of the account's waiting claims for which another mailbox is held. */
export const selectSchoolsWithMailbox = (db: SqlDatabase, accountId: string): Read<string[]> =>
  mapped(
    all<{ id: string }>(
      db
        .prepare(
          `SELECT DISTINCT m.rootId AS id FROM Claim c JOIN School o ON o.id = c.schoolId JOIN School m ON m.rootId = o.rootId
             JOIN SchoolContact k ON k.schoolId = m.id AND k.endedAt IS NULL AND NOT ${enteredBy('k', '?1')}
           WHERE c.accountId = ?1 AND c.state = 'requested' AND k.email <> (SELECT a.email FROM Account a WHERE a.id = ?1)`,
        )
        .bind(accountId),
    ),
    (rows) => rows.map(({ id }) => id),
  )

/** SQL: the mailbox asked last about an account’s claim on a school; arguments are SQL. */
export const mailboxAsked = (account: string, root: string): string =>
  `(SELECT k.email FROM VouchLink l JOIN Claim vc ON vc.id = l.claimId JOIN School vm ON vm.id = vc.schoolId JOIN SchoolContact k ON k.id = l.contactId
    WHERE vc.accountId = ${account} AND vc.state = 'requested' AND vm.rootId = ${root} ORDER BY l.createdAt DESC, l.id DESC LIMIT 1)`

/** SQL: accounts that are approvers at a school (a root id): its own, and its trust's contacts. */
export const approversOf = (root: string): string => `SELECT x.accountId FROM ActsFor x WHERE x.rootId = ${root} AND x.approver = 1`

export type Approver = { accountId: string; email: string; name: string | null }

/** Whom to notify of a new claim on the school; at most ten. */
export const selectApprovers = (db: SqlDatabase, schoolId: string): Read<Approver[]> =>
  all<Approver>(
    db
      .prepare(
        `SELECT a.id AS accountId, a.email, p.name FROM Account a LEFT JOIN Person p ON p.id = a.personId
         WHERE a.id IN (${approversOf('?1')}) ORDER BY a.createdAt LIMIT 10`,
      )
      .bind(schoolId),
  )

/** Who was asked about the account at the school (a root id): one row while its claim waits. */
export const selectAsked = (db: SqlDatabase, accountId: string, schoolId: string): Read<AskedAbout | undefined> =>
  one<AskedAbout>(
    db
      .prepare(
        `SELECT c.requestedAt, ${mailboxAsked('?1', '?2')} AS mailbox,
             EXISTS (SELECT 1 FROM (${approversOf('?2')}) x WHERE x.accountId <> ?1) AS colleague
           FROM Claim c JOIN School m ON m.id = c.schoolId WHERE c.accountId = ?1 AND m.rootId = ?2 AND c.state = 'requested'`,
      )
      .bind(accountId, schoolId),
    { colleague: 'flag' },
  )

export const stillApprover = (act: Act, schoolId: string, condition = '1', ...values: unknown[]): SqlStatement =>
  guard(act.db, `?2 IN (${approversOf('?1')}) AND (${condition})`, schoolId, act.actor.accountId ?? '', ...values)
