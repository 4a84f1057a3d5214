import type { Child } from 'hono/jsx'
import { P } from '#base/web/page-parts.tsx'
import { type Area, isStripeRoute, type Route, type Status } from '../payer.ts'
import { areaWords, noStripeNote, routeWords, statusWords } from '../words.ts'

type DefaultsPageProps = {
  defaults: readonly { status: Status; area: Area; route: Route }[]
  hasStripe: boolean
  /** Nothing for whoever only reads. */
  form: Child
}

export const DefaultsPage = ({ defaults, hasStripe, form }: DefaultsPageProps) => (
  <>
    <P>
      How a school pays when you have said nothing of that school or its trust. What counts is what it legally is on the day of the event.
      What is booked already follows it too, unless it is paid or on an invoice through Stripe, or its event has begun.
    </P>
    {!hasStripe && defaults.some(({ route }) => isStripeRoute(route)) ? <p class="govuk-inset-text">{noStripeNote}.</p> : null}
    {form ?? (
      <ul class="govuk-list">
        {defaults.map(({ status, area, route }) => (
          <li>
            {statusWords[status]}, {areaWords[area]}: {routeWords[route].toLowerCase()}
          </li>
        ))}
      </ul>
    )}
  </>
)
