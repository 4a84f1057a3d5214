import type { Child } from 'hono/jsx'
import { type Instant, sayDay, sayDeadline, sayInstant, sayLongDay } from '#base/dates.ts'
import { sayMoney } from '#base/money.ts'
import { Details, Heading, Link, P, SummaryList } from '#base/web/page-parts.tsx'
import type { BookingDetails } from '#booking/bookings/booking-details.ts'
import { type BookingMoneyShown, heldPrices } from '#booking/bookings/booking-money.ts'
import { sayPriced, sayReferences, whoPays } from '#booking/bookings/money-words.ts'
import type { BookingPayer } from '#booking/bookings/pricing.ts'
import { placeName } from '#booking/bookings/views/place-card.tsx'
import { balanceOf } from '#money/ledger/balance.ts'
import { kindWords, sumsOf } from '#money/ledger/line.ts'
import { sayWaits } from '#money/ledger/second-person.ts'
import type { Route } from '#money/payers/payer.ts'
import { sayRule, totalOf } from '#money/prices/price.ts'

type Agreeing = { agree: (words: string) => Child; askAgain: () => Child }

type AgreementProps = {
  booking: BookingDetails
  payer: BookingPayer
  school: boolean
  books: boolean
  forms: Agreeing
  /** There is a price to agree to, besides terms. */
  owed: boolean
}

const Agreement = ({ booking, payer, school, books, forms, owed }: AgreementProps) => {
  const agreedTo = owed ? (booking.termsId === null ? 'the price' : 'the price and the terms of cancelling') : 'the terms of cancelling'
  if (booking.channel !== 'organiser' || (!owed && booking.termsId === null)) return null
  if (payer.agreedAt !== null)
    return (
      <P>
        {payer.agreedBy && !(payer.agreedAt === booking.createdAt)
          ? `Agreed by ${payer.agreedBy} on ${sayInstant(payer.agreedAt)}.`
          : `Agreed in writing by the school, as the council noted on ${sayInstant(payer.agreedAt)}.`}
      </P>
    )
  const how = booking.askedHow === 'by telephone' ? 'Terms read out on the telephone' : 'Terms told to the person who asked'
  const byLink = booking.booker.email !== null
  return school && books ? (
    <>
      <P>The council booked this for you. Somebody of your school has to agree to {agreedTo}.</P>
      {forms.agree(owed ? 'Your school agrees to pay' : 'Your school agrees to the terms')}
    </>
  ) : (
    <>
      <P>
        <strong>{booking.termsId === null ? 'Not yet agreed by the school' : `${how}; not yet agreed by the school`}</strong>.{' '}
        {byLink
          ? 'The person who asked gets a link by which to agree.'
          : 'Nobody can be sent a link: somebody who can book for the school can agree on this page.'}
      </P>
      {byLink && books ? forms.askAgain() : null}
    </>
  )
}

/** What whoever booked may change of the bill; undefined: there is none. */
const changeBill: Record<Route, string | undefined> = {
  recharge: 'Change the cost centre',
  invoice: 'Change the purchase order or where the invoice goes',
  stripe_invoice: 'Change the purchase order or where the invoice goes',
  card: 'Change where receipts go',
  agreement: undefined,
}

/** Routes of a booking that may be paid by card all the same. */
const payableByCard: Record<Route, (money: Pick<BookingMoneyShown, 'stripe' | 'byCard'>) => boolean> = {
  recharge: () => false,
  invoice: ({ byCard }) => byCard,
  stripe_invoice: () => false,
  card: ({ stripe }) => stripe,
  agreement: () => false,
}

const sayInvoiceWaits = (until: Instant, billed: boolean): string =>
  billed
    ? `The next invoice goes on ${sayDeadline(until)}, or sooner once it has a purchase order number.`
    : `The invoice waits for a purchase order number until ${sayDeadline(until)}. Once it has the number it goes within a minute. After that time it goes without one: the number can still be given on the page of the invoice until it is paid.`

type MoneyOfBookingProps = {
  booking: BookingDetails
  payer: BookingPayer
  money: BookingMoneyShown
  now: Instant
  /** The reader acts for the school. */
  school: boolean
  /** They may book, and agree, or are of the council. */
  books: boolean
  forms: Agreeing
}

type PriceProps = Pick<MoneyOfBookingProps, 'booking' | 'payer' | 'money'> & { rows: ReturnType<typeof sayPriced> }

const PriceAndCharges = ({ booking, payer, money, rows }: PriceProps) => {
  const rule = money.prices[0]?.rule
  const nameOf = (id: string | null): string => {
    const place = booking.places.find((one) => one.id === id)
    return place ? `, ${placeName(place)}` : ''
  }
  return (
    <Details summary="Price, charges and payments">
      <SummaryList
        rows={[
          ...(rows.length > 0 ? rows.filter(([label]) => label !== whoPays) : sayReferences(payer)),
          ['By', rule && rows.length > 0 ? sayRule(rule) : undefined],
          ...money.lines.map(({ happenedOn, kind, pence, vatPence, placeId }): [string, Child] => [
            sayDay(happenedOn),
            `${kindWords[kind]}: ${sayMoney(pence + vatPence)}${vatPence === 0 ? '' : `, of which ${sayMoney(vatPence)} is VAT`}${nameOf(placeId)}`,
          ]),
        ]}
      />
    </Details>
  )
}

export const MoneyOfBooking = ({ booking, payer, money, school, books, now, forms }: MoneyOfBookingProps) => {
  const balance = balanceOf(money.lines, heldPrices(booking, money, now), school ? undefined : 'Credit held')
  const rows = sayPriced(payer, money.prices, money.trustName, { rows: [], owed: balance.owed })
  const { owed } = sumsOf(money.lines)
  const path = `/bookings/${booking.reference}`
  const held = booking.places.some((place) => place.state === 'held' && place.waitsFor === null)
  const byCard = payableByCard[payer.route](money)
  const agreement = (
    <Agreement
      booking={booking}
      payer={payer}
      school={school}
      books={books}
      forms={forms}
      owed={rows.length > 0 && totalOf(money.prices).gross > 0}
    />
  )
  if (rows.length === 0 && money.lines.length === 0) return agreement
  const account: [href: string, text: string] = school
    ? [`/school/${booking.schoolId}/money/${booking.reference}`, 'See each charge, and say if you do not agree']
    : [`/organiser/finance/accounts/${payer.payerId}`, 'The account of the payer']
  const bill = changeBill[payer.route]
  const settled = (booking.cancelledAt !== null && owed === 0) || (totalOf(money.prices).gross === 0 && money.lines.length === 0)
  const links: [href: string, text: string][] = [
    ...(school && books && byCard && !held && owed > 0 ? [[`${path}/pay`, `Pay ${sayMoney(owed)} by card`] as [string, string]] : []),
    ...(money.lines.length > 0 ? [account] : []),
    ...(books && bill && !money.billed && !settled ? [[`${path}/references`, bill] as [string, string]] : []),
  ]
  return (
    <>
      <Heading id="money">What it costs and who pays</Heading>
      <SummaryList
        rows={[
          ...balance.paid.map(({ number, text }): [string, Child] => [
            'Paid',
            school ? (
              <>
                {text}, <Link href={`/school/${booking.schoolId}/money/receipts/${number}`}>receipt</Link>
              </>
            ) : (
              text
            ),
          ]),
          ...balance.back.map((text): [string, Child] => ['Paid back', text]),
          [
            balance.rest[0],
            <>
              {balance.rest[1]}
              {sayWaits(money.waits, owed).map((words) => (
                <div>{words}</div>
              ))}
            </>,
          ],
          ...rows.filter(([label]) => label === whoPays),
          [
            'Invoice',
            money.invoice ? (
              <>
                To be paid by {sayLongDay(money.invoice.dueOn)}
                {school ? (
                  <>
                    .{' '}
                    <Link href={`/school/${booking.schoolId}/money/invoices/${money.invoice.number}`}>See the invoice, and how to pay</Link>
                  </>
                ) : null}
              </>
            ) : undefined,
          ],
        ]}
      />
      {money.invoiceAt === null ? null : <P>{sayInvoiceWaits(money.invoiceAt, money.billed)}</P>}
      {agreement}
      <PriceAndCharges booking={booking} payer={payer} money={money} rows={rows} />
      <ul class="govuk-list">
        {links.map(([href, text]) => (
          <li>
            <Link href={href}>{text}</Link>
          </li>
        ))}
      </ul>
    </>
  )
}
