import type { Act } from '#base/act.ts'
import { instant } from '#base/dates.ts'
import { newId } from '#base/id.ts'
import { newPlaceLinks, senderOf } from '#calendars/invites/invite-places.ts'
import { contactDeclined } from '#emails/correspondence/contact-declined.tsx'
import { replyDeclined } from '#emails/correspondence/reply-declined.tsx'
import { queuedAll } from '#messages/outbox/store.ts'
import type { EntryOfAnswer } from './store.ts'

/**
 * Answers a calendar's decline: tells the delegate that the place is still theirs and how to pass
 * it on, and the booking's contact that a calendar said no; one message if both are the same.
 * Nothing about past sessions.
 */
export const answerDecline = async (act: Act, entry: EntryOfAnswer): Promise<SqlStatement[]> => {
  if (entry.email === null || entry.eventState !== 'published' || entry.endsAt <= instant(act.now)) return []
  const sender = await senderOf(act)
  const { told, name, title, startsAt, endsAt, schoolName, reference } = entry
  const isOwn = told?.email === entry.email
  const links = await newPlaceLinks(act, isOwn ? [] : [entry])
  const bookingPage = `${act.baseUrl}/bookings/${reference}`
  const contact = [entry.contactName, entry.contactEmail, entry.contactTelephone].filter(Boolean).join(', ')
  const facts = { sender, title, startsAt, endsAt, schoolName, contact }
  const about = {
    replyTo: entry.contactEmail || undefined,
    eventId: entry.eventId,
    schoolId: entry.schoolId,
    bookingId: entry.bookingId,
    personId: entry.personId,
  }
  return [
    ...links.statements,
    ...queuedAll(act, [
      {
        ...replyDeclined({
          ...facts,
          name: name ?? '',
          placePage: links.pageOf(entry.placeId),
          bookingPage: isOwn ? bookingPage : undefined,
        }),
        ...about,
        id: newId(act.now),
        kind: 'reply_declined' as const,
        // Keeps automatic replies from answering this automatic message (RFC 3834).
        headers: { 'Auto-Submitted': 'auto-replied' },
        to: { name: name ?? undefined, email: entry.email },
        recipient: entry.personId,
        placeId: entry.placeId,
      },
      ...(told && !isOwn
        ? [
            {
              ...contactDeclined({ ...facts, name: name ?? 'the delegate', reference, bookingPage }),
              ...about,
              id: newId(act.now),
              kind: 'contact_declined' as const,
              to: { name: told.name ?? undefined, email: told.email },
              recipient: told.accountId,
            },
          ]
        : []),
    ]),
  ]
}
