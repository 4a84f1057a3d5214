import { sayStanding } from '#base/standing.ts'
import { Caption, Heading, Link, P, Page, SummaryList, Title } from '#base/web/page-parts.tsx'
import type { BookingDetails } from '#booking/bookings/booking-details.ts'
import { type BookingMoneyShown, sayBalance } from '#booking/bookings/booking-money.ts'
import { sayPriced } from '#booking/bookings/money-words.ts'
import type { BookingPayer } from '#booking/bookings/pricing.ts'
import { placeName } from '#booking/bookings/views/place-card.tsx'
import { contactOf, whereOf } from '#calendars/invites/invite.ts'
import type { EventDetails } from '#events/events/event.ts'
import { Times } from '#events/events/views/workshops.tsx'
import { schoolLabel } from '#schools/schools/school.ts'

type AskedBookingPageProps = {
  booking: BookingDetails
  event: EventDetails
  payer: BookingPayer | undefined
  money: BookingMoneyShown | undefined
  /** Their claim to act for the school is undecided. */
  waits: boolean
  now: string
}

/** Read-only for whoever asked; they act for the school only once confirmed. */
export const AskedBookingPage = ({ booking, event, payer, money, waits, now }: AskedBookingPageProps) => {
  const { school, reference } = booking
  const questions = contactOf(event)
  return (
    <Page>
      <Caption>Booking {reference}</Caption>
      <Title>{event.title}</Title>
      <P>
        The council booked this for {school.name}, as you asked{booking.askedHow ? ` ${booking.askedHow}` : ''}.
      </P>
      <SummaryList
        rows={[
          ['School', schoolLabel(school)],
          ['When', <Times event={event} />],
          ['Where', whereOf(event)],
          [
            'Places',
            <ul class="govuk-list govuk-!-margin-bottom-0">
              {booking.places.map((place) => (
                <li>
                  {placeName(place)}: {sayStanding(place, now)}
                </li>
              ))}
            </ul>,
          ],
          ...(payer && money ? sayPriced(payer, money.prices, money.trustName, sayBalance(booking, money, now)) : []),
        ]}
      />
      <Heading>To change it</Heading>
      {waits ? (
        <P>
          You have asked to book for {school.name}. Once somebody has confirmed you, you name, send someone else, cancel and pay here; you
          get an email then. Until then <Link href="/account">your account</Link> shows how far it is.
        </P>
      ) : (
        <>
          <P>
            Say that you work at {school.name}. Once somebody has confirmed you, you name, send someone else, cancel and pay here. Your name
            and the school stand in the form already.
          </P>
          <p>
            <a class="govuk-button" href={`/school/claims/new?school=${booking.schoolId}`} draggable={false} data-module="govuk-button">
              Say that I work at this school
            </a>
          </p>
        </>
      )}
      {questions ? <P>If it cannot wait, the organiser changes it for you: {questions}.</P> : null}
    </Page>
  )
}
