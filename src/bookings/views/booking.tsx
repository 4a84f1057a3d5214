import { sayInstant, sayWhen } from '../../dates.ts'
import type { EventDetails } from '../../events/event.ts'
import { contactOf, whereOf } from '../../invites/invite.ts'
import { schoolLabel } from '../../schools/school.ts'
import { Button } from '../../web/field.tsx'
import { SummaryList, Tag, type TagColour } from '../../web/page-parts.tsx'
import type { BookedPlace, BookingDetails, CancelRefusal } from '../booking.ts'

const cancelSentences: Record<CancelRefusal, string> = {
  no_such_booking: 'There is no such booking.',
  event_started: 'The event has begun, so places can no longer be cancelled: the register says who came.',
  event_cancelled: 'The event itself is cancelled, so there is nothing left to cancel.',
  event_changed: 'Somebody has just changed this booking. Look at what it says now, then try again.',
}

const stateTag = (place: BookedPlace, eventCancelled: boolean): [TagColour, string] =>
  place.state === 'cancelled' ? ['grey', 'Cancelled'] : eventCancelled ? ['grey', 'Event cancelled'] : ['green', 'Has a place']

const sayMessage = (message: BookedPlace['message']): string | undefined => {
  if (!message) return undefined
  const what = message.kind === 'invitation' ? 'Invitation' : message.kind === 'event_changed' ? 'Change' : 'Cancellation'
  if (message.state === 'sent') return `${what} sent on ${sayInstant(message.at)}`
  return message.state === 'failed'
    ? `${what} could not be delivered: check the email address with them, and tell the organiser`
    : `${what} is about to be sent`
}

export const BookingPage = ({
  booking,
  event,
  cancellable,
  canBookMore,
}: {
  booking: BookingDetails
  event: EventDetails
  cancellable: boolean
  canBookMore: boolean
}) => {
  const confirmed = booking.places.filter((place) => place.state === 'confirmed')
  const off = event.state === 'cancelled'
  return (
    <div class="govuk-grid-row">
      <div class="govuk-grid-column-two-thirds">
        <span class="govuk-caption-l">{event.title}</span>
        <h1 class="govuk-heading-l">Booking {booking.reference}</h1>
        {off ? (
          <div class="govuk-warning-text">
            <span class="govuk-warning-text__icon" aria-hidden="true">
              !
            </span>
            <strong class="govuk-warning-text__text">
              <span class="govuk-visually-hidden">Warning</span>This event is cancelled.{event.cancelReason ? ` ${event.cancelReason}` : ''}
            </strong>
          </div>
        ) : null}
        {booking.cancelledAt ? <p class="govuk-body-l">This booking was cancelled on {sayInstant(booking.cancelledAt)}.</p> : null}
        <SummaryList
          rows={[
            [
              'Event',
              <a class="govuk-link" href={`/events/${event.code}`}>
                {event.title}
              </a>,
            ],
            ['When', event.sessions.map((session) => <div>{sayWhen(session.startsAt, session.endsAt)}</div>)],
            ['Where', whereOf(event)],
            ['School', schoolLabel(booking.school)],
            ['Booked', `${sayInstant(booking.createdAt)}${booking.channel === 'organiser' ? ', by the council for the school' : ''}`],
          ]}
        />
        <h2 class="govuk-heading-m">Who is coming</h2>
        {booking.places.map((place) => (
          <PlaceCard place={place} booking={booking} off={off} cancellable={cancellable} />
        ))}
        {confirmed.length > 0 && !off ? (
          <>
            <h2 class="govuk-heading-m">What happens next</h2>
            <ul class="govuk-list govuk-list--bullet">
              <li>
                Each person gets an invitation for their calendar by email. An update follows by itself if the time or the place changes.
              </li>
              {event.attendanceMode === 'online' ? <li>The link to join is in their invitation.</li> : null}
              <li>On the day, the organiser marks who came. That is what counts for your school.</li>
              <li>If someone cannot come, cancel their place here, as early as you can, so that another school can have it.</li>
              {contactOf(event) ? <li>Questions: {contactOf(event)}.</li> : null}
            </ul>
          </>
        ) : null}
        <div class="muster-actions govuk-body">
          {canBookMore ? (
            <a class="govuk-link" href={`/events/${event.code}/book?school=${booking.schoolId}`}>
              Book another place
            </a>
          ) : null}
          {cancellable && confirmed.length > 1 ? (
            <a class="govuk-link" href={`/bookings/${booking.reference}/cancel`}>
              Cancel the whole booking
            </a>
          ) : null}
        </div>
      </div>
    </div>
  )
}

const PlaceCard = ({
  place,
  booking,
  off,
  cancellable,
}: {
  place: BookedPlace
  booking: BookingDetails
  off: boolean
  cancellable: boolean
}) => {
  const [colour, text] = stateTag(place, off)
  return (
    <div class="govuk-summary-card">
      <div class="govuk-summary-card__title-wrapper">
        <h3 class="govuk-summary-card__title">{place.name ?? 'Name erased'}</h3>
        {cancellable && place.state === 'confirmed' ? (
          <div class="govuk-summary-card__actions">
            <a class="govuk-link" href={`/bookings/${booking.reference}/cancel?place=${place.id}`}>
              Cancel this place<span class="govuk-visually-hidden"> of {place.name}</span>
            </a>
          </div>
        ) : null}
      </div>
      <div class="govuk-summary-card__content">
        <SummaryList
          rows={[
            ['Place', <Tag colour={colour}>{text}</Tag>],
            ['Email address', place.email ?? undefined],
            ['Role', place.role ?? undefined],
            ['Also for', place.represents.length === 0 ? undefined : place.represents.map((school) => <div>{schoolLabel(school)}</div>)],
            ['Message', sayMessage(place.message)],
          ]}
        />
      </div>
    </div>
  )
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
              <li>{place.name ?? 'Name erased'}</li>
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
