import type { Act } from '#base/act.ts'
import { atomically } from '#base/db/atomically.ts'
import { logged } from '#base/log/store.ts'
import { ok, type Result } from '#base/result.ts'
import { insertAudit, type NewAudit } from './store.ts'

/** The same form saves once; the last of a day counts. */
export const recordAudit = async (act: Act, of: NewAudit): Promise<Result<undefined, never>> => {
  await atomically(
    act.db,
    [
      insertAudit(act, of),
      logged(act, {
        act: 'case_audit.stated',
        subject: ['case_audit', of.id] as const,
        schoolId: of.schoolId,
        after: { bySchool: of.bySchool, doneOn: of.doneOn },
      }),
    ],
    { 'CaseRecordAudit.id': 'stated_before' } as const,
  )
  return ok(undefined)
}
