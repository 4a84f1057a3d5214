import type { Child } from 'hono/jsx'
import { type Day, sayDay, sayInstant } from '#base/dates.ts'
import { sayMoney } from '#base/money.ts'
import { Heading, Link, LongTable, P, SummaryList, Table, VisuallyHidden } from '#base/web/page-parts.tsx'
import { counted, sayNumber } from '#base/words.ts'
import { takeBackWords } from '#money/ledger/line.ts'
import { byAge, eachOf, type PaidMark, type Standing, stateOf, type WaitingMark } from '../request.ts'
import { money } from './sums.tsx'
import { BookingLink, PayerLink, paths, StateTag } from './words.tsx'

const home = paths.invoice_request

export const Bookings = ({ request, open }: { request: Standing; open: boolean }) => (
  <>
    {request.parts.map((part, index) => (
      <>
        {index > 0 ? ', ' : ''}
        <BookingLink reference={part.bookingReference} open={open} />
      </>
    ))}
  </>
)

export const RequestTable = ({ caption, requests, open }: { caption: string; requests: readonly Standing[]; open: boolean }) => (
  <LongTable
    caption={caption}
    first={5}
    of="requests"
    dense
    columns={['Request', 'State', 'Payer', 'Booking', 'Asked for', money('Total'), money('Paid'), money('Outstanding')]}
    rows={requests.map((request) => [
      <Link href={`${home}/${request.reference}`}>{request.reference}</Link>,
      <StateTag state={stateOf(request)} />,
      <PayerLink payerId={request.payerId}>{request.payer}</PayerLink>,
      <Bookings request={request} open={open} />,
      sayDay(request.askedAt),
      sayMoney(request.gross),
      sayMoney(request.paid),
      sayMoney(request.outstanding),
    ])}
  />
)

/** How much is unpaid, and since when. */
export const UnpaidSums = ({ requests, today }: { requests: readonly Standing[]; today: Day }) => (
  <>
    <P>
      {counted(requests.length, 'request')}, {sayMoney(requests.reduce((sum, request) => sum + request.outstanding, 0))} in all.
    </P>
    <Table
      caption="By age"
      columns={['Since it was asked for', money('Requests'), money('Outstanding')]}
      rows={byAge(requests, today).map((step) => [step.text, sayNumber(step.requests), sayMoney(step.pence)])}
    />
  </>
)

type RequestPageProps = {
  request: Standing
  beside: readonly Standing[]
  marks: readonly PaidMark[]
  waiting: readonly WaitingMark[]
  open: boolean
  form: Child
}

export const RequestPage = ({ request, beside, marks, waiting, open, form }: RequestPageProps) => {
  const joined = request.parts.length > 1
  return (
    <>
      <SummaryList
        rows={[
          ['State', <StateTag state={stateOf(request)} />],
          ['Payer', <PayerLink payerId={request.payerId}>{request.payer}</PayerLink>],
          ['School', eachOf(request, 'school')],
          [joined ? 'Bookings' : 'Booking', <Bookings request={request} open={open} />],
          ['Event', request.eventTitle],
          ['Purchase order number', eachOf(request, 'poNumber')],
          [
            'Asked for',
            <>
              {sayInstant(request.askedAt)}, in <Link href={`${home}/${request.batchNumber}`}>file {request.batchNumber}</Link>,{' '}
              {request.age === 0 ? 'today' : `${counted(request.age, 'day')} ago`}
            </>,
          ],
          ['Net', sayMoney(request.pence)],
          ['VAT', sayMoney(request.vatPence)],
          ['Total', sayMoney(request.gross)],
          ['Paid', sayMoney(request.paid)],
          ['Outstanding', sayMoney(request.outstanding)],
          [
            request.gross < 0 ? 'Still in the payer’s favour' : 'Paid beyond what was asked for',
            request.over > 0 ? sayMoney(request.over) : undefined,
          ],
        ]}
      />
      {joined ? (
        <Table
          caption="What it asks of each booking"
          columns={['Booking', 'School', 'Purchase order number', money('Total'), money('Paid'), money('Outstanding')]}
          rows={request.parts.map((part) => [
            <BookingLink reference={part.bookingReference} open={open} />,
            part.school,
            part.poNumber,
            sayMoney(part.gross),
            sayMoney(part.paid),
            sayMoney(part.outstanding),
          ])}
        />
      ) : null}
      {marks.length > 0 ? (
        <Table
          caption="Payments"
          columns={['Payment reference', ...(joined ? ['Booking'] : []), 'Paid on', 'Recorded', 'By', money('Amount'), 'What to do']}
          rows={marks.map((mark) => [
            mark.kind === 'taken_back' && mark.because ? `Taken back because ${takeBackWords[mark.because]}` : mark.reason,
            ...(joined ? [mark.bookingReference] : []),
            sayDay(mark.happenedOn),
            sayInstant(mark.at),
            mark.byEmail ?? '',
            sayMoney(mark.pence),
            mark.stands === 1 ? (
              <Link href={`/organiser/finance/lines/${mark.number}/take-back`}>
                Undo<VisuallyHidden> payment {mark.reason}</VisuallyHidden>
              </Link>
            ) : (
              ''
            ),
          ])}
        />
      ) : null}
      {waiting.length > 0 ? (
        <Table
          caption="Waiting for a second person, and not counted yet"
          columns={['Payment reference', ...(joined ? ['Booking'] : []), 'Paid on', money('Amount')]}
          rows={waiting.map((mark) => [
            <Link href={`/organiser/finance/proposals/${mark.id}`}>{mark.reason}</Link>,
            ...(joined ? [mark.bookingReference] : []),
            sayDay(mark.happenedOn),
            sayMoney(mark.pence),
          ])}
        />
      ) : null}
      {beside.length > 0 ? (
        <RequestTable
          caption={joined ? 'Other requests of these bookings' : 'Other requests of this booking'}
          requests={beside}
          open={open}
        />
      ) : null}
      {request.rejected ? (
        <P>The finance system rejected its file, so it asks for nothing. Its lines go into the next file, as another request.</P>
      ) : request.gross < 0 ? (
        <P>A credit note is set against the other requests of its booking, oldest first.</P>
      ) : (
        <>
          <Heading>Record a payment</Heading>
          {form}
        </>
      )}
    </>
  )
}
