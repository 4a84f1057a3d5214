import type { Child } from 'hono/jsx'
import { type Instant, sayDeadline, sayInstant } from '#base/dates.ts'
import { Heading, Link, P, SummaryList } from '#base/web/page-parts.tsx'
import { counted } from '#base/words.ts'
import type { TakingOutcome } from '#booking/pricing/show-owed.ts'
import type { EventDetails } from '#events/events/event.ts'
import { sayPlaces } from '#events/events/views/places.tsx'
import { schoolLabel } from '#schools/schools/school.ts'
import type { Decision } from '../decide-booking.ts'
import { inOrder, type WaitingBooking } from '../waiting.ts'
import { recordWords } from './words.tsx'

type BeforeOfferingProps = {
  event: EventDetails
  queue: readonly WaitingBooking[]
  booking: WaitingBooking
  /** When an offer made now would expire; undefined: too late for one. */
  until: Instant | undefined
}

export const BeforeOffering = ({ event, queue, booking, until }: BeforeOfferingProps) => {
  const position = inOrder(event.rules.waitingOrder, queue).findIndex((one) => one.bookingId === booking.bookingId)
  const n = booking.placeIds.length
  return (
    <>
      <SummaryList
        rows={[
          ['School', schoolLabel(booking.school)],
          ['Places', sayPlaces(event, { taken: booking.taken, waiting: n, heldBack: 0 }, 'the school')],
          ['Waits for', `${counted(n, 'place')}${n > 1 ? (booking.acceptsFewer ? ', or fewer' : ', all together') : ''}`],
          ['Record', recordWords(booking)],
          ['Its turn', position === 0 ? 'It is first on the list' : `${counted(position, 'school is', 'schools are')} before it`],
        ]}
      />
      <P>
        {until
          ? `When you press the button the places are kept for it until ${sayDeadline(until)}, and an email with the offer goes out.${position > 0 ? ' Those before it keep their turn and get nothing of these.' : ''}`
          : 'Less than an hour is left until the event begins, so nothing is offered any more.'}{' '}
        Limits, and what is reserved for other schools, hold as ever.
      </P>
    </>
  )
}

const sayApproval = ({ waiting, certain, listed }: Decision): string => {
  if (listed === 0)
    return `If you approve it, ${waiting.length === 1 ? 'the place is' : `all ${waiting.length} places are`} the school’s at once.`
  if (certain.length === 0)
    return `There is no room for it now. If you approve it, ${counted(listed, 'place goes', 'places go')} on the waiting list, with the turn of the request.`
  return `If you approve it, ${counted(certain.length, 'place is', 'places are')} the school’s at once, and ${counted(listed, 'place goes', 'places go')} on the waiting list, with the turn of the request.`
}

type RequestedProps = {
  decision: Decision
  taking: TakingOutcome
  approve: Child
  refuse: Child
}

export const Requested = ({ decision, taking, approve, refuse }: RequestedProps) => {
  const { booking, event, waiting, school } = decision
  const names = waiting.flatMap((place) => (place.name ? [`${place.name}${place.role ? `, ${place.role}` : ''}`] : []))
  const unnamed = waiting.filter((place) => place.personId === null).length
  return (
    <>
      <SummaryList
        rows={[
          ['School', schoolLabel(booking.school)],
          ['Asked', `${sayInstant(booking.createdAt)}${booking.booker.name ? ` by ${booking.booker.name}` : ''}`],
          [
            'Asks for',
            `${counted(waiting.length, 'place')}${waiting.length > 1 ? (booking.acceptsFewer ? ', or fewer' : ', all together') : ''}`,
          ],
          ['People', [...names, ...(unnamed > 0 ? [`${unnamed} to be named`] : [])].map((line) => <div>{line}</div>)],
          ['Places', sayPlaces(event, school, 'the school')],
        ]}
      />
      {waiting.length === 0 ? (
        <P>Nothing of this booking waits for a decision.</P>
      ) : (
        <>
          <P>{sayApproval(decision)} The person who asked is told either way.</P>
          <SummaryList rows={[...taking.priced.money, ['If you approve, the school reads', taking.owes]]} />
          {approve}
          <Heading>Or refuse it</Heading>
          {refuse}
        </>
      )}
      <P>
        <Link href={`/organiser/events/${event.code}/waiting`}>Leave it as it is</Link>
      </P>
    </>
  )
}
