import { PageHead } from '#base/web/page-head.tsx'
import { Heading, Link, P } from '#base/web/page-parts.tsx'
import type { CardEvent } from '#events/events/list-scope.ts'
import type { PriceList } from '#money/prices/price.ts'
import { EventCards, NothingPlanned } from './event-list.tsx'

type HomePageProps = {
  councilName: string
  events: readonly CardEvent[]
  total: number
  prices: readonly PriceList[]
  now: Date
}

/** The home page of whoever is not signed in: what this is, what comes next, how a school books. */
export const HomePage = ({ councilName, events, total, prices, now }: HomePageProps) => (
  <>
    <PageHead
      title="Safeguarding conferences for schools"
      facts={[`See what ${councilName} runs for schools, colleges and settings, and book places.`]}
      acts={
        <a href="/events" class="govuk-button govuk-button--start" draggable={false} data-module="govuk-button">
          {total > events.length ? `See all ${total} conferences` : 'See all conferences'}
        </a>
      }
    />
    <Heading>Next conferences</Heading>
    {events.length === 0 ? <NothingPlanned /> : <EventCards events={events} prices={prices} now={now} />}
    <Heading id="how">How a school books</Heading>
    <ol class="govuk-list govuk-list--number">
      <li>Choose a conference.</li>
      <li>Give your work email address, whom you book for and who is coming. You can name people later.</li>
      <li>Enter the code that we email to you. There is no password.</li>
      <li>If the council holds your address for them, you book at once. Otherwise you ask for places, and the council answers.</li>
    </ol>
    <P>
      <Link href="/sign-in?next=%2Fschool">Sign in</Link>
    </P>
  </>
)
