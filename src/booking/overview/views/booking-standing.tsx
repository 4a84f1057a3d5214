import type { Calendar } from '#base/council/working-day.ts'
import { sayDeadline, sayInstant } from '#base/dates.ts'
import type { PlaceStanding } from '#base/standing.ts'
import { Inset, Link, P, VisuallyHidden, Warning } from '#base/web/page-parts.tsx'
import { atStart, counted } from '#base/words.ts'
import type { BookedPlace } from '#booking/bookings/booked-place.ts'
import { namesDueOfBooking } from '#booking/bookings/booking.ts'
import type { BookingDetails } from '#booking/bookings/booking-details.ts'
import { mayAskAgain, type NextSteps, placesThat } from '#booking/bookings/next-steps.ts'
import { Ended } from '#booking/bookings/views/booking-link.tsx'
import { placeName } from '#booking/bookings/views/place-card.tsx'
import { sayNamesDue } from '#booking/bookings/views/refusals.tsx'
import type { EventDetails } from '#events/events/event.ts'

/** What a delegate said about coming, until it is dealt with. */
const sayWord = (place: BookedPlace): string =>
  place.word?.statement === 'not_me'
    ? `Whoever got our mail for ${placeName(place)} said on ${sayInstant(place.word.at)} that it is not for them.`
    : `${placeName(place)} said on ${sayInstant(place.word?.at ?? '')} that they cannot come.`

type StandingProps = {
  booking: BookingDetails
  event: EventDetails
  calendar: Calendar
  may: NextSteps
  now: string
}

export const Standing = ({ booking, event, calendar, may, now }: StandingProps) => {
  const count = (...standings: PlaceStanding[]): number => placesThat(booking, now, ...standings).length
  const unnamed = count('unnamed')
  const answered = placesThat(booking, now, 'confirmed').filter((place) => place.word && place.word.statement !== 'comes')
  return (
    <>
      {event.state === 'cancelled' ? <Warning>This event is cancelled.{event.cancelReason ? ` ${event.cancelReason}` : ''}</Warning> : null}
      <Ended booking={booking} />
      {count('for_approval') > 0 && event.state === 'published' ? (
        <Inset>
          {may.change
            ? 'An organiser decides on this request. Until then nobody has a place; you get an email.'
            : 'The event began before an organiser decided on this request, so nobody has a place.'}
        </Inset>
      ) : null}
      {count('waiting') > 0 && event.state === 'published' && !may.change ? <Inset>The event began before a place came free.</Inset> : null}
      {count('waiting') > 0 && may.change ? (
        <Inset>
          Waiting for {counted(count('waiting'), 'place')}
          {booking.waitingSince ? ` since ${sayInstant(booking.waitingSince)}` : ''}.{' '}
          {booking.acceptsFewer ? 'As many as come free are offered to you.' : 'They are offered when all of them are free.'}{' '}
          <Link href={`/events/${event.code}/wait?school=${booking.schoolId}`}>See your place on the waiting list</Link>
        </Inset>
      ) : null}
      {count('offered') > 0 ? (
        <Warning>
          {counted(count('offered'), 'place')} on offer until {sayDeadline(placesThat(booking, now, 'offered')[0]?.heldUntil ?? now)}.{' '}
          <Link href={`/bookings/${booking.reference}/offer`}>Accept or decline</Link>
        </Warning>
      ) : null}
      {count('given_up') > 0 && booking.cancelledAt === null ? (
        <Inset>
          {atStart(count('given_up'), 'place was', 'places were')} on offer and not accepted in time, so your school waits for{' '}
          {count('given_up') === 1 ? 'it' : 'them'} no more.
        </Inset>
      ) : null}
      {booking.cancelledAt === null || booking.cancelledAt === booking.givenBackAt ? (
        <AskAgain booking={booking} event={event} now={now} />
      ) : null}
      {answered.length > 0 && may.change ? (
        <Warning>
          {answered.map((place) => (
            <div>
              {sayWord(place)}{' '}
              <Link href={`/bookings/${booking.reference}/places/${place.id}/name`}>
                Send someone else<VisuallyHidden> instead of {placeName(place)}</VisuallyHidden>
              </Link>{' '}
              or{' '}
              <Link href={`/bookings/${booking.reference}/cancel?place=${place.id}`}>
                cancel the place<VisuallyHidden> of {placeName(place)}</VisuallyHidden>
              </Link>
              .
            </div>
          ))}
        </Warning>
      ) : null}
      {unnamed > 0 && may.change ? (
        <Inset>
          <P>
            {atStart(unnamed, 'place has no name yet.', 'places have no name yet.')}
            {` ${sayNamesDue(namesDueOfBooking(event, booking, calendar), event, now)}`}
          </P>
          <Link href={`/bookings/${booking.reference}/names`}>Name the people who are coming</Link>
        </Inset>
      ) : null}
    </>
  )
}

const AskAgain = ({ booking, event, now }: { booking: BookingDetails; event: EventDetails; now: string }) => {
  const ranOut =
    placesThat(booking, now, 'given_up', 'not_paid').length > 0 || (booking.cancelledAt !== null && booking.givenBackAt !== null)
  return ranOut && mayAskAgain(event, booking, new Date(now)) ? (
    <P>
      If you still need places, <Link href={`/events/${event.code}/book?school=${booking.schoolId}`}>book again, or wait for them</Link>.
    </P>
  ) : null
}
