import type { Act } from '#base/act.ts'
import { instant } from '#base/dates.ts'
import { all, one, readTogether } from '#base/db/read.ts'
import { isCertain, isOpen, standingOf } from '#base/standing.ts'
import type { ComingOfPerson, ComingPlace, ComingRequest } from './coming.ts'
import { ofSchool } from './pair-store.ts'

/**
 * What lies ahead of one of a school's people for it, the next first, in one round trip; undefined
 * of anybody else. @param schoolId a root id
 */
export const readComing = async ({ db, now }: Act, schoolId: string, personId: string): Promise<ComingOfPerson | undefined> => {
  const at = instant(now)
  const { person, places, requests } = await readTogether(db, {
    person: one<{ name: string }>(
      db.prepare(`SELECT p.name FROM Person p WHERE p.id = ?2 AND p.erasedAt IS NULL AND p.id IN (${ofSchool})`).bind(schoolId, personId),
    ),
    places: all<ComingPlace>(
      db
        .prepare(
          `SELECT p.id, p.personId, b.reference, e.title, p.state, p.waitsFor, p.heldUntil, p.offerId,
             (SELECT MIN(x.startsAt) FROM ActiveSession x WHERE x.eventId = e.id) AS startsAt, (SELECT MAX(x.endsAt) FROM ActiveSession x WHERE x.eventId = e.id) AS endsAt
           FROM Place p JOIN School o ON o.id = p.schoolId AND o.rootId = ?1 JOIN Booking b ON b.id = p.bookingId JOIN Event e ON e.id = p.eventId AND e.state = 'published'
           WHERE p.personId = ?2 AND p.state <> 'cancelled' AND (SELECT MAX(x.endsAt) FROM ActiveSession x WHERE x.eventId = e.id) > ?3
           ORDER BY startsAt, p.id LIMIT 100`,
        )
        .bind(schoolId, personId, at),
    ),
    requests: all<ComingRequest>(
      db
        .prepare(
          `SELECT e.title, r.places FROM Account a JOIN BookingRequest r ON r.accountId = a.id AND r.state = 'waiting' JOIN School o ON o.id = r.schoolId AND o.rootId = ?1
             JOIN Event e ON e.id = r.eventId
           WHERE a.personId = ?2 ORDER BY r.requestedAt LIMIT 100`,
        )
        .bind(schoolId, personId),
    ),
  })
  const open = places.filter((place) => isCertain(standingOf(place, at)) || isOpen(standingOf(place, at)))
  return person && { name: person.name, places: open, requests }
}

/** The address of what lies ahead of the first of these people who still has something. */
export const comingOfFirst = async (act: Act, schoolId: string, personIds: readonly string[]): Promise<string | undefined> => {
  if (!act.actor.schoolIds.includes(schoolId)) return undefined
  for (const personId of new Set(personIds)) {
    const coming = await readComing(act, schoolId, personId)
    if (coming && coming.places.length + coming.requests.length > 0) return `/school/${schoolId}/staff/${personId}/coming`
  }
  return undefined
}
