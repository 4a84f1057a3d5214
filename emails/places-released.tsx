import { sayInstant, sayLongDay, sayWhen } from '../src/dates.ts'
import { forEveryone } from '../src/invites/invite.ts'
import type { BookingFacts } from './booking-confirmed.tsx'
import { footerOf, mail, type Rendered } from './mail.tsx'

const places = (n: number): string => (n === 1 ? 'one place' : `${n} places`)

/** To whoever booked: places without a name at the deadline are given up, and which remain. */
export const placesReleased = ({
  sender,
  event,
  reference,
  schoolName,
  bookingPage,
  contact,
  released,
  kept,
  namesDueAt,
}: BookingFacts & { released: number; kept: readonly string[]; namesDueAt: string }): Rendered =>
  mail(
    `${released === 1 ? 'A place' : 'Places'} without a name given up: ${event.title}${event.sessions[0] ? `, ${sayLongDay(event.sessions[0].startsAt)}` : ''}`,
    [
      { heading: released === 1 ? 'A place without a name is given up' : 'Places without a name are given up' },
      {
        paragraph: `Names for “${event.title}” were due by ${sayInstant(namesDueAt)}. ${released === 1 ? 'One place' : `${released} places`} of ${schoolName} had no name, so ${places(released)} can now be had by another school. You pay nothing for that.`,
      },
      {
        facts: [
          ['Still coming', kept.join(', ') || 'Nobody'],
          [
            'When',
            forEveryone(event.sessions)
              .map((session) => sayWhen(session.startsAt, session.endsAt))
              .join('; '),
          ],
          ['Reference', reference],
        ],
      },
      { paragraph: 'If you still want to send someone, book again: if no place is left, you can join the waiting list.' },
      { button: 'See your booking', href: bookingPage },
    ],
    footerOf(sender, contact),
  )
