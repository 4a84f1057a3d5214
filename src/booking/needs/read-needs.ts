import type { Act } from '#base/act.ts'
import { atomically } from '#base/db/atomically.ts'
import { logged } from '#base/log/store.ts'
import { type NamedAccess, readNamedAccess } from './store.ts'

/** Access needs with names, for those who greet people; every reading is logged. */
export const readNamedNeeds = async (act: Act, eventId: string): Promise<NamedAccess[]> => {
  await atomically(act.db, [logged(act, { act: 'needs.read_with_names', subject: ['event', eventId], eventId })], {})
  return readNamedAccess(act, eventId)
}
