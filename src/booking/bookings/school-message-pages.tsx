import { Hono } from 'hono'
import { hasRole } from '#base/act.ts'
import { notFound } from '#base/errors.ts'
import type { AppEnv } from '#base/web/env.ts'
import { readPage } from '#base/web/page-number.ts'
import { readBooking } from './booking-store.ts'
import { messagesOfBooking, messagesPageSize } from './message-store.ts'
import { BookingMessagesPage } from './views/booking-messages.tsx'

/** A booking's messages, for whoever may see it. Mounted at the root. */
export const schoolBookingMessagePages = new Hono<AppEnv>().get('/bookings/:reference/messages', async (c) => {
  const found = await readBooking(c.var.act, c.req.param('reference'))
  if (!found) throw notFound('booking')
  const { id, reference } = found.booking
  const page = readPage(c.req.query('page'))
  const organiser = hasRole(c.var.act.actor, 'organiser', 'administrator')
  return c.render(
    <BookingMessagesPage
      {...{ reference, page, organiser, ...(await messagesOfBooking(c.env.DB, id, organiser, page)) }}
      pageSize={messagesPageSize}
      url={c.req.url}
    />,
    { title: `Messages about booking ${reference}`, back: { href: `/bookings/${reference}` } },
  )
})
