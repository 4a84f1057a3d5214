// Delegates with a place at an event, made directly in the database.
import { newId, newReference } from '#base/id.ts'
import { anEvent, aSchool, db, tick } from '#test/support/factories.ts'

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
  const now = tick().toISOString()
  const [bookingId, placeId, personId] = [newId(tick()), newId(tick()), newId(tick())]
  const name = facts.name ?? 'Delyth Morgan'
  await db.batch([
    db.prepare('INSERT INTO Person (id, name, email, createdAt) VALUES (?1, ?2, ?3, ?4)').bind(personId, name, facts.email ?? null, now),
    db
      .prepare(
        `INSERT INTO Booking (id, reference, eventId, schoolId, channel, formId, createdAt) VALUES (?1, ?2, ?3, ?4, 'organiser', ?1, ?5)`,
      )
      .bind(bookingId, newReference(), event.id, school.id, now),
    db
      .prepare(
        `INSERT INTO Place (id, bookingId, eventId, schoolId, personId, roleId, state, stateAt, createdAt, attendance) VALUES (?1, ?2, ?3, ?4, ?5, ?6, 'confirmed', ?7, ?7, ?8)`,
      )
      .bind(placeId, bookingId, event.id, school.id, facts.unnamed ? null : personId, facts.roleId ?? 'dsl', now, facts.attendance ?? null),
    ...(facts.sessionIds ?? event.sessions.map((session) => session.id)).map((sessionId) =>
      db.prepare('INSERT INTO PlaceSession (placeId, sessionId) VALUES (?1, ?2)').bind(placeId, sessionId),
    ),
  ])
  return { placeId, personId, name }
}

export const cancelPlace = async (placeId: string): Promise<void> => {
  await db.prepare(`UPDATE Place SET state = 'cancelled', stateAt = ?2 WHERE id = ?1`).bind(placeId, tick().toISOString()).run()
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
