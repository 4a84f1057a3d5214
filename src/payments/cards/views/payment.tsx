import type { Child } from 'hono/jsx'
import { sayDeadline, sayLongDay } from '#base/dates.ts'
import { sayMoney } from '#base/money.ts'
import { Button } from '#base/web/field.tsx'
import { Link, P, Page, SummaryList, Title } from '#base/web/page-parts.tsx'
import { counted } from '#base/words.ts'
import { sayWaits } from '#money/ledger/second-person.ts'
import type { Checkout, Payable, PayGround } from '../checkout.ts'

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

/** Before Stripe’s page; and where the school returns if it did not pay. */
export const PayPage = ({ ground, payable, pay, giveUp }: { ground: PayGround; payable: Payable; pay: Child; giveUp: Child }) => {
  const until = ground.held.map((place) => place.heldUntil).sort()[0]
  return (
    <>
      {payable.forWhat === 'places' && until ? (
        <p class="govuk-body-l">
          {counted(ground.held.length, 'place is', 'places are')} held for you until {sayDeadline(until)}. Nobody has a place until it is
          paid.
        </p>
      ) : null}
      <About ground={ground} rows={[['To pay', sayMoney(payable.pence)]]} />
      {payable.forWhat === 'balance' ? sayWaits(ground.waits, payable.pence).map((words) => <P>{words}</P>) : null}
      <P>You pay on the page of Stripe, which takes card payments for the council. We never see the card. You come back here afterwards.</P>
      {pay}
      {giveUp}
      <P>
        <Link href={`/bookings/${ground.booking.reference}`}>Back to the booking</Link>
      </P>
    </>
  )
}

export const titleOfPaying = ({ ground, payable }: { ground: PayGround; payable: Payable | undefined }): string => {
  if (payable) return payable.forWhat === 'places' ? 'Pay for your places' : 'Pay what is owed'
  return ground.held.length > 0 ? 'The places are no longer held' : 'There is nothing to pay by card'
}

export const NothingToPay = ({ ground: { held, booking } }: { ground: PayGround }) => (
  <>
    <P>
      {held.length > 0
        ? 'The time to pay has run out, so the places are free for others again. Nothing has been charged.'
        : 'This booking has no place that waits for a card payment, and nothing that is owed can be paid by card.'}
    </P>
    <P>
      <Link href={`/bookings/${booking.reference}`}>See the booking</Link> or{' '}
      <Link href={`/events/${booking.eventCode}`}>see the event</Link>
    </P>
  </>
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
