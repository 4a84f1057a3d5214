import type { Act } from '#base/act.ts'
import type { Day } from '#base/dates.ts'
import { atomically, guardBroken } from '#base/db/atomically.ts'
import { newToken, sha256 } from '#base/id.ts'
import { answerLinksMost } from '#base/limits/budget.ts'
import { limitsOf } from '#base/limits/limit.ts'
import { spending } from '#base/limits/spend-budget.ts'
import { limitReached } from '#base/limits/store.ts'
import { logged } from '#base/log/store.ts'
import { ok, type Result, refuse } from '#base/result.ts'
import { senderOf } from '#calendars/invites/invite-places.ts'
import { answerLinkMail } from '#emails/correspondence/answer-link.tsx'
import { queued } from '#messages/outbox/store.ts'
import { stillHolds } from '#people/accounts/role-store.ts'
import type { LinkRefusal } from './answer-link.ts'
import { endAnswerLinkRow, insertAnswerLink } from './link-store.ts'
import type { Topic } from './population.ts'

const makers = ['officer', 'administrator'] as const

/** Sends a link to the answer on a topic. @param ask.id of the form: sent twice it makes one */
export const makeAnswerLink = async (
  act: Act,
  ask: { id: string; topic: Topic; email: string; lastDay: Day },
): Promise<Result<undefined, LinkRefusal>> => {
  const { id, topic, email, lastDay } = ask
  const [token, sender] = [newToken(), await senderOf(act)]
  const written = await atomically(
    act.db,
    [
      stillHolds(act, makers),
      ...queued(act, {
        id,
        kind: 'answer_link',
        recipient: id,
        to: { email },
        replyTo: sender.contactEmail || undefined,
        ...answerLinkMail({
          sender,
          topic: topic.label,
          lastDay,
          link: `${act.baseUrl}/answer-link/${token}`,
          by: act.actor.name ?? sender.council.name,
        }),
      }),
      ...spending(act, limitsOf(`answer_link:${act.actor.accountId}`, [{ most: answerLinksMost, minutes: 24 * 60 }])),
      insertAnswerLink(act, { id, topicId: topic.id, lastDay, tokenHash: await sha256(token) }),
      logged(act, { act: 'answer_link.made', subject: ['answer_link', id], after: { topicId: topic.id, lastDay } }),
    ],
    {
      ...({ [guardBroken]: 'not_allowed', answer_link_too_long: 'answer_link_too_long', 'Message.id': 'made_already' } as const),
      [limitReached]: 'enough_today',
    } as const,
  )
  return written.ok || written.reason === 'made_already' ? ok(undefined) : refuse(written.reason)
}

export const endAnswerLink = async (act: Act, id: string): Promise<Result<undefined, 'not_allowed'>> => {
  const written = await atomically(
    act.db,
    [stillHolds(act, makers), endAnswerLinkRow(act, id), logged(act, { act: 'answer_link.ended', subject: ['answer_link', id] })],
    { [guardBroken]: 'not_allowed' } as const,
  )
  return written.ok ? ok(undefined) : written
}

/** Each opening has its row in the log, of nobody. */
export const noteOpening = async (act: Act, id: string): Promise<void> => {
  await atomically(act.db, [logged(act, { act: 'answer_link.opened', subject: ['answer_link', id] })], {})
}
