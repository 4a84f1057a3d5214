import type { Act } from '#base/act.ts'
import { atomically, foreignKeyBroken } from '#base/db/atomically.ts'
import { logged } from '#base/log/store.ts'
import { ok, type Result } from '#base/result.ts'
import { insertException, type NewException } from './exception-store.ts'

export type AddExceptionReason = 'person_is_erased' | 'no_such_requirement'

/** Says that a requirement is not asked of a school or of one person there, or is asked later. */
export const addException = async (act: Act, one: NewException): Promise<Result<undefined, AddExceptionReason>> => {
  const written = await atomically(
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
      'RequirementException.id': 'sent_before',
    } as const,
  )
  if (written.ok) return ok(undefined)
  // The same form was sent before and has given it.
  return written.reason === 'sent_before' ? ok(undefined) : { ok: false, reason: written.reason }
}
