import type { Act } from '#base/act.ts'
import { instant } from '#base/dates.ts'
import { atomically } from '#base/db/atomically.ts'
import { newId } from '#base/id.ts'
import { logged } from '#base/log/store.ts'
import { ok, type Result, refuse } from '#base/result.ts'
import { placesByIds, placesForExport } from '#booking/lists/list-store.ts'
import type { BookingFilter } from '#booking/lists/listed-place.ts'
import { type BulkActName, mostPlaces, planned } from './bulk.ts'
import { insertBulk } from './store.ts'

/**
 * Stores which places an act would affect, by booking; changes nothing yet.
 * @param ask.which place ids, or a filter
 * @returns the act's id, to review and begin it
 */
export const prepareBulk = async (
  act: Act,
  ask: { act: BulkActName; which: readonly string[] | BookingFilter },
): Promise<Result<string, 'nothing_chosen' | 'too_many'>> => {
  const { which } = ask
  const places =
    'q' in which
      ? await placesForExport(act.db, which, act.now, mostPlaces + 1)
      : await placesByIds(act.db, which.slice(0, mostPlaces + 1), act.now)
  if (places.length === 0) return refuse('nothing_chosen')
  if (places.length > mostPlaces) return refuse('too_many')
  const plan = planned(ask.act, places, instant(act.now))
  const id = newId(act.now)
  await atomically(
    act.db,
    [
      ...insertBulk(act, id, ask.act, plan),
      logged(act, {
        act: 'bulk.prepared',
        subject: ['bulk', id],
        after: { act: ask.act, bookings: plan.items.length, leftOut: plan.leftOut },
      }),
    ],
    {},
  )
  return ok(id)
}
