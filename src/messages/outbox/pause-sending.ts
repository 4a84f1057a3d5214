import type { Act } from '#base/act.ts'
import { atomically, guardBroken } from '#base/db/atomically.ts'
import { readNow } from '#base/db/read.ts'
import { logged } from '#base/log/store.ts'
import { ok, type Result, refuse } from '#base/result.ts'
import type { WatchedSending } from './sending.ts'
import { moveSending, selectSending } from './sending-store.ts'

export type PauseRefusal = 'no_such_sending' | 'not_under_way'

const moved = async (
  act: Act,
  id: string,
  from: 'sending' | 'paused',
  to: 'paused' | 'sending',
): Promise<Result<WatchedSending, PauseRefusal>> => {
  const sending = await readNow(act.db, selectSending(act.db, act.now, id))
  if (!sending) return refuse('no_such_sending')
  if (sending.state === to) return ok(sending)
  const result = await atomically(
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
  if (result.ok) return ok({ ...sending, state: to })
  // Somebody else pressed the same button just before; the result is what was wanted.
  return (await readNow(act.db, selectSending(act.db, act.now, id)))?.state === to ? ok({ ...sending, state: to }) : result
}

/** Pauses a sending; messages already being sent still go. Pausing twice is fine. */
export const pauseSending = (act: Act, id: string) => moved(act, id, 'sending', 'paused')

/** Resumes a paused sending. */
export const resumeSending = (act: Act, id: string) => moved(act, id, 'paused', 'sending')
