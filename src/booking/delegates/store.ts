import type { Act } from '#base/act.ts'
import { instant } from '#base/dates.ts'
import { guard } from '#base/db/atomically.ts'
import { all, one, readTogether } from '#base/db/read.ts'
import { insertEach, update } from '#base/db/write.ts'
import { newId } from '#base/id.ts'
import { signsByRole } from '#people/people/role-store.ts'
import { addressesTyped } from '#people/people/spelling-store.ts'

export type ChangeOfHands = {
  placeId: string
  state: 'held' | 'confirmed'
  was: string | null
  personId: string
  newRole: boolean
  roleId: string | null
  represents: string[]
  /** Why they come though the event is meant for others. */
  reason?: string | undefined
  /** The place's workshops, to which the new person is invited; undefined: no invitations. */
  workshopIds?: readonly string[] | undefined
}

/** Guard: each place has the person, state and workshops that were read. */
export const sameHands = (act: Act, changes: readonly ChangeOfHands[]): SqlStatement =>
  guard(
    act.db,
    `(SELECT COUNT(*) FROM json_each(?1) j JOIN Place p ON p.id = j.value ->> '$.placeId'
      WHERE p.personId IS j.value ->> '$.was' AND p.state = j.value ->> '$.state'
        AND (j.value ->> '$.workshops' IS NULL OR j.value ->> '$.workshops' = (
          SELECT json_group_array(x) FROM (SELECT c.sessionId AS x FROM PlaceSession c JOIN ActiveSession s ON s.id = c.sessionId
            WHERE c.placeId = p.id AND s.block <> '' ORDER BY c.sessionId)))) = ?2`,
    JSON.stringify(
      changes.map(({ placeId, was, state, workshopIds }) => ({
        placeId,
        was,
        state,
        workshops: workshopIds ? JSON.stringify(workshopIds.toSorted((a, b) => (a < b ? -1 : 1))) : null,
      })),
    ),
    changes.length,
  )

/** Put after their records. Triggers delete the previous person's answers, needs and link. */
export const changeHands = (act: Act, schoolId: string, changes: readonly ChangeOfHands[]): SqlStatement[] => {
  const { db } = act
  const at = instant(act.now)
  const roles = changes.flatMap(({ personId, roleId, newRole }) => (newRole && roleId ? [{ id: newId(act.now), personId, roleId }] : []))
  const represents = changes.flatMap(({ placeId, represents: others }) => others.map((other) => ({ placeId, schoolId: other })))
  const places = JSON.stringify(changes.map(({ placeId, personId, roleId, reason = '' }) => ({ placeId, personId, roleId, reason })))
  return [
    db
      .prepare(
        `UPDATE Place SET personId = j.value ->> '$.personId', roleId = j.value ->> '$.roleId', namedAt = ?2,
           reason = IIF(j.value ->> '$.reason' = '' AND Place.personId = j.value ->> '$.personId', Place.reason, j.value ->> '$.reason')
         FROM json_each(?1) AS j WHERE Place.id = j.value ->> '$.placeId'`,
      )
      .bind(places, at),
    // What stays is not written again: of a closed register it stands.
    db
      .prepare(
        `DELETE FROM PlaceRepresents WHERE placeId IN (SELECT value ->> '$.placeId' FROM json_each(?1))
           AND (placeId, schoolId) NOT IN (SELECT value ->> '$.placeId', value ->> '$.schoolId' FROM json_each(?2))`,
      )
      .bind(places, JSON.stringify(represents)),
    db
      .prepare(
        `INSERT INTO PlaceRepresents (placeId, schoolId) SELECT j.value ->> '$.placeId', j.value ->> '$.schoolId' FROM json_each(?1) j
         WHERE NOT EXISTS (SELECT 1 FROM PlaceRepresents r WHERE r.placeId = j.value ->> '$.placeId' AND r.schoolId = j.value ->> '$.schoolId')`,
      )
      .bind(JSON.stringify(represents)),
    insertEach(db, 'RoleAtSchool', roles, ['id', 'personId', 'roleId'], { schoolId, source: 'booking', learnedAt: at }),
  ]
}

// SQL: somebody other than this school relies on the person's record, or they sign for it: whoever
// reads their address would.
const reliedOn = `${signsByRole('p.id')}
  OR EXISTS (SELECT 1 FROM Account a WHERE a.personId = p.id)
  OR EXISTS (SELECT 1 FROM SignIn i WHERE i.personId = p.id)
  OR EXISTS (SELECT 1 FROM RoleAtSchool r JOIN School o ON o.id = r.schoolId WHERE r.personId = p.id AND o.rootId <> ?2)
  OR EXISTS (SELECT 1 FROM Place x JOIN School o ON o.id = x.schoolId WHERE x.personId = p.id AND o.rootId <> ?2)
  OR EXISTS (SELECT 1 FROM WalkIn w WHERE w.personId = p.id)
  OR EXISTS (SELECT 1 FROM Mark m JOIN Place x ON x.id = m.placeId WHERE x.personId = p.id)
  OR EXISTS (SELECT 1 FROM PersonMerge g WHERE g.keptId = p.id AND g.undoneAt IS NULL)`

/**
 * Whether an account, another school or a register relies on a person's record, and whether
 * somebody else has these details.
 */
export const readCorrection = async (
  act: Act,
  personId: string,
  schoolId: string,
  email: string,
): Promise<{ reliedOn: boolean; others: { id: string; name: string; email: string }[] }> => {
  const { person, others } = await readTogether(act.db, {
    person: one<{ relied: number }>(act.db.prepare(`SELECT ${reliedOn} AS relied FROM Person p WHERE p.id = ?1`).bind(personId, schoolId)),
    others: all<{ id: string; name: string; email: string }>(
      act.db.prepare('SELECT id, name, email FROM Person WHERE email = ?1 AND id <> ?2 AND erasedAt IS NULL').bind(email, personId),
    ),
  })
  return {
    reliedOn: person?.relied !== 0,
    others,
  }
}

/** Corrects a person's details; guard: only this school relies on them and they are as read. */
export const correctPerson = (
  act: Act,
  personId: string,
  schoolId: string,
  was: { name: string; email: string | null },
  is: { name: string; email: string },
): SqlStatement[] => [
  guard(
    act.db,
    `EXISTS (SELECT 1 FROM Person p WHERE p.id = ?1 AND p.name = ?3 AND p.email IS ?4 AND NOT (${reliedOn}))`,
    personId,
    schoolId,
    was.name,
    was.email,
  ),
  update(act.db, 'Person', { name: is.name, email: is.email }, { id: personId }),
  addressesTyped(act, schoolId, [is.email]),
]

/** They are the person's own: a link to an address chosen by the school must not show them. */
export const deleteNeedsOf = (db: SqlDatabase, personId: string): SqlStatement =>
  db.prepare('DELETE FROM Need WHERE personId = ?1').bind(personId)

/** Guard: this person is on the place, and it is confirmed or waits. */
export const personStillOn = (act: Act, placeId: string, personId: string): SqlStatement =>
  guard(act.db, `EXISTS (SELECT 1 FROM Place WHERE id = ?1 AND personId = ?2 AND state <> 'cancelled')`, placeId, personId)

/** With bookings, whose calendar entries go to the new address. */
export const comingPlacesOf = async (act: Act, personId: string): Promise<{ placeId: string; reference: string }[]> =>
  (
    await act.db
      .prepare(
        `SELECT pl.id AS placeId, b.reference FROM Place pl JOIN Booking b ON b.id = pl.bookingId JOIN Event e ON e.id = pl.eventId
         WHERE pl.personId = ?1 AND pl.state = 'confirmed' AND e.state = 'published'
           AND (SELECT MIN(x.startsAt) FROM ActiveSession x WHERE x.eventId = e.id) > ?2 ORDER BY pl.id`,
      )
      .bind(personId, instant(act.now))
      .all<{ placeId: string; reference: string }>()
  ).results

/** Guard: the event is the version its calendar entries were composed from. */
export const sameEvent = (act: Act, event: { id: string; version: number }): SqlStatement =>
  guard(act.db, '(SELECT version FROM Event WHERE id = ?1) = ?2', event.id, event.version)
