import { sayInstant } from '#base/dates.ts'
import { sayMoney } from '#base/money.ts'
import { Bullets, Heading, Link, P, Table, Tag, VisuallyHidden } from '#base/web/page-parts.tsx'
import { BookingLink } from '#booking/bookings/views/booking-link.tsx'
import type { Period } from '../account.ts'
import { type OddRow, type Question, questions } from '../reconciliation.ts'
import { money } from './parts.tsx'

const monthName = new Intl.DateTimeFormat('en-GB', { timeZone: 'UTC', month: 'long', year: 'numeric' })

/** `2026-06` as `June 2026`. */
export const sayMonth = (period: string): string => monthName.format(new Date(`${period}-15T12:00:00.000Z`))

export const PeriodsPage = ({ periods, thisMonth, writes }: { periods: readonly Period[]; thisMonth: string; writes: boolean }) => (
  <>
    <P>
      A line belongs to the month in which it was posted. When a month is closed its sums stay as they are: what comes later belongs to the
      next month.
    </P>
    {periods.length === 0 ? (
      <P>There is no line yet.</P>
    ) : (
      <Table
        caption="Lines by month"
        columns={['Month', money('Lines'), money('Net'), money('VAT'), money('Total'), 'State']}
        rows={periods.map((one) => [
          sayMonth(one.period),
          String(one.lines),
          sayMoney(one.pence),
          sayMoney(one.vatPence),
          sayMoney(one.pence + one.vatPence),
          one.closedAt ? (
            <>
              <Tag colour="grey">Closed</Tag>
              <div class="govuk-hint govuk-!-margin-bottom-0">
                {sayInstant(one.closedAt)}
                {one.closedBy ? `, ${one.closedBy}` : ''}
              </div>
            </>
          ) : one.period >= thisMonth || !writes ? (
            <Tag colour="green">Open</Tag>
          ) : (
            <Link href={`/organiser/finance/periods/${one.period}/close`}>
              Close<VisuallyHidden> {sayMonth(one.period)}</VisuallyHidden>
            </Link>
          ),
        ])}
      />
    )}
  </>
)

type ReconciliationPageProps = { sections: readonly { question: Question; rows: readonly OddRow[] }[]; most: number }

export const ReconciliationPage = ({ sections, most }: ReconciliationPageProps) => {
  const filled = sections.filter(({ rows }) => rows.length > 0)
  return (
    <>
      {filled.length === 0 ? (
        <P>Everything adds up: nothing is over, left lying, or different at Stripe.</P>
      ) : (
        filled.map(({ question, rows }) => (
          <>
            <Heading>{questions[question].heading}</Heading>
            <P>{questions[question].says}</P>
            <Table
              dense
              caption={questions[question].heading}
              captionClass="govuk-visually-hidden"
              columns={['Payer', 'Booking', 'What', money('Amount')]}
              rows={rows.map((row) => [
                row.payerId ? <Link href={`/organiser/finance/accounts/${row.payerId}`}>{row.payer}</Link> : 'Nobody',
                row.reference ? (
                  <>
                    <BookingLink reference={row.reference} /> {row.eventTitle}
                  </>
                ) : (
                  ''
                ),
                row.what,
                sayMoney(row.pence),
              ])}
            />
            {rows.length >= most ? <P>The first {most} are shown.</P> : null}
          </>
        ))
      )}
      {filled.length < sections.length ? (
        <>
          <Heading>Looked at, and nothing found</Heading>
          <Bullets>
            {sections
              .filter(({ rows }) => rows.length === 0)
              .map(({ question }) => (
                <li>{questions[question].heading}</li>
              ))}
          </Bullets>
        </>
      ) : null}
    </>
  )
}
