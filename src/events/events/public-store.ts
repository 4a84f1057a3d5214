// SQL for one event's public page.
import { instant } from '#base/dates.ts'
import { all, mapped, type Read, readNow, together } from '#base/db/read.ts'
import type { PriceList } from '#money/prices/price.ts'
import { selectPriceListOfEvent } from '#money/prices/store.ts'
import { selectCancelling } from '#money/terms/store.ts'
import type { Accepted } from '#money/terms/terms.ts'
import type { EventDetails } from './event.ts'
import { conditions, start } from './list-store.ts'
import type { OtherDate, Own } from './own-places.ts'
import { selectOwnPlaces, selectOwnRequests } from './own-places-store.ts'
import type { CountsTowards } from './requirement.ts'
import { selectCountsTowards } from './requirement-store.ts'
import { selectEventByCode } from './store.ts'

type PublicEvent = Own & {
  event: EventDetails
  others: OtherDate[]
  cancelling: Accepted
  prices: PriceList | undefined
  counts: CountsTowards[]
}

/**
 * A published (or later cancelled) event, with the reader's schools' places and requests.
 * @param signInId of a signed-in reader
 */
export const selectPublicEvent = (db: D1Database, code: string, signInId: string | undefined, now: Date): Read<PublicEvent | undefined> =>
  mapped(
    together({
      event: selectEventByCode(db, code, now),
      own: selectOwnPlaces(db, code, signInId, now),
      requests: selectOwnRequests(db, code, signInId),
      cancelling: selectCancelling(db, code),
      others: all<OtherDate>(
        db
          .prepare(
            `SELECT e.code, e.title, ${start} AS startsAt FROM Event e
             WHERE e.seriesId = (SELECT o.seriesId FROM Event o WHERE o.code = ?2) AND e.code <> ?2 AND ${conditions.upcoming} ORDER BY startsAt LIMIT 20`,
          )
          .bind(instant(now), code.toUpperCase()),
      ),
      prices: selectPriceListOfEvent(db, code),
      counts: selectCountsTowards(db, code),
    }),
    ({ event, ...read }) => (event && event.state !== 'draft' && event.publishedAt !== null ? { event, ...read } : undefined),
  )

export const publicEvent = (...asked: Parameters<typeof selectPublicEvent>): Promise<PublicEvent | undefined> =>
  readNow(asked[0], selectPublicEvent(...asked))
