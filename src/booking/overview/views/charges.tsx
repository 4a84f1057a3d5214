import type { Instant } from '#base/dates.ts'
import { Details, Heading, P, SummaryList } from '#base/web/page-parts.tsx'
import type { BookingDetails } from '#booking/bookings/booking-details.ts'
import { sayCharge } from '#booking/bookings/charge.ts'
import { placeName } from '#booking/bookings/views/place-card.tsx'
import type { EventDetails } from '#events/events/event.ts'
import type { Accepted } from '#money/terms/terms.ts'
import { TermsInWords } from '#money/terms/views/terms.tsx'
import { termsLabel } from '#money/terms/words.ts'

type CancellingProps = {
  booking: BookingDetails
  event: EventDetails
  accepted: Accepted
  now: Instant
}

export const Cancelling = ({ booking, event, accepted, now }: CancellingProps) => {
  const live = booking.places.some((place) => place.state !== 'cancelled')
  return (
    <>
      {booking.charges.length > 0 ? (
        <>
          <Heading>Charges</Heading>
          <SummaryList
            rows={booking.charges.map((charge) => {
              const place = booking.places.find(({ id }) => id === charge.placeId)
              return [place ? placeName(place) : 'A place', sayCharge(charge)]
            })}
          />
        </>
      ) : null}
      {accepted.terms && (live || booking.charges.length > 0) ? (
        <Details summary="If someone cannot come: terms of cancelling">
          <P>These are the terms of cancelling that the booking accepted ({termsLabel(accepted.terms)}).</P>
          <TermsInWords terms={accepted.terms} event={event} calendar={accepted.calendar} now={new Date(now)} />
        </Details>
      ) : null}
    </>
  )
}
