import { type Act, stamp } from '#base/act.ts'
import { instant } from '#base/dates.ts'
import { guard } from '#base/db/atomically.ts'
import { all, one, type Read } from '#base/db/read.ts'
import { insert, pick, sql, update } from '#base/db/write.ts'
import type { Venue, VenueFacts } from './venue.ts'

const columns = 'v.id, v.name, v.address, v.postcode, v.rooms, v.access, v.parking, v.mapLink, v.version, v.retiredAt'

/** Listed ones by name, and unlisted ones of future sessions. */
export const selectVenues = (db: SqlDatabase, now: Date): Read<Venue[]> =>
  all<Venue>(
    db
      .prepare(
        `SELECT ${columns} FROM Venue v WHERE v.retiredAt IS NULL OR v.id IN (SELECT s.venueId FROM Session s WHERE s.endsAt > ?1)
         ORDER BY v.name COLLATE NOCASE, v.id`,
      )
      .bind(instant(now)),
  )

/** Unlisted last, with their events after ?1. */
export const selectAllVenues = (db: SqlDatabase, now: Date): Read<(Venue & { events: number })[]> =>
  all<Venue & { events: number }>(
    db
      .prepare(
        `SELECT ${columns}, (SELECT COUNT(*) FROM Event e WHERE e.venueId = v.id AND e.state <> 'cancelled'
            AND EXISTS (SELECT 1 FROM ActiveSession s WHERE s.eventId = e.id AND s.endsAt > ?1)) AS events
         FROM Venue v ORDER BY v.retiredAt IS NOT NULL, v.name COLLATE NOCASE, v.id`,
      )
      .bind(instant(now)),
  )

export const selectVenue = (db: SqlDatabase, id: string): Read<Venue | undefined> =>
  one<Venue>(db.prepare(`SELECT ${columns} FROM Venue v WHERE v.id = ?1`).bind(id))

const factNames = ['name', 'address', 'postcode', 'rooms', 'access', 'parking', 'mapLink'] as const

export const insertVenue = (act: Act, id: string, facts: VenueFacts): SqlStatement =>
  insert(act.db, 'Venue', { id, ...pick(facts, factNames), ...stamp(act, 'created') })

/** Guard: it is the version that was shown. */
export const updateVenue = (act: Act, venue: Pick<Venue, 'id' | 'version'>, facts: VenueFacts): SqlStatement[] => [
  guard(act.db, '(SELECT version FROM Venue WHERE id = ?1) = ?2', venue.id, venue.version),
  update(act.db, 'Venue', { ...pick(facts, factNames), version: sql('version + 1') }, { id: venue.id }),
]

export const setListed = (act: Act, id: string, isListed: boolean): SqlStatement =>
  act.db
    .prepare('UPDATE Venue SET retiredAt = ?2, version = version + 1 WHERE id = ?1 AND (retiredAt IS NULL) <> ?3')
    .bind(id, isListed ? null : instant(act.now), isListed ? 1 : 0)
