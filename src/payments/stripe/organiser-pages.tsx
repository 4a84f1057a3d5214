import { Hono } from 'hono'
import { notFound } from '#base/errors.ts'
import type { AppEnv } from '#base/web/env.ts'
import { flash } from '#base/web/flash.ts'
import { listStuckEvents } from './event-store.ts'
import { tryAgain } from './retry-call.ts'
import { listCalls } from './store.ts'
import { StripePage } from './views.tsx'

/**
 * Calls and events that Stripe has not settled, for finance; 404 without Stripe keys. Mounted at
 * /organiser/finance/stripe.
 */
export const organiserStripePages = new Hono<AppEnv>()
  .use(async (c, next) => {
    if (!c.var.act.stripe) throw notFound('page')
    return next()
  })
  .get('/', async (c) => {
    const [calls, events] = await Promise.all([listCalls(c.env.DB), listStuckEvents(c.env.DB)])
    return c.render(<StripePage calls={calls} events={events} />, {
      title: 'Stripe',
      back: { href: '/organiser/finance', text: 'Money' },
    })
  })
  .post('/:id/again', async (c) => {
    const again = await tryAgain(c.var.act, c.req.param('id'))
    flash(c, again.ok ? 'Stripe is asked again.' : 'It is done, or asked again, already.', again.ok)
    return c.redirect('/organiser/finance/stripe', 303)
  })
