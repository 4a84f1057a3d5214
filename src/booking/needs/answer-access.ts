import type { Act } from '#base/act.ts'
import { atomically, guardBroken } from '#base/db/atomically.ts'
import { newId } from '#base/id.ts'
import { logged } from '#base/log/store.ts'
import { ok, type Result, refuse } from '#base/result.ts'
import { calendarTitleOf, contactOf } from '#calendars/invites/invite.ts'
import { senderOf } from '#calendars/invites/invite-places.ts'
import { accessAnsweredMail } from '#emails/booking/access-answered.tsx'
import type { EventDetails } from '#events/events/event.ts'
import { queued } from '#messages/outbox/store.ts'
import { stillHolds } from '#people/accounts/role-store.ts'
import { versionOf } from './access.ts'
import { type AnsweredMatter, asSeen, saveAnswer, saveOwner } from './access-store.ts'

const who = ['organiser', 'administrator'] as const

/**
 * Answers stated access, and says whether it is arranged. The person is emailed that there is a new
 * answer, which stands on their own page alone. The log names the event alone. Organisers.
 * Refused where it was answered, or stated anew, since the form was shown.
 */
export const answerAccess = async (
  act: Act,
  event: EventDetails,
  matter: AnsweredMatter,
  is: { answer: string; isDone: boolean; seen: string },
): Promise<Result<{ mailed: boolean }, 'changed'>> => {
  if (versionOf(matter) !== is.seen) return refuse('changed')
  const mailed = matter.email !== null && is.answer !== matter.answer
  const sender = await senderOf(act)
  const result = await atomically(
    act.db,
    [
      stillHolds(act, who),
      asSeen(act.db, matter),
      saveAnswer(act, matter.matter, is.answer, is.isDone),
      ...(mailed && matter.email !== null
        ? queued(act, {
            id: newId(act.now),
            kind: 'access_answered',
            recipient: matter.matter,
            to: { name: matter.name ?? undefined, email: matter.email },
            replyTo: event.contactEmail || undefined,
            eventId: event.id,
            ...accessAnsweredMail({ sender, title: calendarTitleOf(event), contact: contactOf(event) }),
          })
        : []),
      logged(act, { act: 'needs.answered', subject: ['event', event.id], eventId: event.id }),
    ],
    { [guardBroken]: 'changed' } as const,
  )
  return result.ok ? ok({ mailed }) : result
}

/** Says who answers. Organisers. */
export const giveAccess = async (
  act: Act,
  event: EventDetails,
  matter: AnsweredMatter,
  ownerId: string | null,
): Promise<Result<undefined, 'changed'>> => {
  if (ownerId === matter.ownerId) return ok(undefined)
  const result = await atomically(
    act.db,
    [
      stillHolds(act, who),
      asSeen(act.db, matter),
      saveOwner(act, matter.matter, ownerId),
      logged(act, { act: 'needs.owner_changed', subject: ['event', event.id], eventId: event.id, after: { ownerId } }),
    ],
    { [guardBroken]: 'changed' } as const,
  )
  return result.ok ? ok(undefined) : result
}
