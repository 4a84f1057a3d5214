import { sayMoney } from '#base/money.ts'
import { Heading, Link, P, SummaryList, Title } from '#base/web/page-parts.tsx'
import type { EventDetails } from '#events/events/event.ts'
import { type PriceList, priceLabel } from '#money/prices/price.ts'
import type { Accepted } from '#money/terms/terms.ts'
import { TermsInWords } from '#money/terms/views/terms.tsx'
import { type Income, sumColumns, sumsOfIncome } from '../income.ts'

type EventMoneyPageProps = {
  event: EventDetails
  cancelling: Accepted
  prices: PriceList | undefined
  income: Income
  settled: { paid: number; owed: number }
  now: Date
}

export const EventMoneyPage = ({ event, cancelling, prices, income, settled, now }: EventMoneyPageProps) => {
  const sums = sumsOfIncome(income)
  return (
    <>
      <Title>Money</Title>
      <SummaryList
        rows={[
          ['Prices', prices ? priceLabel(prices) : 'Places are free of charge'],
          [
            'Cancelling',
            cancelling.terms ? (
              <TermsInWords terms={cancelling.terms} event={event} calendar={cancelling.calendar} now={now} />
            ) : (
              'Free of charge'
            ),
          ],
        ]}
      />
      {event.state === 'cancelled' ? null : (
        <P>
          <Link href={`/organiser/events/${event.code}/rules`}>Choose other prices or terms for new bookings</Link>
        </P>
      )}
      <Heading>What it has brought in</Heading>
      {sums.every((pence) => pence === 0) && settled.paid === 0 ? (
        <P>Nothing has been charged for this event.</P>
      ) : (
        <SummaryList
          rows={[
            ...sumColumns.map((what, n) => [what, sayMoney(sums[n] ?? 0)] as const),
            ['Paid', sayMoney(settled.paid)],
            [settled.owed < 0 ? 'In favour of schools' : 'Still owed', sayMoney(Math.abs(settled.owed))],
          ]}
        />
      )}
      <P>
        <Link href="/organiser/finance/income">Income by event and by month</Link>
      </P>
    </>
  )
}
