import { Hono } from 'hono'
import { notFound } from '#base/errors.ts'
import type { AppEnv } from '#base/web/env.ts'
import { flash } from '#base/web/flash.ts'
import { readSetting } from '#money/ledger/setting-store.ts'
import { allowCards } from './allow-cards.ts'
import { cardSettingsFrom } from './checkout.ts'
import { readAllowed } from './forms.ts'
import { refundAgain } from './refund-again.ts'
import { listForFinance } from './refund-store.ts'
import { CardsPage } from './views.tsx'

/** Card payments, for finance; 404 without Stripe keys. Mounted at /organiser/finance/cards. */
export const organiserCardPages = new Hono<AppEnv>()
  .use(async (c, next) => {
    if (!c.var.act.stripe) throw notFound('page')
    return next()
  })
  .get('/', async (c) => {
    const [lists, setting] = await Promise.all([listForFinance(c.env.DB), readSetting(c.env.DB, 'card')])
    return c.render(<CardsPage {...lists} settings={cardSettingsFrom(setting?.value)} />, {
      title: 'Card payments',
      back: { href: '/organiser/finance', text: 'Money' },
    })
  })
  .post('/', async (c) => {
    await allowCards(c.var.act, readAllowed(await c.req.parseBody({ all: true })))
    flash(c, 'Saved.')
    return c.redirect('/organiser/finance/cards', 303)
  })
  .post('/refunds/:id/again', async (c) => {
    const again = await refundAgain(c.var.act, c.req.param('id'))
    if (!again.ok && again.reason === 'no_such_refund') throw notFound('refund')
    flash(c, again.ok ? 'Stripe is asked again.' : 'There is nothing of that payment left to pay back.', again.ok)
    return c.redirect('/organiser/finance/cards', 303)
  })
