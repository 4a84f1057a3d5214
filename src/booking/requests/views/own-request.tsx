import { sayInstant, sayLongDay } from '#base/dates.ts'
import { Button } from '#base/web/field.tsx'
import { Heading, Link, NothingChanged, P, Page, SummaryList, Tag, type TagColour, Title } from '#base/web/page-parts.tsx'
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

type RequestPageProps = {
  request: OwnRequest
  /** Who was asked to confirm, by when, and whom to phone, as rows; empty once settled. */
  waiting: readonly [string, string][]
  refusal?: string | undefined
}

/** The reader's own request and its outcome; nothing else of the school. */
export const RequestPage = ({ request, waiting, refusal }: RequestPageProps) => (
  <Page>
    <NothingChanged why={refusal} />
    <Title>Your request for places</Title>
    <SummaryList
      rows={[
        ['Event', <Link href={`/events/${request.eventCode}`}>{request.eventTitle}</Link>],
        ['When', request.startsAt ? sayLongDay(request.startsAt) : undefined],
        ['School', schoolLabel(request.school)],
        ['Places asked for', String(request.places)],
        ['Asked', sayInstant(request.requestedAt)],
        ['State', <Tag colour={states[request.state][0]}>{states[request.state][1]}</Tag>],
        ['Why', request.state === 'refused' ? sayEnd(request.reason) : undefined],
        ['Booking', request.reference ? <Link href={`/bookings/${request.reference}`}>{request.reference}</Link> : undefined],
      ]}
    />
    {request.state === 'waiting' ? (
      <>
        <P>
          You have no place yet. Once somebody confirms that you act for the school we book {counted(request.places, 'place')}, or put you
          on the waiting list with your turn from {sayInstant(request.requestedAt)}, and send you an email. You need not do anything.
        </P>
        <Heading>What you are waiting for</Heading>
        <SummaryList rows={waiting} />
        <a class="govuk-button govuk-button--secondary" href={`/requests/${request.id}/withdraw`}>
          Withdraw this request
        </a>
      </>
    ) : null}
  </Page>
)

export const WithdrawRequestPage = ({ request }: { request: OwnRequest }) => (
  <Page>
    <Title>Withdraw this request?</Title>
    <P>
      You no longer ask for {counted(request.places, 'place')} at “{request.eventTitle}” for {schoolLabel(request.school)}, and lose your
      turn. What you typed about the people coming is deleted.
    </P>
    <form method="post" action={`/requests/${request.id}/withdraw`}>
      <Button kind="warning">Withdraw the request</Button>
    </form>
  </Page>
)
