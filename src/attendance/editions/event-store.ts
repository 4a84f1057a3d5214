import type { Counted, UnsaidEvent } from '#attendance/requirements/counted.ts'
import { type Act, stamp } from '#base/act.ts'
import { instant } from '#base/dates.ts'
import { guard } from '#base/db/atomically.ts'
import type { Rows } from '#base/db/list-rows.ts'
import { all, type Read } from '#base/db/read.ts'
import { insertEach, update } from '#base/db/write.ts'
import { newId } from '#base/id.ts'
import type { CountsAs } from '#events/events/requirement.ts'

export type StoredCount = Counted & { id: string }

/** What an event was last said to count towards. */
export const selectCounted = (db: SqlDatabase, code: string): Read<StoredCount[]> =>
  all<{ id: string; requirementId: string | undefined; sessionId: string | undefined; countsAs: CountsAs }>(
    db
      .prepare(
        `SELECT c.id, c.requirementId, c.sessionId, c.countsAs FROM Event e JOIN CountsTowards c ON c.eventId = e.id AND c.supersededAt IS NULL
           WHERE e.code = ?1 ORDER BY c.id`,
      )
      .bind(code.toUpperCase()),
    { sessionId: 'optional', requirementId: 'optional' },
  )

/** Public events of which nobody has said what they count towards, the latest first. */
export const unsaidEvents: Rows<UnsaidEvent> = {
  sql: `SELECT e.code, e.title,
      COALESCE((SELECT MIN(x.startsAt) FROM Session x WHERE x.eventId = e.id AND x.calledOffAt IS NULL), '') AS startsAt
    FROM Event e WHERE e.state NOT IN ('draft', 'cancelled')
      AND NOT EXISTS (SELECT 1 FROM CountsTowards c WHERE c.eventId = e.id AND c.supersededAt IS NULL)`,
  by: ['startsAt DESC', 'code'],
}

/** Guard: these and no others stand, in the order of their ids. */
export const countedStands = (act: Act, eventId: string, ids: readonly string[]): SqlStatement =>
  guard(
    act.db,
    `(SELECT json_group_array(id) FROM (SELECT id FROM CountsTowards WHERE eventId = ?1 AND supersededAt IS NULL ORDER BY id)) = ?2`,
    eventId,
    JSON.stringify(ids),
  )

export const supersedeCounted = (act: Act, ids: readonly string[]): SqlStatement =>
  update(act.db, 'CountsTowards', { supersededAt: instant(act.now) }, { id: ids, supersededAt: null })

export const insertCounted = (act: Act, eventId: string, counts: readonly Counted[]): SqlStatement =>
  insertEach(
    act.db,
    'CountsTowards',
    counts.map((one) => ({ ...one, id: newId(act.now) })),
    ['id', 'sessionId', 'requirementId', 'countsAs'],
    { eventId, ...stamp(act, 'created') },
  )
