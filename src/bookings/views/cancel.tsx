import type { EventDetails } from '../../events/event.ts'
import { Button } from '../../web/field.tsx'
import type { BookedPlace, BookingDetails, CancelRefusal } from '../booking.ts'
import { placeName } from './place-card.tsx'

const cancelSentences: Record<CancelRefusal, string> = {
  no_such_booking: 'There is no such booking.',
  event_started: 'The event has begun, so places can no longer be cancelled: the register says who came.',
  event_cancelled: 'The event itself is cancelled, so there is nothing left to cancel.',
  event_changed: 'Somebody has just changed this booking. Look at what it says now, then try again.',
}

export const CancelPage = ({
  booking,
  event,
  places,
  refusal,
}: {
  booking: BookingDetails
  event: EventDetails
  /** Those that would be given up. */
  places: readonly BookedPlace[]
  refusal?: CancelRefusal | undefined
}) => (
  <div class="govuk-grid-row">
    <div class="govuk-grid-column-two-thirds">
      {refusal || places.length === 0 ? (
        <>
          <h1 class="govuk-heading-l">Nothing has been cancelled</h1>
          <p class="govuk-body">{refusal ? cancelSentences[refusal] : 'It was cancelled already.'}</p>
          <a class="govuk-link" href={`/bookings/${booking.reference}`}>
            Back to the booking
          </a>
        </>
      ) : (
        <>
          <span class="govuk-caption-l">
            {event.title}, booking {booking.reference}
          </span>
          <h1 class="govuk-heading-l">{places.length === 1 ? 'Cancel this place?' : `Cancel these ${places.length} places?`}</h1>
          <ul class="govuk-list govuk-list--bullet">
            {places.map((place) => (
              <li>{placeName(place)}</li>
            ))}
          </ul>
          <p class="govuk-body">
            We tell {places.length === 1 ? 'this person' : 'each of them'} by email and take the event out of their calendar. The{' '}
            {places.length === 1 ? 'place goes' : 'places go'} to whoever books next; you may not get {places.length === 1 ? 'it' : 'them'}{' '}
            back.
          </p>
          <form method="post" action={`/bookings/${booking.reference}/cancel`}>
            {places.map((place) => (
              <input type="hidden" name="place" value={place.id} />
            ))}
            <div class="govuk-button-group">
              <Button kind="warning">{places.length === 1 ? 'Cancel this place' : 'Cancel these places'}</Button>
              <a class="govuk-link" href={`/bookings/${booking.reference}`}>
                Keep {places.length === 1 ? 'it' : 'them'}
              </a>
            </div>
          </form>
        </>
      )}
    </div>
  </div>
)
