import { type Act, hasRole } from '#base/act.ts'
import { instant } from '#base/dates.ts'
import { guard } from '#base/db/atomically.ts'
import { all, mapped, type Read, readTogether, together } from '#base/db/read.ts'
import { choicesOf } from '#booking/bookings/choice-store.ts'
import type { EventDetails } from '#events/events/event.ts'
import { eventRow, oneEvent, selectEventByCode } from '#events/events/store.ts'
import type { Change, Chooser, ChoosingPlace } from './choice.ts'
import type { ChosenWorkshops, WorkshopPerson } from './plan.ts'

export type ChoosingGround = { event: EventDetails; places: ChoosingPlace[] }

type PlaceRow = Omit<ChoosingPlace, 'workshopIds'> & { chosen: string }

const idsIn = (chosen: string): string[] => chosen.split(' ').filter(Boolean)

/**
 * Places of one event with workshops, and the event, in one round trip; undefined if one is not the
 * reader's. A delegate has shown their link, so is not checked.
 */
export const readChoosing = async (act: Act, placeIds: readonly string[], by: Chooser): Promise<ChoosingGround | undefined> => {
  const ids = JSON.stringify(placeIds)
  const anybodys = by === 'delegate' || (by === 'organiser' && hasRole(act.actor, 'organiser', 'administrator'))
  const { event, found } = await readTogether(act.db, {
    event: oneEvent(
      act.db.prepare(`${eventRow} WHERE e.id = (SELECT p.eventId FROM Place p WHERE p.id = ?2)`).bind(instant(act.now), placeIds[0] ?? ''),
    ),
    found: all<PlaceRow>(
      act.db
        .prepare(
          `SELECT p.id, p.bookingId, b.reference, p.state, p.attendance, p.personId, n.name, n.email, r.id AS schoolId, r.name AS schoolName, ${choicesOf('p.id')} AS chosen
           FROM Place p JOIN Booking b ON b.id = p.bookingId JOIN School s ON s.id = p.schoolId JOIN School r ON r.id = s.rootId
             LEFT JOIN Person n ON n.id = p.personId
           WHERE p.id IN (SELECT value FROM json_each(?1)) AND p.eventId = (SELECT o.eventId FROM Place o WHERE o.id = ?2)
             AND (?4 = 1 OR r.id IN (SELECT value FROM json_each(?3))) ORDER BY p.id`,
        )
        .bind(ids, placeIds[0] ?? '', JSON.stringify(act.actor.schoolIds), anybodys ? 1 : 0),
    ),
  })
  if (!event || found.length !== new Set(placeIds).size) return undefined
  return { event, places: found.map(({ chosen, ...place }) => ({ ...place, workshopIds: idsIn(chosen) })) }
}

/**
 * Guard: the event is the version that was read, and places have the same person, state and
 * workshops.
 */
export const sameChoosing = (act: Act, { event, places }: ChoosingGround): SqlStatement[] => [
  guard(act.db, '(SELECT version FROM Event WHERE id = ?1) = ?2', event.id, event.version),
  guard(
    act.db,
    `NOT EXISTS (SELECT 1 FROM json_each(?1) j LEFT JOIN Place p ON p.id = j.value ->> '$.id'
       WHERE p.state IS NOT j.value ->> '$.state' OR p.personId IS NOT j.value ->> '$.personId' OR j.value ->> '$.chosen' <> ${choicesOf('p.id')})`,
    JSON.stringify(
      places.map(({ id, state, personId, workshopIds }) => ({ id, state, personId, chosen: [...workshopIds].sort().join(' ') })),
    ),
  ),
]

/** Leaves workshops first, then joins; triggers on PlaceSession check each. */
export const writeChanges = (act: Act, changes: readonly Change[]): SqlStatement[] => {
  const pairs = (of: 'leaves' | 'joins'): string =>
    JSON.stringify(changes.flatMap((change) => change[of].map((session) => ({ placeId: change.place.id, sessionId: session.id }))))
  return [
    act.db
      .prepare(
        `DELETE FROM PlaceSession WHERE EXISTS (SELECT 1 FROM json_each(?1) WHERE value ->> '$.placeId' = PlaceSession.placeId
           AND value ->> '$.sessionId' = PlaceSession.sessionId) AND placeId IN (SELECT value ->> '$.placeId' FROM json_each(?1))`,
      )
      .bind(pairs('leaves')),
    act.db
      .prepare(
        `INSERT INTO PlaceSession (placeId, sessionId) SELECT value ->> '$.placeId', value ->> '$.sessionId' FROM json_each(?1) ORDER BY key`,
      )
      .bind(pairs('joins')),
  ]
}

type PersonRow = Omit<WorkshopPerson, 'workshopIds'> & { chosen: string }

/** Everyone with a place at an event and their workshops, by school; undefined if unknown. */
export const selectWorkshops = (db: SqlDatabase, code: string, now: Date): Read<ChosenWorkshops | undefined> => {
  const read = together({
    event: selectEventByCode(db, code, now),
    people: all<PersonRow>(
      db
        .prepare(
          `SELECT p.id, b.reference, p.personId, n.name, n.email, ro.label AS role, r.name AS school, r.town, r.urn, p.createdAt AS bookedAt,
             ${choicesOf('p.id')} AS chosen
           FROM Place p JOIN Event e ON e.id = p.eventId JOIN Booking b ON b.id = p.bookingId JOIN School s ON s.id = p.schoolId
             JOIN School r ON r.id = s.rootId LEFT JOIN Person n ON n.id = p.personId LEFT JOIN Role ro ON ro.id = p.roleId
           WHERE e.code = ?1 AND p.state = 'confirmed' ORDER BY r.name COLLATE NOCASE, r.town, r.urn, n.name COLLATE NOCASE, p.id`,
        )
        .bind(code.toUpperCase()),
    ),
  })
  return mapped(
    read,
    ({ event, people }) => event && { event, people: people.map(({ chosen, ...person }) => ({ ...person, workshopIds: idsIn(chosen) })) },
  )
}
