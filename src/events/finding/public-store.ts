// SQL for the public list and one event's public page.
import { instant, londonDay } from '#base/dates.ts'
import { madeOnce } from '#base/db/made-once.ts'
import { all, mapped, only, type Read, readNow, together } from '#base/db/read.ts'
import type { Vocabulary } from '#events/events/draft.ts'
import { type EventDetails, isShownTo } from '#events/events/event.ts'
import type { CardEvent, EventFilter } from '#events/events/list-scope.ts'
import {
  bound,
  conditions,
  end,
  filtered,
  type Piece,
  rolesOn,
  searchable,
  start,
  type TopicRow,
  topicOf,
  topicRows,
} from '#events/events/list-store.ts'
import type { CountsTowards } from '#events/events/requirement.ts'
import { selectCountsTowards } from '#events/events/requirement-store.ts'
import { cardLines, cardsOf, selectEventByCode } from '#events/events/store.ts'
import type { PriceGround } from '#money/payers/payer.ts'
import type { PriceList } from '#money/prices/price.ts'
import { priceListsInUse, priceListsOf, selectPriceListOfEvent } from '#money/prices/store.ts'
import { selectCancelling } from '#money/terms/store.ts'
import type { Accepted } from '#money/terms/terms.ts'
import type { ListReader, OtherDate, Own } from './own-places.ts'
import { readerColumn, readerOf, selectOwnGrounds, selectOwnPlaces, selectOwnRequests } from './own-places-store.ts'

type PublicShelf = 'upcoming' | 'past'

/** SQL: cancelled events only while in the future, so that nobody travels in vain. */
const publicShelves: Record<PublicShelf, string> = {
  upcoming: `e.publishedAt IS NOT NULL AND e.state IN ('published', 'cancelled') AND ${end} > ?1`,
  past: `e.publishedAt IS NOT NULL AND ${conditions.past}`,
}

type Filters = Omit<Vocabulary, 'venues'>
type PublicList = {
  events: readonly CardEvent[]
  total: number
  vocabulary: Filters
  prices: readonly PriceList[]
  reader: ListReader
}

/** Who asks. */
type Asker = { signInId: string | undefined; laCodes: readonly string[] }

const filtersOf = madeOnce((text): Filters => {
  const { topics, roles } = JSON.parse(text.slice(10)) as { topics: TopicRow[]; roles: Filters['roles'] }
  return { topics: topics.map((row) => topicOf(row, text.slice(0, 10))), roles }
})

/** One page of the public list with its filters' vocabulary. */
export const selectPublicEvents = (
  db: SqlDatabase,
  shelf: PublicShelf,
  filter: EventFilter,
  now: Date,
  { limit, offset, signInId, laCodes }: Piece & Asker,
): Read<PublicList> =>
  mapped(
    only<{ total: number; cards: string | null; filters: string; prices: string; reader: string }>(
      db
        .prepare(
          `WITH found AS MATERIALIZED (SELECT e.id, e.priceId, ${start} AS startsAt FROM Event e WHERE ${publicShelves[shelf]} AND ${filtered}),
             listed AS MATERIALIZED (SELECT * FROM found ORDER BY startsAt${shelf === 'past' ? ' DESC' : ''}, id LIMIT ?6 OFFSET ?7)
           SELECT (SELECT COUNT(*) FROM found) AS total,
             ${cardLines(`WHERE e.id IN (SELECT id FROM listed) ORDER BY ${shelf === 'past' ? `${start} DESC` : start}, e.id`)} AS cards,
             json_object('topics', (SELECT json_group_array(json_object('id', t.id, 'sensitive', t.sensitive, 'labels', json(t.labels))) FROM (${topicRows}) t),
               'roles', (SELECT json_group_array(json_object('id', r.id, 'label', r.label)) FROM (${rolesOn('?8')}) r)) AS filters,
             ${priceListsInUse} AS prices, ${readerColumn('?9')} AS reader`,
        )
        .bind(...bound(filter, now), limit, offset, londonDay(now), signInId ?? ''),
    ),
    ({ total, cards, filters, prices, reader }) => ({
      events: cardsOf(cards),
      total,
      vocabulary: filtersOf(londonDay(now) + filters),
      prices: priceListsOf(prices),
      reader: readerOf(reader, laCodes),
    }),
  )

/** The same in one round trip of its own. */
export const publicEvents = (...asked: Parameters<typeof selectPublicEvents>): Promise<PublicList> =>
  readNow(asked[0], selectPublicEvents(...asked))

/** What the public list's search looks through, one text an event. */
export const searchedTexts = async (db: SqlDatabase, shelf: PublicShelf, now: Date): Promise<string[]> =>
  (
    await db
      .prepare(`SELECT ${searchable} AS text FROM Event e WHERE ${publicShelves[shelf]} LIMIT 500`)
      .bind(instant(now))
      .all<{ text: string }>()
  ).results.map(({ text }) => text)

type PublicEvent = Own & {
  event: EventDetails
  others: OtherDate[]
  cancelling: Accepted
  prices: PriceList | undefined
  grounds: PriceGround[]
  counts: CountsTowards[]
}

/** Published or later cancelled, with places and requests; one of a single school for it alone. */
export const selectPublicEvent = (db: SqlDatabase, code: string, { signInId, laCodes }: Asker, now: Date): Read<PublicEvent | undefined> =>
  mapped(
    together({
      event: selectEventByCode(db, code, now),
      own: selectOwnPlaces(db, code, signInId, now),
      requests: selectOwnRequests(db, code, signInId),
      grounds: selectOwnGrounds(db, code, signInId, laCodes, now),
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
    ({ event, ...read }) =>
      event &&
      isShownTo(
        event,
        read.own.map(({ schoolId }) => schoolId),
      )
        ? { event, ...read }
        : undefined,
  )

export const publicEvent = (...asked: Parameters<typeof selectPublicEvent>): Promise<PublicEvent | undefined> =>
  readNow(asked[0], selectPublicEvent(...asked))
