import type { Child } from 'hono/jsx'
import { sayDeadline } from '#base/dates.ts'
import { form } from '#base/web/fields.tsx'
import { Link, P, Page, Title } from '#base/web/page-parts.tsx'
import type { BookedPlace } from '#booking/bookings/booked-place.ts'
import type { BookingDetails } from '#booking/bookings/booking-details.ts'
import { placeName } from '#booking/bookings/views/place-card.tsx'
import { blocksOf, type EventDetails } from '#events/events/event.ts'
import { choicesCloseAt, sayWhatIsSent } from '../choice.ts'
import { blockField } from '../forms.ts'
import { workshopFields } from './workshop-fields.tsx'

/** The field prefix of a place. */
export const prefixOf = (placeId: string): string => `place-${placeId}-`

/** Of one place, by its own address (`alone`), or of a whole booking. */
export type Choosing = { event: EventDetails; places: readonly BookedPlace[]; alone: boolean }

const nameOf = (place: BookedPlace, index: number): string =>
  place.personId === null ? `Place ${index + 1}, to be named` : placeName(place)

export const choosingForm = ({ event, places, alone }: Choosing) =>
  form(
    Object.assign(
      {},
      ...places.map((place, index) =>
        workshopFields({ event, has: place.workshopIds, prefix: prefixOf(place.id), who: alone ? undefined : nameOf(place, index) }),
      ),
    ),
  )

/** The fields of each place under its name, if there are several. */
export const FieldsByPlace = ({ of: { event, places, alone }, fields }: { of: Choosing; fields: Record<string, Child> }) => (
  <>
    {places.map((place, index) => {
      const prefix = prefixOf(place.id)
      const own = blocksOf(event.sessions).map((_, block) => fields[blockField(block, prefix)] ?? null)
      return alone ? (
        own
      ) : (
        <section aria-labelledby={`${prefix}name`}>
          <h2 class="govuk-heading-m muster-break" id={`${prefix}name`}>
            {nameOf(place, index)}
          </h2>
          {own}
        </section>
      )
    })}
  </>
)

export const AboutChoosing = ({ event, organiser }: { event: EventDetails; organiser: boolean }) => (
  <>
    <P>
      Each person has one workshop of each block, and no two at the same time.{' '}
      {organiser
        ? 'An organiser can change a choice until the workshop begins.'
        : `You can change the choice until ${sayDeadline(choicesCloseAt(event))}.`}
    </P>
    <P>{sayWhatIsSent(event, 'others')}</P>
  </>
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
