import { Link } from '#base/web/page-parts.tsx'
import type { EventDetails } from '../event.ts'
import type { Reach } from '../list-scope.ts'

const said = (n: number): string => n.toLocaleString('en-GB')

/** What calendars answered, which changes no place; '' without answers. */
export const sayAnswers = ({ said: { accepted, declined, tentative } }: Reach): string | undefined =>
  accepted + declined + tentative === 0 ? undefined : `yes ${said(accepted)}, no ${said(declined)}, perhaps ${said(tentative)}`

/** An event's figures: places, schools, and whom it did not reach. */
export const Figures = ({ event, reach }: { event: EventDetails; reach: Reach }) => (
  <ul class="muster-figures govuk-body">
    <li>
      <span class="muster-figure">{said(event.taken)}</span>
      {event.taken === 1 ? 'place' : 'places'} taken of {said(event.capacity)}
      {reach.held > 0 ? `, ${said(reach.held)} of them only held: on offer, or while somebody pays` : ''}
    </li>
    <li>
      <span class="muster-figure">{said(reach.schools)}</span>
      {reach.schools === 1 ? 'school' : 'schools'} with a place
    </li>
    <li>
      <span class="muster-figure">{said(reach.undelivered)}</span>
      {reach.undelivered > 0 ? (
        <Link href={`/organiser/messages?event=${event.code}&state=troubled`}>
          {reach.undelivered === 1 ? 'message' : 'messages'} not delivered
        </Link>
      ) : (
        'messages not delivered'
      )}
    </li>
    {reach.unreached > 0 ? (
      <li>
        <span class="muster-figure">{said(reach.unreached)}</span>
        <Link href={`/organiser/events/${event.code}/unreached`}>{reach.unreached === 1 ? 'person' : 'people'} could not be reached</Link>
      </li>
    ) : null}
  </ul>
)
