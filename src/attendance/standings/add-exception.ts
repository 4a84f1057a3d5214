import type { Act } from '#base/act.ts'
import { atomically, foreignKeyBroken } from '#base/db/atomically.ts'
import { storedAs } from '#base/db/stored-row.ts'
import { logged } from '#base/log/store.ts'
import { ok, type Result, refuse } from '#base/result.ts'
import { insertException, type NewException } from './exception-store.ts'

export type AddExceptionReason = 'person_is_erased' | 'no_such_requirement' | 'saved_otherwise'

/**
 * Says that a requirement is not asked of a school or of one person there, or is asked later.
 * 'saved_otherwise': the same form has given another.
 */
export const addException = async (act: Act, one: NewException): Promise<Result<undefined, AddExceptionReason>> => {
  const result = await atomically(
    act.db,
    [
      insertException(act, one),
      logged(act, {
        act: one.kind === 'exempt' ? 'requirement.exempted' : 'requirement.extended',
        subject: ['requirement', one.requirementId],
        schoolId: one.schoolId,
        after: { exceptionId: one.id, personId: one.personId ?? null, from: one.from, until: one.until ?? null },
      }),
    ],
    {
      person_is_erased: 'person_is_erased',
      [foreignKeyBroken]: 'no_such_requirement',
      'RequirementException.id': 'saved_otherwise',
    } as const,
  )
  if (result.ok || result.reason !== 'saved_otherwise') return result.ok ? ok(undefined) : refuse(result.reason)
  const stored = await storedAs(act.db, 'RequirementException', one.id, {
    requirementId: one.requirementId,
    schoolId: one.schoolId,
    personId: one.personId ?? null,
    kind: one.kind,
    fromDate: one.from,
    untilDate: one.until ?? null,
    reason: one.reason,
  })
  return stored === 'same' ? ok(undefined) : refuse('saved_otherwise')
}
