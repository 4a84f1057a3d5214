import type { Act } from '#base/act.ts'
import { atomically } from '#base/db/atomically.ts'
import { newId } from '#base/id.ts'
import type { LogEntry } from './entry.ts'
import { logged } from './store.ts'

/** About the file itself, unless it says about what. */
export type ExportEntry = Omit<LogEntry, 'subject'> & Partial<Pick<LogEntry, 'subject'>>

/** Call first. @param entry `after`: how many rows, by which ids; no names or words searched for */
export const logExport = async (act: Act, entry: ExportEntry, counted: SqlStatement[] = []): Promise<void> => {
  await atomically(act.db, [logged(act, { subject: ['export', newId(act.now)], ...entry }), ...counted])
}
