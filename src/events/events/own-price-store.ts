import type { Act } from '#base/act.ts'
import { instant, londonDay } from '#base/dates.ts'
import { all, each, mapped, readTogether } from '#base/db/read.ts'
import { selectPayerGround } from '#money/payers/store.ts'
import type { PriceList } from '#money/prices/price.ts'
import type { OwnPrice } from '#money/prices/shown-price.ts'
import { type EventDetails, firstStart } from './event.ts'
import { quoteNext } from './own-price.ts'

/** With more schools than this the reader uses the price table. */
const most = 10

/** By legal status on the day, and remaining free places. @param schools roots, or none */
export const ownPrices = async (
  act: Act,
  event: Pick<EventDetails, 'id' | 'sessions' | 'earlyUntil'>,
  list: PriceList,
  schools: readonly { schoolId: string; name: string }[],
): Promise<OwnPrice[]> => {
  if (schools.length === 0 || schools.length > most) return []
  const day = londonDay(firstStart(event) ?? act.now)
  const { free, grounds } = await readTogether(act.db, {
    free: all<{ rootId: string; n: number }>(
      act.db
        .prepare(
          `SELECT s.rootId, COUNT(*) AS n FROM PlacePrice x JOIN School s ON s.id = x.schoolId
           WHERE x.eventId = ?1 AND x.basis = 'first_free' AND x.supersededAt IS NULL GROUP BY s.rootId`,
        )
        .bind(event.id),
    ),
    grounds: each(
      schools.map(({ schoolId, name }) => mapped(selectPayerGround(act, schoolId, day), (ground) => ({ schoolId, name, ground }))),
    ),
  })
  const used = new Map(free.map(({ rootId, n }) => [rootId, n]))
  return grounds.flatMap(({ schoolId, name, ground }) => {
    const asked = { earlyUntil: event.earlyUntil, asOf: instant(act.now), freeUsed: used.get(schoolId) ?? 0 }
    const quotes = quoteNext(list, ground, asked)
    return quotes ? [{ name, ...quotes }] : []
  })
}
