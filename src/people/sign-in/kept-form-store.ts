import { addMinutes, type Instant, instant } from '#base/dates.ts'
import type { SavedForm as KeptFormRow } from '#base/db/rows.ts'
import { update } from '#base/db/write.ts'
import type { Field } from '#base/web/fill-form.ts'
import { type FoundForm, keptMinutes, type SavedForm } from './kept-form.ts'

/** Of a sign-in that ended, or of the code that is to sign in. */
export type KeptFor = { signInId: string } | { codeId: string }

/** Replaces an earlier one. @returns false for an unknown sign-in or code */
export const insertKeptForm = async (db: SqlDatabase, now: Date, of: KeptFor, form: SavedForm): Promise<boolean> => {
  const [column, table, id] = 'signInId' in of ? ['signInId', 'SignIn', of.signInId] : ['codeId', 'SignInCode', of.codeId]
  const kept = await db
    .prepare(
      `INSERT OR REPLACE INTO SavedForm (id, ${column}, page, path, fields, hadFiles, expiresAt)
       SELECT ?2, id, ?3, ?4, ?5, ?6, ?7 FROM ${table} WHERE id = ?1`,
    )
    .bind(id, form.id, form.page, form.path, JSON.stringify(form.fields), form.hadFiles ? 1 : 0, instant(addMinutes(now, keptMinutes)))
    .run()
  return kept.meta.changes > 0
}

/** SQL: the account that typed form `k`, with the address to which its code went. */
const typedBy = (account: string): string =>
  `(k.signInId IN (SELECT s.id FROM SignIn s WHERE s.accountId = ${account})
    OR k.codeId IN (SELECT c.id FROM SignInCode c JOIN Account a ON a.email = c.email WHERE a.id = ${account}))`

/** The form of the browser's token, only for the account that typed it. */
export const keptFormOf = async (db: SqlDatabase, id: string, accountId: string, now: Instant): Promise<FoundForm | undefined> => {
  const row = await db
    .prepare(
      `SELECT k.id, k.page, k.path, k.fields, k.hadFiles, s.revokedAt IS NOT NULL OR COALESCE(s.expiresAt <= ?3, 0) AS signedOut
       FROM SavedForm k LEFT JOIN SignIn s ON s.id = k.signInId
       WHERE k.id = ?1 AND k.expiresAt > ?3 AND ${typedBy('?2')}`,
    )
    .bind(id, accountId, now)
    .first<Omit<KeptFormRow, 'signInId' | 'codeId' | 'expiresAt'> & { signedOut: number }>()
  return row ? { ...row, fields: JSON.parse(row.fields), hadFiles: row.hadFiles === 1, signedOut: row.signedOut === 1 } : undefined
}

/** The fields of the form that waits for a code, for the browser that has both. */
export const formOfCode = async (db: SqlDatabase, id: string, codeId: string, page: string, now: Instant): Promise<Field[] | undefined> => {
  const row = await db
    .prepare('SELECT fields FROM SavedForm WHERE id = ?1 AND codeId = ?2 AND page = ?3 AND expiresAt > ?4')
    .bind(id, codeId, page, now)
    .first<Pick<KeptFormRow, 'fields'>>()
  return row ? (JSON.parse(row.fields) as Field[]) : undefined
}

export const moveKeptForm = async (db: SqlDatabase, id: string, page: string): Promise<void> => {
  await update(db, 'SavedForm', { page }, { id }).run()
}

/** @returns whether it was kept until now */
export const deleteSentForm = async (db: SqlDatabase, id: string, accountId: string, path: string): Promise<boolean> => {
  const gone = await db
    .prepare(`DELETE FROM SavedForm AS k WHERE k.id = ?1 AND k.path = ?3 AND ${typedBy('?2')}`)
    .bind(id, accountId, path)
    .run()
  return gone.meta.changes > 0
}

export const deleteOldKeptForms = (db: SqlDatabase, now: Instant): SqlStatement =>
  db.prepare('DELETE FROM SavedForm WHERE id IN (SELECT id FROM SavedForm WHERE expiresAt < ?1 LIMIT 500)').bind(now)
