import { sayInstant } from '#base/dates.ts'
import { sayPence } from '#base/money.ts'
import { Button, Choices, type Problems } from '#base/web/field.tsx'
import { ErrorSummary, Link, P, Page, Title } from '#base/web/page-parts.tsx'
import { counted } from '#base/words.ts'
import type { EventDetails } from '#events/events/event.ts'
import { leftWords } from '#events/events/views/places.tsx'
import type { BookedPlace } from '../booked-place.ts'
import type { UndoRefusal } from '../booking.ts'
import type { BookingDetails } from '../booking-details.ts'
import { placeName } from './place-card.tsx'
import { undoRefusals } from './refusals.tsx'

type UndoPageProps = {
  booking: BookingDetails
  event: EventDetails
  /** Cancelled places that can be restored. */
  places: readonly BookedPlace[]
  chosen: readonly string[]
  refusal?: UndoRefusal | undefined
  /** What the booking owes once all are restored, in a sentence; '' if none can be. */
  owes: string
}

export const UndoPage = ({ booking, event, places, chosen, refusal, owes }: UndoPageProps) => {
  const problems: Problems | undefined = refusal ? { place: undoRefusals[refusal] } : undefined
  const over = refusal === 'event_started' || refusal === 'event_cancelled'
  const chargeOf = (place: BookedPlace) => booking.charges.find((one) => one.placeId === place.id && one.withdrawnAt === null)
  return (
    <Page>
      {over ? null : <ErrorSummary problems={problems} />}
      <span class="govuk-caption-l">
        {event.title}, booking {booking.reference}
      </span>
      <Title>Undo a cancellation</Title>
      {over || places.length === 0 ? (
        <P>{over && refusal ? `${undoRefusals[refusal]}.` : 'No place of this booking is cancelled that could be given back.'}</P>
      ) : (
        <form method="post" action={`/bookings/${booking.reference}/undo`} novalidate>
          <P>
            {leftWords(event)}.{' '}
            {event.waiting > 0
              ? `${counted(event.waiting, 'place is', 'places are')} waited for by other schools: undoing goes past them.`
              : ''}
          </P>
          <Choices
            type="checkboxes"
            name="place"
            label="Which places does the school get back?"
            values={chosen}
            problems={problems}
            options={places.map((place) => {
              const charge = chargeOf(place)
              return {
                value: place.id,
                text: placeName(place),
                hint: charge ? `The charge of ${sayPence(charge.pence)} is withdrawn` : '',
              }
            })}
          />
          <P>
            Each person gets a new invitation for their calendar, and has their workshops again where there is room. Whoever booked is told,
            and charges for cancelling these places are withdrawn.
          </P>
          {owes ? <P>If all of these are given back, the school reads: {owes}</P> : null}
          <Button>Undo the cancellation</Button>
        </form>
      )}
      <P>
        <Link href={`/bookings/${booking.reference}`}>Leave the booking as it is</Link>
        {booking.cancelledAt ? ` (cancelled on ${sayInstant(booking.cancelledAt)})` : ''}
      </P>
    </Page>
  )
}
