import type { Act } from '#base/act.ts'
import { readCouncil } from '#base/council/store.ts'
import { councilFrom } from '#base/council.ts'
import { atomically, guardBroken } from '#base/db/atomically.ts'
import { newId, sha256 } from '#base/id.ts'
import { passedOnCeiling } from '#base/limits/ceiling.ts'
import { limitsOf } from '#base/limits/limit.ts'
import { counted, limitedUntil, limitReached } from '#base/limits/store.ts'
import { logged } from '#base/log/store.ts'
import { isEmail } from '#base/mailbox.ts'
import { cutTo } from '#base/words.ts'
import { senderOf } from '#calendars/invites/invite-places.ts'
import { mailPassedOn } from '#emails/correspondence/mail-passed-on.tsx'
import { oneLine, readAddress, spellAddress } from '#messages/outbox/message.ts'
import { queued } from '#messages/outbox/store.ts'
import { answeredSubject, isAutomatic, mostPassedOn, type Outcome, passedText, type ReceivedMail } from './received.ts'
import { addresseeOf, settleReceived, type WaitingMail } from './store.ts'

/**
 * Forwards what a person wrote to the sending address to the contact of the event it replies about,
 * else to the council. Only the outgoing message is stored. Machines are not answered, and mail
 * loops are prevented. @returns whether there is something to send
 */
export const passOnMail = async (act: Act, waiting: WaitingMail, mail: ReceivedMail): Promise<boolean> => {
  const settle = async (outcome: Outcome): Promise<boolean> => {
    await atomically(act.db, settleReceived(act, waiting.id, outcome), { [guardBroken]: 'followed' } as const)
    return false
  }
  if (mail.headers.passedOn || mail.from === readAddress(act.mailFrom).email.toLowerCase()) return settle('loop')
  if (isAutomatic(mail) || !isEmail(mail.from)) return settle('automatic')
  // Otherwise somebody could use up another's five mails a day, or write to an organiser in their
  // name.
  if (!mail.isVouched) return settle('not_vouched')
  const subject = oneLine(mail.subject)
  const [addressee, sender, { mailsPerDay }] = await Promise.all([
    addresseeOf(act, mail.from, answeredSubject(subject)),
    senderOf(act),
    readCouncil(act.db, councilFrom('')),
  ])
  const to =
    addressee ?? (sender.contactEmail ? { id: 'council', email: sender.contactEmail, name: '', eventId: null, title: null } : undefined)
  if (!to || to.email.toLowerCase() === mail.from) return settle('nobody_to_pass_to')
  const id = newId(act.now)
  const writers = limitsOf(`passed-on:${await sha256(mail.from)}`, [{ most: mostPassedOn, minutes: 24 * 60 }])
  const ceiling = passedOnCeiling(mailsPerDay)
  const result = await atomically(
    act.db,
    [
      counted(act.db, act.now, writers),
      counted(act.db, act.now, ceiling),
      ...settleReceived(act, waiting.id, 'passed_on'),
      ...queued(act, {
        ...mailPassedOn({
          sender,
          from: spellAddress({ name: cutTo(mail.fromName, 100), email: mail.from }),
          subject,
          text: passedText(mail.text),
          title: to.title,
          contact: sender.contactEmail,
        }),
        id,
        kind: 'mail_passed_on',
        to: { name: to.name || undefined, email: to.email },
        replyTo: mail.from,
        headers: { 'Auto-Submitted': 'auto-forwarded', 'X-Muster-Passed-On': '1' },
        recipient: to.id,
        eventId: to.eventId ?? undefined,
      }),
      logged(act, { act: 'mail.passed_on', subject: ['message', id], eventId: to.eventId ?? undefined }),
    ],
    { [guardBroken]: 'followed', [limitReached]: 'limited' } as const,
  )
  if (!result.ok && result.reason === 'limited') return settle((await limitedUntil(act.db, act.now, writers)) ? 'too_many' : 'ceiling')
  return result.ok
}
