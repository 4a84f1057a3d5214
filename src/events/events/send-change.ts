// A change's messages go out as one sending, in the batch that writes it.
import type { Act } from '#base/act.ts'
import { ok, type Result } from '#base/result.ts'
import type { OutgoingMessage } from '#messages/outbox/message.ts'
import { insertSendingOf } from '#messages/outbox/sending-store.ts'
import { queuedAll } from '#messages/outbox/store.ts'

type ForBatch = {
  id: string
  /** First in the batch, because messages refer to it; empty without messages. */
  first: SqlStatement[]
  queued: SqlStatement[]
}

/** Statements that make these messages one sending of the event; none without messages. */
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

/** The sending of a batch that began with `first`; undefined if no message was stored. */
export const sentBy = <R extends string>(
  written: Result<SqlResult[], R>,
  { id, first }: Pick<ForBatch, 'id' | 'first'>,
): Result<{ sendingId: string | undefined }, R> => {
  if (!written.ok) return written
  const made = first.length > 0 && (written.value[0]?.meta.changes ?? 0) > 0
  return ok({ sendingId: made ? id : undefined })
}
