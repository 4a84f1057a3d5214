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
  const result = await atomically(act.db, applying(act, id), { [guardBroken]: 'register_changed_since' as const })
  const planned = await importById(act.db, id)
  if (!planned) return refuse('not_found')
  if (result.ok) return ok(planned)
  if (planned.state === 'applied' || planned.state === 'undone') return refuse('already_applied')
  return refuse(planned.state === 'ready' ? 'register_changed_since' : 'not_ready')
}
