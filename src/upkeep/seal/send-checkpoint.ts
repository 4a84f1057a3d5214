import type { Act } from '#base/act.ts'
import { readCouncil } from '#base/council/store.ts'
import { councilFrom } from '#base/council.ts'
import { sayDay } from '#base/dates.ts'
import { atomically } from '#base/db/atomically.ts'
import { readNow } from '#base/db/read.ts'
import { newId } from '#base/id.ts'
import { logged } from '#base/log/store.ts'
import { counted } from '#base/words.ts'
import { checkpointStated } from '#emails/messages/checkpoint.tsx'
import { queued } from '#messages/outbox/store.ts'
import { insertCheckpointMail, selectToMail } from './checkpoint-store.ts'

/** Job: sends the day's checkpoint to the address the council named, once. */
export const sendCheckpoint = async (act: Act): Promise<boolean> => {
  const checkpoint = await readNow(act.db, selectToMail(act))
  if (!checkpoint) return false
  const council = await readCouncil(act.db, councilFrom(act.laCodes.join(',')))
  const { day, size, note, email } = checkpoint
  const id = newId(act.now)
  const written = await atomically(
    act.db,
    [
      insertCheckpointMail(act, id, day),
      ...queued(act, {
        id,
        kind: 'checkpoint_stated',
        recipient: 'council',
        to: { email },
        ...checkpointStated({
          sender: { council, contactEmail: council.contactEmail, baseUrl: act.baseUrl },
          day: sayDay(day),
          entries: counted(size, 'entry', 'entries'),
          note,
        }),
      }),
      logged(act, { act: 'checkpoint.sent', subject: ['message', id], after: { day } }),
    ],
    { 'CheckpointMail.day': 'is_sent' } as const,
  )
  return written.ok
}
