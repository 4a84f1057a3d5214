import type { Act } from '#base/act.ts'
import { atomically, guardBroken } from '#base/db/atomically.ts'
import { logged } from '#base/log/store.ts'
import { ok, type Result, refuse } from '#base/result.ts'
import type { WatchedSending } from './sending.ts'
import { moveSending, readSending } from './sending-store.ts'

export type PauseRefusal = 'no_such_sending' | 'not_under_way'

const moved = async (
  act: Act,
  id: string,
  from: 'sending' | 'paused',
  to: 'paused' | 'sending',
): Promise<Result<WatchedSending, PauseRefusal>> => {
  const sending = await readSending(act.db, id)
  if (!sending) return refuse('no_such_sending')
  if (sending.state === to) return ok(sending)
  const written = await atomically(
    act.db,
    [
      ...moveSending(act, id, [from], to),
      logged(act, {
        act: to === 'paused' ? 'sending.paused' : 'sending.resumed',
        subject: ['sending', id],
        eventId: sending.eventId ?? undefined,
      }),
    ],
    { [guardBroken]: 'not_under_way' as const },
  )
  if (written.ok) return ok({ ...sending, state: to })
  // Somebody else pressed the same button a moment before: what was wanted is done.
  return (await readSending(act.db, id))?.state === to ? ok({ ...sending, state: to }) : written
}

/** Nothing more of it goes out until it goes on; what is being sent at this moment still does. Pausing twice is pausing once. */
export const pauseSending = (act: Act, id: string) => moved(act, id, 'sending', 'paused')

/** What waits of a paused sending goes out. */
export const resumeSending = (act: Act, id: string) => moved(act, id, 'paused', 'sending')
