// Applies what a dry run showed, all or nothing.
import type { Act } from '#base/act.ts'
import { atomically, guardBroken } from '#base/db/atomically.ts'
import { ok, type Result, refuse } from '#base/result.ts'
import { applying } from './apply-store.ts'
import type { RegisterImport } from './import.ts'
import { importById } from './import-store.ts'

export type ApplyRefusal = 'not_found' | 'not_ready' | 'already_applied' | 'register_changed_since'

/** One batch of fixed length. Refused when the register has changed since the comparison. */
export const applyImport = async (act: Act, id: string): Promise<Result<RegisterImport, ApplyRefusal>> => {
  const before = await importById(act.db, id)
  if (!before) return refuse('not_found')
  const done = await atomically(act.db, applying(act, id), { [guardBroken]: 'register_changed_since' as const })
  const found = await importById(act.db, id)
  if (!found) return refuse('not_found')
  if (done.ok) return ok(found)
  if (found.state === 'applied' || found.state === 'undone') return refuse('already_applied')
  return refuse(found.state === 'ready' ? 'register_changed_since' : 'not_ready')
}
