import type { EventDetails } from '../event.ts'

/** Something about an event that cannot be done, and why. */
export const NotDonePage = ({ event, heading, why }: { event: Pick<EventDetails, 'code'>; heading: string; why: string }) => (
  <div class="govuk-grid-row">
    <div class="govuk-grid-column-two-thirds">
      <h1 class="govuk-heading-l">{heading}</h1>
      <p class="govuk-body">{why}.</p>
      <p class="govuk-body">
        <a class="govuk-link" href={`/organiser/events/${event.code}`}>
          Go to the event
        </a>
      </p>
    </div>
  </div>
)
