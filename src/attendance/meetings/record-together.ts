import type { Act } from '#base/act.ts'
import { atomically } from '#base/db/atomically.ts'
import { newId } from '#base/id.ts'
import { spending } from '#base/limits/spend-budget.ts'
import { limitReached } from '#base/limits/store.ts'
import { logged } from '#base/log/store.ts'
import { ok, type Result, refuse } from '#base/result.ts'
import { isChain, type SaidBy, type SayRefusal, type Screens, type Watcher } from './together.ts'
import { replaceSaid } from './together-store.ts'

const mostSaid = 30

/**
 * Says at whose screen people of one school watched a session, in the place of what was said of
 * them before. @param watchers of the school, as they were read @returns of how many it changed
 */
export const sayTogether = async (
  act: Act,
  of: { sessionId: string; eventId: string; schoolId: string; by: SaidBy },
  watchers: readonly Watcher[],
  screens: Screens,
): Promise<Result<number, SayRefusal>> => {
  const own = watchers.filter(({ sessionId }) => sessionId === of.sessionId)
  const known = new Set(own.map(({ placeId }) => placeId))
  const whole = new Map(own.map(({ placeId, withPlaceId }) => [placeId, screens.get(placeId) ?? withPlaceId ?? '']))
  if (isChain(whole)) return refuse('chain')
  const changed = own.filter(({ placeId, withPlaceId }) => whole.get(placeId) !== (withPlaceId ?? ''))
  if (changed.length === 0) return ok(0)
  const rows = changed.flatMap(({ placeId }) => {
    const withPlaceId = whole.get(placeId) ?? ''
    return withPlaceId === '' ? [] : [{ id: newId(act.now), placeId, withPlaceId }]
  })
  if (rows.some(({ placeId, withPlaceId }) => placeId === withPlaceId || !known.has(withPlaceId))) return refuse('changed')
  const result = await atomically<SayRefusal>(
    act.db,
    [
      ...replaceSaid(act, of.sessionId, {
        back: changed.flatMap(({ placeId, withPlaceId }) => (withPlaceId === null ? [] : [placeId])),
        said: rows,
        by: of.by,
      }),
      logged(act, {
        act: 'meeting.said_together',
        subject: ['session', of.sessionId],
        eventId: of.eventId,
        schoolId: of.schoolId,
        after: { by: of.by, places: changed.map(({ placeId }) => placeId) },
      }),
      ...spending(act, [{ key: `together:school:${of.schoolId} ${of.sessionId}`, minutes: 60, most: mostSaid }]),
    ],
    { not_at_one_screen: 'changed', not_watched_yet: 'changed', 'WatchedTogether.sessionId': 'changed', [limitReached]: 'changed' },
  )
  return result.ok ? ok(changed.length) : result
}
