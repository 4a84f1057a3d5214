import { addMinutes, type Instant, instant } from '#base/dates.ts'
import type { SavedForm as KeptFormRow } from '#base/db/rows.ts'
import { update } from '#base/db/write.ts'
import { type FoundForm, keptMinutes, type SavedForm } from './kept-form.ts'

/** Replaces an earlier one. @returns false for an unknown sign-in */
export const insertKeptForm = async (db: SqlDatabase, now: Date, signInId: string, form: SavedForm): Promise<boolean> => {
  const kept = await db
    .prepare(
      `INSERT OR REPLACE INTO SavedForm (id, signInId, page, path, fields, hadFiles, expiresAt)
       SELECT ?2, id, ?3, ?4, ?5, ?6, ?7 FROM SignIn WHERE id = ?1`,
    )
    .bind(
      signInId,
      form.id,
      form.page,
      form.path,
      JSON.stringify(form.fields),
      form.hadFiles ? 1 : 0,
      instant(addMinutes(now, keptMinutes)),
    )
    .run()
  return kept.meta.changes > 0
}

/** The form of the browser's token, only for the account that typed it. */
export const keptFormOf = async (db: SqlDatabase, id: string, accountId: string, now: Instant): Promise<FoundForm | undefined> => {
  const row = await db
    .prepare(
      `SELECT k.id, k.page, k.path, k.fields, k.hadFiles, s.revokedAt IS NOT NULL OR s.expiresAt <= ?3 AS signedOut
       FROM SavedForm k JOIN SignIn s ON s.id = k.signInId
       WHERE k.id = ?1 AND s.accountId = ?2 AND k.expiresAt > ?3`,
    )
    .bind(id, accountId, now)
    .first<Omit<KeptFormRow, 'signInId' | 'expiresAt'> & { signedOut: number }>()
  return row ? { ...row, fields: JSON.parse(row.fields), hadFiles: row.hadFiles === 1, signedOut: row.signedOut === 1 } : undefined
}

export const moveKeptForm = async (db: SqlDatabase, id: string, page: string): Promise<void> => {
  await update(db, 'SavedForm', { page }, { id }).run()
}

/** @returns whether it was kept until now */
export const deleteSentForm = async (db: SqlDatabase, id: string, accountId: string, path: string): Promise<boolean> => {
  const gone = await db
    .prepare(
      'DELETE FROM SavedForm WHERE id = ?1 AND path = ?3 AND (SELECT s.accountId FROM SignIn s WHERE s.id = SavedForm.signInId) = ?2',
    )
    .bind(id, accountId, path)
    .run()
  return gone.meta.changes > 0
}

export const deleteOldKeptForms = (db: SqlDatabase, now: Instant): SqlStatement =>
  db.prepare('DELETE FROM SavedForm WHERE id IN (SELECT id FROM SavedForm WHERE expiresAt < ?1 LIMIT 500)').bind(now)
