import type { Instant } from '#base/dates.ts'
import type { Account } from '#base/db/rows.ts'
import { insert, insertEach, update } from '#base/db/write.ts'
import type { SignInKind } from './account.ts'
import { kindOfAccount } from './role-store.ts'

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
