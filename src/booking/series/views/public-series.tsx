import { Link, P, Small } from '#base/web/page-parts.tsx'
import { atStart } from '#base/words.ts'
import type { EventDetails } from '#events/events/event.ts'
import { EventCards } from '#events/finding/views/event-list.tsx'
import type { PriceList } from '#money/prices/price.ts'
import type { Series } from '../series.ts'

type SeriesPageProps = {
  series: Series
  ahead: readonly EventDetails[]
  past: number
  prices: readonly PriceList[]
  now: Date
}

export const SeriesPage = ({ series, ahead, past, prices, now }: SeriesPageProps) => (
  <>
    <h1 class="govuk-heading-l muster-break">{series.title}</h1>
    <P>
      The same conference on several dates: a school needs only one of them. Places can be moved from one date to another, as long as there
      is room, on the page of your booking.
    </P>
    {ahead.length === 0 ? (
      <P>
        No date lies ahead. <Link href="/events">See the other conferences</Link>.
      </P>
    ) : (
      <EventCards events={ahead} prices={prices} now={now} heading="h2" />
    )}
    {past > 0 ? <Small>{atStart(past, 'earlier date has', 'earlier dates have')} taken place.</Small> : null}
  </>
)
