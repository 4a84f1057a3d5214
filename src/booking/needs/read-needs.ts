import type { Act } from '#base/act.ts'
import { atomically } from '#base/db/atomically.ts'
import { logged } from '#base/log/store.ts'
import { type EventNeeds, type NamedAccess, readEventNeeds, readNamedAccess } from './store.ts'

/** Access needs with names, for those who greet people; every reading is logged. */
export const readNamedNeeds = async (act: Act, eventId: string): Promise<NamedAccess[]> => {
  await atomically(act.db, [logged(act, { act: 'needs.read_with_names', subject: ['event', eventId], eventId })], {})
  return readNamedAccess(act, eventId)
}

/** The caterer's nameless export, logged. */
export const exportNeeds = async (act: Act, code: string): Promise<EventNeeds | undefined> => {
  const found = await readEventNeeds(act, code)
  if (!found) return undefined
  const { event } = found
  await atomically(act.db, [logged(act, { act: 'needs.exported', subject: ['event', event.id], eventId: event.id })], {})
  return found
}
