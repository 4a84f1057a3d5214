import type { Act } from '#base/act.ts'
import { atomically } from '#base/db/atomically.ts'
import { logged } from '#base/log/store.ts'
import { ok, type Result } from '#base/result.ts'
import type { Dates, PostponeRefusal } from './postponement.ts'
import { insertPostponement, markToTell } from './postponement-store.ts'

/** Puts off the dates that the officer saw; schools that have not submitted are told. */
export const postponeRound = async (
  act: Act,
  of: { id: string; roundId: string; from: Dates; to: Dates; reason: string },
): Promise<Result<void, PostponeRefusal>> => {
  const written = await atomically(
    act.db,
    [
      insertPostponement(act, of),
      markToTell(act.db, of.roundId, of.id),
      logged(act, {
        ...{ act: 'return_round.put_off', subject: ['return_round', of.roundId] as const },
        ...{ before: { ...of.from }, after: { ...of.to } },
      }),
    ],
    {
      ...{ round_is_closed: 'round_is_closed', dates_have_changed: 'dates_have_changed', not_put_off: 'not_put_off' },
      'ReturnPostponement.id': 'sent_twice',
    } as const,
  )
  return written.ok || written.reason === 'sent_twice' ? ok(undefined) : { ok: false, reason: written.reason }
}
