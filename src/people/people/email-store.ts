import type { Act } from '#base/act.ts'
import { type Instant, instant } from '#base/dates.ts'
import { guard } from '#base/db/atomically.ts'
import { all, only, readTogether } from '#base/db/read.ts'
import type { EmailChange } from '#base/db/rows.ts'
import { insert, pick, update } from '#base/db/write.ts'
import { codeAttempts } from '#people/sign-in/sign-in.ts'

export type ChangeRow = Pick<
  EmailChange,
  'id' | 'accountId' | 'oldEmail' | 'newEmail' | 'codeHash' | 'oldCodeHash' | 'attempts' | 'expiresAt' | 'usedAt'
>

const columns = 'id, accountId, oldEmail, newEmail, codeHash, oldCodeHash, attempts, expiresAt, usedAt'

export const insertChange = (
  act: Act,
  change: {
    id: string
    accountId: string
    oldEmail: string
    newEmail: string
    codeHash: string
    oldCodeHash: string | null
    expiresAt: Instant
  },
): SqlStatement =>
  insert(act.db, 'EmailChange', {
    ...pick(change, ['id', 'accountId', 'oldEmail', 'newEmail', 'codeHash', 'expiresAt', 'oldCodeHash']),
    createdAt: instant(act.now),
  })

export const changeOf = (db: SqlDatabase, id: string, accountId: string): Promise<ChangeRow | null> =>
  db.prepare(`SELECT ${columns} FROM EmailChange WHERE id = ?1 AND accountId = ?2`).bind(id, accountId).first<ChangeRow>()

/** Uses one try before comparing; null when none is left, or the code is over or used. */
export const countTry = (act: Act, id: string, accountId: string): Promise<ChangeRow | null> =>
  act.db
    .prepare(
      `UPDATE EmailChange SET attempts = attempts + 1
       WHERE id = ?1 AND accountId = ?2 AND usedAt IS NULL AND expiresAt > ?3 AND attempts < ?4 RETURNING ${columns}`,
    )
    .bind(id, accountId, instant(act.now), codeAttempts)
    .first<ChangeRow>()

/** Guard: the code is unused and the account still has the old address. */
export const changeOpen = (db: SqlDatabase, change: ChangeRow): SqlStatement =>
  guard(
    db,
    `EXISTS (SELECT 1 FROM EmailChange c JOIN Account a ON a.id = c.accountId WHERE c.id = ?1 AND c.usedAt IS NULL AND a.email = c.oldEmail)`,
    change.id,
  )

/** For a shared mailbox, also of everyone who signed in there and has no other. */
export const changeRows = (act: Act, change: ChangeRow): SqlStatement[] => [
  update(act.db, 'EmailChange', { usedAt: instant(act.now) }, { id: change.id }),
  ...addressRows(act, change.id),
]

const addressRows = (act: Act, changeId: string): SqlStatement[] => [
  act.db
    .prepare(
      'UPDATE Account SET email = c.newEmail FROM (SELECT accountId, newEmail FROM EmailChange WHERE id = ?1) c WHERE id = c.accountId',
    )
    .bind(changeId),
  act.db
    .prepare(
      `UPDATE Person SET email = c.newEmail FROM (SELECT accountId, oldEmail, newEmail FROM EmailChange WHERE id = ?1) c
       WHERE erasedAt IS NULL AND (
         Person.id = (SELECT a.personId FROM Account a WHERE a.id = c.accountId AND a.shared = 0)
         OR (email = c.oldEmail AND Person.id IN (SELECT s.personId FROM SignIn s JOIN Account a ON a.id = s.accountId WHERE a.id = c.accountId AND a.shared = 1)))`,
    )
    .bind(changeId),
]

export type UndoRow = Pick<EmailChange, 'id' | 'accountId' | 'oldEmail'> & { usedAt: Instant }

/** The first undoable change that took the address; undoing it undoes all later ones. */
export const undoableChangeOf = (act: Act, email: string): Promise<UndoRow | null> =>
  act.db
    .prepare(
      `SELECT c.id, c.accountId, c.oldEmail, c.usedAt FROM EmailChange c JOIN Account a ON a.id = c.accountId
       WHERE c.oldEmail = ?1 AND c.usedAt IS NOT NULL AND c.codeHash <> '' AND c.undoneAt IS NULL AND strftime('%Y-%m-%dT%H:%M:%fZ', c.usedAt, '+7 days') >= ?2
         AND a.erasedAt IS NULL AND a.email <> ?1
       ORDER BY c.usedAt LIMIT 1`,
    )
    .bind(email, instant(act.now))
    .first<UndoRow>()

/** Ends what was made since to sign in or read the calendar, so that an intruder keeps nothing. */
export const endMadeSince = (act: Act, { accountId, usedAt }: UndoRow): SqlStatement[] => {
  const end = (sql: string): SqlStatement => act.db.prepare(sql).bind(accountId, usedAt, instant(act.now))
  return [
    end('UPDATE OidcIdentity SET endedAt = ?3 WHERE accountId = ?1 AND linkedAt >= ?2 AND endedAt IS NULL'),
    end('UPDATE Factor SET endedAt = ?3, secret = NULL WHERE accountId = ?1 AND madeAt >= ?2 AND endedAt IS NULL'),
    end(
      `UPDATE Feed SET endedAt = ?3 WHERE createdAt >= ?2 AND endedAt IS NULL
       AND (accountId = ?1 OR personId = (SELECT personId FROM Account WHERE id = ?1 AND shared = 0))`,
    ),
    act.db.prepare('DELETE FROM RecoveryCode WHERE accountId = ?1 AND madeAt >= ?2').bind(accountId, usedAt),
    act.db.prepare('DELETE FROM KnownBrowser WHERE accountId = ?1 AND seenAt >= ?2').bind(accountId, usedAt),
  ]
}

/**
 * Restores the old address of account and person. This change and all later ones count as undone,
 * so no later address can take the account back. Undoing is a change itself, `id`, so that calendar
 * entries follow.
 */
export const undoRows = (act: Act, id: string, row: UndoRow): SqlStatement[] => [
  act.db
    .prepare(
      `UPDATE EmailChange SET undoneAt = ?2
       WHERE id = ?1 OR (accountId = ?3 AND usedAt >= ?4 AND undoneAt IS NULL AND codeHash <> '')`,
    )
    .bind(row.id, instant(act.now), row.accountId, row.usedAt),
  act.db
    .prepare(
      `INSERT INTO EmailChange (id, accountId, oldEmail, newEmail, codeHash, createdAt, expiresAt, usedAt)
       SELECT ?1, id, email, ?3, '', ?4, ?4, ?4 FROM Account WHERE id = ?2`,
    )
    .bind(id, row.accountId, row.oldEmail, instant(act.now)),
  ...addressRows(act, id),
]

export type PastChange = { oldEmail: string; newEmail: string; usedAt: Instant }

/** Confirmed changes, latest first, and how many schools it acts for by a claim. */
export const readEmailPage = async (db: SqlDatabase, accountId: string): Promise<{ past: PastChange[]; schools: number }> => {
  const { past, schools } = await readTogether(db, {
    past: all<PastChange>(
      db
        .prepare(
          `SELECT oldEmail, newEmail, usedAt FROM EmailChange WHERE accountId = ?1 AND usedAt IS NOT NULL ORDER BY usedAt DESC LIMIT 50`,
        )
        .bind(accountId),
    ),
    schools: only<{ n: number }>(db.prepare(`SELECT COUNT(*) AS n FROM Claim WHERE accountId = ?1 AND state = 'approved'`).bind(accountId)),
  })
  return { past, schools: schools.n }
}

export const deleteOldChanges = (db: SqlDatabase, before: Instant): SqlStatement =>
  db
    .prepare('DELETE FROM EmailChange WHERE id IN (SELECT id FROM EmailChange WHERE usedAt IS NULL AND expiresAt < ?1 LIMIT 500)')
    .bind(before)
