import type { Act } from '#base/act.ts'
import { atomically, guardBroken } from '#base/db/atomically.ts'
import { newId } from '#base/id.ts'
import { logged } from '#base/log/store.ts'
import { ok, type Result, refuse } from '#base/result.ts'
import { messageById, queuedAgain } from './message-store.ts'

/** Sends a failed message again; asking twice sends it once. @returns the id of the new one */
export const sendMessageAgain = async (act: Act, id: string): Promise<Result<string, 'not_to_be_sent_again'>> => {
  const message = await messageById(act.db, id)
  const again = newId(act.now)
  const result = await atomically(
    act.db,
    [
      ...queuedAgain(act, id, again),
      logged(act, {
        act: 'message.resent',
        subject: ['message', again],
        eventId: message?.eventId ?? undefined,
        schoolId: message?.schoolId ?? undefined,
        after: { againOf: id },
      }),
    ],
    { [guardBroken]: 'not_to_be_sent_again' as const },
  )
  if (result.ok) return ok(again)
  const sent = await messageById(act.db, id)
  return sent?.sentAgainAs ? ok(sent.sentAgainAs) : refuse('not_to_be_sent_again')
}
