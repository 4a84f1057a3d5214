import { sayDeadline } from '#base/dates.ts'
import { Button, type Problems } from '#base/web/field.tsx'
import { ErrorSummary, Link, P, Page, Title } from '#base/web/page-parts.tsx'
import type { BookedPlace } from '#booking/bookings/booked-place.ts'
import type { BookingDetails } from '#booking/bookings/booking-details.ts'
import { placeName } from '#booking/bookings/views/place-card.tsx'
import type { EventDetails } from '#events/events/event.ts'
import { choicesCloseAt, sayWhatIsSent } from '../choice.ts'
import { WorkshopFields } from './workshop-fields.tsx'

/** The field prefix of a place on a whole booking's form. */
export const prefixOf = (placeId: string): string => `place-${placeId}-`

type ChoosePageProps = {
  booking: Pick<BookingDetails, 'reference'>
  event: EventDetails
  places: readonly BookedPlace[]
  /** For one place, by its own address. */
  alone: boolean
  organiser: boolean
  marked?: ReadonlyMap<string, readonly string[]>
  problems?: Problems | undefined
}

/**
 * Choosing for one place or a whole booking. `marked`: what was ticked, by place, when shown again.
 */
export const ChoosePage = ({ booking, event, places, alone, organiser, marked = new Map(), problems }: ChoosePageProps) => (
  <Page>
    <ErrorSummary problems={problems} />
    <span class="govuk-caption-l muster-break">{event.title}</span>
    <h1 class="govuk-heading-l muster-break">
      Choose workshops{alone && places[0] && places[0].personId !== null ? ` for ${placeName(places[0])}` : ''}
    </h1>
    <P>
      Each person has one workshop of each block, and no two at the same time.{' '}
      {organiser
        ? 'An organiser can change a choice until the workshop begins.'
        : `You can change the choice until ${sayDeadline(choicesCloseAt(event))}.`}
    </P>
    <P>{sayWhatIsSent(event, 'others')}</P>
    <form method="post" novalidate id="workshops">
      {places.map((place, index) => {
        const prefix = prefixOf(place.id)
        const name = place.personId === null ? `Place ${index + 1}, to be named` : placeName(place)
        const fields = (
          <WorkshopFields
            event={event}
            has={place.workshopIds}
            chosen={marked.get(place.id) ?? place.workshopIds}
            prefix={prefix}
            {...(alone ? {} : { who: name })}
            problems={problems}
          />
        )
        return alone ? (
          fields
        ) : (
          <section aria-labelledby={`${prefix}name`}>
            <h2 class="govuk-heading-m muster-break" id={`${prefix}name`}>
              {name}
            </h2>
            {fields}
          </section>
        )
      })}
      <div class="govuk-button-group">
        <Button>Save workshops</Button>
        <Link href={`/bookings/${booking.reference}`}>Leave them as they are</Link>
      </div>
    </form>
  </Page>
)

/** Nothing can be chosen: why, and what to do. */
export const NothingToChoosePage = ({ booking, sentence }: { booking: Pick<BookingDetails, 'reference'>; sentence: string }) => (
  <Page>
    <Title>Workshops cannot be changed here now</Title>
    <P>{sentence}</P>
    <P>
      <Link href={`/bookings/${booking.reference}`}>Back to the booking</Link>
    </P>
  </Page>
)
