import type { Act, MailAccess } from '#base/act.ts'
import { instant } from '#base/dates.ts'
import { atomically, guardBroken } from '#base/db/atomically.ts'
import { eachAlone } from '#base/errors.ts'
import { logged } from '#base/log/store.ts'
import { fetchReceived } from '#messages/outbox/resend-inbound.ts'
import { answerDecline } from './answer-decline.ts'
import { readAnswer } from './calendar-answer.ts'
import { passOnMail } from './pass-on-mail.ts'
import { readMail } from './read-mail.ts'
import {
  answerAmong,
  answersDecline,
  type CalendarReply,
  isUnread,
  judgeAnswer,
  largestMail,
  type Outcome,
  type ReceivedMail,
} from './received.ts'
import { beginReading, claimReceived, entryByUid, insertReply, settleReceived, type WaitingMail } from './store.ts'

const atOnce = 20
// After the last attempt, three days later, the mail counts as lost.
const mostAttempts = 13

/** Job: reads each mail once: records calendars' answers, forwards people's words. */
export const followReplies = async (act: Act): Promise<boolean> => {
  const access = act.mail
  if (!access) return false
  return eachAlone(await claimReceived(act, atOnce), (waiting) => follow(act, access, waiting))
}

const settle = async (act: Act, waiting: WaitingMail, outcome: Outcome): Promise<false> => {
  const told = isUnread(outcome) ? [logged(act, { act: 'mail.not_read', subject: ['mail', waiting.id], after: { why: outcome } })] : []
  await atomically(act.db, [...settleReceived(act, waiting.id, outcome), ...told], { [guardBroken]: 'followed' } as const)
  return false
}

const follow = async (act: Act, access: MailAccess, waiting: WaitingMail): Promise<boolean> => {
  // An earlier reading never finished, so the next would not either.
  if (waiting.readingAt !== null) return settle(act, waiting, 'not_finished')
  const fetched = await fetchReceived(access, waiting.providerId, largestMail)
  if (fetched.kind === 'later') return waiting.attempts >= mostAttempts ? settle(act, waiting, 'unavailable') : false
  if (fetched.kind !== 'mail') return settle(act, waiting, fetched.kind)
  if (!(await beginReading(act, waiting.id))) return false
  const mail = await readMail(fetched.raw)
  if (!mail) return settle(act, waiting, 'unreadable')
  const answer = answerAmong(mail.calendars.map(readAnswer))
  if (!answer) return passOnMail(act, waiting, mail)
  if (answer.kind === 'none') return settle(act, waiting, answer.why)
  // Another answer to the same entry may come in between: judge again.
  return (await note(act, waiting, mail, answer)) ?? (await note(act, waiting, mail, answer)) ?? false
}

/** undefined: something changed meanwhile. */
const note = async (
  act: Act,
  waiting: WaitingMail,
  mail: ReceivedMail,
  reply: CalendarReply & { kind: 'reply' },
): Promise<boolean | undefined> => {
  const entry = await entryByUid(act, reply.uid)
  const judged = judgeAnswer(mail, reply, entry)
  if (!entry || judged !== 'answered') return settle(act, waiting, judged)
  // A clock that is fast must not make an answer count for ever.
  const [stamp = waiting.receivedAt] = [reply.stamp, waiting.receivedAt].toSorted()
  const { answer, sequence } = reply
  const isDecline = answersDecline({ answer, sequence, stamp }, entry.standing)
  const answers = isDecline ? await answerDecline(act, entry) : []
  const result = await atomically(
    act.db,
    [
      ...settleReceived(act, waiting.id, 'answered'),
      ...insertReply(act, { id: waiting.id, answer, sequence, stamp, receivedAt: instant(act.now) }, entry),
      ...answers,
      logged(act, {
        act: 'invitation.answered',
        subject: ['place', entry.placeId],
        eventId: entry.eventId,
        schoolId: entry.schoolId,
        after: { invitation: entry.id, answer, sequence },
      }),
    ],
    { 'InviteReply.invitationId': 'known', 'InviteReply.id': 'known', [guardBroken]: 'changed' } as const,
  )
  if (result.ok) return answers.length > 0
  return result.reason === 'known' ? settle(act, waiting, 'known') : undefined
}
