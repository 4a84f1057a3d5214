import { sayInstant, sayLongDay, sayWhen } from '../src/dates.ts'
import { forEveryone, whereOf } from '../src/invites/invite.ts'
import type { BookingFacts } from './booking-confirmed.tsx'
import { footerOf, mail, type Rendered } from './mail.tsx'

/** To whoever booked: places that still have no name. `release`: they are given up at `namesDueAt`. */
export const namesWanted = ({
  sender,
  event,
  reference,
  schoolName,
  bookingPage,
  contact,
  unnamed,
  namesDueAt,
  release,
  overdue,
}: BookingFacts & { unnamed: number; namesDueAt: string | null; release: boolean; overdue: boolean }): Rendered =>
  mail(
    `Who is coming? ${event.title}${event.sessions[0] ? `, ${sayLongDay(event.sessions[0].startsAt)}` : ''}`,
    [
      { heading: unnamed === 1 ? 'A place of yours has no name yet' : `${unnamed} places of yours have no name yet` },
      {
        paragraph: `Please name who is coming to “${event.title}”, so that they get their invitation and are expected at the door.${
          namesDueAt ? (overdue ? ` Names were due by ${sayInstant(namesDueAt)}.` : ` Names are due by ${sayInstant(namesDueAt)}.`) : ''
        }${namesDueAt && release && !overdue ? ' A place without a name is given up then.' : ''}`,
      },
      {
        facts: [
          ['Reference', reference],
          ['School', schoolName],
          [
            'When',
            forEveryone(event.sessions)
              .map((session) => sayWhen(session.startsAt, session.endsAt))
              .join('; '),
          ],
          ['Where', whereOf(event)],
        ],
      },
      { button: 'Name the people who are coming', href: `${bookingPage}/names` },
      {
        paragraph:
          'If you do not need a place any more, please give it up on the page of your booking, so that another school can have it.',
      },
    ],
    footerOf(sender, contact),
  )
