// How each invariant about what became of mail is broken, for the test of the audit.

import { newId } from '#base/id.ts'
import { run, tick } from '#test/support/factories.ts'
import { add } from '#test/support/rows.ts'
import type { DeliveryInvariant } from '#upkeep/audit/audit.ts'

type World = { placeId: string; invitationId: string; messageId: string }

const at = '2026-05-01T09:00:00.000Z'

const aTrouble = async (email: string, toldAt: string | null): Promise<string> => {
  const id = await add('AddressProblem', { email, at, toldAt })
  return id
}

const anEventOf = async (type: string, messageId: string | null, followedAt: string | null): Promise<string> => {
  const id = newId(tick())
  const outcome = followedAt && 'followed'
  return add('MailEvent', { id, type, at, receivedAt: at, providerId: id, messageId, followedAt, outcome })
}

export const deliveryBreaks = (aSoundWorld: () => Promise<World>): Record<DeliveryInvariant, () => Promise<string>> => ({
  delivery_status_as_told: async () => {
    const { messageId } = await aSoundWorld()
    await anEventOf('email.delivered', messageId, at)
    await anEventOf('email.bounced', messageId, at)
    await run(`UPDATE Message SET deliveryStatus = 'delivered', deliveryStatusAt = ?2 WHERE id = ?1`, messageId, at)
    return messageId
  },
  nothing_sent_to_failing_address: async () => {
    const { messageId } = await aSoundWorld()
    const email = `${messageId}@example.sch.uk`
    await run('UPDATE MessageBody SET email = ?2 WHERE messageId = ?1', messageId, email)
    await aTrouble(email, at)
    await run(`UPDATE Message SET firstTriedAt = '2026-05-01T09:11:00.000Z' WHERE id = ?1`, messageId)
    return messageId
  },
  trouble_is_told: () => aTrouble(`${newId(tick())}@example.sch.uk`, null),
  sent_again_once: async () => {
    const { messageId } = await aSoundWorld()
    for (const id of [newId(tick()), newId(tick())])
      await add('Message', { id, kind: 'mailing', recipient: 'r', createdAt: at, dueAt: at, resendOfId: messageId })
    return messageId
  },
  mail_event_followed: () => anEventOf('email.delivered', null, null),
  answer_to_what_was_sent: async () => {
    const { invitationId } = await aSoundWorld()
    const id = await anEventOf('email.received', null, at)
    await add('InviteReply', { id, invitationId, answer: 'accepted', sequence: 1, stamp: at, receivedAt: at })
    return id
  },
})
