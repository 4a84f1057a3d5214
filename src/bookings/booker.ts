// Whoever booked is told what becomes of the booking.
import type { Rendered } from '../../emails/mail.tsx'
import type { Act } from '../act.ts'
import type { EventDetails } from '../events/event.ts'
import { newId } from '../id.ts'
import type { MessageKind, OutgoingMessage } from '../outbox/message.ts'

export type Booker = { accountId: string | null; email: string | null; name: string | null }

/** The message to whoever booked; none when nobody did who has an address. */
export const toBooker = (
  act: Act,
  event: Pick<EventDetails, 'id' | 'contactEmail'>,
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
      schoolId: booking.schoolId,
      bookingId: booking.id,
    },
  ]
}
