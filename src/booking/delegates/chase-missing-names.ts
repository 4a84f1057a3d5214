import type { Act } from '#base/act.ts'
import { atomically, guardBroken } from '#base/db/atomically.ts'
import { eachApart } from '#base/db/failed-job.ts'
import { logged } from '#base/log/store.ts'
import { toBooker } from '#booking/bookings/booker.ts'
import { namesDueOf } from '#booking/bookings/booking.ts'
import { movedPrices } from '#booking/bookings/pricing.ts'
import { endPlaces } from '#booking/cancelling/end-store.ts'
import { outcomeOfCancelling, sayAfterwards } from '#booking/cancelling/show-cancelling.ts'
import { contactOf } from '#calendars/invites/invite.ts'
import { senderOf } from '#calendars/invites/invite-places.ts'
import { namesWanted } from '#emails/booking/names-due.tsx'
import { placesReleased } from '#emails/booking/places-released.tsx'
import type { Rendered } from '#emails/messages/mail.tsx'
import type { EventDetails } from '#events/events/event.ts'
import { eventById } from '#events/events/store.ts'
import type { MessageKind } from '#messages/outbox/kind.ts'
import { queuedAll } from '#messages/outbox/store.ts'
import { schoolLabel } from '#schools/schools/school.ts'
import type { DueNames } from './delegate.ts'
import { dueNames, insertChase, stillUnnamed } from './due-store.ts'

/**
 * Job: chases missing names a week and a day before the event's date for names; on the date cancels
 * unnamed places if the event says so, else asks again. Each step is one batch that cannot run
 * twice.
 */
export const chaseMissingNames = async (act: Act): Promise<boolean> => {
  const { releases, chases, calendar } = await dueNames(act)
  if (releases.length + chases.length === 0) return false
  const events = new Map<string, EventDetails | undefined>()
  for (const { eventId } of [...releases, ...chases])
    if (!events.has(eventId)) events.set(eventId, await eventById(act.db, eventId, act.now))
  return eachApart(
    act,
    'chaseMissingNames',
    [...releases, ...chases],
    ({ bookingId }) => bookingId,
    async (due) => {
      const event = events.get(due.eventId)
      if (!event?.rules.namesDueAt) return false
      const namesDueAt = namesDueOf(event, due.since, calendar) ?? event.rules.namesDueAt
      return due.step === 'release' ? release(act, event, due, namesDueAt) : chase(act, event, due, namesDueAt)
    },
  )
}

const facts = async (act: Act, event: EventDetails, due: DueNames) => ({
  sender: await senderOf(act),
  event,
  reference: due.reference,
  schoolName: schoolLabel(due.school),
  bookingPage: `${act.baseUrl}/bookings/${due.reference}`,
  contact: contactOf(event),
})

const tellBooker = (act: Act, event: EventDetails, due: DueNames, kind: MessageKind, rendered: Rendered): SqlStatement[] =>
  queuedAll(act, toBooker(act, event, { ...due, id: due.bookingId }, kind, rendered))

/** The offers that follow serve the waiting list. False when somebody was quicker. */
const release = async (act: Act, event: EventDetails, due: DueNames, namesDueAt: string): Promise<boolean> => {
  const booking = { id: due.bookingId, schoolId: due.schoolId }
  const outcome = await outcomeOfCancelling(act, { booking, event }, due.placeIds, { total: 0 })
  const owes = sayAfterwards(outcome, due.bookingId).join(' ')
  const rendered = placesReleased({ ...(await facts(act, event, due)), released: due.placeIds.length, kept: due.kept, namesDueAt, owes })
  const result = await atomically(
    act.db,
    [
      ...stillUnnamed(act, due.placeIds, event),
      ...endPlaces(act, due.bookingId, due.placeIds),
      ...outcome.passedOn.statements,
      ...tellBooker(act, event, due, 'places_released', rendered),
      logged(act, {
        act: 'place.released',
        subject: ['booking', due.bookingId],
        eventId: event.id,
        schoolId: due.schoolId,
        before: { places: due.placeIds, state: 'confirmed' },
        after: { state: 'cancelled', namesDueAt },
      }),
    ],
    { ...movedPrices('changed' as const), [guardBroken]: 'changed' as const },
  )
  return result.ok
}

const chase = async (act: Act, event: EventDetails, due: DueNames, namesDueAt: string): Promise<boolean> => {
  if (due.step === 'release') return false
  const rendered = namesWanted({
    ...(await facts(act, event, due)),
    unnamed: due.unnamed,
    namesDueAt,
    release: event.rules.namesRelease,
    overdue: due.step === 'overdue',
  })
  const result = await atomically(
    act.db,
    [
      ...insertChase(act, due),
      ...tellBooker(act, event, due, 'names_due', rendered),
      logged(act, {
        act: 'booking.names_chased',
        subject: ['booking', due.bookingId],
        eventId: event.id,
        schoolId: due.schoolId,
        after: { step: due.step, unnamed: due.unnamed },
      }),
    ],
    { 'SentOnce.kind': 'sent' as const, [guardBroken]: 'changed' as const },
  )
  return result.ok
}
