import type { Instant } from '#base/dates.ts'
import type { Account } from '#base/db/rows.ts'
import { insert, insertEach, update } from '#base/db/write.ts'
import type { SignInKind } from './account.ts'

export type AccountRow = Pick<Account, 'id' | 'personId'> & { kind: SignInKind }

/** The account of an address, with what signing in needs to know. */
export const accountByEmail = (db: SqlDatabase, email: string): Promise<AccountRow | null> =>
  db
    .prepare(
      `SELECT a.id, a.personId,
         ${kindOfAccount('a.id')} AS kind
       FROM Account a WHERE a.email = ?1`,
    )
    .bind(email)
    .first<AccountRow>()

export const insertAccount = (db: SqlDatabase, now: Instant, id: string, email: string): SqlStatement =>
  insert(db, 'Account', { id, email, createdAt: now })

/** @param people each new, perhaps without an address */
export const insertPeople = (
  db: SqlDatabase,
  now: Instant,
  people: readonly { id: string; name: string; email: string | null }[],
): SqlStatement[] => (people.length === 0 ? [] : [insertEach(db, 'Person', people, ['id', 'name', 'email'], { createdAt: now })])

export const renamePerson = (db: SqlDatabase, id: string, name: string): SqlStatement =>
  update(db, 'Person', { name }, { id, erasedAt: null })

export const keepAskedTopic = async (db: SqlDatabase, accountId: string, topicId: string): Promise<void> => {
  await update(db, 'Account', { askedTopicId: topicId }, { id: accountId, erasedAt: null }).run()
}

export const setAccountUser = (db: SqlDatabase, accountId: string, personId: string): SqlStatement =>
  update(db, 'Account', { personId }, { id: accountId })

/** SQL: the `SignInKind` of an account. */
export const kindOfAccount = (accountId: string): string =>
  `CASE (SELECT MAX(r.role <> 'door') FROM StaffRole r WHERE r.accountId = ${accountId} AND r.revokedAt IS NULL)
     WHEN 1 THEN 'council' WHEN 0 THEN 'door' ELSE 'school' END`

// Whom the service writes to about a booking: whoever booked, while they act for the school.

/** SQL: the account may act for the school now, by itself or for its trust (`Actor.schoolIds`). */
export const actsForRoot = (accountId: string, root = 'r.id', and = ''): string =>
  `EXISTS (SELECT 1 FROM ActsFor af WHERE af.accountId = ${accountId} AND af.rootId = ${root}${and})`

/** SQL: it may book for the school, too. */
export const booksForRoot = (accountId: string, root?: string): string => actsForRoot(accountId, root, ' AND af.mayBook = 1')

/** SQL: the rows of `ActsFor` of an account; without LIMIT, whatever counts them walks them all. */
export const actsOf = (accountId: string): string => `(SELECT * FROM ActsFor af WHERE af.accountId = ${accountId} LIMIT -1)`

/** SQL: the account may book for root `r` now, by itself, for its trust or for the council. */
export const speaksFor = (accountId: string): string => `(${booksForRoot(accountId)}
  OR EXISTS (SELECT 1 FROM StaffRole f WHERE f.accountId = ${accountId} AND f.revokedAt IS NULL AND f.role IN ('organiser', 'administrator')))`

/**
 * SQL: the account of booking `b` is still its contact. Whoever asked the council to book need not
 * act for root `r`, and stays the contact unless it was decided since that they do not act for the
 * school, or they may not book for it.
 */
export const staysContact = `(${speaksFor('b.bookedById')} OR (b.channel = 'organiser' AND b.bookedById IS NOT NULL
  AND NOT EXISTS (SELECT 1 FROM Claim e JOIN School m ON m.id = e.schoolId
    WHERE e.accountId = b.bookedById AND m.rootId = r.id AND (e.state IN ('refused', 'ended') AND e.decidedAt >= b.createdAt OR e.state = 'approved' AND e.mayBook = 0))))`

/**
 * SQL: the account notified of booking `b` of root `r`. If whoever booked may no longer book for
 * it, a colleague who may is: approvers first, then the longest; else still whoever booked. None
 * if the contact gave no address.
 */
export const notifiedAccount = `CASE WHEN ${staysContact} THEN b.bookedById
  WHEN b.channel = 'organiser' AND b.bookedById IS NULL AND b.bookerPersonId IS NOT NULL THEN NULL
  ELSE COALESCE((SELECT c.accountId FROM Claim c JOIN School m ON m.id = c.schoolId
    WHERE m.rootId = r.id AND c.state = 'approved' AND c.mayBook = 1 ORDER BY c.approver DESC, c.decidedAt, c.id LIMIT 1), b.bookedById) END`

/** SQL joins of that account (`a`), and its user, to a query with `b` and `r`. */
export const joinNotified = (join: 'JOIN' | 'LEFT JOIN'): string =>
  `${join} Account a ON a.id = ${notifiedAccount} LEFT JOIN Person ap ON ap.id = a.personId LEFT JOIN Person bp ON bp.id = b.bookerPersonId`

export const nameOfNotified = 'IIF(a.id IS b.bookedById, bp.name, ap.name)'
