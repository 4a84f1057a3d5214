import { sayShortDay } from '#base/dates.ts'
import { Files } from '#base/list/views.tsx'
import { sayMoney } from '#base/money.ts'
import { Button, type Problems, Select } from '#base/web/field.tsx'
import { Caption, ErrorSummary, P, Table, Title } from '#base/web/page-parts.tsx'
import { type Income, type IncomeOfEvent, type IncomeOfMonth, sumColumns, sumsOfIncome, totalIncome } from '../income.ts'
import { sayMonth } from './books.tsx'
import { money } from './parts.tsx'

const cells = (income: Income): string[] => sumsOfIncome(income).map(sayMoney)

type IncomePageProps = {
  councilName: string
  span: { from: string; to: string }
  typed: { from: string; to: string }
  periods: readonly string[]
  months: readonly IncomeOfMonth[]
  events: readonly IncomeOfEvent[]
  problems?: Problems | undefined
}

export const IncomePage = ({ councilName, span, typed, periods, months, events, problems }: IncomePageProps) => {
  const options = [...new Set([typed.to, typed.from, ...periods])]
    .filter((period) => /^\d{4}-\d\d$/.test(period))
    .toSorted()
    .toReversed()
    .map((value) => ({ value, text: sayMonth(value) }))
  const query = `?${new URLSearchParams(span)}`
  return (
    <div class="muster-paper">
      <ErrorSummary problems={problems} />
      <Title>
        <Caption>{councilName}</Caption>
        Income from {sayMonth(span.from)} to {sayMonth(span.to)}
      </Title>
      <form method="get" action="/organiser/finance/income" class="muster-filter muster-when muster-no-print" novalidate>
        <Select name="from" label="From" value={typed.from} options={options} problems={problems} />
        <Select name="to" label="To" value={typed.to} options={options} problems={problems} />
        <Button kind="secondary">Show these months</Button>
      </form>
      <P>
        What was charged, less what was credited, waived or written off, in the month to which each line belongs. What was paid is no
        income: it settles what was charged. A write-off is of the sum with VAT.
      </P>
      {months.length === 0 ? (
        <P>Nothing was charged in these months.</P>
      ) : (
        <>
          <Table
            caption="By month"
            columns={['Month', ...sumColumns.map(money)]}
            rows={[...months.map((month) => [sayMonth(month.period), ...cells(month)]), ['All', ...cells(totalIncome(months))]]}
          />
          <Files at="/organiser/finance/income/months" query={query} says="Download the months" />
          <Table
            dense
            caption="By event"
            columns={['Event', 'Date', ...sumColumns.map(money)]}
            rows={[
              ...events.map((event) => [
                <>
                  {event.title}
                  <div class="govuk-hint govuk-!-margin-bottom-0">{event.code}</div>
                </>,
                event.startsAt ? sayShortDay(event.startsAt) : '',
                ...cells(event),
              ]),
              ['All', '', ...cells(totalIncome(events))],
            ]}
          />
          <Files at="/organiser/finance/income/events" query={query} says="Download the events" />
        </>
      )}
    </div>
  )
}
