// The proof of what was sent to whom and when, as the rows of a file. Instants are UTC to the millisecond, as they are stored.
import { londonDay, londonTime } from '#base/dates.ts'
import type { ExportedMessage } from './listed-message.ts'

type Cell = string | number | null

export const messageColumns: { name: string; width: number }[] = [
  { name: 'Message', width: 38 },
  { name: 'Kind', width: 25 },
  { name: 'Subject', width: 45 },
  { name: 'To', width: 40 },
  { name: 'School', width: 35 },
  { name: 'URN', width: 9 },
  { name: 'Event', width: 35 },
  { name: 'Event code', width: 11 },
  { name: 'Booking', width: 11 },
  { name: 'Calendar entry', width: 14 },
  { name: 'What became of it', width: 45 },
  { name: 'Written, London time', width: 18 },
  { name: 'Written (UTC)', width: 25 },
  { name: 'First attempt (UTC)', width: 25 },
  { name: 'Attempts', width: 9 },
  { name: 'Handed to the provider (UTC)', width: 25 },
  { name: 'Provider’s number', width: 38 },
  { name: 'Delayed (UTC)', width: 25 },
  { name: 'Accepted by the recipient’s mail server (UTC)', width: 25 },
  { name: 'Bounced (UTC)', width: 25 },
  { name: 'Marked as unwanted (UTC)', width: 25 },
  { name: 'Suppressed (UTC)', width: 25 },
  { name: 'What went wrong', width: 40 },
  { name: 'Sends again', width: 38 },
  { name: 'Sent again as', width: 38 },
]

/** @param kindOf what a kind of message is called; `deliveryStatusOf` what became of it, in words */
export const messageRow = (
  message: ExportedMessage,
  kindOf: (kind: string) => string,
  becameOf: Record<ExportedMessage['became'], string>,
): Cell[] => [
  message.id,
  kindOf(message.kind),
  message.subject,
  message.toAddress,
  message.schoolName,
  message.urn,
  message.eventTitle,
  message.eventCode,
  message.reference,
  message.method ? `${message.method} ${message.sequence}` : null,
  becameOf[message.became],
  `${londonDay(message.createdAt)} ${londonTime(message.createdAt)}`,
  message.createdAt,
  message.firstTriedAt,
  message.attempts,
  message.sentAt,
  message.providerId,
  message.delayedAt,
  message.acceptedAt,
  message.bouncedAt,
  message.complainedAt,
  message.suppressedAt,
  message.lastError,
  message.resendOfId,
  message.againAs,
]
