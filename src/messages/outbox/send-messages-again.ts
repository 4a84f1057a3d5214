import type { Act } from '#base/act.ts'
import { atomically, guardBroken } from '#base/db/atomically.ts'
import { readNow } from '#base/db/read.ts'
import { newId } from '#base/id.ts'
import { logged } from '#base/log/store.ts'
import type { Asked } from './listed-message.ts'
import { selectFailed } from './message-list-store.ts'
import { queuedAllAgain } from './message-store.ts'

/** Sends again each failed message of the filter that can be, once. @returns how many */
export const sendMessagesAgain = async (act: Act, asked: Asked): Promise<number> => {
  const { ids } = await readNow(act.db, selectFailed(act.db, asked))
  if (ids.length === 0) return 0
  const pairs = ids.map((failed) => ({ failed, again: newId(act.now) }))
  const result = await atomically(
    act.db,
    [
      ...queuedAllAgain(act, pairs),
      logged(act, {
        act: 'messages.resent',
        subject: ['message', pairs[0]?.again ?? ''],
        after: { againOf: ids },
      }),
    ],
    { [guardBroken]: 'all_sent_again' as const },
  )
  return result.ok ? (result.value[1]?.meta.changes ?? 0) : 0
}
