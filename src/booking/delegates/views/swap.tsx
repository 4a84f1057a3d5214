import { Button, type Problems, TextField } from '#base/web/field.tsx'
import { Bullets, Caption, ErrorSummary, Inset, Link, P, Page, SummaryList, Title } from '#base/web/page-parts.tsx'
import { listed } from '#base/words.ts'
import type { BookedPlace } from '#booking/bookings/booked-place.ts'
import type { DelegateAsked, RoleOption } from '#booking/bookings/booking.ts'
import type { BookingDetails } from '#booking/bookings/booking-details.ts'
import { placeName } from '#booking/bookings/views/place-card.tsx'
import { CarriedRows } from '#booking/placing/views/delegate-fields.tsx'
import type { EventDetails } from '#events/events/event.ts'
import type { Clash } from '#people/people/clash.ts'
import { clashRow } from '#people/people/views/clashes.tsx'
import { type SchoolOption, schoolLabel } from '#schools/schools/school.ts'
import type { TypedCorrection, TypedNames } from '../forms.ts'
import { BookedPlaces } from './names.tsx'

type ConfirmSwapProps = {
  booking: BookingDetails
  event: EventDetails
  place: BookedPlace
  incoming: DelegateAsked
  /** Other places of whoever comes, at the time of the event. */
  clashes: readonly Clash[]
  /** Same name and address: only the role or represented schools change. */
  sameDetails: boolean
  roles: readonly RoleOption[]
  others: readonly SchoolOption[]
  typed: TypedNames
  /** What the booking owes, in a sentence. */
  owes: string
  /** Why a correction became a swap. */
  note?: string | undefined
}

export const ConfirmSwapPage = (props: ConfirmSwapProps) => {
  const { booking, event, place, incoming, clashes, sameDetails, roles, others, typed, owes, note } = props
  const goes = placeName(place)
  const certain = place.state === 'confirmed'
  const workshops = event.sessions.filter((session) => place.workshopIds.includes(session.id)).map((session) => session.title)
  const action = `/bookings/${booking.reference}/places/${place.id}/name`
  const carried = { ...typed, rows: [incoming] }
  return (
    <Page>
      <Caption>Booking {booking.reference}</Caption>
      <Title>{sameDetails ? `Change the details of ${goes}?` : `Send ${incoming.name} instead of ${goes}?`}</Title>
      <BookedPlaces booking={booking} event={event} />
      {note ? <Inset>{note}</Inset> : null}
      <SummaryList
        rows={[
          ['Who comes', incoming.name],
          ['Email address', incoming.email || 'None given: they get nothing by email'],
          clashRow(incoming.name, clashes),
          ['Role', roles.find((role) => role.id === incoming.roleId)?.label ?? ''],
          [
            'Also for',
            incoming.represents.length === 0
              ? undefined
              : incoming.represents
                  .map((id) => others.find((other) => other.id === id))
                  .map((other) => (other ? <div>{schoolLabel(other)}</div> : null)),
          ],
          ['Workshops', workshops.length === 0 ? undefined : `${listed(workshops)}, as chosen for this place`],
        ]}
      />
      {sameDetails ? (
        <P>{goes} keeps the place. Nobody is told, because nothing changes in anybody’s calendar.</P>
      ) : (
        <>
          <P>When you press the button:</P>
          <Bullets>
            {certain ? (
              <>
                <li>{goes} is told that somebody else comes, and the event is taken out of their calendar</li>
                <li>{incoming.name} is sent an invitation for their calendar, and told where we have their details from</li>
              </>
            ) : (
              <li>the place keeps its turn; nobody has been invited yet, so neither of them is told</li>
            )}
            {booking.booker.email ? <li>{booking.booker.email} is told, because the booking was made from there</li> : null}
            <li>whatever {goes} told us about food or access is deleted, and their answers no longer hold</li>
          </Bullets>
          <P>It costs nothing, and no other school’s place is touched. {owes}</P>
        </>
      )}
      <div class="muster-actions">
        <form method="post" action={action}>
          <Carried typed={carried} />
          <Button name="action" value="swap">
            {sameDetails ? 'Change these details' : `Send ${incoming.name}`}
          </Button>
        </form>
        <form method="post" action={action}>
          <Carried typed={carried} />
          <Button kind="secondary" name="action" value="edit">
            Change something
          </Button>
        </form>
      </div>
    </Page>
  )
}

const Carried = ({ typed }: { typed: TypedNames }) => (
  <>
    {typed.placeIds.map((id) => (
      <input type="hidden" name="place" value={id} />
    ))}
    <input type="hidden" name="was" value={typed.was ?? ''} />
    <CarriedRows rows={typed.rows} />
  </>
)

type CorrectPageProps = {
  booking: BookingDetails
  event: EventDetails
  place: BookedPlace
  typed: TypedCorrection
  problems?: Problems | undefined
}

/** Corrects a misspelt name or address; the person keeps the place. */
export const CorrectPage = ({ booking, event, place, typed, problems }: CorrectPageProps) => (
  <Page>
    <ErrorSummary problems={problems} />
    <Caption>Booking {booking.reference}</Caption>
    <Title>Correct the details of {placeName(place)}</Title>
    <BookedPlaces booking={booking} event={event} />
    <P>
      Only for a name or an address that is spelt wrongly. If another person comes,{' '}
      <Link href={`/bookings/${booking.reference}/places/${place.id}/name`}>send someone else</Link>.
    </P>
    <form method="post" novalidate>
      <input type="hidden" name="was" value={typed.was} />
      <TextField name="name-1" label="Full name" value={typed.name} problems={problems} />
      <TextField name="email-1" label="Email address" type="email" value={typed.email} problems={problems} />
      <P>
        When the address changes, the invitation is sent to the new one, and the entry sent to the old one is taken back. A name alone is
        changed without telling anyone.
      </P>
      <Button>Correct these details</Button>
    </form>
  </Page>
)
