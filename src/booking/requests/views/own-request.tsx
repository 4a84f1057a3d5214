import { sayInstant, sayLongDay } from '#base/dates.ts'
import { Button } from '#base/web/field.tsx'
import { NothingChanged, SummaryList, Tag, type TagColour } from '#base/web/page-parts.tsx'
import { counted } from '#events/events/views/words.tsx'
import { schoolLabel } from '#schools/schools/school.ts'
import { type OwnRequest, type RequestState, sayEnd } from '../request.ts'

const states: Record<RequestState, readonly [TagColour, string]> = {
  waiting: ['yellow', 'Waiting for you to be confirmed'],
  booked: ['green', 'Booked'],
  listed: ['blue', 'On the waiting list, or with the organiser'],
  refused: ['red', 'Not booked'],
  withdrawn: ['grey', 'Withdrawn'],
}

/** One's own request: what became of it, and nothing else of the school. */
export const RequestPage = ({
  request,
  waiting,
  refusal,
}: {
  request: OwnRequest
  /** Who was asked, by when somebody answers and whom to ring, as rows; none once it is settled. */
  waiting: readonly [string, string][]
  refusal?: string | undefined
}) => (
  <div class="govuk-grid-row">
    <div class="govuk-grid-column-two-thirds">
      <NothingChanged why={refusal} />
      <h1 class="govuk-heading-l">Your request for places</h1>
      <SummaryList
        rows={[
          [
            'Event',
            <a class="govuk-link" href={`/events/${request.eventCode}`}>
              {request.eventTitle}
            </a>,
          ],
          ['When', request.startsAt ? sayLongDay(request.startsAt) : undefined],
          ['School', schoolLabel(request.school)],
          ['Places asked for', String(request.places)],
          ['Asked', sayInstant(request.requestedAt)],
          ['State', <Tag colour={states[request.state][0]}>{states[request.state][1]}</Tag>],
          ['Why', request.state === 'refused' ? sayEnd(request.reason) : undefined],
          [
            'Booking',
            request.reference ? (
              <a class="govuk-link" href={`/bookings/${request.reference}`}>
                {request.reference}
              </a>
            ) : undefined,
          ],
        ]}
      />
      {request.state === 'waiting' ? (
        <>
          <p class="govuk-body">
            You have no place yet. Once somebody confirms that you act for the school we book {counted(request.places, 'place')}, or put you
            on the waiting list with your turn from {sayInstant(request.requestedAt)}, and send you an email. You need not do anything.
          </p>
          <h2 class="govuk-heading-m">What you are waiting for</h2>
          <SummaryList rows={waiting} />
          <a class="govuk-button govuk-button--secondary" href={`/requests/${request.id}/withdraw`}>
            Withdraw this request
          </a>
        </>
      ) : null}
    </div>
  </div>
)

export const WithdrawRequestPage = ({ request }: { request: OwnRequest }) => (
  <div class="govuk-grid-row">
    <div class="govuk-grid-column-two-thirds">
      <h1 class="govuk-heading-l">Withdraw this request?</h1>
      <p class="govuk-body">
        You no longer ask for {counted(request.places, 'place')} at “{request.eventTitle}” for {schoolLabel(request.school)}, and lose your
        turn. What you typed about the people coming is deleted.
      </p>
      <form method="post" action={`/requests/${request.id}/withdraw`}>
        <Button kind="warning">Withdraw the request</Button>
      </form>
    </div>
  </div>
)
