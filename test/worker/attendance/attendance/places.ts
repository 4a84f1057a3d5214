// Delegates with a place at an event, made directly in the database.

import { newId, newReference } from '#base/id.ts'
import { anEvent, aSchool, db, run, tick } from '#test/support/factories.ts'
import { insert } from '#test/support/rows.ts'

/** A confirmed place at every session of the event, or at those named. */
export const aPlace = async (
  event: { id: string; sessions: { id: string }[] },
  school: { id: string },
  facts: {
    name?: string
    email?: string
    roleId?: string
    sessionIds?: string[]
    unnamed?: boolean
    attendance?: 'in_person' | 'online'
  } = {},
) => {
  const [bookingId, placeId, personId] = [newId(tick()), newId(tick()), newId(tick())]
  const name = facts.name ?? 'Delyth Morgan'
  await db.batch([
    insert('Person', { id: personId, name, email: facts.email ?? null }),
    insert('Booking', { id: bookingId, reference: newReference(), eventId: event.id, schoolId: school.id, formId: bookingId }),
    insert('Place', {
      id: placeId,
      bookingId,
      eventId: event.id,
      schoolId: school.id,
      personId: facts.unnamed ? null : personId,
      roleId: facts.roleId ?? 'dsl',
      attendance: facts.attendance ?? null,
    }),
    ...(facts.sessionIds ?? event.sessions.map((session) => session.id)).map((sessionId) => insert('PlaceSession', { placeId, sessionId })),
  ])
  return { placeId, personId, name }
}

export const cancelPlace = async (placeId: string): Promise<void> => {
  await run(`UPDATE Place SET state = 'cancelled', stateAt = ?2 WHERE id = ?1`, placeId, tick().toISOString())
}

/** An event with one session and one delegate expected, of a school of its own. */
export const aRegister = async (facts: Parameters<typeof anEvent>[0] = {}) => {
  const event = await anEvent({ placesPerSchool: null, ...facts })
  const [session] = event.sessions
  if (!session) throw new Error('The event has no session')
  const school = await aSchool()
  const place = await aPlace(event, school)
  return { event, session, school, ...place }
}
