import { sayPence } from '#base/money.ts'
import { Bullets, Link, P, Page, Title, VisuallyHidden } from '#base/web/page-parts.tsx'
import { atStart, plural } from '#base/words.ts'
import type { BookedPlace } from '#booking/bookings/booked-place.ts'
import type { BookingDetails } from '#booking/bookings/booking-details.ts'
import type { CancelCost } from '#booking/bookings/charge.ts'
import { placeName } from '#booking/bookings/views/place-card.tsx'
import type { EventDetails } from '#events/events/event.ts'
import type { Accepted } from '#money/terms/terms.ts'
import { sayBand, termsLabel } from '#money/terms/words.ts'

/** `held`: for a card payment; `organiser`: may ask to waive; `afterwards`: about the money. */
export type Cancelling = {
  booking: BookingDetails
  event: EventDetails
  accepted: Accepted
  places: readonly BookedPlace[]
  cost: CancelCost
  what: 'places' | 'held' | 'request'
  organiser: boolean
  afterwards: readonly string[]
}

export const whatIsCancelled = (places: readonly BookedPlace[], cost: CancelCost): Cancelling['what'] => {
  if (cost.placeIds.length + cost.released.length > 0) return 'places'
  return places.every((place) => place.waitsFor === null) ? 'held' : 'request'
}

const Cost = ({ places, cost, accepted }: Pick<Cancelling, 'places' | 'cost' | 'accepted'>) => {
  const free = places.filter(({ id }) => !cost.placeIds.includes(id) && !cost.released.includes(id))
  const unnamed = cost.released.length
  const released =
    unnamed > 0 ? (
      <P>
        {atStart(unnamed, 'place has', 'places have')} no name and would be released at no cost: cancelling {plural(unnamed, 'it', 'them')}{' '}
        is free of charge too.
      </P>
    ) : null
  return cost.total === 0 ? (
    <div id="charge">
      {released}
      {cost.placeIds.length > 0 || unnamed === 0 ? (
        <P>{cost.placeIds.length === 0 ? 'It is free of charge, for no place is certain yet.' : sayBand(cost.band)}</P>
      ) : null}
    </div>
  ) : (
    <div class="govuk-warning-text" id="charge">
      <span class="govuk-warning-text__icon" aria-hidden="true">
        !
      </span>
      <div class="govuk-warning-text__text">
        <VisuallyHidden>Warning</VisuallyHidden>
        Cancelling costs {sayPence(cost.total)}
        {cost.vatEach > 0 ? ' with VAT' : ''}
        {cost.placeIds.length > 1 ? `: ${sayPence(cost.each + cost.vatEach)} for each of ${cost.placeIds.length} places` : ''}.
        <p class="govuk-body govuk-!-margin-top-2">{sayBand(cost.band)}</p>
        {cost.absent < cost.total ? (
          <P>
            Keeping {plural(cost.placeIds.length, 'the place', 'these places')} is cheaper:{' '}
            {cost.absent === 0 ? 'it costs nothing if nobody comes' : `if nobody comes, that costs ${sayPence(cost.absent)}`}. Sending
            someone else costs nothing.
          </P>
        ) : null}
        {released}
        {free.length > 0 ? (
          <P>{atStart(free.length, 'of these was not certain yet and costs', 'of these were not certain yet and cost')} nothing.</P>
        ) : null}
        {accepted.terms ? <P>These are the terms that the booking accepted: {termsLabel(accepted.terms)}.</P> : null}
      </div>
    </div>
  )
}

export const NothingCancelledPage = ({ reference, why }: { reference: string; why: string }) => (
  <Page>
    <Title>Nothing has been cancelled</Title>
    <P>{why}</P>
    <Link href={`/bookings/${reference}`}>Back to the booking</Link>
  </Page>
)

export const AboutCancelling = ({ accepted, places, cost, what, afterwards }: Cancelling) => {
  const n = places.length
  const named = places.some((place) => place.personId !== null && cost.placeIds.includes(place.id))
  return (
    <>
      <Bullets>
        {places.map((place) => (
          <li>{placeName(place)}</li>
        ))}
      </Bullets>
      <Cost places={places} cost={cost} accepted={accepted} />
      {afterwards.length > 0 ? <p class="govuk-body govuk-!-font-weight-bold">{afterwards.join(' ')}</p> : null}
      {what === 'held' ? (
        <P>
          {plural(n, 'It is', 'They are')} held while you pay, and then {plural(n, 'goes', 'go')} to the school that waits or books next.
        </P>
      ) : what === 'request' ? (
        <P>Your school loses its turn. If you ask again, you wait from then on.</P>
      ) : (
        <>
          <P>Sending someone else instead is free of charge, up to the start.</P>
          <P>
            {named ? 'We tell each person by email and take the event out of their calendar. ' : ''}The{' '}
            {plural(n, 'place goes', 'places go')} to the school that waits or books next; you may not get {plural(n, 'it', 'them')} back.
          </P>
        </>
      )}
    </>
  )
}
