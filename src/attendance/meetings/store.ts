// SQL of joining links: whose one is, and that it was pressed.

import type { Act } from '#base/act.ts'
import { instant } from '#base/dates.ts'
import { guard } from '#base/db/atomically.ts'
import { one, readNow } from '#base/db/read.ts'
import { insert, pick } from '#base/db/write.ts'
import type { JoiningPlace } from './joining.ts'

type JoiningRow = Omit<JoiningPlace, 'isCancelled'> & { state: string }

/** SQL: until a day after the event has ended. */
const live = `l.joinHash = ?1 AND l.endedAt IS NULL
  AND ?2 < (SELECT strftime('%Y-%m-%dT%H:%M:%fZ', MAX(z.endsAt), '+1 day') FROM Session z WHERE z.eventId = p.eventId)`

/** The place that a joining link is of; undefined if there is none, or it has ended. */
export const readJoiningPlace = async ({ db, now }: Act, joinHash: string): Promise<JoiningPlace | undefined> => {
  const row = await readNow(
    db,
    one<JoiningRow>(
      db
        .prepare(
          `SELECT l.id AS linkId, p.id AS placeId, p.eventId, p.schoolId, COALESCE(n.name, '') AS name, e.title, e.joiningLink,
             IIF(e.attendanceMode = 'mixed', p.attendance, e.attendanceMode) AS attendanceMode, e.state,
             (SELECT json_group_array(json_object('id', o.id, 'startsAt', o.startsAt, 'endsAt', o.endsAt))
              FROM (SELECT x.* FROM PlaceSession c JOIN ActiveSession x ON x.id = c.sessionId WHERE c.placeId = p.id ORDER BY x.startsAt) o) AS sessions
           FROM PlaceLink l JOIN Place p ON p.id = l.placeId AND p.personId = l.personId AND p.state = 'confirmed'
             JOIN Event e ON e.id = p.eventId JOIN Person n ON n.id = p.personId
           WHERE ${live}`,
        )
        .bind(joinHash, instant(now)),
      { sessions: 'json' },
    ),
  )
  if (!row) return undefined
  const { state, ...place } = row
  return { ...place, isCancelled: state === 'cancelled' }
}

/** Guard: the link still leads to the place. */
export const stillLinked = (db: SqlDatabase, linkId: string): SqlStatement =>
  guard(db, 'EXISTS (SELECT 1 FROM PlaceLink WHERE id = ?1 AND endedAt IS NULL)', linkId)

export const insertJoining = (act: Act, joining: { id: string; linkId: string; sessionId: string; otherName: string }): SqlStatement =>
  insert(act.db, 'Joining', { ...pick(joining, ['id', 'linkId', 'sessionId', 'otherName']), joinedAt: instant(act.now) })
