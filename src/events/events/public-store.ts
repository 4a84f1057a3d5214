// SQL for one event's public page.
import { instant } from '#base/dates.ts'
import type { PriceList } from '#money/prices/price.ts'
import { priceListIn, selectPriceListOfEvent } from '#money/prices/store.ts'
import { calendarIn, selectCalendar, selectTermsOfEvent, termsIn } from '#money/terms/store.ts'
import type { Accepted } from '#money/terms/terms.ts'
import type { EventDetails } from './event.ts'
import { conditions, start } from './list-store.ts'
import type { OtherDate, Own, OwnRequest } from './own-places.ts'
import { ownPlacesIn, selectOwnPlaces, selectOwnRequests } from './own-places-store.ts'
import { type EventRow, eventOf, selectEventByCode } from './store.ts'

export const selectPublicEvent = (db: D1Database, code: string, signInId: string | undefined, now: Date): D1PreparedStatement[] => [
  selectEventByCode(db, code, now),
  selectOwnPlaces(db, code, signInId, now),
  selectOwnRequests(db, code, signInId),
  selectTermsOfEvent(db, code),
  selectCalendar(db),
  db
    .prepare(
      `SELECT e.code, e.title, ${start} AS startsAt FROM Event e
       WHERE e.seriesId = (SELECT o.seriesId FROM Event o WHERE o.code = ?2) AND e.code <> ?2 AND ${conditions.upcoming} ORDER BY startsAt LIMIT 20`,
    )
    .bind(instant(now), code.toUpperCase()),
  selectPriceListOfEvent(db, code),
]

/**
 * A published (or later cancelled) event, with the reader's schools' places and requests.
 * @param signInId of a signed-in reader
 */
export const publicEvent = async (
  ...asked: Parameters<typeof selectPublicEvent>
): Promise<(Own & { event: EventDetails; others: OtherDate[]; cancelling: Accepted; prices: PriceList | undefined }) | undefined> => {
  const [event, own, requests, terms, days, others, prices] = await asked[0].batch(selectPublicEvent(...asked))
  const row = event?.results[0] as EventRow | undefined
  if (!row || row.state === 'draft' || row.publishedAt === null) return undefined
  const cancelling = { terms: termsIn(terms), calendar: calendarIn(days) }
  return {
    event: eventOf(row),
    own: ownPlacesIn(own),
    requests: (requests?.results ?? []) as OwnRequest[],
    others: (others?.results ?? []) as OtherDate[],
    cancelling,
    prices: priceListIn(prices),
  }
}
