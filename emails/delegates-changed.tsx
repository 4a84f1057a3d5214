import { sayLongDay, sayWhen } from '../src/dates.ts'
import { forEveryone, whereOf } from '../src/invites/invite.ts'
import type { BookingFacts } from './booking-confirmed.tsx'
import { footerOf, mail, type Rendered } from './mail.tsx'

/** `instead`: who came off the place; null: it had no name. `waiting`: the place is not certain yet, so nobody is invited. */
export type DelegateChange = { name: string; instead: string | null; waiting: boolean }

/** To whoever booked: these people come now, and who of them has been invited. */
export const delegatesChanged = ({
  sender,
  event,
  reference,
  schoolName,
  bookingPage,
  contact,
  changes,
  unnamed,
}: BookingFacts & { changes: readonly DelegateChange[]; unnamed: number }): Rendered =>
  mail(
    `Who is coming: ${event.title}${event.sessions[0] ? `, ${sayLongDay(event.sessions[0].startsAt)}` : ''}`,
    [
      { heading: 'Who is coming has changed' },
      { paragraph: `For ${schoolName}, at “${event.title}”:` },
      {
        list: changes.map(({ name, instead }) =>
          instead === null ? `${name} is named for a place` : `${name} comes instead of ${instead}`,
        ),
      },
      {
        facts: [
          [
            'When',
            forEveryone(event.sessions)
              .map((session) => sayWhen(session.startsAt, session.endsAt))
              .join('; '),
          ],
          ['Where', whereOf(event)],
          ['Reference', reference],
          ['Still without a name', unnamed === 0 ? undefined : unnamed === 1 ? 'One place' : `${unnamed} places`],
        ],
      },
      ...(changes.some((change) => !change.waiting)
        ? [
            {
              paragraph: changes.some((change) => change.instead !== null)
                ? 'Whoever comes now has been sent an invitation for their calendar, and whoever no longer comes has been told.'
                : 'Each of them has been sent an invitation for their calendar.',
            },
          ]
        : []),
      { button: 'See or change your booking', href: bookingPage },
    ],
    footerOf(sender, contact),
  )
