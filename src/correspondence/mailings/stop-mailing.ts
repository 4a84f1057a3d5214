import type { Act } from '#base/act.ts'
import { atomically, guardBroken } from '#base/db/atomically.ts'
import { logged } from '#base/log/store.ts'
import { ok, type Result } from '#base/result.ts'
import { moveSending } from '#messages/outbox/sending-store.ts'
import type { Mailing } from './mailing.ts'
import { stoppedRecipients } from './store.ts'

/** For good: whoever is not written to yet gets nothing. Mail on its way cannot be recalled. */
export const stopMailing = async (
  act: Act,
  { id, eventId }: Pick<Mailing, 'id' | 'eventId'>,
): Promise<Result<undefined, 'not_under_way'>> => {
  const result = await atomically(
    act.db,
    [
      ...moveSending(act, id, ['sending', 'paused'], 'stopped'),
      stoppedRecipients(act, id),
      logged(act, { act: 'sending.stopped', subject: ['sending', id], eventId: eventId ?? undefined }),
    ],
    { [guardBroken]: 'not_under_way' as const },
  )
  return result.ok ? ok(undefined) : result
}
