import type { Child } from 'hono/jsx'
import { sayDeadline, sayShortDay } from '#base/dates.ts'
import { Heading, Link, P, Table } from '#base/web/page-parts.tsx'
import { counted } from '#base/words.ts'
import { bookingState, type EventDetails } from '#events/events/event.ts'
import { Filled, shortWhen } from '#events/events/views/places.tsx'
import { BookingTag } from '#events/events/views/words.tsx'
import { type PriceList, priceLabel } from '#money/prices/price.ts'
import type { ListedSeries, Series } from '../series.ts'

export const SeriesList = ({ all, start }: { all: readonly ListedSeries[]; start: Child }) => (
  <>
    <P>
      A series is the same conference on several dates. A school needs only one of them, and can move its places from one date to another.
    </P>
    {all.length === 0 ? (
      <P>There is no series yet.</P>
    ) : (
      <Table
        caption="All series"
        captionClass="govuk-visually-hidden"
        columns={['Series', 'Topic', 'Dates', 'Next date']}
        rows={all.map((series) => [
          <a class="govuk-link muster-event-name" href={`/organiser/series/${series.id}`}>
            {series.title}
          </a>,
          series.topic,
          `${counted(series.dates, 'date')}, ${series.ahead} ahead`,
          series.next ? sayShortDay(series.next) : 'None',
        ])}
      />
    )}
    <Heading>Start a series</Heading>
    {start}
  </>
)

const PriceOf = ({ event, prices }: { event: EventDetails; prices: readonly PriceList[] }) => {
  const list = prices.find((one) => one.id === event.priceId)
  if (!list) return <>{event.priceId === null ? 'Free of charge' : 'Priced'}</>
  return (
    <>
      {priceLabel(list)}
      {event.earlyUntil ? <span class="muster-also">Early until {sayDeadline(event.earlyUntil)}</span> : null}
    </>
  )
}

type DatesOfSeriesProps = {
  series: Series
  events: readonly EventDetails[]
  joinable: readonly object[]
  /** The lists its dates have. */
  prices: readonly PriceList[]
  now: Date
  leave: (event: EventDetails) => Child
  price: Child
  join: Child
}

export const DatesOfSeries = ({ series, events, joinable, prices, now, leave, price, join }: DatesOfSeriesProps) => {
  const last = events.at(-1)
  return (
    <>
      {events.length === 0 ? (
        <P>It has no dates yet.</P>
      ) : (
        <Table
          caption="Dates"
          columns={['Event', 'When', 'Places taken', 'Price', 'State', 'Series']}
          rows={events.map((event) => [
            <a class="govuk-link muster-event-name" href={`/organiser/events/${event.code}`}>
              {event.title}
            </a>,
            shortWhen(event),
            <Filled event={event} />,
            <PriceOf event={event} prices={prices} />,
            <BookingTag state={bookingState(event, event.taken, now)} />,
            leave(event),
          ])}
        />
      )}
      {last ? (
        <P>
          <a
            class="govuk-button govuk-button--secondary"
            href={`/organiser/events/${last.code}/copy`}
            draggable={false}
            data-module="govuk-button"
          >
            Add another date
          </a>
        </P>
      ) : null}
      {events.length === 0 ? null : (
        <>
          <Heading>Prices of all its dates</Heading>
          <P>
            All dates that lie ahead get these prices at once. They hold for what is booked from then on: what is booked keeps its price.
          </P>
          {price}
        </>
      )}
      {joinable.length > 0 ? join : <P>No other event of this topic is without a series.</P>}
      <ul class="govuk-list">
        <li>
          <Link href={`/series/${series.id}`}>What schools see</Link>
        </li>
        <li>
          <Link href={`/organiser/bookings?series=${series.id}&when=any`}>Bookings of all its dates</Link>
        </li>
      </ul>
    </>
  )
}
