import { type Act, stamp } from '#base/act.ts'
import { addMinutes, type Day, instant } from '#base/dates.ts'
import { atomically, guard, guardBroken } from '#base/db/atomically.ts'
import { prisma } from '#base/db/client.ts'
import type { Rows } from '#base/db/list-rows.ts'
import { mapped, one, only, type Read } from '#base/db/read.ts'
import type { RegisterImport as ImportRow } from '#base/db/rows.ts'
import { insertOnce, pick, update } from '#base/db/write.ts'
import { newId } from '#base/id.ts'
import { logged } from '#base/log/store.ts'
import type { Result } from '#base/result.ts'
import { cutTo } from '#base/words.ts'
import {
  areaOf,
  type Change,
  type ChangeKind,
  type ImportPage,
  type ImportState,
  kindsByWeight,
  type RegisterImport,
  type StagedRow,
  type Summary,
} from './import.ts'
import { movedOf } from './moved-store.ts'
import type { Area } from './register.ts'

type Row = Pick<ImportRow, keyof RegisterImport>

const columnNames = [
  'id',
  'state',
  'fileName',
  'linksFileName',
  'asAt',
  'laCodes',
  'bytesRead',
  'rows',
  'inArea',
  'refusal',
  'summary',
  'startedAt',
  'readyAt',
  'appliedAt',
  'undoneAt',
] as const satisfies readonly (keyof Row)[]

const columns = columnNames.join(', ')

const fromRow = (row: Row): RegisterImport => ({
  ...row,
  state: row.state as ImportState,
  laCodes: areaOf(JSON.parse(row.laCodes) as string[]),
  summary: row.summary === null ? null : (JSON.parse(row.summary) as Summary),
})

export type NewImport = { id: string; fileName: string; linksFileName: string | null; asAt: Day; area: Area }

/** False when this id has begun (the form was sent twice). */
export const beginImport = async (act: Act, begun: NewImport): Promise<boolean> => {
  const result = await insertOnce(act.db, 'RegisterImport', ['id'], {
    id: begun.id,
    state: 'reading',
    fileName: cutTo(begun.fileName, 200),
    linksFileName: begun.linksFileName && cutTo(begun.linksFileName, 200),
    asAt: begun.asAt,
    laCodes: JSON.stringify(begun.area === 'all' ? ['all'] : begun.area),
    ...stamp(act, 'started'),
  }).run()
  return result.meta.changes === 1
}

export const noteProgress = async (db: SqlDatabase, id: string, bytesRead: number, rows: number): Promise<void> => {
  await update(db, 'RegisterImport', { bytesRead, rows }, { id }).run()
}

export const noteFiles = async (
  db: SqlDatabase,
  id: string,
  files: { fileName: string; linksFileName: string | null; asAt: Day },
): Promise<void> => {
  await update(
    db,
    'RegisterImport',
    { fileName: cutTo(files.fileName, 200), linksFileName: files.linksFileName && cutTo(files.linksFileName, 200), asAt: files.asAt },
    { id },
  ).run()
}

export const refuseImport = async (act: Act, id: string, rows: number, sentence: string): Promise<void> => {
  await atomically(act.db, [
    update(act.db, 'RegisterImport', { state: 'refused', rows, refusal: sentence }, { id }),
    ...clearedStage(act.db, id),
    logged(act, { act: 'register_import.refused', subject: ['register_import', id] }),
  ])
}

export const finishReading = async (
  act: Act,
  id: string,
  found: { bytesRead: number; rows: number; inArea: number; summary: Summary; baseVersion: number },
): Promise<void> => {
  const { closing, created, changed, closed } = found.summary
  await atomically(act.db, [
    update(
      act.db,
      'RegisterImport',
      {
        state: 'ready',
        ...pick(found, ['bytesRead', 'rows', 'inArea', 'baseVersion']),
        summary: JSON.stringify(found.summary),
        readyAt: instant(act.now),
      },
      { id, state: 'reading' },
    ),
    act.db.prepare(
      `UPDATE RegisterImport SET state = 'discarded' WHERE state = 'ready' AND id NOT IN (
         SELECT id FROM RegisterImport WHERE state = 'ready' ORDER BY startedAt DESC, id DESC LIMIT 5)`,
    ),
    ...forgetting(act),
    logged(act, {
      act: 'register_import.compared',
      subject: ['register_import', id],
      after: { rows: found.rows, created, changed, closed, closing },
    }),
  ])
}

/** Identities and changes, some hundred per statement. */
export const stage = async (
  db: SqlDatabase,
  importId: string,
  rows: readonly StagedRow[],
  changes: readonly Omit<Change, 'id'>[],
  now: Date,
): Promise<void> => {
  const statements: SqlStatement[] = []
  for (const part of parts(rows, 400)) {
    statements.push(
      db
        .prepare(
          `INSERT INTO RegisterImportRow (importId, urn, schoolId, action, newSchool, wholeLife, facts)
           SELECT ?1, value ->> 0, value ->> 1, value ->> 2, value ->> 3, value ->> 4, value ->> 5 FROM json_each(?2)`,
        )
        .bind(
          importId,
          JSON.stringify(part.map((row) => [row.urn, row.schoolId, row.action, row.newSchool ? 1 : 0, row.wholeLife ? 1 : 0, row.facts])),
        ),
    )
  }
  for (const part of parts(changes, 400)) {
    statements.push(
      db
        .prepare(
          `INSERT INTO RegisterImportChange (id, importId, position, kind, urn, schoolId, name, town, detail, futureBookings)
           SELECT value ->> 0, ?1, value ->> 1, value ->> 2, value ->> 3, value ->> 4, value ->> 5, value ->> 6, value ->> 7, value ->> 8
           FROM json_each(?2)`,
        )
        .bind(
          importId,
          JSON.stringify(
            part.map((c) => [
              newId(now),
              c.position,
              c.kind,
              c.urn,
              c.schoolId,
              c.name,
              c.town,
              JSON.stringify(c.detail),
              c.futureBookings,
            ]),
          ),
        ),
    )
  }
  if (statements.length > 0) await db.batch(statements)
}

const parts = <T>(list: readonly T[], size: number): T[][] =>
  Array.from({ length: Math.ceil(list.length / size) }, (_, index) => list.slice(index * size, (index + 1) * size))

const keptImports = 5

/**
 * Deletes applied or stale staged rows, and change lists except the latest, and the last applied
 * one's, which undoing needs.
 */
export const forgetting = (act: Act): SqlStatement[] => [
  act.db
    .prepare(
      `DELETE FROM RegisterImportRow WHERE importId IN (SELECT id FROM RegisterImport WHERE state NOT IN ('ready', 'reading')
         OR (state = 'ready' AND baseVersion <> (SELECT version FROM RegisterVersion)) OR (state = 'reading' AND startedAt < ?1))`,
    )
    .bind(instant(addMinutes(act.now, -24 * 60))),
  act.db
    .prepare(
      `DELETE FROM RegisterImportChange WHERE importId IN (
         SELECT id FROM RegisterImport WHERE state <> 'reading' ORDER BY startedAt DESC, id DESC LIMIT -1 OFFSET ?1)
       AND importId NOT IN (SELECT id FROM RegisterImport WHERE state = 'ready' AND baseVersion = (SELECT version FROM RegisterVersion))
       AND importId <> COALESCE((SELECT id FROM RegisterImport WHERE state = 'applied' ORDER BY appliedAt DESC, id DESC LIMIT 1), '')`,
    )
    .bind(keptImports),
]

const clearedStage = (db: SqlDatabase, id: string): SqlStatement[] => [
  db.prepare('DELETE FROM RegisterImportRow WHERE importId = ?1').bind(id),
  db.prepare('DELETE FROM RegisterImportChange WHERE importId = ?1').bind(id),
]

export const importById = async (db: SqlDatabase, id: string): Promise<RegisterImport | undefined> => {
  const row = await db.prepare(`SELECT ${columns} FROM RegisterImport WHERE id = ?1`).bind(id).first<Row>()
  return row ? fromRow(row) : undefined
}

export const selectImport = (db: SqlDatabase, id: string): Read<ImportPage | undefined> =>
  mapped(
    one<Row & { isLast: number; isStale: number }>(
      db
        .prepare(
          `SELECT ${columns},
             state = 'applied' AND id = (SELECT id FROM RegisterImport WHERE state = 'applied' ORDER BY appliedAt DESC, id DESC LIMIT 1) AS isLast,
             state = 'ready' AND baseVersion <> (SELECT version FROM RegisterVersion) AS isStale
           FROM RegisterImport WHERE id = ?1`,
        )
        .bind(id),
    ),
    (row) => {
      if (!row) return undefined
      const { isLast, isStale, ...own } = row
      return { found: fromRow(own), isLast: isLast === 1, isStale: isStale === 1 }
    },
  )

/** Changes of one kind; by default of the first that there is. */
export const changeRows = (id: string, kind: ChangeKind | undefined): Rows<Change, Omit<Change, 'detail'> & { detail: string }> => ({
  sql: `SELECT id, position, kind, urn, schoolId, name, town, futureBookings, futureBookings = 0 AS isWithout, COALESCE((
        SELECT json_set(c.detail, '$.moved', json(${movedOf('y.id')})) FROM School y WHERE y.id = y.rootId AND y.id = c.detail ->> '$.join.youngerId'),
      c.detail) AS detail
    FROM RegisterImportChange c WHERE importId = ?1 AND kind = COALESCE(NULLIF(?2, ''),
      (SELECT w.value FROM json_each(?3) w
        WHERE EXISTS (SELECT 1 FROM RegisterImportChange o WHERE o.importId = ?1 AND o.kind = w.value) ORDER BY w.key LIMIT 1))`,
  values: [id, kind ?? '', JSON.stringify(kindsByWeight)],
  by: ['isWithout', 'position'],
  made: (change) => ({ ...change, detail: JSON.parse(change.detail) }),
})

export const importRows: Rows<RegisterImport, Row> = {
  sql: `SELECT ${columns} FROM RegisterImport`,
  by: ['startedAt DESC', 'id DESC'],
  size: 20,
  made: fromRow,
}

export const selectOpenReviews = (db: SqlDatabase): Read<{ waiting: number }> =>
  only<{ waiting: number }>(db.prepare('SELECT COUNT(*) AS waiting FROM RegisterReview WHERE decision IS NULL'))

export const readProgress = async (
  db: SqlDatabase,
  id: string,
): Promise<Pick<ImportRow, 'state' | 'bytesRead' | 'rows' | 'refusal' | 'startedAt'> | null> =>
  (await prisma(db)).registerImport.findUnique({
    where: { id },
    select: { state: true, bytesRead: true, rows: true, refusal: true, startedAt: true },
  })

/** With its staged rows; refused when applied or discarded already. */
export const discardImport = (act: Act, id: string): Promise<Result<unknown, 'not_ready'>> =>
  atomically(
    act.db,
    [
      guard(act.db, `EXISTS (SELECT 1 FROM RegisterImport WHERE id = ?1 AND state = 'ready')`, id),
      update(act.db, 'RegisterImport', { state: 'discarded' }, { id }),
      act.db.prepare('DELETE FROM RegisterImportRow WHERE importId = ?1').bind(id),
      logged(act, { act: 'register_import.discarded', subject: ['register_import', id] }),
    ],
    { [guardBroken]: 'not_ready' as const },
  )

/** Successions and questions, in order. */
export const changesToReport = async (db: SqlDatabase, id: string): Promise<Pick<Change, 'kind' | 'detail'>[]> => {
  const rows = await (await prisma(db)).registerImportChange.findMany({
    where: { importId: id, kind: { in: ['succession', 'review'] } },
    orderBy: { position: 'asc' },
    select: { kind: true, detail: true },
  })
  return rows.map(({ kind, detail }) => ({ kind: kind as ChangeKind, detail: JSON.parse(detail) }))
}
