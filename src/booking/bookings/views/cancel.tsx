import { sayPence } from '#base/money.ts'
import { Button, Choices, type Problems, TextArea } from '#base/web/field.tsx'
import { ErrorSummary, Link, P, Page, Title } from '#base/web/page-parts.tsx'
import { atStart, plural } from '#base/words.ts'
import type { EventDetails } from '#events/events/event.ts'
import type { Accepted } from '#money/terms/terms.ts'
import { sayBand, termsLabel } from '#money/terms/words.ts'
import type { BookedPlace } from '../booked-place.ts'
import type { CancelRefusal } from '../booking.ts'
import type { BookingDetails } from '../booking-details.ts'
import type { CancelCost } from '../charge.ts'
import { placeName } from './place-card.tsx'
import { cancelRefusals } from './refusals.tsx'

/** Refusals that end the page; the others are corrected on the form. */
const final: readonly CancelRefusal[] = ['no_such_booking', 'event_started', 'event_cancelled', 'event_changed']

type CancelProps = {
  booking: BookingDetails
  event: EventDetails
  accepted: Accepted
  /** The places to cancel. */
  places: readonly BookedPlace[]
  cost: CancelCost
  refusal?: CancelRefusal | undefined
  /** May ask to waive the charge. */
  organiser: boolean
  typed?: { waive: boolean; reason: string } | undefined
  /** Sentences about the money. */
  afterwards: readonly string[]
}

/** The cost of cancelling now, per place and in total. */
const Cost = ({ places, cost, accepted }: Pick<CancelProps, 'places' | 'cost' | 'accepted'>) => {
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
        <span class="govuk-visually-hidden">Warning</span>
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

export const CancelPage = ({ booking, event, accepted, places, cost, refusal, organiser, typed, afterwards }: CancelProps) => {
  const n = places.length
  const back = `/bookings/${booking.reference}`
  if ((refusal && final.includes(refusal)) || n === 0)
    return (
      <Page>
        <Title>Nothing has been cancelled</Title>
        <P>{refusal ? cancelRefusals[refusal] : 'It was cancelled already.'}</P>
        <Link href={back}>Back to the booking</Link>
      </Page>
    )
  const waits = cost.placeIds.length + cost.released.length === 0
  // Not waiting: the places are held for a card payment.
  const held = waits && places.every((place) => place.waitsFor === null)
  const named = places.some((place) => place.personId !== null && cost.placeIds.includes(place.id))
  const problems: Problems = refusal ? { [refusal === 'reason_missing' ? 'reason' : 'charge']: cancelRefusals[refusal] } : {}
  return (
    <Page>
      <ErrorSummary problems={problems} />
      <span class="govuk-caption-l">
        {event.title}, booking {booking.reference}
      </span>
      <Title>{waits && !held ? 'Withdraw this request?' : n === 1 ? 'Cancel this place?' : `Cancel these ${n} places?`}</Title>
      <ul class="govuk-list govuk-list--bullet">
        {places.map((place) => (
          <li>{placeName(place)}</li>
        ))}
      </ul>
      <Cost places={places} cost={cost} accepted={accepted} />
      {afterwards.length > 0 ? <p class="govuk-body govuk-!-font-weight-bold">{afterwards.join(' ')}</p> : null}
      {held ? (
        <P>
          {plural(n, 'It is', 'They are')} held while you pay, and then {plural(n, 'goes', 'go')} to whoever waits or books next.
        </P>
      ) : waits ? (
        <P>Your school loses its turn. If you ask again, you wait from then on.</P>
      ) : (
        <>
          <P>Sending someone else instead is free of charge, up to the start.</P>
          <P>
            {named ? 'We tell each person by email and take the event out of their calendar. ' : ''}The{' '}
            {plural(n, 'place goes', 'places go')} to whoever waits or books next; you may not get {plural(n, 'it', 'them')} back.
          </P>
        </>
      )}
      <form method="post" action={`${back}/cancel`} novalidate>
        {places.map((place) => (
          <input type="hidden" name="place" value={place.id} />
        ))}
        <input type="hidden" name="charge" value={String(cost.total)} />
        {organiser && cost.total > 0 ? (
          <>
            <Choices
              type="checkboxes"
              name="waive"
              label="As the organiser"
              values={typed?.waive ? ['yes'] : []}
              options={[{ value: 'yes', text: `Ask to waive the charge of ${sayPence(cost.total)}` }]}
              small
            />
            <TextArea
              name="reason"
              label="Why the charge should be waived"
              hint="Only if you ask for it. It is charged now, and a second person decides. The reason is kept with the booking; do not name anybody"
              value={typed?.reason}
              problems={problems}
              rows={2}
            />
          </>
        ) : null}
        <div class="govuk-button-group">
          <Button kind="warning">
            {waits && !held ? 'Withdraw the request' : plural(n, 'Cancel this place', 'Cancel these places')}
            {cost.total > 0 && !organiser ? ` for ${sayPence(cost.total)}` : ''}
          </Button>
          <Link href={back}>Keep {plural(n, 'it', 'them')}</Link>
        </div>
      </form>
    </Page>
  )
}
