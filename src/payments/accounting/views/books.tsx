import { sayInstant } from '#base/dates.ts'
import { sayMoney } from '#base/money.ts'
import { Button } from '#base/web/field.tsx'
import { Heading, Link, P, Page, Table, Tag, Title } from '#base/web/page-parts.tsx'
import { BookingLink } from '#booking/bookings/views/booking-link.tsx'
import { money } from './parts.tsx'

const monthName = new Intl.DateTimeFormat('en-GB', { timeZone: 'UTC', month: 'long', year: 'numeric' })

/** `2026-06` as `June 2026`. */
export const sayMonth = (period: string): string => monthName.format(new Date(`${period}-15T12:00:00.000Z`))

export const PeriodsPage = ({
  periods,
  thisMonth,
  writes,
}: {
  periods: readonly { period: string; lines: number; pence: number; vatPence: number; closedAt: string | null; closedBy: string | null }[]
  thisMonth: string
  writes: boolean
}) => (
  <>
    <Title>Months</Title>
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
              Close<span class="govuk-visually-hidden"> {sayMonth(one.period)}</span>
            </Link>
          ),
        ])}
      />
    )}
  </>
)

export const ClosePeriodPage = ({ period }: { period: string }) => (
  <Page>
    <Title>Close {sayMonth(period)}?</Title>
    <P>
      Every month up to {sayMonth(period)} is closed with it, and none can be opened again. Whatever is posted from now on belongs to a
      later month.
    </P>
    <form method="post">
      <Button kind="warning">Close {sayMonth(period)}</Button>
    </form>
    <P>
      <Link href="/organiser/finance/periods">Leave it open</Link>
    </P>
  </Page>
)

export type OddSection = {
  heading: string
  says: string
  rows: readonly {
    payerId: string | null
    payer: string | null
    reference: string | null
    eventTitle: string | null
    pence: number
    what: string
  }[]
}

export const ReconciliationPage = ({ sections, most }: { sections: readonly OddSection[]; most: number }) => {
  const found = sections.filter(({ rows }) => rows.length > 0)
  return (
    <>
      <Title>What does not add up</Title>
      {found.length === 0 ? (
        <P>Everything adds up: nothing is over, left lying, or different at Stripe.</P>
      ) : (
        found.map(({ heading, says, rows }) => (
          <>
            <Heading>{heading}</Heading>
            <P>{says}</P>
            <Table
              dense
              caption={heading}
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
      {found.length < sections.length ? (
        <>
          <Heading>Looked at, and nothing found</Heading>
          <ul class="govuk-list govuk-list--bullet">
            {sections
              .filter(({ rows }) => rows.length === 0)
              .map(({ heading }) => (
                <li>{heading}</li>
              ))}
          </ul>
        </>
      ) : null}
    </>
  )
}
