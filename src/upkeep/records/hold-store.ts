import { type Act, stamp } from '#base/act.ts'
import type { Day } from '#base/dates.ts'
import { guard } from '#base/db/atomically.ts'
import { all, only, type Read } from '#base/db/read.ts'
import { insert, pick, update } from '#base/db/write.ts'
import type { HoldRow } from './record.ts'

export type NewHold = { id: string; scope: HoldRow['scope']; value: string; reason: string; reviewOn: Day }

export const selectHolds = (db: SqlDatabase): Read<HoldRow[]> =>
  all(
    db.prepare(
      `SELECT h.id, h.scope, h.value, CASE h.scope WHEN 'event' THEN (SELECT e.title FROM Event e WHERE e.id = h.value)
           WHEN 'person' THEN (SELECT p.name FROM Person p WHERE p.id = h.value) END AS label,
         h.reason, h.reviewOn, h.createdAt, COALESCE(n.name, a.email) AS createdBy
       FROM LegalHold h LEFT JOIN Account a ON a.id = h.createdById LEFT JOIN Person n ON n.id = a.personId
       WHERE h.endedAt IS NULL ORDER BY h.reviewOn, h.id`,
    ),
  )

/** An event's id by its code, or ids of people with the address or id. */
export const findHeld = async (db: SqlDatabase, scope: 'person' | 'event', value: string): Promise<string[]> =>
  (
    await (scope === 'event'
      ? db.prepare('SELECT id FROM Event WHERE code = upper(?1) OR id = ?1').bind(value)
      : db
          .prepare(
            `SELECT id FROM Person WHERE (id = ?1 OR email = lower(?1)) AND erasedAt IS NULL
               AND NOT EXISTS (SELECT 1 FROM PersonMerge g WHERE g.mergedId = Person.id AND g.undoneAt IS NULL) LIMIT 2`,
          )
          .bind(value)
    ).all<{ id: string }>()
  ).results.map(({ id }) => id)

/** Whose record the form was opened from; null: nobody's. */
export const selectNameToHold = (db: SqlDatabase, id: string): Read<{ id: string; name: string | null }> =>
  only(db.prepare('SELECT ?1 AS id, (SELECT name FROM Person WHERE id = ?1 AND erasedAt IS NULL) AS name').bind(id))

export const insertHold = (act: Act, hold: NewHold): SqlStatement =>
  insert(act.db, 'LegalHold', { ...pick(hold, ['id', 'scope', 'value', 'reason', 'reviewOn']), ...stamp(act, 'created') })

const live = (db: SqlDatabase, id: string): SqlStatement =>
  guard(db, 'EXISTS (SELECT 1 FROM LegalHold WHERE id = ?1 AND endedAt IS NULL)', id)

export const endHoldRow = (act: Act, id: string, why: string): SqlStatement[] => [
  live(act.db, id),
  update(act.db, 'LegalHold', { ...stamp(act, 'ended'), endReason: why }, { id }),
]

export const reviewHoldRow = (act: Act, id: string, reviewOn: Day): SqlStatement[] => [
  live(act.db, id),
  update(act.db, 'LegalHold', { reviewOn }, { id }),
]
