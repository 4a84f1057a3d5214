import { type Act, nobody } from '#base/act.ts'
import { instant, sayWhen } from '#base/dates.ts'
import { atomically, guardBroken } from '#base/db/atomically.ts'
import { readNow } from '#base/db/read.ts'
import { newId } from '#base/id.ts'
import { logged } from '#base/log/store.ts'
import { ok, type Result, refuse } from '#base/result.ts'
import { calendarTitleOf, contactOf } from '#calendars/invites/invite.ts'
import { senderOf } from '#calendars/invites/invite-places.ts'
import { delegateSays } from '#emails/booking/delegate-statement.tsx'
import { firstStart, lastEnd } from '#events/events/event.ts'
import { queued } from '#messages/outbox/store.ts'
import { selectAccepted } from '#money/terms/store.ts'
import { freeAfter } from '#money/terms/words.ts'
import { schoolLabel } from '#schools/schools/school.ts'
import type { Telling } from './need.ts'
import { insertWord, saysSomethingNew } from './notice-store.ts'
import { hasBegun, type OwnPlace } from './own-place.ts'

const acts = { cannot_come: 'place.cannot_come', not_me: 'place.not_the_person', comes: 'place.comes_after_all' } as const

/**
 * Stores a delegate's word and notifies whoever booked, else the event's contact; nobody of what
 * they said of a place that they booked themselves. The school decides about the place.
 * @returns false when they said the same, or changed their mind too often, within a day
 */
export const notifyContact = async (act: Act, own: OwnPlace, statement: Telling): Promise<Result<boolean, 'event_over'>> => {
  const { event } = own
  if (event.state === 'cancelled' || (lastEnd(event) ?? '') <= instant(act.now)) return refuse('event_over')
  const to = own.isOwnBooking
    ? undefined
    : (own.booker ?? (event.contactEmail ? { accountId: event.id, email: event.contactEmail, name: event.contactName || null } : undefined))
  const { reference } = own
  const accepted = await readNow(act.db, selectAccepted(act.db, reference))
  const rendered = delegateSays({
    sender: await senderOf(act),
    statement,
    name: own.name ?? 'The person',
    title: event.title,
    subjectTitle: calendarTitleOf(event),
    when: sayWhen(firstStart(event) ?? instant(act.now), lastEnd(event) ?? instant(act.now)),
    schoolName: schoolLabel(own.school),
    reference,
    bookingPage: `${act.baseUrl}/bookings/${reference}`,
    contact: contactOf(event),
    hasBegun: hasBegun(own, act.now),
    free: freeAfter(accepted, event, act.now),
  })
  const result = await atomically<'told'>(
    act.db,
    [
      saysSomethingNew(act, own.linkId, statement),
      insertWord(act, newId(act.now), own.linkId, statement),
      ...(to
        ? queued(act, {
            ...rendered,
            id: newId(act.now),
            kind: 'delegate_statement',
            to: { name: to.name ?? undefined, email: to.email },
            replyTo: event.contactEmail || undefined,
            recipient: to.accountId,
            eventId: event.id,
            schoolId: own.schoolId,
            bookingId: own.bookingId,
            personId: own.personId,
          })
        : []),
      logged(
        { ...act, actor: nobody },
        {
          act: acts[statement],
          subject: ['place', own.placeId],
          after: { personId: own.personId },
          eventId: event.id,
          schoolId: own.schoolId,
        },
      ),
    ],
    { [guardBroken]: 'told' },
  )
  return ok(result.ok)
}
