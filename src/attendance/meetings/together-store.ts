// SQL of who says that they watched together.

import { type Act, stamp } from '#base/act.ts'
import { instant } from '#base/dates.ts'
import { all, type Read } from '#base/db/read.ts'
import { insertEach, update } from '#base/db/write.ts'
import type { Said, SaidBy, Watcher } from './together.ts'

/** Those of a booking’s school who were online at a session that has begun, by session and name. */
export const selectWatchers = (db: SqlDatabase, of: { reference: string } | { placeId: string }, now: Date): Read<Watcher[]> =>
  all<Watcher>(
    db
      .prepare(
        `WITH o AS (${'reference' in of ? 'SELECT eventId, schoolId FROM Booking WHERE reference = ?1' : 'SELECT eventId, schoolId FROM Place WHERE id = ?1'})
         SELECT x.id AS sessionId, x.title, x.block, x.startsAt, x.endsAt, p.id AS placeId, n.name, w.withPlaceId
         FROM o JOIN School s ON s.id = o.schoolId JOIN School m ON m.rootId = s.rootId
           JOIN Place p ON p.schoolId = m.id AND p.eventId = o.eventId AND p.state = 'confirmed'
           JOIN Event e ON e.id = p.eventId JOIN Person n ON n.id = p.personId AND n.erasedAt IS NULL
           JOIN PlaceSession c ON c.placeId = p.id JOIN ActiveSession x ON x.id = c.sessionId AND x.startsAt <= ?2
           LEFT JOIN WatchedTogether w ON w.sessionId = x.id AND w.placeId = p.id AND w.takenBackAt IS NULL
         WHERE IIF(e.attendanceMode = 'mixed', p.attendance, e.attendanceMode) = 'online'
         ORDER BY x.startsAt, x.id, n.name, p.id LIMIT 500`,
      )
      .bind('reference' in of ? of.reference.toUpperCase() : of.placeId, instant(now)),
  )

/** What is said of a session and was not taken back. */
export const selectSaid = (db: SqlDatabase, sessionId: string): Read<Said[]> =>
  all<Said>(
    db
      .prepare('SELECT placeId, withPlaceId, saidBy FROM WatchedTogether WHERE sessionId = ?1 AND takenBackAt IS NULL ORDER BY id')
      .bind(sessionId),
  )

export type NewSaid = { id: string; placeId: string; withPlaceId: string }

/** Takes back what was said of these places, and says this instead. */
export const replaceSaid = (
  act: Act,
  sessionId: string,
  { back, said, by }: { back: readonly string[]; said: readonly NewSaid[]; by: SaidBy },
): SqlStatement[] => [
  update(act.db, 'WatchedTogether', { takenBackAt: instant(act.now) }, { sessionId, takenBackAt: null, placeId: back }),
  insertEach(act.db, 'WatchedTogether', said, ['id', 'placeId', 'withPlaceId'], { sessionId, saidBy: by, ...stamp(act, 'said') }),
]
