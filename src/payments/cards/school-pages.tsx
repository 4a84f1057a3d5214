import { Hono } from 'hono'
import { notFound } from '#base/errors.ts'
import { sayMoney } from '#base/money.ts'
import type { AppEnv } from '#base/web/env.ts'
import { withStripe } from '#base/web/guard.ts'
import { page, withPages } from '#base/web/page.tsx'
import { type Asked, press } from '#base/web/press.tsx'
import { isOutdated, type Payable, payableOf } from './checkout.ts'
import { releaseHeldPlaces } from './release-held-places.ts'
import { settleSession } from './settle-session.ts'
import { openCheckout } from './start-checkout.ts'
import { readPayGround } from './store.ts'
import { NothingToPay, PaidPage, PayPage, titleOfPaying } from './views/payment.tsx'
import { payRefusals, releaseRefusals } from './views/refusals.tsx'

const toBooking = ({ part }: Asked): string => `/bookings/${part('reference').toUpperCase()}`

const pay = press({
  at: '/bookings/:reference/pay',
  button: ({ pence }: Payable) => `Pay ${sayMoney(pence)} by card`,
  act: (act, _, { part }) => openCheckout(act, part('reference')),
  refused: payRefusals,
  to: (asked, address) => address ?? toBooking(asked),
})

const giveUp = press({
  at: '/bookings/:reference/pay/give-up',
  button: [{ text: 'Cancel the places', kind: 'secondary' }],
  act: (act, _, { part }) => releaseHeldPlaces(act, part('reference')),
  refused: releaseRefusals,
  done: (_, places) => (places === 0 ? 'They were cancelled already.' : 'The places are cancelled. Nothing was charged.'),
  to: toBooking,
})

const paying = page({
  at: '/bookings/:reference/pay',
  also: async (act, _, { part }) => {
    const ground = await readPayGround(act, part('reference'))
    if (!ground) throw notFound('booking')
    return { ground, payable: ground.open && !isOutdated(ground) ? ground.open : payableOf(ground, act.now) }
  },
  title: ({ payable }) => (payable ? 'Pay by card' : 'Nothing to pay'),
  heading: (subject) => titleOfPaying(subject),
  back: ({ ground }) => ({ href: `/bookings/${ground.booking.reference}`, text: 'Booking' }),
  presses: { pay, giveUp },
  show: ({ ground, payable }, forms) =>
    payable ? (
      <PayPage ground={ground} payable={payable} pay={forms.pay(payable)} giveUp={payable.forWhat === 'places' ? forms.giveUp() : null} />
    ) : (
      <NothingToPay ground={ground} />
    ),
})

/** Paying for a booking by card; 404 without Stripe keys. Mounted at the root. */
export const schoolCardPages = withPages(
  new Hono<AppEnv>().use('/bookings/:reference/pay/*', withStripe).use('/bookings/:reference/paid', withStripe),
  paying,
).get('/bookings/:reference/paid', async (c) => {
  const settled = await settleSession(c.var.act, c.req.param('reference'), c.req.query('session_id'))
  if (!settled) throw notFound('payment')
  const { checkout } = settled
  return c.render(<PaidPage checkout={checkout} />, {
    title: checkout.state === 'paid' ? 'Paid' : 'Payment',
    back: { href: `/bookings/${checkout.reference}`, text: 'Booking' },
  })
})
