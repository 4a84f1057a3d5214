import { sayLongDay, sayWhen } from '../src/dates.ts'
import { forEveryone, whereOf } from '../src/invites/invite.ts'
import type { BookingFacts } from './booking-confirmed.tsx'
import { footerOf, mail, type Rendered } from './mail.tsx'

/** To whoever booked: places that were cancelled are theirs again. `charges`: what cancelling them cost is withdrawn. */
export const bookingRestored = ({
  sender,
  event,
  reference,
  schoolName,
  bookingPage,
  contact,
  restored,
  charges,
  money,
}: BookingFacts & {
  restored: readonly string[]
  charges: boolean
  /** What the places cost, who pays and how. */
  money?: readonly (readonly [label: string, value: string])[] | undefined
}): Rendered =>
  mail(
    `Place given back: ${event.title}${event.sessions[0] ? `, ${sayLongDay(event.sessions[0].startsAt)}` : ''}`,
    [
      { heading: restored.length === 1 ? 'A cancelled place is yours again' : 'Cancelled places are yours again' },
      { paragraph: 'The organiser has undone the cancellation. Each person coming gets a new invitation for their calendar.' },
      ...(charges ? [{ paragraph: 'What cancelling cost is withdrawn.' }] : []),
      {
        facts: [
          ['Event', event.title],
          [
            'When',
            forEveryone(event.sessions)
              .map((session) => sayWhen(session.startsAt, session.endsAt))
              .join('; '),
          ],
          ['Where', whereOf(event)],
          ['School', schoolName],
          ['Coming', restored.join(', ')],
          ['Reference', reference],
          ...(money ?? []),
        ],
      },
      { button: 'See or change your booking', href: bookingPage },
    ],
    footerOf(sender, contact),
  )
