import { sayLongDay } from '../src/dates.ts'
import type { BookingFacts } from './booking-confirmed.tsx'
import { footerOf, mail, type Rendered } from './mail.tsx'

type Row = readonly [label: string, value: string]

/** To whoever booked: what their places cost, or who pays, is put right. */
export const bookingRepriced = ({
  sender,
  event,
  reference,
  schoolName,
  bookingPage,
  contact,
  why,
  before,
  after,
}: BookingFacts & { why: string; before: readonly Row[]; after: readonly Row[] }): Rendered =>
  mail(
    `Who pays for booking ${reference} has changed: ${event.title}${event.sessions[0] ? `, ${sayLongDay(event.sessions[0].startsAt)}` : ''}`,
    [
      { heading: 'What it costs or who pays has changed' },
      { paragraph: `${why} Your places stay as they are.` },
      {
        facts: [
          ['Reference', reference],
          ['School', schoolName],
        ],
      },
      { paragraph: 'It was:' },
      { facts: before },
      { paragraph: 'It is now:' },
      { facts: after },
      { button: 'See your booking', href: bookingPage },
    ],
    footerOf(sender, contact),
  )
