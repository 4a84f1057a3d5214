import type { Act } from '#base/act.ts'
import { atomically } from '#base/db/atomically.ts'
import { newId } from '#base/id.ts'
import type { LogEntry } from './entry.ts'
import { logged } from './store.ts'

/**
 * Notes that a file was taken out of the service. Call it before the file is given.
 *
 * @param entry `after` says how much was in it and by which ids it was chosen; never a name or words that were searched for
 */
export const logExport = async (act: Act, entry: Omit<LogEntry, 'subject'>): Promise<void> => {
  await atomically(act.db, [logged(act, { ...entry, subject: ['export', newId(act.now)] })])
}
