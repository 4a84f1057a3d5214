import type { Act } from '#base/act.ts'
import { atomically, guardBroken } from '#base/db/atomically.ts'
import { logged } from '#base/log/store.ts'
import { ok, type Result } from '#base/result.ts'
import type { Chase } from './chase.ts'
import { chaseIsOpen, setChaseStopped } from './chase-store.ts'

/** Ends a chase that nobody answered and nothing settled; what was tried stays. */
export const stopChase = async (act: Act, chase: Chase): Promise<Result<undefined, 'ended_before'>> => {
  const result = await atomically(
    act.db,
    [
      chaseIsOpen(act, chase.id),
      setChaseStopped(act, chase.id),
      logged(act, {
        act: 'school.chase_stopped',
        subject: ['chase', chase.id],
        schoolId: chase.school.id,
        after: { matter: chase.matter },
      }),
    ],
    { [guardBroken]: 'ended_before' } as const,
  )
  return result.ok ? ok(undefined) : result
}
