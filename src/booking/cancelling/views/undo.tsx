import type { Child } from 'hono/jsx'
import { sayInstant } from '#base/dates.ts'
import { sayPence } from '#base/money.ts'
import type { Option } from '#base/web/field.tsx'
import { Link, P } from '#base/web/page-parts.tsx'
import { counted } from '#base/words.ts'
import type { BookedPlace } from '#booking/bookings/booked-place.ts'
import type { BookingDetails } from '#booking/bookings/booking-details.ts'
import { placeName } from '#booking/bookings/views/place-card.tsx'
import type { EventDetails } from '#events/events/event.ts'
import { leftWords } from '#events/events/views/places.tsx'

type Undoable = { booking: BookingDetails; event: EventDetails; places: readonly BookedPlace[] }

/** `owes`: what the booking owes once it has all of them, in a sentence; '' if it can have none. */
export type Undoing = Undoable & { owes: string }

export const placesToUndo = ({ booking, places }: Undoable): Option[] =>
  places.map((place) => {
    const charge = booking.charges.find((one) => one.placeId === place.id && one.withdrawnAt === null)
    return { value: place.id, text: placeName(place), hint: charge ? `The charge of ${sayPence(charge.pence)} is withdrawn` : '' }
  })

export const WhatIsUndone = ({ owes, children }: { owes: string; children?: Child }) => (
  <>
    {children}
    <P>
      Each person gets a new invitation for their calendar, and has their workshops again where there is room. The person who booked is
      told, and charges for cancelling these places are withdrawn.
    </P>
    {owes ? <P>If all of these are given back, the school reads: {owes}</P> : null}
  </>
)

/** @param why nothing can be undone any more */
export const UndoPage = ({ booking, event, places, why, form }: Undoable & { why: string | undefined; form: Child }) => (
  <>
    {why || places.length === 0 ? (
      <P>{why ?? 'No place of this booking is cancelled that could be given back.'}</P>
    ) : (
      <>
        <P>
          {leftWords(event)}.{' '}
          {event.waiting > 0
            ? `${counted(event.waiting, 'place is', 'places are')} waited for by other schools: undoing goes past them.`
            : ''}
        </P>
        {form}
      </>
    )}
    <P>
      <Link href={`/bookings/${booking.reference}`}>Leave the booking as it is</Link>
      {booking.cancelledAt ? ` (cancelled on ${sayInstant(booking.cancelledAt)})` : ''}
    </P>
  </>
)
