import { sayDay, sayDeadline, sayLongDay } from '#base/dates.ts'
import { sayMoney } from '#base/money.ts'
import { Button, Choices } from '#base/web/field.tsx'
import { SummaryList, Table, Tag, type TagColour } from '#base/web/page-parts.tsx'
import { BookingLink } from '#booking/bookings/views/booking-link.tsx'
import { sayWaits } from '#money/ledger/second-person.ts'
import type { CardSettings, Checkout, Payable, PayGround } from './checkout.ts'
import { type ListedDispute, type ListedRefund, type RefundState, stateWords, whyWords } from './refund.ts'

const counted = (count: number): string => (count === 1 ? '1 place' : `${count} places`)

const Warning = ({ text }: { text: string }) => (
  <div class="govuk-warning-text">
    <span class="govuk-warning-text__icon" aria-hidden="true">
      !
    </span>
    <strong class="govuk-warning-text__text">
      <span class="govuk-visually-hidden">Warning</span>
      {text}
    </strong>
  </div>
)

const About = ({ ground, rows }: { ground: PayGround; rows: [string, string][] }) => (
  <SummaryList
    rows={[
      [
        'Event',
        <a class="govuk-link" href={`/events/${ground.booking.eventCode}`}>
          {ground.booking.eventTitle}
        </a>,
      ],
      ['When', ground.booking.startsAt ? sayLongDay(ground.booking.startsAt) : undefined],
      ['Booking', ground.booking.reference],
      ...rows,
    ]}
  />
)

export type PayProblem = 'places_gone' | 'not_ready' | 'refused'

const problems: Record<PayProblem, string> = {
  places_gone: 'The places are no longer held for you, and there is no room for them now. Nothing was paid.',
  not_ready: 'Stripe’s payment page does not answer yet. Nothing was paid, and the places stay held. Try again in a minute.',
  refused: 'The payment page could not be made. Nothing was paid. Try again, or ask the organiser.',
}

/** What a school is about to pay by card, before it goes to Stripe's page; and where it comes back to when it did not pay. */
export const PayPage = ({ ground, payable, problem }: { ground: PayGround; payable: Payable; problem?: PayProblem | undefined }) => {
  const path = `/bookings/${ground.booking.reference}/pay`
  const until = ground.held.map((place) => place.heldUntil).sort()[0]
  return (
    <div class="govuk-grid-row">
      <div class="govuk-grid-column-two-thirds">
        {problem ? <Warning text={problems[problem]} /> : null}
        <h1 class="govuk-heading-l">{payable.forWhat === 'places' ? 'Pay for your places' : 'Pay what is owed'}</h1>
        {payable.forWhat === 'places' && until ? (
          <p class="govuk-body-l">
            {counted(ground.held.length)} {ground.held.length === 1 ? 'is' : 'are'} held for you until {sayDeadline(until)}. Nobody has a
            place until it is paid.
          </p>
        ) : null}
        <About ground={ground} rows={[['To pay', sayMoney(payable.pence)]]} />
        {payable.forWhat === 'balance' ? sayWaits(ground.waits, payable.pence).map((words) => <p class="govuk-body">{words}</p>) : null}
        <p class="govuk-body">
          You pay on the page of Stripe, which takes card payments for the council. We never see the card. You come back here afterwards.
        </p>
        <form method="post" action={path}>
          <Button>Pay {sayMoney(payable.pence)} by card</Button>
        </form>
        {payable.forWhat === 'places' ? (
          <form method="post" action={`${path}/give-up`}>
            <Button kind="secondary">Give up the places</Button>
          </form>
        ) : null}
        <p class="govuk-body">
          <a class="govuk-link" href={`/bookings/${ground.booking.reference}`}>
            Back to the booking
          </a>
        </p>
      </div>
    </div>
  )
}

/** There is nothing to pay by card. */
export const NothingToPay = ({ reference, eventCode, gone }: { reference: string; eventCode: string; gone: boolean }) => (
  <div class="govuk-grid-row">
    <div class="govuk-grid-column-two-thirds">
      <h1 class="govuk-heading-l">{gone ? 'The places are no longer held' : 'There is nothing to pay by card'}</h1>
      <p class="govuk-body">
        {gone
          ? 'The time to pay has run out, so the places are free for others again. Nothing has been charged.'
          : 'This booking has no place that waits for a card payment, and nothing that is owed can be paid by card.'}
      </p>
      <p class="govuk-body">
        <a class="govuk-link" href={`/bookings/${reference}`}>
          See the booking
        </a>{' '}
        or{' '}
        <a class="govuk-link" href={`/events/${eventCode}`}>
          see the event
        </a>
      </p>
    </div>
  </div>
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
          <h1 class="govuk-heading-l">{heading}</h1>
        ) : (
          <div class="govuk-panel govuk-panel--confirmation">
            <h1 class="govuk-panel__title">{heading}</h1>
            <div class="govuk-panel__body">
              {sayMoney(checkout.pence)}, booking {checkout.reference}
            </div>
          </div>
        )}
        <p class="govuk-body">{text}</p>
      </>
    )
  }
  if (checkout.state === 'expired' || checkout.state === 'failed')
    return (
      <>
        <h1 class="govuk-heading-l">Nothing was paid</h1>
        <p class="govuk-body">The time to pay has run out. Nothing has been charged.</p>
      </>
    )
  return (
    <>
      <h1 class="govuk-heading-l">We are waiting for Stripe</h1>
      <p class="govuk-body">
        Stripe has not told us yet that the payment of {sayMoney(checkout.pence)} is done. That usually takes a few seconds. Do not pay
        again: if you have paid, this page and an email will say so.
      </p>
      <form method="get" action={`/bookings/${checkout.reference}/paid`}>
        {checkout.stripeId ? <input type="hidden" name="session_id" value={checkout.stripeId} /> : null}
        <Button>Look again</Button>
      </form>
      <p class="govuk-body">
        <a class="govuk-link" href={`/bookings/${checkout.reference}/pay`}>
          I have not paid yet
        </a>
      </p>
    </>
  )
}

/** Where a school comes back to from Stripe's page. */
export const PaidPage = ({ checkout }: { checkout: Checkout }) => (
  <div class="govuk-grid-row">
    <div class="govuk-grid-column-two-thirds">
      <WhatBecame checkout={checkout} />
      <p class="govuk-body">
        <a class="govuk-link" href={`/bookings/${checkout.reference}`}>
          See the booking
        </a>
      </p>
    </div>
  </div>
)

const colours: Record<RefundState, TagColour> = { asked: 'yellow', pending: 'blue', succeeded: 'green', failed: 'red' }
const disputeWords: Record<ListedDispute['state'], [TagColour, string]> = {
  open: ['orange', 'Open'],
  won: ['green', 'Won'],
  lost: ['red', 'Lost'],
}

/** Card payments as finance sees them: what goes back, what is disputed, and what schools may pay by card. */
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
    <h1 class="govuk-heading-l">Card payments</h1>
    {refunds.length === 0 ? (
      <p class="govuk-body">Nothing has been paid back to a card yet. When places are cancelled by the terms, it happens by itself.</p>
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
      <p class="govuk-body">No bank has disputed a payment.</p>
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
    <h2 class="govuk-heading-m">Who may pay by card</h2>
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
