import { Link } from '#base/web/page-parts.tsx'
import { plural, sayNumber } from '#base/words.ts'
import { allPlaces, type EventDetails } from '#events/events/event.ts'
import type { Reach } from '#events/events/list-scope.ts'

/** What calendars answered, which changes no place; '' without answers. */
export const sayAnswers = ({ said: { accepted, declined, tentative } }: Reach): string | undefined =>
  accepted + declined + tentative === 0
    ? undefined
    : `yes ${sayNumber(accepted)}, no ${sayNumber(declined)}, perhaps ${sayNumber(tentative)}`

/** An event's figures: places, schools, and whom it did not reach. */
export const Figures = ({ event, reach }: { event: EventDetails; reach: Reach }) => (
  <ul class="muster-figures govuk-body">
    <li>
      <span class="muster-figure">{sayNumber(event.taken)}</span>
      {plural(event.taken, 'place')} taken of {sayNumber(allPlaces(event))}
      {reach.held > 0 ? `, ${sayNumber(reach.held)} of them only held: on offer, or while somebody pays` : ''}
    </li>
    <li>
      <span class="muster-figure">{sayNumber(reach.schools)}</span>
      {plural(reach.schools, 'school')} with a place
    </li>
    <li>
      <span class="muster-figure">{sayNumber(reach.undelivered)}</span>
      {reach.undelivered > 0 ? (
        <Link href={`/organiser/messages?event=${event.code}&state=troubled`}>{plural(reach.undelivered, 'message')} not delivered</Link>
      ) : (
        'messages not delivered'
      )}
    </li>
    {reach.unreached > 0 ? (
      <li>
        <span class="muster-figure">{sayNumber(reach.unreached)}</span>
        <Link href={`/organiser/events/${event.code}/unreached`}>{plural(reach.unreached, 'person', 'people')} could not be reached</Link>
      </li>
    ) : null}
  </ul>
)
