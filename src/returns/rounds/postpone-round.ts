import type { Act } from '#base/act.ts'
import { atomically } from '#base/db/atomically.ts'
import { logged } from '#base/log/store.ts'
import { ok, type Result } from '#base/result.ts'
import type { PostponeRefusal } from './postponement.ts'
import { insertPostponement, markToTell, type NewPostponement } from './postponement-store.ts'

/** From the dates shown, for all or one school; tells schools that have not submitted. */
export const postponeRound = async (act: Act, of: NewPostponement): Promise<Result<void, PostponeRefusal>> => {
  const result = await atomically(
    act.db,
    [
      insertPostponement(act, of),
      markToTell(act.db, of),
      logged(act, {
        act: 'return_round.put_off',
        subject: of.returnId === undefined ? (['return_round', of.roundId] as const) : (['return', of.returnId] as const),
        before: { ...of.from },
        after: { ...of.to },
      }),
    ],
    {
      round_is_closed: 'round_is_closed',
      dates_have_changed: 'dates_have_changed',
      not_put_off: 'not_put_off',
      return_has_come: 'return_has_come',
      'ReturnPostponement.id': 'sent_twice',
    } as const,
  )
  return result.ok || result.reason === 'sent_twice' ? ok(undefined) : { ok: false, reason: result.reason }
}
