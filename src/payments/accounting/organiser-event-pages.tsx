import { Hono } from 'hono'
import { notFound } from '#base/errors.ts'
import type { AppEnv } from '#base/web/env.ts'
import { readEventMoney } from './income-store.ts'
import { EventMoneyPage } from './views/event-money.tsx'

/** What an event costs and brings in. Mounted at /organiser/events. */
export const organiserEventMoneyPages = new Hono<AppEnv>().get('/:code/money', async (c) => {
  const { event, ...money } = await readEventMoney(c.env.DB, c.req.param('code'), c.var.act.now)
  if (!event) throw notFound('event')
  return c.render(<EventMoneyPage event={event} {...money} now={c.var.act.now} />, {
    title: `Money: ${event.title}`,
  })
})
