import type { Act } from '#base/act.ts'
import { instant } from '#base/dates.ts'
import { all, each, mapped, one, type Read, readNow, together } from '#base/db/read.ts'
import { isCertain, isOpen, standingOf } from '#base/standing.ts'
import { type ComingOfPerson, type ComingPlace, type ComingRequest, comingAt, hasComing } from './coming.ts'
import { ofSchool } from './pair-store.ts'

const times = `(SELECT MIN(x.startsAt) FROM ActiveSession x WHERE x.eventId = e.id) AS startsAt,
  (SELECT MAX(x.endsAt) FROM ActiveSession x WHERE x.eventId = e.id) AS endsAt`

const selectComing = ({ db, now }: Act, schoolId: string, personId: string): Read<ComingOfPerson[]> => {
  const at = instant(now)
  return mapped(
    together({
      person: one<{ name: string }>(
        db.prepare(`SELECT p.name FROM Person p WHERE p.id = ?2 AND p.erasedAt IS NULL AND p.id IN (${ofSchool})`).bind(schoolId, personId),
      ),
      places: all<ComingPlace>(
        db
          .prepare(
            `SELECT p.id, p.personId, b.reference, e.title, p.state, p.waitsFor, p.heldUntil, p.offerId, ${times}
             FROM Place p JOIN School o ON o.id = p.schoolId AND o.rootId = ?1 JOIN Booking b ON b.id = p.bookingId JOIN Event e ON e.id = p.eventId AND e.state = 'published'
             WHERE p.personId = ?2 AND p.state <> 'cancelled' AND (SELECT MAX(x.endsAt) FROM ActiveSession x WHERE x.eventId = e.id) > ?3
             ORDER BY startsAt, p.id LIMIT 100`,
          )
          .bind(schoolId, personId, at),
      ),
      requests: all<ComingRequest>(
        db
          .prepare(
            `SELECT e.title, e.code, r.places, ${times}, c.id AS claimId
             FROM Account a JOIN BookingRequest r ON r.accountId = a.id AND r.state = 'waiting' AND r.asksSchool = 0 JOIN School o ON o.id = r.schoolId AND o.rootId = ?1
               JOIN Claim c ON c.accountId = a.id AND c.schoolId = r.schoolId AND c.state = 'requested' JOIN Event e ON e.id = r.eventId
             WHERE a.personId = ?2 ORDER BY startsAt, r.id LIMIT 100`,
          )
          .bind(schoolId, personId),
      ),
    }),
    ({ person, places, requests }) => {
      const open = places.filter((place) => isCertain(standingOf(place, at)) || isOpen(standingOf(place, at)))
      return person ? [{ personId, name: person.name, places: open, requests }] : []
    },
  )
}

/** The next first, in one round trip; nothing for other schools. @param schoolId a root id */
export const readComing = async (act: Act, schoolId: string, personIds: readonly string[]): Promise<ComingOfPerson[]> =>
  (await readNow(act.db, each([...new Set(personIds)].map((personId) => selectComing(act, schoolId, personId))))).flat()

/** Where it stands of those of these people who still have something; undefined: none has. */
export const whereComing = async (act: Act, schoolId: string, personIds: readonly string[]): Promise<string | undefined> => {
  if (!act.actor.schoolIds.includes(schoolId) || personIds.length === 0) return undefined
  const [first, ...others] = (await readComing(act, schoolId, personIds)).filter(hasComing).map(({ personId }) => personId)
  return first && comingAt(schoolId, [first, ...others])
}
