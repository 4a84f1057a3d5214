// Messages to whoever booked.

import type { Act } from '#base/act.ts'
import { newId } from '#base/id.ts'
import type { Rendered } from '#emails/messages/mail.tsx'
import { type EventDetails, firstStart } from '#events/events/event.ts'
import type { MessageKind } from '#messages/outbox/kind.ts'
import type { OutgoingMessage } from '#messages/outbox/message.ts'

export type Booker = { accountId: string | null; email: string | null; name: string | null }

/** The message to whoever booked; none when they have no address. */
export const toBooker = (
  act: Act,
  event: Pick<EventDetails, 'id' | 'contactEmail'> & Partial<Pick<EventDetails, 'sessions'>>,
  booking: { id: string; schoolId: string; booker: Booker },
  kind: MessageKind,
  rendered: Rendered,
): OutgoingMessage[] => {
  const { accountId, email, name } = booking.booker
  if (!accountId || !email) return []
  return [
    {
      ...rendered,
      id: newId(act.now),
      kind,
      to: { name: name ?? undefined, email },
      replyTo: event.contactEmail || undefined,
      recipient: accountId,
      eventId: event.id,
      startsAt: event.sessions && firstStart({ sessions: event.sessions }),
      schoolId: booking.schoolId,
      bookingId: booking.id,
    },
  ]
}
