import { sayLongDay, sayWhen } from '../src/dates.ts'
import { type EventForInvites, forEveryone, whereOf } from '../src/invites/invite.ts'
import { footerOf, mail, type Rendered, type Sender } from './mail.tsx'

const whenOf = (event: EventForInvites): string =>
  forEveryone(event.sessions)
    .map((session) => sayWhen(session.startsAt, session.endsAt))
    .join('; ')

/** To whoever booked: places went from one date of a series to another. `kept`: places that stay at the old date. */
export const bookingMoved = ({
  sender,
  from,
  to,
  oldReference,
  reference,
  schoolName,
  bookingPage,
  contact,
  moved,
  unnamed,
  kept,
  money,
}: {
  sender: Sender
  from: EventForInvites
  to: EventForInvites
  oldReference: string
  reference: string
  schoolName: string
  bookingPage: string
  contact: string
  moved: readonly string[]
  unnamed: number
  kept: number
  /** What the places cost there, who pays and how. */
  money?: readonly (readonly [label: string, value: string])[] | undefined
}): Rendered =>
  mail(
    `Moved to another date: ${to.title}${to.sessions[0] ? `, ${sayLongDay(to.sessions[0].startsAt)}` : ''}`,
    [
      { heading: 'Your places are moved to another date' },
      {
        facts: [
          ['Event', to.title],
          ['New date', whenOf(to)],
          ['Where', whereOf(to)],
          ['Instead of', whenOf(from)],
          ['School', schoolName],
          ['Coming', moved.join(', ')],
          ['Not named yet', unnamed === 0 ? undefined : unnamed === 1 ? 'One place' : `${unnamed} places`],
          ['Staying at the old date', kept === 0 ? undefined : `${kept === 1 ? 'One place' : `${kept} places`} (booking ${oldReference})`],
          ['Reference', reference],
          ...(money ?? []),
        ],
      },
      {
        paragraph: `${money && money.length > 0 ? 'Moving itself costs nothing; what the places cost at the old date is taken back.' : 'Nothing is charged for this.'} Each person gets two emails: the old date is taken out of their calendar, and the new one is put in. Workshops, answers to questions and needs are not taken along: please choose and answer again.`,
      },
      { button: 'See your booking', href: bookingPage },
    ],
    footerOf(sender, contact),
  )
