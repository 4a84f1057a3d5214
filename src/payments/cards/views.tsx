import { sayDay, sayDeadline, sayLongDay } from '#base/dates.ts'
import { sayMoney } from '#base/money.ts'
import { Button, Choices } from '#base/web/field.tsx'
import { Heading, Link, P, Page, SummaryList, Table, Tag, type TagColour, Title, Warning } from '#base/web/page-parts.tsx'
import { counted } from '#base/words.ts'
import { BookingLink } from '#booking/bookings/views/booking-link.tsx'
import { sayWaits } from '#money/ledger/second-person.ts'
import type { CardSettings, Checkout, Payable, PayGround } from './checkout.ts'
import { type ListedDispute, type ListedRefund, type RefundState, stateWords, whyWords } from './refund.ts'

const About = ({ ground, rows }: { ground: PayGround; rows: [string, string][] }) => (
  <SummaryList
    rows={[
      ['Event', <Link href={`/events/${ground.booking.eventCode}`}>{ground.booking.eventTitle}</Link>],
      ['When', ground.booking.startsAt ? sayLongDay(ground.booking.startsAt) : undefined],
      ['Booking', ground.booking.reference],
      ...rows,
    ]}
  />
)

export type PayProblem = 'places_gone' | 'page_outdated' | 'not_ready' | 'refused'

const problems: Record<PayProblem, string> = {
  places_gone: 'The places are no longer held for you, and there is no room for them now. Nothing was paid.',
  page_outdated:
    'What is owed has changed since the payment page was opened. We are closing that page. Nothing was paid. Try again in a minute.',
  not_ready: 'Stripe’s payment page does not answer yet. Nothing was paid. Try again in a minute.',
  refused: 'The payment page could not be made. Nothing was paid. Try again, or ask the organiser.',
}

/**
 * What a school is about to pay by card, before Stripe's page; and where it returns if it did not
 * pay.
 */
export const PayPage = ({ ground, payable, problem }: { ground: PayGround; payable: Payable; problem?: PayProblem | undefined }) => {
  const path = `/bookings/${ground.booking.reference}/pay`
  const until = ground.held.map((place) => place.heldUntil).sort()[0]
  return (
    <Page>
      {problem ? <Warning>{problems[problem]}</Warning> : null}
      <Title>{payable.forWhat === 'places' ? 'Pay for your places' : 'Pay what is owed'}</Title>
      {payable.forWhat === 'places' && until ? (
        <p class="govuk-body-l">
          {counted(ground.held.length, 'place is', 'places are')} held for you until {sayDeadline(until)}. Nobody has a place until it is
          paid.
        </p>
      ) : null}
      <About ground={ground} rows={[['To pay', sayMoney(payable.pence)]]} />
      {payable.forWhat === 'balance' ? sayWaits(ground.waits, payable.pence).map((words) => <P>{words}</P>) : null}
      <P>You pay on the page of Stripe, which takes card payments for the council. We never see the card. You come back here afterwards.</P>
      <form method="post" action={path}>
        <Button>Pay {sayMoney(payable.pence)} by card</Button>
      </form>
      {payable.forWhat === 'places' ? (
        <form method="post" action={`${path}/give-up`}>
          <Button kind="secondary">Cancel the places</Button>
        </form>
      ) : null}
      <P>
        <Link href={`/bookings/${ground.booking.reference}`}>Back to the booking</Link>
      </P>
    </Page>
  )
}

export const NothingToPay = ({ reference, eventCode, gone }: { reference: string; eventCode: string; gone: boolean }) => (
  <Page>
    <Title>{gone ? 'The places are no longer held' : 'There is nothing to pay by card'}</Title>
    <P>
      {gone
        ? 'The time to pay has run out, so the places are free for others again. Nothing has been charged.'
        : 'This booking has no place that waits for a card payment, and nothing that is owed can be paid by card.'}
    </P>
    <P>
      <Link href={`/bookings/${reference}`}>See the booking</Link> or <Link href={`/events/${eventCode}`}>see the event</Link>
    </P>
  </Page>
)

const outcomes = {
  confirmed: ['Paid: the places are yours', 'Each person gets an invitation for their calendar, and you get an email that confirms it.'],
  applied: ['Paid', 'What you paid is taken off what the booking owes. You get an email about it.'],
  too_late: [
    'Your payment came too late',
    'The places were no longer held for you and could not be given to you any more. All of your payment goes back to the card; your bank takes five to ten days.',
  ],
} as const

const WhatBecame = ({ checkout }: { checkout: Checkout }) => {
  if (checkout.state === 'paid' && checkout.outcome) {
    const [heading, text] = outcomes[checkout.outcome]
    return (
      <>
        {checkout.outcome === 'too_late' ? (
          <Title>{heading}</Title>
        ) : (
          <div class="govuk-panel govuk-panel--confirmation">
            <h1 class="govuk-panel__title">{heading}</h1>
            <div class="govuk-panel__body">
              {sayMoney(checkout.pence)}, booking {checkout.reference}
            </div>
          </div>
        )}
        <P>{text}</P>
      </>
    )
  }
  if (checkout.state === 'expired' || checkout.state === 'failed')
    return (
      <>
        <Title>Nothing was paid</Title>
        <P>The time to pay has run out. Nothing has been charged.</P>
      </>
    )
  return (
    <>
      <Title>We are waiting for Stripe</Title>
      <P>
        Stripe has not told us yet that the payment of {sayMoney(checkout.pence)} is done. That usually takes a few seconds. Do not pay
        again: if you have paid, this page and an email will say so.
      </P>
      <form method="get" action={`/bookings/${checkout.reference}/paid`}>
        {checkout.stripeId ? <input type="hidden" name="session_id" value={checkout.stripeId} /> : null}
        <Button>Check again</Button>
      </form>
      <P>
        <Link href={`/bookings/${checkout.reference}/pay`}>I have not paid yet</Link>
      </P>
    </>
  )
}

export const PaidPage = ({ checkout }: { checkout: Checkout }) => (
  <Page>
    <WhatBecame checkout={checkout} />
    <P>
      <Link href={`/bookings/${checkout.reference}`}>See the booking</Link>
    </P>
  </Page>
)

const colours: Record<RefundState, TagColour> = { asked: 'yellow', pending: 'blue', succeeded: 'green', failed: 'red' }
const disputeWords: Record<ListedDispute['state'], [TagColour, string]> = {
  open: ['orange', 'Open'],
  won: ['green', 'Won'],
  lost: ['red', 'Lost'],
}

/** Card payments for finance: refunds, disputes, and who may pay by card. */
export const CardsPage = ({
  refunds,
  disputes,
  settings,
}: {
  refunds: readonly ListedRefund[]
  disputes: readonly ListedDispute[]
  settings: CardSettings
}) => (
  <>
    <Title>Card payments</Title>
    {refunds.length === 0 ? (
      <P>Nothing has been paid back to a card yet. When places are cancelled by the terms, it happens by itself.</P>
    ) : (
      <Table
        dense
        caption="Paid back to cards"
        columns={['Booking', 'School', 'Event', 'Why', 'State', { text: 'Sum', numeric: true }, 'Asked']}
        rows={refunds.map((refund) => [
          <BookingLink reference={refund.reference} />,
          refund.schoolName,
          refund.eventTitle,
          whyWords[refund.why],
          <>
            <Tag colour={colours[refund.state]}>{stateWords[refund.state]}</Tag>
            {refund.state === 'failed' && refund.again === 0 ? (
              <form method="post" action={`/organiser/finance/cards/refunds/${refund.id}/again`}>
                <button type="submit" class="govuk-button govuk-button--secondary govuk-!-margin-bottom-0">
                  Try again<span class="govuk-visually-hidden"> to pay back booking {refund.reference}</span>
                </button>
              </form>
            ) : null}
          </>,
          sayMoney(refund.pence),
          sayDay(refund.createdAt),
        ])}
      />
    )}
    {disputes.length === 0 ? (
      <P>No bank has disputed a payment.</P>
    ) : (
      <Table
        dense
        caption="Payments disputed by a bank"
        columns={['Booking', 'School', 'State', { text: 'Sum', numeric: true }, 'Raised', 'Number at Stripe']}
        rows={disputes.map((dispute) => [
          <BookingLink reference={dispute.reference} />,
          dispute.schoolName,
          <Tag colour={disputeWords[dispute.state][0]}>{disputeWords[dispute.state][1]}</Tag>,
          sayMoney(dispute.pence),
          sayDay(dispute.raisedAt),
          dispute.id,
        ])}
      />
    )}
    <Heading>Who may pay by card</Heading>
    <form method="post" action="/organiser/finance/cards">
      <Choices
        type="checkboxes"
        name="allow"
        label="Besides payers whose route is card"
        values={[...(settings.atBooking ? ['atBooking'] : []), ...(settings.balances ? ['balances'] : [])]}
        options={[
          { value: 'atBooking', text: 'Whoever books may choose to pay by card at once' },
          { value: 'balances', text: 'What is owed on the council’s own invoice may be paid by card' },
        ]}
      />
      <Button>Save</Button>
    </form>
  </>
)
