import type { Act } from '../act.ts'
import { atomically, guardBroken } from '../db/atomically.ts'
import { logged } from '../log/store.ts'
import type { SendingState } from '../outbox/sending.ts'
import { moveSending } from '../outbox/sending-store.ts'
import { ok, type Result } from '../result.ts'
import type { Mailing } from './mailing.ts'
import { stoppedRecipients } from './store.ts'

type Moved = Promise<Result<undefined, 'moved_already'>>

const move = async (
  act: Act,
  { id, eventId }: Pick<Mailing, 'id' | 'eventId'>,
  to: SendingState,
  from: readonly SendingState[],
  more: D1PreparedStatement[] = [],
): Moved => {
  const said = { paused: 'mailing.paused', sending: 'mailing.went_on', stopped: 'mailing.stopped' } as Record<SendingState, string>
  const done = await atomically(
    act.db,
    [...moveSending(act, id, from, to), ...more, logged(act, { act: said[to], subject: ['mailing', id], eventId: eventId ?? undefined })],
    { [guardBroken]: 'moved_already' as const },
  )
  return done.ok ? ok(undefined) : done
}

/** Nothing more is queued until it goes on. */
export const pauseMailing = (act: Act, mailing: Mailing): Moved => move(act, mailing, 'paused', ['sending'])

export const goOnWithMailing = (act: Act, mailing: Mailing): Moved => move(act, mailing, 'sending', ['paused'])

/** For good: whoever has not been written to yet is not. What is on its way cannot be called back. */
export const stopMailing = (act: Act, mailing: Mailing): Moved =>
  move(act, mailing, 'stopped', ['sending', 'paused'], [stoppedRecipients(act, mailing.id)])
