import type { Child } from 'hono/jsx'
import { sayInstant, sayShortDay } from '#base/dates.ts'
import { sayMoney } from '#base/money.ts'
import { Heading, Link, P, Table, Tag, VisuallyHidden } from '#base/web/page-parts.tsx'
import { outcomeWords } from '#money/ledger/dispute.ts'
import { isCharge, kindWords, routeWords, sayLineRule } from '#money/ledger/line.ts'
import { sayWaits, type Waits } from '#money/ledger/second-person.ts'
import { invoiceNumber } from '#payments/invoices/invoice.ts'
import type { AccountLine, BookingMoney } from '../account.ts'
import { invoiceStates, money, Sum } from './parts.tsx'
import type { ShownReceipt } from './school-papers.tsx'

type ShownInvoice = {
  number: number
  reference: string
  state: string
  pence: number
  vatPence: number
  taxPoint: string
  dueOn: string
}

type ShownDispute = {
  id: string
  lineNumber: number
  words: string
  raisedAt: string
  outcome: keyof typeof outcomeWords | null
  answer: string
  reference: string
  pence: number
}

const Waiting = ({ waits, owed }: { waits: Waits; owed: number }) => (
  <>
    {sayWaits(waits, owed).map((words) => (
      <P>{words}</P>
    ))}
  </>
)

export const OwedSums = ({ sums }: { sums: Waits & { owed: number; inFavour: number } }) => (
  <>
    <ul class="muster-figures">
      <li>
        <span class="muster-figure">{sayMoney(sums.owed)}</span> owed for the school’s bookings
      </li>
      {sums.inFavour > 0 ? (
        <li>
          <span class="muster-figure">{sayMoney(sums.inFavour)}</span> that we owe the school
        </li>
      ) : null}
    </ul>
    <Waiting waits={sums} owed={sums.owed} />
  </>
)

export const OwnBooking = ({ booking, schoolId }: { booking: BookingMoney; schoolId: string }) => (
  <>
    <Link href={`/school/${schoolId}/money/${booking.reference}`}>{booking.reference}</Link>
    <div class="govuk-hint govuk-!-margin-bottom-0">
      {booking.eventTitle}
      {booking.startsAt ? `, ${sayShortDay(booking.startsAt)}` : ''}
      {sayWaits(booking, booking.owed, 'of what is to pay').map((words) => (
        <div>{words}</div>
      ))}
    </div>
  </>
)

type BesideBookingsProps = {
  school: { id: string; trustName: string | null; speaksForTrust: number }
  invoices: readonly ShownInvoice[]
  receipts: readonly ShownReceipt[]
  disputes: readonly ShownDispute[]
  /** Stripe invoices are on, so they have their own pages. */
  withInvoices: boolean
  withdraw: (dispute: ShownDispute) => Child
}

export const BesideBookings = ({ school, invoices, receipts, disputes, withInvoices, withdraw }: BesideBookingsProps) => (
  <>
    <Heading>Statements</Heading>
    <ul class="govuk-list">
      <li>
        <Link href={`/school/${school.id}/money/statement`}>Statement of the school</Link>
      </li>
      {school.speaksForTrust ? (
        <li>
          <Link href={`/school/${school.id}/money/statement?payer=trust`}>Statement of {school.trustName ?? 'the trust'}</Link>
        </li>
      ) : null}
    </ul>
    {invoices.length > 0 ? (
      <Table
        caption="Invoices"
        columns={['Number', 'Booking', 'Date', 'Due', 'State', money('Total')]}
        rows={invoices.map((invoice) => [
          withInvoices ? (
            <Link href={`/school/${school.id}/money/invoices/${invoiceNumber(invoice.number)}`}>{invoiceNumber(invoice.number)}</Link>
          ) : (
            invoiceNumber(invoice.number)
          ),
          invoice.reference,
          sayShortDay(invoice.taxPoint),
          sayShortDay(invoice.dueOn),
          invoiceStates[invoice.state] ?? invoice.state,
          sayMoney(invoice.pence + invoice.vatPence),
        ])}
      />
    ) : null}
    {receipts.length > 0 ? (
      <Table
        caption="Receipts"
        columns={['Receipt', 'Paid on', 'For', money('Amount')]}
        rows={receipts.map((receipt) => [
          <Link href={`/school/${school.id}/money/receipts/${receipt.number}`}>Receipt {receipt.number}</Link>,
          sayShortDay(receipt.happenedOn),
          receipt.reference ? `${receipt.reference}, ${receipt.eventTitle ?? ''}` : 'On account',
          <>
            {sayMoney(receipt.pence)}
            {receipt.takenBack ? (
              <>
                {' '}
                <Tag colour="red">Taken back</Tag>
              </>
            ) : null}
          </>,
        ])}
      />
    ) : null}
    {disputes.length > 0 ? (
      <>
        <Heading>Charges we do not agree with</Heading>
        <ul class="muster-card-list govuk-!-margin-bottom-6">
          {disputes.map((dispute) => (
            <li>
              <h3 class="govuk-heading-s govuk-!-margin-bottom-1">
                {sayMoney(dispute.pence)} of booking {dispute.reference}
              </h3>
              <p class="govuk-body govuk-!-margin-bottom-1 muster-lines">{dispute.words}</p>
              <p class="govuk-hint govuk-!-margin-bottom-1">Said on {sayInstant(dispute.raisedAt)}</p>
              {dispute.outcome ? (
                <p class="govuk-body govuk-!-margin-bottom-0">
                  <Tag colour="grey">{outcomeWords[dispute.outcome]}</Tag> {dispute.outcome === 'stands' ? dispute.answer : ''}
                </p>
              ) : (
                <>
                  <P>The council looks at it. Nobody asks you for this charge meanwhile.</P>
                  {withdraw(dispute)}
                </>
              )}
            </li>
          ))}
        </ul>
      </>
    ) : null}
  </>
)

export const BookingMoneyPage = ({ schoolId, lines, waits }: { schoolId: string; lines: readonly AccountLine[]; waits: Waits }) => {
  const owed = lines.reduce((sum, line) => sum + line.pence + line.vatPence, 0)
  const first = lines[0]
  return (
    <>
      <ul class="muster-figures">
        <li>
          <span class="muster-figure">{sayMoney(Math.abs(owed))}</span> {owed < 0 ? 'that we owe the school' : 'to pay'}
        </li>
      </ul>
      <Waiting waits={waits} owed={owed} />
      <Table
        caption="Every line"
        columns={['Line', 'What', 'How it is paid', money('Total'), 'If you do not agree']}
        rows={lines.map((line) => [
          <span class="muster-nowrap">{sayShortDay(line.happenedOn)}</span>,
          <>
            {kindWords[line.kind]}
            {line.person ? `, ${line.person}` : ''}
            {line.takenBackBy === null ? null : (
              <>
                {' '}
                <Tag colour="red">Taken back</Tag>
              </>
            )}
            <p class="govuk-body-s govuk-!-margin-bottom-0">{sayLineRule(line.rule)}</p>
          </>,
          routeWords[line.route],
          <Sum {...line} />,
          line.disputed ? (
            <Tag colour="orange">Not agreed</Tag>
          ) : isCharge(line.kind) && line.left > 0 ? (
            <Link href={`/school/${schoolId}/money/lines/${line.number}/dispute`}>
              We do not agree
              <VisuallyHidden>
                {' '}
                with {sayMoney(line.pence + line.vatPence)} of {sayShortDay(line.happenedOn)}, line {line.number}
              </VisuallyHidden>
            </Link>
          ) : (
            ''
          ),
        ])}
      />
      <P>
        <Link href={`/bookings/${first?.reference}`}>See the booking</Link>
      </P>
    </>
  )
}
