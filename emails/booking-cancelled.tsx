import { sayLongDay, sayWhen } from '../src/dates.ts'
import { forEveryone } from '../src/invites/invite.ts'
import type { BookingFacts } from './booking-confirmed.tsx'
import { footerOf, mail, type Rendered } from './mail.tsx'

/** To whoever booked: these places are given up, and who still comes. */
export const bookingCancelled = ({
  sender,
  event,
  reference,
  schoolName,
  bookingPage,
  contact,
  cancelled,
  kept,
  why,
  charge,
}: BookingFacts & {
  cancelled: readonly string[]
  kept: readonly string[]
  why?: string | undefined
  charge?: string | undefined
}): Rendered =>
  mail(
    `${kept.length === 0 ? 'Booking cancelled' : 'Place cancelled'}: ${event.title}${event.sessions[0] ? `, ${sayLongDay(event.sessions[0].startsAt)}` : ''}`,
    [
      {
        heading: kept.length === 0 ? 'Your booking is cancelled' : cancelled.length === 1 ? 'A place is cancelled' : 'Places are cancelled',
      },
      {
        facts: [
          ['Event', event.title],
          [
            'When',
            forEveryone(event.sessions)
              .map((session) => sayWhen(session.startsAt, session.endsAt))
              .join('; '),
          ],
          ['School', schoolName],
          ['Not coming', cancelled.join(', ')],
          ['Still coming', kept.join(', ')],
          ['Why', why],
          ['Charge', charge],
          ['Reference', reference],
        ],
      },
      { paragraph: 'We have told each person whose place is cancelled, and taken the event out of their calendar.' },
      { button: 'See your booking', href: bookingPage },
    ],
    footerOf(sender, contact),
  )
