import { sayShortDay } from '#base/dates.ts'
import { Search } from '#base/list/views.tsx'
import { sayMoney } from '#base/money.ts'
import { type ShelfLink, Shelves } from '#base/web/page-head.tsx'
import { Details, Link, P, SummaryList } from '#base/web/page-parts.tsx'
import { counted, sayNumber } from '#base/words.ts'
import { BookingLink } from '#booking/bookings/views/booking-link.tsx'
import { type EventDetails, isOfOneSchool, onePrice } from '#events/events/event.ts'
import { type PriceList, priceLabel } from '#money/prices/price.ts'
import type { Accepted } from '#money/terms/terms.ts'
import { TermsInWords } from '#money/terms/views/terms.tsx'
import { type BookingDebt, daysOf, sumsOf, totalOf } from '../debt.ts'
import { type Income, sumColumns, sumsOfIncome } from '../income.ts'

export const WhoOwes = ({ debt: { school, payer, reference } }: { debt: BookingDebt }) => (
  <>
    {school}{' '}
    <div class="muster-quiet">
      <BookingLink reference={reference} />
      {payer === school ? '' : `, paid by ${payer}`}
    </div>
  </>
)

export const Invoices = ({ invoices, linked }: { invoices: BookingDebt['invoices']; linked: boolean }) =>
  invoices.map(({ number, dueOn }) => (
    <span>
      {linked ? <Link href={`/organiser/finance/${dueOn ? 'invoices' : 'invoice-requests'}/${number}`}>{number}</Link> : number}{' '}
      {dueOn ? <span class="muster-quiet">due {sayShortDay(dueOn)} </span> : null}
    </span>
  ))

export const AskedFor = ({ debt, now }: { debt: BookingDebt; now: Date }) => {
  const days = daysOf(debt, now)
  if (days === undefined || !debt.askedOn) return <>{debt.owed > 0 ? 'Not yet' : ''}</>
  return (
    <>
      <span class="muster-nowrap">{sayShortDay(debt.askedOn)}</span>
      <div class="muster-quiet">{days === 0 ? 'today' : `${counted(days, 'day')} ago`}</div>
    </>
  )
}

type DebtsAboveProps = { debts: readonly BookingDebt[]; q: string; owes: boolean; query: Readonly<Record<string, string>> }

/** Which bookings are listed. What was searched and the order stay. */
export const DebtsAbove = ({ debts, q, owes, query: { sort = '' } }: DebtsAboveProps) => {
  const link = (text: string, bookings: number, only: boolean): ShelfLink => ({
    href: `?${new URLSearchParams({ ...(q ? { q } : {}), ...(only ? { owes: 'yes' } : {}), ...(sort ? { sort } : {}) })}`,
    text: `${text} (${sayNumber(bookings)})`,
    current: only === owes ? 'page' : undefined,
  })
  return (
    <>
      <Shelves
        label="Bookings by what they owe"
        links={[link('All bookings', debts.length, false), link('Only who owes', totalOf(debts).count, true)]}
      />
      <Search label="School, payer or booking" q={q} kept={{ ...(owes ? { owes: 'yes' } : {}), sort }} />
    </>
  )
}

/** Credit of one booking pays for no other, so it stands beside what is owed. */
const sayDebts = (debts: readonly BookingDebt[]): [string, string][] => {
  const { paid, owed, credit } = sumsOf(debts)
  return [
    ['Paid', sayMoney(paid)],
    ['Owed', sayMoney(owed)],
    ...(credit > 0 ? [['Credit held', sayMoney(credit)] as [string, string]] : []),
  ]
}

type EventMoneyProps = {
  event: EventDetails
  debts: readonly BookingDebt[]
  cancelling: Accepted
  prices: PriceList | undefined
  income: Income
  now: Date
}

/** What places cost, and what the event has brought in. */
export const EventMoney = ({ event, debts, cancelling, prices, income, now }: EventMoneyProps) => (
  <>
    <Details summary="Prices and terms" open={debts.length === 0}>
      <SummaryList
        rows={[
          ['Prices', prices ? priceLabel(prices) : isOfOneSchool(event) ? onePrice : 'Places are free of charge'],
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
    </Details>
    {debts.length === 0 ? null : (
      <Details summary="What it has brought in">
        <SummaryList
          rows={[...sumsOfIncome(income).map((pence, n) => [sumColumns[n] ?? '', sayMoney(pence)] as const), ...sayDebts(debts)]}
        />
      </Details>
    )}
    <P>
      <Link href="/organiser/finance/income">Income by event and by month</Link>
    </P>
  </>
)
