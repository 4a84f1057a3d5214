import { delegateSays } from '../../emails/delegate-says.tsx'
import { type Act, nobody } from '../act.ts'
import { addMinutes, instant, sayWhen } from '../dates.ts'
import { atomically, guardBroken } from '../db/atomically.ts'
import { firstStart, lastEnd } from '../events/event.ts'
import { newId } from '../id.ts'
import { calendarTitleOf, contactOf } from '../invites/invite.ts'
import { senderOf } from '../invites/invite-places.ts'
import { logged } from '../log/store.ts'
import { queued } from '../outbox/store.ts'
import { ok, type Result, refuse } from '../result.ts'
import { schoolLabel } from '../schools/school.ts'
import type { Telling } from './need.ts'
import type { OwnPlace } from './own-place.ts'
import { notToldSince } from './tell-store.ts'

/** Once a day is enough. */
const pauseMinutes = 24 * 60

/**
 * Tells whoever booked that the delegate cannot come, or is not the person meant; without such an account, the contact of the event. It
 * cancels nothing: the place is the school's.
 *
 * @returns false when they were told within the last day
 */
export const tellContact = async (act: Act, own: OwnPlace, what: Telling): Promise<Result<boolean, 'event_over'>> => {
  const { event } = own
  if (event.state === 'cancelled' || (lastEnd(event) ?? '') <= instant(act.now)) return refuse('event_over')
  const to =
    own.booker ?? (event.contactEmail ? { accountId: event.id, email: event.contactEmail, name: event.contactName || null } : undefined)
  if (!to) return ok(false)
  const { reference } = own
  const rendered = delegateSays({
    sender: await senderOf(act),
    what,
    name: own.name ?? 'The person',
    title: event.title,
    subjectTitle: calendarTitleOf(event),
    when: sayWhen(firstStart(event) ?? instant(act.now), lastEnd(event) ?? instant(act.now)),
    schoolName: schoolLabel(own.school),
    reference,
    bookingPage: `${act.baseUrl}/bookings/${reference}`,
    contact: contactOf(event),
  })
  const written = await atomically<'told'>(
    act.db,
    [
      notToldSince(act, own, instant(addMinutes(act.now, -pauseMinutes))),
      ...queued(act, {
        ...rendered,
        id: newId(act.now),
        kind: 'delegate_says',
        to: { name: to.name ?? undefined, email: to.email },
        replyTo: event.contactEmail || undefined,
        recipient: to.accountId,
        eventId: event.id,
        schoolId: own.schoolId,
        bookingId: own.bookingId,
        personId: own.personId,
      }),
      logged(
        { ...act, actor: nobody },
        {
          act: what === 'cannot_come' ? 'place.cannot_come' : 'place.not_the_person',
          subject: ['place', own.placeId],
          after: { personId: own.personId },
          eventId: event.id,
          schoolId: own.schoolId,
        },
      ),
    ],
    { [guardBroken]: 'told' },
  )
  return ok(written.ok)
}
