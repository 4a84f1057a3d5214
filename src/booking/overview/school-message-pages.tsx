import { Hono } from 'hono'
import { hasRole } from '#base/act.ts'
import { sayInstant } from '#base/dates.ts'
import { list } from '#base/list/list.tsx'
import { sayTotal } from '#base/list/views.tsx'
import type { AppEnv } from '#base/web/env.ts'
import { withPages } from '#base/web/page.tsx'
import { Address, Link, P } from '#base/web/page-parts.tsx'
import { readBooking } from '#booking/bookings/booking-store.ts'
import { labelOf } from '#messages/outbox/kind.ts'
import { BecameTag } from '#messages/outbox/views.tsx'
import { messagesOfBooking } from './message-store.ts'

/** Not their text, which may hold a delegate's own link. */
const messages = list({
  at: '/bookings/:reference/messages',
  find: async (act, { part }) => {
    const bookingAndEvent = await readBooking(act, part('reference'))
    return bookingAndEvent && { booking: bookingAndEvent.booking, organiser: hasRole(act.actor, 'organiser', 'administrator') }
  },
  title: ({ booking }) => `Messages about booking ${booking.reference}`,
  back: ({ booking }) => ({ href: `/bookings/${booking.reference}`, text: 'Back to the booking' }),
  rows: ({ booking, organiser }) => messagesOfBooking(booking.id, organiser),
  of: ['message'],
  tableCaption: ({ total }) => `${sayTotal(total, 'message')}, the newest first`,
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
export const schoolBookingMessagePages = withPages(new Hono<AppEnv>(), messages)
