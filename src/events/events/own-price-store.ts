import type { Act } from '#base/act.ts'
import { instant, londonDay } from '#base/dates.ts'
import { all, each, mapped, readTogether } from '#base/db/read.ts'
import { selectPayerGround } from '#money/payers/store.ts'
import { type PriceList, type Quote, quotePlaces } from '#money/prices/price.ts'
import { type EventDetails, firstStart } from './event.ts'

/** With more schools than this the reader uses the price table. */
const most = 10

/** By legal status on the day, and remaining free places. @param schools roots, or none */
export const ownPrices = async (
  act: Act,
  event: Pick<EventDetails, 'id' | 'sessions' | 'earlyUntil'>,
  list: PriceList,
  schools: readonly { schoolId: string; name: string }[],
): Promise<{ name: string; quote: Quote }[]> => {
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
      schools.map(({ schoolId, name }) => mapped(selectPayerGround(act, schoolId, day), (ground) => ({ schoolId, name, ...ground }))),
    ),
  })
  const used = new Map(free.map(({ rootId, n }) => [rootId, n]))
  return grounds.flatMap(({ schoolId, name, standing, agreements, hasAgreement }) => {
    const [quote] = quotePlaces(
      {
        list,
        agreements,
        hasAgreement,
        status: standing.status,
        area: standing.area,
        earlyUntil: event.earlyUntil,
        asOf: instant(act.now),
        freeLeft: list.freePlaces - (used.get(schoolId) ?? 0),
        code: undefined,
      },
      1,
    )
    return quote ? [{ name, quote }] : []
  })
}
