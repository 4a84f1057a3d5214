import type { Child } from 'hono/jsx'
import { type Instant, sayDay, sayDeadline, sayInstant, sayLongDay } from '#base/dates.ts'
import { sayMoney } from '#base/money.ts'
import { Details, Heading, Inset, Link, P, SummaryList } from '#base/web/page-parts.tsx'
import type { BookingDetails } from '#booking/bookings/booking-details.ts'
import { type BookingMoneyShown, heldPrices } from '#booking/bookings/booking-money.ts'
import { sayPriced, sayReferences } from '#booking/bookings/money-words.ts'
import type { BookingPayer } from '#booking/bookings/pricing.ts'
import { placeName } from '#booking/bookings/views/place-card.tsx'
import { balanceOf } from '#money/ledger/balance.ts'
import { kindWords, sumsOf } from '#money/ledger/line.ts'
import { sayWaits } from '#money/ledger/second-person.ts'
import type { Route } from '#money/payers/payer.ts'
import { sayRule, totalOf } from '#money/prices/price.ts'

export const HeldToPay = ({ booking, now }: { booking: BookingDetails; now: Instant }) => {
  const held = booking.places.filter((place) => place.state === 'held' && place.waitsFor === null)
  const until = held[0]?.heldUntil
  if (!until) return null
  return until > now ? (
    <Inset>
      <P>
        {held.length === 1 ? 'The place is' : `${held.length} places are`} held until {sayDeadline(until)} while you pay. Nobody is invited
        before that.
      </P>
      <a class="govuk-button" href={`/bookings/${booking.reference}/pay`}>
        Pay by card
      </a>
    </Inset>
  ) : (
    <Inset>The time to pay ran out on {sayDeadline(until)}. If you have just paid, this page says so in a moment.</Inset>
  )
}

type Agreeing = { agree: (words: string) => Child; askAgain: () => Child }

type AgreementProps = {
  booking: BookingDetails
  payer: BookingPayer
  school: boolean
  forms: Agreeing
  /** There is a price to agree to, besides terms. */
  owed: boolean
}

const Agreement = ({ booking, payer, school, forms, owed }: AgreementProps) => {
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
  const how = booking.askedHow === 'by telephone' ? 'Terms read out on the telephone' : 'Terms told to whoever asked'
  const byLink = booking.booker.email !== null
  return school ? (
    <>
      <P>The council booked this for you. Somebody of your school has to agree to {agreedTo}.</P>
      {forms.agree(owed ? 'Your school agrees to pay' : 'Your school agrees to the terms')}
    </>
  ) : (
    <>
      <P>
        <strong>{booking.termsId === null ? 'Not yet agreed by the school' : `${how}; not yet agreed by the school`}</strong>.{' '}
        {byLink
          ? 'Whoever asked gets a link by which to agree.'
          : 'Nobody can be sent a link: somebody who acts for the school can agree on this page.'}
      </P>
      {byLink ? forms.askAgain() : null}
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
  /** The reader acts for the school, and may agree. */
  school: boolean
  forms: Agreeing
}

export const MoneyOfBooking = ({ booking, payer, money, school, now, forms }: MoneyOfBookingProps) => {
  const rule = money.prices[0]?.rule
  const balance = balanceOf(money.lines, heldPrices(booking, money, now), school ? undefined : 'Credit held')
  const rows = sayPriced(payer, money.prices, money.trustName, { rows: [], owed: balance.owed })
  const { owed } = sumsOf(money.lines)
  const path = `/bookings/${booking.reference}`
  const held = booking.places.some((place) => place.state === 'held' && place.waitsFor === null)
  const byCard = payableByCard[payer.route](money)
  const agreement = (
    <Agreement booking={booking} payer={payer} school={school} forms={forms} owed={rows.length > 0 && totalOf(money.prices).gross > 0} />
  )
  if (rows.length === 0 && money.lines.length === 0) return agreement
  const nameOf = (id: string | null): string => {
    const place = booking.places.find((one) => one.id === id)
    return place ? placeName(place) : ''
  }
  return (
    <>
      <Heading id="money">What it costs and who pays</Heading>
      <SummaryList
        rows={[
          ...(rows.length > 0 ? rows : sayReferences(payer)),
          ['By', rule && rows.length > 0 ? sayRule(rule) : undefined],
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
          balance.rest,
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
      {sayWaits(money.waits, owed).map((words) => (
        <P>{words}</P>
      ))}
      {agreement}
      {school && byCard && !held && owed > 0 ? (
        <P>
          <Link href={`${path}/pay`}>Pay {sayMoney(owed)} by card</Link>
        </P>
      ) : null}
      {money.lines.length > 0 ? (
        <Details summary="Charges and payments">
          <SummaryList
            rows={money.lines.map((line) => [
              sayDay(line.happenedOn),
              `${kindWords[line.kind]}: ${sayMoney(line.pence + line.vatPence)}${line.vatPence === 0 ? '' : `, of which ${sayMoney(line.vatPence)} is VAT`}${nameOf(line.placeId) ? `, ${nameOf(line.placeId)}` : ''}`,
            ])}
          />
        </Details>
      ) : null}
      {money.lines.length > 0 ? (
        <P>
          {school ? (
            <Link href={`/school/${booking.schoolId}/money/${booking.reference}`}>See each charge, and say if you do not agree</Link>
          ) : (
            <Link href={`/organiser/finance/accounts/${payer.payerId}`}>The account of the payer</Link>
          )}
        </P>
      ) : null}
      {(booking.cancelledAt !== null && owed === 0) ||
      money.billed ||
      changeBill[payer.route] === undefined ||
      (totalOf(money.prices).gross === 0 && money.lines.length === 0) ? null : (
        <P>
          <Link href={`${path}/references`}>{changeBill[payer.route]}</Link>
        </P>
      )}
    </>
  )
}
