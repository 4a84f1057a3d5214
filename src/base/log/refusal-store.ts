import type { Act } from '#base/act.ts'
import { addDays, londonDay } from '#base/dates.ts'
import { type RefusalCount, shownDays } from './refusal.ts'

/** Adds one to each reason's count for this route. One round trip. */
export const countRefusals = async (act: Act, route: string, reasons: readonly string[]): Promise<void> => {
  await act.db
    .prepare(
      `INSERT INTO RefusalCount (day, reason, route, n) SELECT ?1, value, ?2, COUNT(*) FROM json_each(?3) WHERE true GROUP BY value
       ON CONFLICT (day, reason, route) DO UPDATE SET n = n + excluded.n`,
    )
    .bind(londonDay(act.now), route, JSON.stringify(reasons))
    .run()
}

/** Of the last `shownDays` days, newest and most frequent first. */
export const readRefusals = async (act: Act): Promise<RefusalCount[]> =>
  (
    await act.db
      .prepare('SELECT day, reason, route, n FROM RefusalCount WHERE day > ?1 ORDER BY day DESC, n DESC, reason, route LIMIT 500')
      .bind(addDays(londonDay(act.now), -shownDays))
      .all<RefusalCount>()
  ).results
