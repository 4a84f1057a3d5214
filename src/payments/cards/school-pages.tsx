import { type Context, Hono } from 'hono'
import { notFound } from '#base/errors.ts'
import type { AppEnv } from '#base/web/env.ts'
import { flash } from '#base/web/flash.ts'
import { isOutdated, payableOf } from './checkout.ts'
import { releaseHeldPlaces } from './release-held-places.ts'
import { settleSession } from './settle-session.ts'
import { pageOf, startCheckout } from './start-checkout.ts'
import { readPayGround } from './store.ts'
import { NothingToPay, PaidPage, PayPage, type PayProblem } from './views.tsx'

type C = Context<AppEnv, '/bookings/:reference/pay'>

const showPay = async (c: C, problem?: PayProblem) => {
  const ground = await readPayGround(c.var.act, c.req.param('reference'))
  if (!ground) throw notFound('booking')
  const { reference, eventCode } = ground.booking
  const back = { href: `/bookings/${reference}`, text: 'Booking' }
  const payable =
    ground.open && !isOutdated(ground) ? { forWhat: ground.open.forWhat, pence: ground.open.pence } : payableOf(ground, c.var.act.now)
  if (payable) return c.render(<PayPage ground={ground} payable={payable} problem={problem} />, { title: 'Pay by card', back })
  const gone = ground.held.length > 0
  return c.render(<NothingToPay reference={reference} eventCode={eventCode} gone={gone} />, { title: 'Nothing to pay', back })
}

/** Paying for a booking by card; 404 without Stripe keys. Mounted at the root. */
export const schoolCardPages = new Hono<AppEnv>()
  .use('/bookings/:reference/pay/*', async (c, next) => {
    if (!c.var.act.stripe) throw notFound('page')
    return next()
  })
  .get('/bookings/:reference/pay', (c) => showPay(c))
  .post('/bookings/:reference/pay', async (c) => {
    const started = await startCheckout(c.var.act, c.req.param('reference'))
    if (!started.ok) {
      if (started.reason === 'no_such_booking') throw notFound('booking')
      c.status(409)
      return showPay(c, started.reason === 'places_gone' || started.reason === 'page_outdated' ? started.reason : undefined)
    }
    const reference = c.req.param('reference').toUpperCase()
    try {
      const page = await pageOf(c.var.act, started.value)
      if ('url' in page) return c.redirect(page.url, 303)
      if ('session' in page) return c.redirect(`/bookings/${reference}/paid?session_id=${page.session}`, 303)
      c.status(503)
      return showPay(c, page.state === 'failed' ? 'refused' : 'not_ready')
    } catch (error) {
      console.error(JSON.stringify({ checkout: started.value, error: error instanceof Error ? error.message : String(error) }))
      c.status(503)
      return showPay(c, 'not_ready')
    }
  })
  .post('/bookings/:reference/pay/give-up', async (c) => {
    const reference = c.req.param('reference').toUpperCase()
    const given = await releaseHeldPlaces(c.var.act, reference)
    if (!given.ok) {
      if (given.reason === 'no_such_booking') throw notFound('booking')
      return c.redirect(`/bookings/${reference}`, 303)
    }
    flash(c, given.value === 0 ? 'They were cancelled already.' : 'The places are cancelled. Nothing was charged.')
    return c.redirect(`/bookings/${reference}`, 303)
  })
  .get('/bookings/:reference/paid', async (c) => {
    if (!c.var.act.stripe) throw notFound('page')
    const found = await settleSession(c.var.act, c.req.param('reference'), c.req.query('session_id'))
    if (!found) throw notFound('payment')
    const { checkout } = found
    return c.render(<PaidPage checkout={checkout} />, {
      title: checkout.state === 'paid' ? 'Paid' : 'Payment',
      back: { href: `/bookings/${checkout.reference}`, text: 'Booking' },
    })
  })
