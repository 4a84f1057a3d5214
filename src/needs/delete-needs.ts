import type { Act } from '../act.ts'
import { instant } from '../dates.ts'
import { atomically } from '../db/atomically.ts'
import { logged } from '../log/store.ts'
import { deleteDue, dueForDeletion } from './store.ts'

/** Deletes what people needed at events that ended thirty days ago. Nothing shows it from that moment on, whenever this runs. */
export const deleteNeeds = async (act: Act): Promise<boolean> => {
  for (const { eventId, people } of await dueForDeletion(act.db, instant(act.now)))
    await atomically(
      act.db,
      [
        deleteDue(act.db, eventId, instant(act.now)),
        logged(act, { act: 'needs.deleted_on_time', subject: ['event', eventId], eventId, after: { people } }),
      ],
      {},
    )
  return false
}
