import { useRequestContext } from 'hono/jsx-renderer'
import { hasRole } from '#base/act.ts'
import { sayInstant } from '#base/dates.ts'
import type { AppEnv } from '#base/web/env.ts'
import { Link } from '#base/web/page-parts.tsx'
import type { BookingDetails } from '../booking-details.ts'
import { isMoved } from '../next-steps.ts'

/** A link only for those who may open it, which finance may not. */
export const BookingLink = ({ reference }: { reference: string }) =>
  hasRole(useRequestContext<AppEnv>().var.act.actor, 'organiser', 'administrator') ? (
    <Link href={`/bookings/${reference}`}>{reference}</Link>
  ) : (
    <span>{reference}</span>
  )

const MovedTo = ({ booking }: { booking: Pick<BookingDetails, 'cancelledAt' | 'movedTo'> }) =>
  booking.movedTo.length === 0 ? null : (
    <p class="govuk-body-l">
      {isMoved(booking) ? 'Moved to another date' : 'Some places were moved to another date'}: see{' '}
      {booking.movedTo.map(({ reference }, index) => (
        <>
          {index > 0 ? ', ' : ''}
          <Link href={`/bookings/${reference}`}>booking {reference}</Link>
        </>
      ))}
      .
    </p>
  )

export const Ended = ({ booking }: { booking: BookingDetails }) => (
  <>
    <MovedTo booking={booking} />
    {booking.cancelledAt && !isMoved(booking) ? <p class="govuk-body-l">{sayEnded(booking, booking.cancelledAt)}</p> : null}
  </>
)

const sayEnded = ({ givenBackAt, refusedReason }: BookingDetails, at: string): string => {
  if (givenBackAt === at) return `The places were held to be paid for, and given back on ${sayInstant(at)}.`
  if (refusedReason === null) return `This booking was cancelled on ${sayInstant(at)}.`
  return `This request was refused on ${sayInstant(at)}.${refusedReason ? ` ${refusedReason}` : ''}`
}
