// A mailing to one address, put straight into the database, with its trigger out of the way.

import { newId } from '#base/id.ts'
import { db, tick } from '#test/support/factories.ts'
import { insert } from '#test/support/rows.ts'

/** One recipient with one message; nobody has ever consented to anything. */
export const aPieceOf = async (nature: 'statutory' | 'promotion' | 'training', eventId: string | null = null) => {
  const [sendingId, messageId, at] = [newId(tick()), newId(tick()), tick().toISOString()]
  await db.batch([
    db.prepare('DROP TRIGGER IF EXISTS SendingRecipient_settled_once'),
    insert('Sending', { id: sendingId, nature, basis: 'A law', createdAt: at, startedAt: at, eventId }),
    insert('Message', {
      id: messageId,
      kind: 'mailing',
      state: 'queued',
      recipient: messageId,
      createdAt: at,
      dueAt: at,
      nature,
      sendingId,
      eventId,
    }),
    insert('MessageBody', { messageId, toAddress: `${messageId}@example.sch.uk`, email: `${messageId}@example.sch.uk` }),
    insert('SendingRecipient', { sendingId, number: 1, email: `${messageId}@example.sch.uk`, state: 'queued', messageId }),
  ])
  return { sendingId, messageId }
}
