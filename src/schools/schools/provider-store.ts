import { type Act, stamp } from '#base/act.ts'
import { type Day, instant } from '#base/dates.ts'
import { guard } from '#base/db/atomically.ts'
import { type At, type Slice, selectSlice } from '#base/db/list-rows.ts'
import { all, mapped, one, only, type Read, together } from '#base/db/read.ts'
import { insert, update } from '#base/db/write.ts'
import { newId } from '#base/id.ts'
import { chunks } from './contact-store.ts'
import { isNamed, type ListedProvider, type PlannedProvider, type Provider, type ProviderBatch, type ProviderMatch } from './provider.ts'

const facts = 'reference, name, kind, postcode, wardName, fromDate, untilDate'

const standingState = `(SELECT COUNT(*) || ' ' || TOTAL(rowid) FROM EarlyYearsProvider WHERE supersededAt IS NULL)`

/** The current list, and the state read. */
export const selectProviders = (db: SqlDatabase): Read<{ standing: Provider[]; state: { state: string } }> =>
  together({
    standing: all<Provider>(db.prepare(`SELECT ${facts} FROM EarlyYearsProvider WHERE supersededAt IS NULL`)),
    state: only<{ state: string }>(db.prepare(`SELECT ${standingState} AS state`)),
  })

/** Guard: the list is as read, and this one is new. */
export const providersUnchanged = (db: SqlDatabase, state: string, batchId: string): SqlStatement =>
  guard(db, `${standingState} = ?1 AND NOT EXISTS (SELECT 1 FROM EarlyYearsProvider WHERE batchId = ?2)`, state, batchId)

export const insertProviders = (act: Act, of: { batchId: string; source: string }, planned: readonly PlannedProvider[]): SqlStatement[] => {
  const now = instant(act.now)
  const rows = planned.flatMap(({ outcome, provider }) =>
    outcome === 'added' || outcome === 'changed' ? [{ id: newId(act.now), ...provider }] : [],
  )
  return chunks(rows, 500).flatMap((some) => [
    act.db
      .prepare(
        `UPDATE EarlyYearsProvider SET supersededAt = ?2, supersededByBatchId = ?3
         WHERE supersededAt IS NULL AND reference IN (SELECT j.value ->> 'reference' FROM json_each(?1) j)`,
      )
      .bind(JSON.stringify(some.map(({ reference }) => ({ reference }))), now, of.batchId),
    act.db
      .prepare(
        `INSERT INTO EarlyYearsProvider (id, batchId, ${facts}, source, learnedAt, loadedAt, learnedById)
         SELECT j.value ->> 'id', ?2, ${facts
           .split(', ')
           .map((name) => `j.value ->> '${name}'`)
           .join(', ')}, ?3, ?4, ?4, ?5 FROM json_each(?1) j`,
      )
      .bind(JSON.stringify(some), of.batchId, of.source, now, act.actor.accountId ?? null),
  ])
}

/** What the list added ends; what it replaced returns as a copy. */
export const undoProviders = (act: Act, batchId: string): SqlStatement[] => [
  guard(act.db, `(SELECT isLast FROM (${batches}) WHERE batchId = ?1) = 1`, batchId),
  update(act.db, 'EarlyYearsProvider', { supersededAt: instant(act.now), supersededByBatchId: batchId }, { batchId, supersededAt: null }),
  act.db
    .prepare(
      `INSERT INTO EarlyYearsProvider (id, batchId, ${facts}, source, learnedAt, loadedAt, learnedById)
       SELECT lower(hex(randomblob(16))), batchId, ${facts}, source, ?2, loadedAt, learnedById FROM EarlyYearsProvider
       WHERE supersededByBatchId = ?1 AND batchId <> ?1`,
    )
    .bind(batchId, instant(act.now)),
]

const batches = `
  SELECT batchId, source, loadedAt, rows, standing, standing > 0 AND loadedAt = MAX(IIF(standing > 0, loadedAt, '')) OVER () AS isLast FROM (
    SELECT batchId, source, MAX(loadedAt) AS loadedAt, COUNT(DISTINCT reference) AS rows, SUM(supersededAt IS NULL) AS standing
    FROM EarlyYearsProvider GROUP BY batchId)`

export const selectProviderBatches = (db: SqlDatabase): Read<ProviderBatch[]> =>
  all<ProviderBatch>(db.prepare(`SELECT * FROM (${batches}) ORDER BY loadedAt DESC LIMIT 100`))

export const selectProviderBatch = (db: SqlDatabase, batchId: string): Read<ProviderBatch | undefined> =>
  one<ProviderBatch>(db.prepare(`SELECT * FROM (${batches}) WHERE batchId = ?1`).bind(batchId))

/** SQL: whether setting `p` is on the current list on a day. */
export const isOnListOn = (day: string): string =>
  `(p.fromDate IS NULL OR p.fromDate <= ${day}) AND (p.untilDate IS NULL OR p.untilDate > ${day})`

const listedOn = (day: string): string => `p.supersededAt IS NULL AND ${isOnListOn(day)}`

const linked = 'LEFT JOIN ProviderSchool l ON l.reference = p.reference AND l.endedAt IS NULL'

/** By name, with all likely organisations. */
export const selectProviderList = (
  db: SqlDatabase,
  day: Day,
  at: At,
): Read<{ listed: Slice<ListedProvider>; total: { listed: number; linked: number }; matches: ProviderMatch[] }> =>
  together({
    listed: selectSlice<ListedProvider, ListedProvider>(
      db,
      {
        sql: `SELECT p.id, p.reference, p.name, p.kind, p.postcode, p.wardName, p.fromDate, p.untilDate, l.id AS linkId, r.id AS schoolId, r.name AS schoolName
           FROM EarlyYearsProvider p ${linked} LEFT JOIN School s ON s.id = l.schoolId LEFT JOIN School r ON r.id = s.rootId
           WHERE ${listedOn('?1')}`,
        values: [day],
        by: ['name COLLATE NOCASE', 'reference', 'id'],
      },
      at,
    ),
    total: only<{ listed: number; linked: number }>(
      db.prepare(`SELECT COUNT(*) AS listed, COUNT(l.id) AS linked FROM EarlyYearsProvider p ${linked} WHERE ${listedOn('?1')}`).bind(day),
    ),
    matches: selectProviderMatches(db, day),
  })

export const selectProvider = (db: SqlDatabase, id: string): Read<Pick<Provider, 'name' | 'kind' | 'postcode'> | undefined> =>
  one<Pick<Provider, 'name' | 'kind' | 'postcode'>>(
    db.prepare('SELECT name, kind, postcode FROM EarlyYearsProvider WHERE id = ?1 AND supersededAt IS NULL').bind(id),
  )

/** By postcode and name, without linked ones. */
export const selectProviderMatches = (db: SqlDatabase, day: Day): Read<ProviderMatch[]> =>
  mapped(
    all<Omit<ProviderMatch, 'school'> & { id: string; schoolName: string; town: string }>(
      db
        .prepare(
          `SELECT p.id AS providerId, p.name, p.reference, p.postcode, s.id, s.name AS schoolName, s.town
           FROM School s CROSS JOIN EarlyYearsProvider p ON ${listedOn('?1')} AND p.postcode <> '' AND replace(p.postcode, ' ', '') = replace(upper(s.postcode), ' ', '')
           WHERE s.origin = 'outside' AND s.rootId = s.id
             AND NOT EXISTS (SELECT 1 FROM ProviderSchool l WHERE l.endedAt IS NULL AND (l.reference = p.reference OR l.schoolId = s.id))
           ORDER BY p.name COLLATE NOCASE, s.id`,
        )
        .bind(day),
    ),
    (rows) =>
      rows
        .filter(({ name, schoolName }) => isNamed(name, schoolName))
        .map(({ id, schoolName, town, ...row }) => ({ ...row, school: { id, name: schoolName, town, urn: null } })),
  )

export const insertProviderLink = (act: Act, { reference, school }: ProviderMatch): { id: string; statement: SqlStatement } => {
  const id = newId(act.now)
  return {
    id,
    statement: insert(act.db, 'ProviderSchool', { id, reference, schoolId: school.id, ...stamp(act, 'linked') }),
  }
}

export const endProviderLink = (act: Act, id: string): SqlStatement =>
  update(act.db, 'ProviderSchool', stamp(act, 'ended'), { id, endedAt: null })

/** Guard: the two are still linked. */
export const isLinked = (db: SqlDatabase, id: string): SqlStatement =>
  guard(db, 'EXISTS (SELECT 1 FROM ProviderSchool WHERE id = ?1 AND endedAt IS NULL)', id)
