import { type Act, stamp } from '#base/act.ts'
import type { Day } from '#base/dates.ts'
import { guard } from '#base/db/atomically.ts'
import { all, one, type Read } from '#base/db/read.ts'
import { insert, update } from '#base/db/write.ts'
import type { SchoolOption } from '#schools/schools/school.ts'
import type { EditionsChange, SourceEdition } from './source.ts'

/** Schools of the area that are open, and its settings, by name. */
export const selectPlaces = (db: SqlDatabase, laCodes: readonly string[]): Read<SchoolOption[]> =>
  all<SchoolOption>(
    db
      .prepare(
        `SELECT s.id, s.name, s.town, s.urn FROM School s WHERE s.rootId = s.id
           AND (s.outsideKind IN ('childminder', 'nursery') OR (s.origin = 'register' AND s.isOpen AND s.laCode IN (SELECT value FROM json_each(?1))))
         ORDER BY s.name COLLATE NOCASE, s.id`,
      )
      .bind(JSON.stringify(laCodes)),
  )

const columns = `e.id, e.source, e.validFrom,
  (SELECT MAX(r.publishedOn) FROM json_each(e.made) m JOIN RequirementEdition r ON r.id = m.value AND r.validFrom = e.validFrom) AS publishedOn, e.createdAt AS at, e.undoneAt,
  (SELECT COALESCE(g.name, a.email) FROM Account a LEFT JOIN Person g ON g.id = a.personId WHERE a.id = e.createdById) AS "by"`

const sourceEditionColumns = { by: 'optional', undoneAt: 'optional' } as const

/** Those that were brought in, the last first. */
export const selectSourceEditions = (db: SqlDatabase): Read<SourceEdition[]> =>
  all<SourceEdition>(db.prepare(`SELECT ${columns} FROM SourceEdition e ORDER BY e.createdAt DESC, e.id DESC`), sourceEditionColumns)

export const selectSourceEdition = (db: SqlDatabase, id: string): Read<SourceEdition | undefined> =>
  one<SourceEdition>(db.prepare(`SELECT ${columns} FROM SourceEdition e WHERE e.id = ?1`).bind(id), sourceEditionColumns)

const idsOf = (some: readonly { id: string }[]): string[] => some.map(({ id }) => id)

export const insertSourceEdition = (
  act: Act,
  one: { id: string; source: string; validFrom: Day },
  { was, made }: EditionsChange,
): SqlStatement =>
  insert(act.db, 'SourceEdition', { ...one, was: JSON.stringify(idsOf(was)), made: JSON.stringify(idsOf(made)), ...stamp(act, 'created') })

/** Guard: nobody undid it meanwhile. */
export const undoSourceEdition = (act: Act, id: string): SqlStatement[] => [
  guard(act.db, 'EXISTS (SELECT 1 FROM SourceEdition WHERE id = ?1 AND undoneAt IS NULL)', id),
  update(act.db, 'SourceEdition', stamp(act, 'undone'), { id }),
]
