import { Heading, Link, P } from '#base/web/page-parts.tsx'
import type { CardEvent } from '#events/events/list-scope.ts'
import type { PriceList } from '#money/prices/price.ts'
import { EventCard } from './event-list.tsx'

type HomePageProps = {
  councilName: string
  events: readonly CardEvent[]
  total: number
  prices: readonly PriceList[]
  now: Date
  signedIn: boolean
}

/** The service's home page: what it is, what comes next, how a school books. */
export const HomePage = ({ councilName, events, total, prices, now, signedIn }: HomePageProps) => (
  <div class="govuk-grid-row">
    <div class="govuk-grid-column-two-thirds">
      <h1 class="govuk-heading-xl">Safeguarding conferences for schools</h1>
      <p class="govuk-body-l">
        {councilName} runs safeguarding training, updates and briefings for the schools, colleges and settings of its area. See what is
        coming up and book places for your staff.
      </p>
      <a href="/events" class="govuk-button govuk-button--start" draggable={false} data-module="govuk-button">
        See all conferences
      </a>
      <h2 class="govuk-heading-l">Next conferences</h2>
      {events.length === 0 ? (
        <P>Nothing is planned at the moment. New conferences appear here as soon as they are published.</P>
      ) : (
        <ul class="muster-card-list govuk-!-margin-bottom-6">
          {events.map((event) => (
            <EventCard event={event} prices={prices} now={now} />
          ))}
        </ul>
      )}
      {total > events.length ? (
        <P>
          <Link href="/events">See all {total} conferences</Link>
        </P>
      ) : null}
    </div>
    <div class="govuk-grid-column-one-third">
      <section class="muster-panel" aria-labelledby="how">
        <Heading id="how">How a school books</Heading>
        <ol class="govuk-list govuk-list--number govuk-list--spaced">
          <li>Sign in with your work email address. We send you a code; there is no password.</li>
          <li>Say which school or setting you act for. If the council holds your address for it, you can book at once.</li>
          <li>Choose a conference and name the people who will come.</li>
          <li>Each of them gets a calendar invitation, and you get a confirmation with a reference.</li>
        </ol>
        <p class="govuk-body govuk-!-margin-bottom-0">
          <Link href={signedIn ? '/school' : '/sign-in?next=%2Fschool'}>{signedIn ? 'Go to your schools' : 'Sign in'}</Link>
        </p>
      </section>
    </div>
  </div>
)
