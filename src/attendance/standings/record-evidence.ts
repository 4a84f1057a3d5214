import type { Act } from '#base/act.ts'
import { atomically, guardBroken } from '#base/db/atomically.ts'
import { newId } from '#base/id.ts'
import { logged } from '#base/log/store.ts'
import { ok, type Result } from '#base/result.ts'
import type { EvidenceLevel } from '#schools/schools/earlier-attendance.ts'
import { insertCheck, lastCheckIs } from './evidence-store.ts'

/**
 * Keeps what an officer says of the evidence of a training from elsewhere; what was said before
 * stays. @param ask.seen the last look that the form showed, '' for none
 */
export const recordEvidence = async (
  act: Act,
  ask: { earlierId: string; schoolId: string; known: EvidenceLevel; note: string; seen: string },
): Promise<Result<undefined, 'changed_meanwhile'>> => {
  const { earlierId, schoolId, known, note, seen } = ask
  const result = await atomically(
    act.db,
    [
      lastCheckIs(act, earlierId, seen),
      insertCheck(act, { id: newId(act.now), earlierId, known, note }),
      logged(act, { act: 'earlier_attendance.evidence_checked', subject: ['earlier_attendance', earlierId], schoolId, after: { known } }),
    ],
    { [guardBroken]: 'changed_meanwhile' } as const,
  )
  return result.ok ? ok(undefined) : result
}
