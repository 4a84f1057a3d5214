import type { Act } from '#base/act.ts'
import { type Instant, instant } from '#base/dates.ts'
import { guard } from '#base/db/atomically.ts'
import { all, mapped, one, only, type Read, readNow, together } from '#base/db/read.ts'
import { insert, pick, sql, upsert } from '#base/db/write.ts'

import { eventIdOf } from '#events/events/store.ts'
import type { Material, Reader, Shown } from './material.ts'

type Row = Material & { eventId: string; eventTitle: string; from: Instant }

const released = `COALESCE((SELECT r.at FROM MaterialRelease r WHERE r.eventId = m.eventId),
  (SELECT MAX(x.endsAt) FROM ActiveSession x WHERE x.eventId = m.eventId), '9999-12-31')`

const fileAsJson = `IIF(f.id IS NULL, NULL, json_object('id', f.id, 'name', f.name, 'type', f.type, 'size', f.size, 'sha256', f.sha256,
  'pieces', f.pieces, 'at', f.at))`

export const materialColumns = `m.id, m.title, m.words, m.url, m.position, m.changedAt, m.sessionId, s.title AS sessionTitle, m.eventId, e.title AS eventTitle, ${released} AS "from", ${fileAsJson} AS file`
export const joinedToMaterial = `JOIN Event e ON e.id = m.eventId LEFT JOIN Session s ON s.id = m.sessionId LEFT JOIN StoredFile f ON f.id = m.fileId`

const materialOf = ({ eventId: _, eventTitle: __, from: ___, ...row }: Row): Material => row

/** Of a statement that selects `materialColumns`. */
export const shownBy = (statement: SqlStatement): Read<Shown[]> =>
  mapped(all<Row>(statement, { file: 'json' }), (rows) =>
    [...Map.groupBy(rows, ({ eventId }) => eventId).values()].flatMap((some) => {
      const [first] = some
      if (!first) return []
      const { eventId, eventTitle, from } = first
      return [{ eventId, eventTitle, from, materials: some.map(materialOf) }]
    }),
  )

/** Shown or not, in order. */
export const selectMaterials = (
  db: SqlDatabase,
  event: { id: string } | { code: string },
): Read<{ materials: Material[]; releaseAt: Instant | undefined; people: number }> => {
  const [is, value] = eventIdOf(event)
  const ofEvent = (sql: string): SqlStatement => db.prepare(sql).bind(value)
  return together({
    materials: mapped(
      all<Row>(ofEvent(`SELECT ${materialColumns} FROM Material m ${joinedToMaterial} WHERE m.eventId = ${is} ORDER BY m.position, m.id`), {
        file: 'json',
      }),
      (rows) => rows.map(materialOf),
    ),
    releaseAt: mapped(one<{ at: Instant }>(ofEvent(`SELECT at FROM MaterialRelease WHERE eventId = ${is}`)), (row) => row?.at),
    people: mapped(
      only<{ n: number }>(ofEvent(`SELECT COUNT(*) AS n FROM Place WHERE eventId = ${is} AND state = 'confirmed'`)),
      ({ n }) => n,
    ),
  })
}

// Confirmed places, whether they came or not, and walk-ins with a mark.
/** SQL: place `p` has material `m`. */
export const placeHas = `p.state = 'confirmed' AND m.eventId = p.eventId AND (m.sessionId IS NULL
  OR EXISTS (SELECT 1 FROM PlaceSession ps JOIN ActiveSession x ON x.id = ps.sessionId WHERE ps.placeId = p.id AND ps.sessionId = m.sessionId))`
const walkInHas = `m.eventId = w.eventId AND (m.sessionId IS NULL OR m.sessionId = w.sessionId)
  AND EXISTS (SELECT 1 FROM CurrentMark k WHERE k.walkInId = w.id AND k.markType IN ('attended', 'part'))`
/** Of every event with a place of theirs, cancelled too, or a walk-in. */
export const selectOfPerson = (db: SqlDatabase, personId: string): Read<Shown[]> =>
  shownBy(
    db
      .prepare(
        `SELECT ${materialColumns} FROM Material m ${joinedToMaterial}
         WHERE m.eventId IN (SELECT eventId FROM Place WHERE personId = ?1 UNION SELECT eventId FROM WalkIn WHERE personId = ?1)
           AND e.state = 'published' AND (EXISTS (SELECT 1 FROM Place p WHERE p.personId = ?1 AND ${placeHas})
             OR EXISTS (SELECT 1 FROM WalkIn w WHERE w.personId = ?1 AND ${walkInHas})) ORDER BY "from" DESC, m.eventId, m.position, m.id`,
      )
      .bind(personId),
  )

/** Who may see any material of an event, or that one; `placeId`: its page shows it. */
export const selectReaders = (
  db: SqlDatabase,
  eventId: string,
  which: { id: string } | { personIds: readonly string[] },
): Read<Reader[]> => {
  const [isAsked, value] =
    'id' in which ? ['m.id = ?2', which.id] : ['personId IN (SELECT value FROM json_each(?2))', JSON.stringify(which.personIds)]
  const from = `FROM Material m JOIN Event e ON e.id = m.eventId AND e.id = ?1 AND e.state = 'published'`
  return all<Reader>(
    db
      .prepare(
        `SELECT q.personId, MIN(q.placeId) AS placeId, MIN(q."from") AS "from", EXISTS (SELECT 1 FROM Person n
             JOIN Account a ON a.shared = 1 AND (a.personId = n.id OR a.email = lower(n.email)) WHERE n.id = q.personId) AS isShared FROM (
           SELECT p.personId, p.id AS placeId, ${released} AS "from" ${from} JOIN Place p ON ${placeHas} WHERE p.personId IS NOT NULL AND ${isAsked}
           UNION ALL SELECT w.personId, NULL, ${released} ${from} JOIN WalkIn w ON ${walkInHas} WHERE ${isAsked}) q GROUP BY q.personId`,
      )
      .bind(eventId, value),
  )
}

/** One of a published event, and from when it is shown. */
export const selectMaterial = (db: SqlDatabase, eventId: string, id: string): Read<Shown | undefined> =>
  mapped(
    shownBy(
      db
        .prepare(
          `SELECT ${materialColumns} FROM Material m ${joinedToMaterial} WHERE m.eventId = ?1 AND m.id = ?2 AND e.state = 'published'`,
        )
        .bind(eventId, id),
    ),
    ([shown]) => shown,
  )

export type NewMaterial = {
  id: string
  eventId: string
  sessionId: string | null
  title: string
  words: string
  url: string | null
  fileId: string | null
}

/** @param position undefined: at the end */
export const addMaterial = (act: Act, one: NewMaterial, position?: number): SqlStatement =>
  insert(act.db, 'Material', {
    ...pick(one, ['id', 'eventId', 'sessionId', 'title', 'words', 'url', 'fileId']),
    position: sql('COALESCE(?2, (SELECT COALESCE(MAX(position), 0) + 1 FROM Material WHERE eventId = ?1))', one.eventId, position ?? null),
    changedAt: instant(act.now),
  })

/** In the place of the one before, under the rules of a new one. */
export const replaceMaterial = (act: Act, one: NewMaterial, { position, changedAt }: Material): SqlStatement[] => [
  guard(act.db, 'EXISTS (SELECT 1 FROM Material WHERE eventId = ?1 AND id = ?2 AND changedAt = ?3)', one.eventId, one.id, changedAt),
  removeMaterial(act, one.eventId, one.id),
  addMaterial(act, one, position),
]

/** Its title, if the same people have the same link or file; else undefined. */
export const titleOfSame = async (
  db: SqlDatabase,
  one: Pick<NewMaterial, 'eventId' | 'sessionId' | 'url' | 'fileId'>,
): Promise<string | undefined> =>
  (
    await readNow(
      db,
      all<{ title: string }>(
        db
          .prepare(
            `SELECT m.title FROM Material m LEFT JOIN StoredFile f ON f.id = m.fileId WHERE m.eventId = ?1 AND m.sessionId IS ?2
               AND (m.url = ?3 OR f.sha256 = (SELECT n.sha256 FROM StoredFile n WHERE n.id = ?4))`,
          )
          .bind(one.eventId, one.sessionId, one.url, one.fileId),
      ),
    )
  )[0]?.title

export const removeMaterial = (act: Act, eventId: string, id: string): SqlStatement =>
  act.db.prepare('DELETE FROM Material WHERE eventId = ?1 AND id = ?2').bind(eventId, id)

export const orderMaterials = (act: Act, ids: readonly string[]): SqlStatement =>
  act.db.prepare('UPDATE Material SET position = j.key + 1 FROM json_each(?1) AS j WHERE Material.id = j.value').bind(JSON.stringify(ids))

/** Guard: the event has these materials in this order. */
export const sameMaterials = (act: Act, eventId: string, ids: readonly string[]): SqlStatement =>
  guard(
    act.db,
    `(SELECT json_group_array(id) FROM (SELECT id FROM Material WHERE eventId = ?1 ORDER BY position, id)) = ?2`,
    eventId,
    JSON.stringify(ids),
  )

export const eventStands = (act: Act, eventId: string): SqlStatement =>
  guard(act.db, `(SELECT state FROM Event WHERE id = ?1) <> 'cancelled'`, eventId)

/** @param at null: once the event is over */
export const setRelease = (act: Act, eventId: string, at: Instant | null): SqlStatement =>
  at === null
    ? act.db.prepare('DELETE FROM MaterialRelease WHERE eventId = ?1').bind(eventId)
    : upsert(act.db, 'MaterialRelease', ['eventId'], { eventId, at })
