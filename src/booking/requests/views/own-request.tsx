import { sayInstant, sayLongDay } from '#base/dates.ts'
import { Heading, Link, P, SummaryList, Tag, type TagColour } from '#base/web/page-parts.tsx'
import { counted } from '#base/words.ts'
import { schoolLabel } from '#schools/schools/school.ts'
import { type OwnRequest, type RequestState, sayEnd } from '../request.ts'

const states: Record<RequestState, readonly [TagColour, string]> = {
  waiting: ['yellow', 'Waiting for you to be confirmed'],
  booked: ['green', 'Booked'],
  listed: ['blue', 'On the waiting list, or with the organiser'],
  refused: ['red', 'Not booked'],
  withdrawn: ['grey', 'Withdrawn'],
}

type OwnRequestFactsProps = {
  request: OwnRequest
  /** Who was asked to confirm, by when, and whom to phone, as rows; empty once settled. */
  waiting: readonly [string, string][]
}

/** Nothing else of the school. */
export const OwnRequestFacts = ({ request, waiting }: OwnRequestFactsProps) => (
  <>
    <SummaryList
      rows={[
        ['Event', <Link href={`/events/${request.eventCode}`}>{request.eventTitle}</Link>],
        ['When', request.startsAt ? sayLongDay(request.startsAt) : undefined],
        ['School', schoolLabel(request.school)],
        ['Places asked for', String(request.places)],
        ['Asked', sayInstant(request.requestedAt)],
        [
          'State',
          <Tag colour={states[request.state][0]}>
            {request.asksSchool && request.state === 'waiting' ? 'Waiting for your school’s answer' : states[request.state][1]}
          </Tag>,
        ],
        ['Why', request.state === 'refused' ? sayEnd(request.reason) : undefined],
        ['Booking', request.reference ? <Link href={`/bookings/${request.reference}`}>{request.reference}</Link> : undefined],
      ]}
    />
    {request.state === 'waiting' && request.asksSchool ? (
      <>
        <P>
          You have no place yet. The people who book for the school see what you ask until booking closes. You get an email when they
          answer, or when booking has closed without an answer.
        </P>
        <a class="govuk-button govuk-button--secondary" href={`/requests/${request.id}/withdraw`}>
          Withdraw this request
        </a>
      </>
    ) : request.state === 'waiting' ? (
      <>
        <P>
          You have no place yet. Once somebody confirms that you can book for the school we book {counted(request.places, 'place')}, or put
          you on the waiting list with your turn from {sayInstant(request.requestedAt)}, and send you an email. You need not do anything.
        </P>
        <Heading>What you are waiting for</Heading>
        <SummaryList rows={waiting} />
        <a class="govuk-button govuk-button--secondary" href={`/requests/${request.id}/withdraw`}>
          Withdraw this request
        </a>
      </>
    ) : null}
  </>
)
