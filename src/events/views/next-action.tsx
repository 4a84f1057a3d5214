import { sayInstant } from '../../dates.ts'
import { type BookingState, bookingEndsAt, type EventDetails, placesLeft } from '../event.ts'
import type { OwnPlaces } from '../own-places.ts'
import { canBookNow, sayPlaces, saySchool } from './places.tsx'
import { counted } from './words.tsx'

const standingOf = (school: OwnPlaces) => ({ taken: school.places, waiting: school.waiting, heldBack: school.heldBack })

/** What is left, and what each of the reader's schools has of it; with one school in one sentence. */
const Left = ({ event, own }: { event: EventDetails; own: readonly OwnPlaces[] }) => {
  const [only] = own
  if (only && own.length === 1) return <p class="govuk-body govuk-!-font-weight-bold">{sayPlaces(event, standingOf(only))}.</p>
  return (
    <>
      <p class="govuk-body govuk-!-font-weight-bold">{sayPlaces(event)}.</p>
      {own.map((school) => (
        <p class="govuk-body">{saySchool(event, standingOf(school), school.name)}.</p>
      ))}
    </>
  )
}

const Book = ({ event }: { event: EventDetails }) => (
  <a href={`/events/${event.code}/book`} class="govuk-button govuk-button--start" draggable={false} data-module="govuk-button">
    {event.rules.approval ? 'Ask for places' : 'Book places'}
  </a>
)

/** Why an event of which nothing is to be had at once is so, and how to wait. */
const Wait = ({ event, own }: { event: EventDetails; own: readonly OwnPlaces[] }) => {
  const left = placesLeft(event, event.taken)
  const waits = own.filter((school) => school.waiting > 0)
  return (
    <>
      <p class="govuk-body">
        {left === 0
          ? `${event.capacity === 1 ? 'The only place is' : `All ${counted(event.capacity, 'place')} are`} taken.`
          : event.heldBack >= left
            ? 'The places left are held back for some schools for now.'
            : 'Schools on the waiting list are offered the places left first.'}{' '}
        {event.waiting === 0 ? 'No school waits.' : `Schools wait for ${counted(event.waiting, 'place')}.`} A place that comes free is
        offered to the waiting list, with a time by which to accept it.
      </p>
      {event.heldBack > 0 && own.length === 0 ? (
        <p class="govuk-body">
          <a class="govuk-link" href={`/events/${event.code}/book`}>
            See whether places are held back for your school
          </a>
        </p>
      ) : null}
      <a href={`/events/${event.code}/wait`} class="govuk-button" draggable={false} data-module="govuk-button">
        {waits.length > 0 ? 'See your place on the waiting list' : 'Join the waiting list'}
      </a>
    </>
  )
}

/** What someone who wants places can do now, with what is left said first. */
export const NextAction = ({ event, booking, own }: { event: EventDetails; booking: BookingState; own: readonly OwnPlaces[] }) => {
  const ends = bookingEndsAt(event)
  const bookable = booking === 'open' || (booking === 'full' && own.some((school) => canBookNow(event, standingOf(school))))
  if (booking === 'over') return <p class="govuk-body">This event has taken place.</p>
  return (
    <>
      {booking === 'not_open_yet' ? (
        <p class="govuk-body">
          <strong>Booking opens on {event.bookingOpensAt ? sayInstant(event.bookingOpensAt) : ''}.</strong> There are{' '}
          {counted(event.capacity, 'place')}.
        </p>
      ) : null}
      {booking === 'open' || booking === 'full' ? <Left event={event} own={own} /> : null}
      {bookable ? <Book event={event} /> : null}
      {booking === 'full' ? <Wait event={event} own={own} /> : null}
      {(booking === 'open' || booking === 'full') && ends ? (
        <p class="govuk-body-s">
          {booking === 'open' ? 'Book' : 'Join'} by {sayInstant(ends)}.
        </p>
      ) : null}
      {booking === 'closed' ? (
        <>
          <p class="govuk-body">
            <strong>Booking is closed.</strong> If your school still needs a place, write to the contact.
          </p>
          <Left event={event} own={own} />
        </>
      ) : null}
    </>
  )
}
