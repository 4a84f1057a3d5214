import type { Act } from '#base/act.ts'
import { readCouncil } from '#base/council/store.ts'
import { councilFrom } from '#base/council.ts'
import { atomically, guardBroken } from '#base/db/atomically.ts'
import { eachApart } from '#base/db/failed-job.ts'
import { newId } from '#base/id.ts'
import { logged } from '#base/log/store.ts'
import type { Rendered } from '#emails/messages/mail.tsx'
import { moneyChanged } from '#emails/money/money-changed.tsx'
import type { MessageKind } from '#messages/outbox/kind.ts'
import type { OutgoingMessage } from '#messages/outbox/message.ts'
import { queuedAll, readOwnWords } from '#messages/outbox/store.ts'
import { schoolLabel } from '#schools/schools/school.ts'
import { markTheseLinesNotified, readUntold, stillUntold, type Told, type Untold } from './notice-store.ts'

export const moneyFacts = async (act: Act, told: Told) => {
  const [council, words] = await Promise.all([readCouncil(act.db, councilFrom('')), readOwnWords(act.db)])
  return {
    sender: { council, contactEmail: council.contactEmail, baseUrl: act.baseUrl, words },
    eventTitle: told.eventTitle,
    subjectTitle: told.subjectTitle,
    startsAt: told.startsAt,
    reference: told.reference,
    schoolName: schoolLabel(told.school),
    contact: told.contactEmail,
    bookingPage: `${act.baseUrl}/bookings/${told.reference}`,
    moneyPage: `${act.baseUrl}/school/${told.schoolId}/money`,
  }
}

export const messageTo = (act: Act, told: Told, kind: MessageKind, rendered: Rendered): OutgoingMessage => ({
  ...rendered,
  id: newId(act.now),
  kind,
  to: { name: told.name ?? undefined, email: told.email },
  replyTo: told.contactEmail || undefined,
  recipient: told.accountId,
  eventId: told.eventId,
  schoolId: told.schoolId,
  bookingId: told.bookingId,
})

/**
 * Notifies whoever booked of charges and credits that no message covered, one message a booking.
 * Most acts notify of their own lines; this catches changed prices, automatic charges and whatever
 * else a trigger posted.
 */
export const notifyLedgerChanges = async (act: Act): Promise<boolean> =>
  eachApart(
    act,
    'notifyLedgerChanges',
    await readUntold(act),
    ({ bookingId }) => bookingId,
    (untold) => tell(act, untold),
  )

const tell = async (act: Act, untold: Untold): Promise<boolean> => {
  const numbers = untold.lines.map(({ number }) => number)
  const message = messageTo(
    act,
    untold,
    'money_changed',
    moneyChanged({ ...(await moneyFacts(act, untold)), lines: untold.lines, owed: untold.owed }),
  )
  const written = await atomically(
    act.db,
    [
      stillUntold(act, numbers),
      ...queuedAll(act, [message]),
      markTheseLinesNotified(act, numbers, message.id),
      logged(act, {
        act: 'money.notified',
        subject: ['booking', untold.bookingId],
        eventId: untold.eventId,
        schoolId: untold.schoolId,
        after: { lines: numbers },
      }),
    ],
    { [guardBroken]: 'told_meanwhile' as const },
  )
  return written.ok
}
