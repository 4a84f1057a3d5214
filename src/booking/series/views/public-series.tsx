import type { EventDetails } from '#events/events/event.ts'
import { EventCard } from '#events/events/views/event-list.tsx'
import type { PriceList } from '#money/prices/price.ts'
import type { Series } from '../series.ts'

export const SeriesPage = ({
  series,
  ahead,
  past,
  prices,
  now,
}: {
  series: Series
  ahead: readonly EventDetails[]
  past: number
  prices: readonly PriceList[]
  now: Date
}) => (
  <>
    <h1 class="govuk-heading-l muster-break">{series.title}</h1>
    <p class="govuk-body">
      The same conference on several dates: a school needs only one of them. Places can be moved from one date to another, as long as there
      is room, on the page of your booking.
    </p>
    {ahead.length === 0 ? (
      <p class="govuk-body">
        No date lies ahead.{' '}
        <a class="govuk-link" href="/events">
          See the other conferences
        </a>
        .
      </p>
    ) : (
      <ul class="muster-card-list">
        {ahead.map((event) => (
          <EventCard event={event} prices={prices} now={now} heading="h2" />
        ))}
      </ul>
    )}
    {past > 0 ? <p class="govuk-body-s">{past === 1 ? 'One earlier date has' : `${past} earlier dates have`} taken place.</p> : null}
  </>
)
