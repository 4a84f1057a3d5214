import { Hono } from 'hono'
import { hasRole } from '#base/act.ts'
import { sayInstant } from '#base/dates.ts'
import { notFound } from '#base/errors.ts'
import { list, sayTotal } from '#base/list/list.tsx'
import type { AppEnv } from '#base/web/env.ts'
import { Address, Link, P } from '#base/web/page-parts.tsx'
import { labelOf } from '#messages/outbox/kind.ts'
import { BecameTag } from '#messages/outbox/views.tsx'
import { readBooking } from './booking-store.ts'
import { messagesOfBooking } from './message-store.ts'

/** Not their text, which may hold a delegate's own link. */
const messages = list({
  ask: async (c) => {
    const found = await readBooking(c.var.act, c.req.param('reference') ?? '')
    if (!found) throw notFound('booking')
    return { booking: found.booking, organiser: hasRole(c.var.act.actor, 'organiser', 'administrator') }
  },
  title: ({ booking }) => `Messages about booking ${booking.reference}`,
  back: ({ booking }) => ({ href: `/bookings/${booking.reference}`, text: 'Back to the booking' }),
  rows: ({ booking, organiser }) => messagesOfBooking(booking.id, organiser),
  of: ['message'],
  caption: ({ total }) => `${sayTotal(total, 'message')}, the newest first`,
  dense: true,
  columns: ({ organiser }) => [
    {
      name: 'Message',
      cell: ({ id, kind }) => (organiser ? <Link href={`/organiser/messages/${id}`}>{labelOf(kind)}</Link> : labelOf(kind)),
    },
    { name: 'What became of it', cell: ({ became }) => <BecameTag became={became} /> },
    { name: 'To', cell: ({ toAddress }) => <Address email={toAddress} /> },
    { name: 'Written', cell: ({ createdAt }) => sayInstant(createdAt) },
    { name: 'Last heard', cell: ({ heardAt }) => (heardAt ? sayInstant(heardAt) : '') },
  ],
  above: () => (
    <P>
      “Accepted” says that the recipient’s mail server took the message, not that anybody has read it. “Bounced” and “Not sent” say that it
      did not arrive: check the address.
    </P>
  ),
  none: 'Nothing has been sent yet.',
})

/** A booking's messages, for whoever may see it. Mounted at the root. */
export const schoolBookingMessagePages = new Hono<AppEnv>().get('/bookings/:reference/messages', messages.page)
