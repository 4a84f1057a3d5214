import type { Act } from '#base/act.ts'
import { atomically, foreignKeyBroken } from '#base/db/atomically.ts'
import { logged } from '#base/log/store.ts'
import { deleteFile, spareFiles } from './store.ts'

const filesAtOnce = 20

/** Job: deletes files that nothing has named for a day, or names any more. */
export const deleteFiles = async (act: Act): Promise<boolean> => {
  for (const { id, pieces } of await spareFiles(act.db, act.now, filesAtOnce)) {
    // Bucket first: an interrupted deletion is resumed by its row.
    if (pieces === 0 && !act.files) continue
    if (pieces === 0) await act.files?.delete(id)
    await atomically(act.db, [...deleteFile(act.db, id), logged(act, { act: 'file.deleted', subject: ['file', id] })], {
      [foreignKeyBroken]: 'in_use',
    } as const)
  }
  return false
}
