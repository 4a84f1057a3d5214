import type { Act } from '#base/act.ts'
import { instant } from '#base/dates.ts'
import { atomically } from '#base/db/atomically.ts'
import { logged } from '#base/log/store.ts'
import { deleteDue, dueForDeletion } from './store.ts'

/** Job: thirty days after an event. Needs are hidden from that moment on, whenever this runs. */
export const deleteNeeds = async (act: Act): Promise<boolean> => {
  for (const { eventId, people } of await dueForDeletion(act.db, instant(act.now)))
    await atomically(
      act.db,
      [
        ...deleteDue(act.db, eventId, instant(act.now)),
        logged(act, { act: 'needs.deleted_on_time', subject: ['event', eventId], eventId, after: { people } }),
      ],
      {},
    )
  return false
}
