import { endedException } from '#attendance/requirements/exception.ts'
import type { Exception } from '#attendance/requirements/standing.ts'
import type { Act } from '#base/act.ts'
import type { Day } from '#base/dates.ts'
import { atomically, guardBroken } from '#base/db/atomically.ts'
import { newId } from '#base/id.ts'
import { logged } from '#base/log/store.ts'
import { ok, type Result } from '#base/result.ts'
import { insertExceptionAgain, supersedeException } from './exception-store.ts'

/**
 * Ends an exception on a day; what it said until now stays to be read.
 * @param ask.until its last day; undefined, or before it began: it never held
 */
export const endException = async (
  act: Act,
  ask: { exception: Exception; schoolId: string; until: Day | undefined },
): Promise<Result<undefined, 'changed_meanwhile'>> => {
  const { exception, schoolId } = ask
  const ended = endedException(exception, ask.until)
  const result = await atomically(
    act.db,
    [
      ...supersedeException(act, exception.id),
      ...(ended?.until === undefined ? [] : [insertExceptionAgain(act, newId(act.now), exception.id, ended.until)]),
      logged(act, {
        act: 'requirement.exception_ended',
        subject: ['requirement', exception.requirementId],
        schoolId,
        before: { exceptionId: exception.id, from: exception.from, until: exception.until ?? null },
        after: { until: ended?.until ?? null, held: ended !== undefined },
      }),
    ],
    { [guardBroken]: 'changed_meanwhile' } as const,
  )
  return result.ok ? ok(undefined) : result
}
