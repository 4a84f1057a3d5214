import type { Act } from '#base/act.ts'
import { atomically, foreignKeyBroken, guardBroken } from '#base/db/atomically.ts'
import { logged } from '#base/log/store.ts'
import { ok, type Result, refuse } from '#base/result.ts'
import type { EventDetails } from '#events/events/event.ts'
import type { Series } from './series.ts'
import { insertSeries, setSeries } from './store.ts'

/** Starts a series without dates; the same id again does nothing. @returns its id */
export const startSeries = async (act: Act, series: Series): Promise<Result<string, 'unknown_topic'>> => {
  const result = await atomically(
    act.db,
    [insertSeries(act, series), logged(act, { act: 'series.started', subject: ['series', series.id], after: { topicId: series.topicId } })],
    { 'Series.id': 'made_before', [foreignKeyBroken]: 'unknown_topic' },
  )
  return result.ok || result.reason === 'made_before' ? ok(series.id) : refuse('unknown_topic')
}

export type JoinRefusal = 'series_shares_topic' | 'series_has_moves' | 'stale'

/** 'series_has_moves': schools have moved places between this date and others. */
export const joinSeries = async (act: Act, event: EventDetails, seriesId: string | null): Promise<Result<undefined, JoinRefusal>> => {
  if (event.seriesId === seriesId) return ok(undefined)
  const result = await atomically<JoinRefusal>(
    act.db,
    [
      ...setSeries(act, event, seriesId),
      logged(act, {
        act: seriesId === null ? 'event.left_series' : 'event.joined_series',
        subject: ['event', event.id],
        eventId: event.id,
        before: { seriesId: event.seriesId },
        after: { seriesId },
      }),
    ],
    { series_shares_topic: 'series_shares_topic', series_has_moves: 'series_has_moves', [guardBroken]: 'stale' },
  )
  return result.ok ? ok(undefined) : result
}
