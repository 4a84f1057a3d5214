// Rows of the file that proves what was sent to whom and when. Instants are UTC with milliseconds,
// as stored.
import { londonDay, londonTime } from '#base/dates.ts'
import type { Column } from '#base/web/csv.ts'
import type { ExportedMessage } from './listed-message.ts'

/** @param kindOf what a kind of message is called; `becameOf`: what became of it, in words */
export const messageColumns = (
  kindOf: (kind: string) => string,
  becameOf: Record<ExportedMessage['became'], string>,
): Column<ExportedMessage>[] => [
  { name: 'Message', width: 38, value: (message) => message.id },
  { name: 'Kind', width: 25, value: (message) => kindOf(message.kind) },
  { name: 'Subject', width: 45, value: (message) => message.subject },
  { name: 'To', width: 40, value: (message) => message.toAddress },
  { name: 'School', width: 35, value: (message) => message.schoolName },
  { name: 'URN', width: 9, value: (message) => message.urn },
  { name: 'Event', width: 35, value: (message) => message.eventTitle },
  { name: 'Event code', width: 11, value: (message) => message.eventCode },
  { name: 'Booking', width: 11, value: (message) => message.reference },
  { name: 'Calendar entry', width: 14, value: (message) => (message.method ? `${message.method} ${message.sequence}` : null) },
  { name: 'What became of it', width: 45, value: (message) => becameOf[message.became] },
  { name: 'Written, London time', width: 18, value: (message) => `${londonDay(message.createdAt)} ${londonTime(message.createdAt)}` },
  { name: 'Written (UTC)', width: 25, value: (message) => message.createdAt },
  { name: 'First attempt (UTC)', width: 25, value: (message) => message.firstTriedAt },
  { name: 'Attempts', width: 9, value: (message) => message.attempts },
  { name: 'Handed to the provider (UTC)', width: 25, value: (message) => message.sentAt },
  { name: 'Provider’s number', width: 38, value: (message) => message.providerId },
  { name: 'Delayed (UTC)', width: 25, value: (message) => message.delayedAt },
  { name: 'Accepted by the recipient’s mail server (UTC)', width: 25, value: (message) => message.acceptedAt },
  { name: 'Bounced (UTC)', width: 25, value: (message) => message.bouncedAt },
  { name: 'Marked as unwanted (UTC)', width: 25, value: (message) => message.complainedAt },
  { name: 'Suppressed (UTC)', width: 25, value: (message) => message.suppressedAt },
  { name: 'What went wrong', width: 40, value: (message) => message.lastError },
  { name: 'Sends again', width: 38, value: (message) => message.resendOfId },
  { name: 'Sent again as', width: 38, value: (message) => message.againAs },
]
