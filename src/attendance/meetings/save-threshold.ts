import type { SessionOfRegister } from '#attendance/attendance/register.ts'
import type { Act } from '#base/act.ts'
import { atomically } from '#base/db/atomically.ts'
import { logged } from '#base/log/store.ts'
import { ok, type Result } from '#base/result.ts'
import type { Threshold } from './match.ts'
import { setThreshold } from './report-store.ts'

/** Says from how long a session counts as attended. Marks that were made stay. */
export const saveThreshold = async (
  act: Act,
  { id, eventId }: Pick<SessionOfRegister, 'id' | 'eventId'>,
  after: Threshold,
): Promise<Result<undefined, never>> => {
  await atomically(
    act.db,
    [setThreshold(act, id, after), logged(act, { act: 'meeting.threshold_set', subject: ['session', id], eventId, after })],
    {},
  )
  return ok(undefined)
}
