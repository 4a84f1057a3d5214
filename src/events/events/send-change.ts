// What a change or a cancellation of an event sends goes out as one sending, in the batch that writes the change.
import type { Act } from '#base/act.ts'
import { ok, type Result } from '#base/result.ts'
import type { OutgoingMessage } from '#messages/outbox/message.ts'
import { insertSendingOf } from '#messages/outbox/sending-store.ts'
import { queuedAll } from '#messages/outbox/store.ts'

type ForBatch = {
  id: string
  /** The sending itself: first in the batch, since its messages name it. Empty when there is nothing to send. */
  first: D1PreparedStatement[]
  queued: D1PreparedStatement[]
}

/** The statements that make these messages one sending of the event; none when there are none. */
export const asSending = (
  act: Act,
  sending: { id: string; kind: 'change' | 'cancellation'; eventId: string; subject: string },
  messages: readonly OutgoingMessage[],
): ForBatch =>
  messages.length === 0
    ? { id: sending.id, first: [], queued: [] }
    : {
        id: sending.id,
        first: [
          insertSendingOf(
            act,
            { ...sending, state: 'sending' },
            messages.map((message) => message.kind),
          ),
        ],
        queued: queuedAll({ ...act, sendingId: sending.id }, messages),
      }

/** The sending that a batch begun with `first` has made; none when there was nothing to send, or all of it is switched off for the event. */
export const sentBy = <R extends string>(
  written: Result<D1Result[], R>,
  { id, first }: Pick<ForBatch, 'id' | 'first'>,
): Result<{ sendingId: string | undefined }, R> => {
  if (!written.ok) return written
  const made = first.length > 0 && (written.value[0]?.meta.changes ?? 0) > 0
  return ok({ sendingId: made ? id : undefined })
}
