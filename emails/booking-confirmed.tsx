import { sayLongDay, sayWhen } from '../src/dates.ts'
import { type EventForInvites, whereOf } from '../src/invites/invite.ts'
import { footerOf, mail, type Rendered, type Sender } from './mail.tsx'

export type BookingFacts = {
  sender: Sender
  event: EventForInvites
  reference: string
  schoolName: string
  bookingPage: string
  contact: string
}

/** To whoever booked: the places are yours, who has been invited, and how to change it. */
export const bookingConfirmed = ({
  sender,
  event,
  reference,
  schoolName,
  bookingPage,
  contact,
  delegates,
}: BookingFacts & { delegates: readonly string[] }): Rendered =>
  mail(
    `Booking ${reference}: ${event.title}${event.sessions[0] ? `, ${sayLongDay(event.sessions[0].startsAt)}` : ''}`,
    [
      { heading: 'Your booking is confirmed' },
      { paragraph: `You have booked ${delegates.length === 1 ? 'one place' : `${delegates.length} places`} at “${event.title}”.` },
      {
        facts: [
          ['Reference', reference],
          ['School', schoolName],
          ['When', event.sessions.map((session) => sayWhen(session.startsAt, session.endsAt)).join('; ')],
          ['Where', whereOf(event)],
          ['Coming', delegates.join(', ')],
        ],
      },
      {
        paragraph:
          'What happens next: each person coming gets an invitation for their calendar. It says that you booked for them and where they find our privacy notice.',
      },
      { paragraph: 'If someone cannot come, cancel their place as early as you can, so that another school can have it.' },
      { button: 'See or change your booking', href: bookingPage },
    ],
    footerOf(sender, contact),
  )
