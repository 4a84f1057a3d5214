import { type Act, stamp } from '#base/act.ts'
import { type Day, instant } from '#base/dates.ts'
import { guard } from '#base/db/atomically.ts'
import type { Rows } from '#base/db/list-rows.ts'
import { all, given, one, type Read, readTogether } from '#base/db/read.ts'
import { insert, pick, update } from '#base/db/write.ts'
import { newId } from '#base/id.ts'
import { searchWords } from '#schools/schools/school.ts'
import type { Agreement } from './agreement.ts'
import { selectAgreementsOf } from './agreement-store.ts'
import { type PayerDetails, payerIdOf, type Route, type WhoPays } from './payer.ts'
import {
  type CentralSaid,
  type DefaultSaid,
  type DetailsSaid,
  detailNames,
  type ListedPayer,
  type ListedTrust,
  pageSize,
  type RouteSaid,
  type TrustSchool,
} from './payer-record.ts'
import { ensurePayer, holdsOn, type PayerGround, selectPossibleGround } from './store.ts'

const openInArea = `s.isOpen AND s.laCode IN (SELECT value FROM json_each(?1))`

/** SQL: the text contains every word; each spelling is a parameter, numbered from `first`. */
const holding = (words: readonly string[][], text: string, first: number): string => {
  const spellings = words.flat()
  return words
    .map((word) => `(${word.map((spelling) => `instr(${text}, ?${first + spellings.indexOf(spelling)}) > 0`).join(' OR ')})`)
    .join(' AND ')
}

/** Without words: known payers; with words: every matching school and trust. */
export const payerRows = (q: string, laCodes: readonly string[]): Rows<ListedPayer> => {
  const words = searchWords(q)
  // ?1 is the area; each spelling of a word has its own number.
  const spellings = words.flat()
  const holds = (column: string): string => holding(words, column, 2)
  const sql = `
    SELECT 'school' AS kind, s.id, s.name, s.town, s.urn, s.trustName, IIF(s.origin = 'outside', NULL, s.sector) AS sector, 0 AS schools,
      EXISTS (SELECT 1 FROM School m CROSS JOIN Payer p ON p.schoolId = m.id WHERE m.rootId = s.id) AS known
    FROM (${
      words.length > 0
        ? `SELECT DISTINCT m.rootId FROM School m WHERE ${holds('m.searchText')}`
        : 'SELECT DISTINCT m.rootId FROM Payer p CROSS JOIN School m ON m.id = p.schoolId'
    }) k CROSS JOIN School s ON s.id = k.rootId WHERE s.rootId = s.id AND (s.origin = 'outside' OR s.urn IS NOT NULL)
    UNION ALL
    SELECT 'trust', t.uid, t.name, '', NULL, NULL, NULL, t.schools, EXISTS (SELECT 1 FROM Payer p WHERE p.trustUid = t.uid)
    FROM (SELECT s.trustUid AS uid, MAX(s.trustName) AS name, SUM(${openInArea}) AS schools FROM School s
      WHERE s.rootId = s.id AND s.trustName <> '' AND ${
        words.length > 0 ? 's.trustUid IS NOT NULL' : 's.trustUid IN (SELECT p.trustUid FROM Payer p WHERE p.trustUid IS NOT NULL)'
      } GROUP BY s.trustUid) t
    ${words.length > 0 ? `WHERE ${holds(`' ' || lower(t.name)`)}` : ''}`
  return { sql, values: [JSON.stringify(laCodes), ...spellings], by: ['name COLLATE NOCASE', 'town', 'id'], size: pageSize }
}

const by = (x: string, column = 'createdById'): string => `(SELECT a.email FROM Account a WHERE a.id = ${x}.${column})`

/** SQL: ?1 is the root of a school or the number of a trust. */
const payerIds = (payer: WhoPays): string =>
  payer.kind === 'school' ? `SELECT 'payer-of-' || m.id FROM School m WHERE m.rootId = ?1` : `SELECT 'payer-of-trust-' || ?1`

const detailColumns = detailNames.map((name) => `d.${name}`).join(', ')

export type PayerRecord = {
  payer: WhoPays
  name: string
  town: string
  urn: string | null
  /** 1: something was set for it, or it has agreed to pay. */
  known: number
  routes: RouteSaid[]
  details: DetailsSaid[]
  agreements: Agreement[]
  /** For a trust: when it pays centrally, and its open schools in the area. */
  central: CentralSaid[]
  schools: TrustSchool[]
  ground: PayerGround | undefined
}

const ask = (db: SqlDatabase, payer: WhoPays, sql: string): SqlStatement =>
  db.prepare(sql).bind(payer.kind === 'school' ? payer.schoolId : payer.trustUid)

export type Who = Pick<PayerRecord, 'name' | 'town' | 'urn' | 'known'>

export const selectWho = (db: SqlDatabase, payer: WhoPays): Read<Who | undefined> =>
  one<Who>(
    ask(
      db,
      payer,
      payer.kind === 'school'
        ? `SELECT s.name, s.town, s.urn, EXISTS (SELECT 1 FROM Payer p WHERE p.schoolId = s.id) AS known FROM School s WHERE s.id = ?1 AND s.rootId = s.id`
        : `SELECT name, '' AS town, NULL AS urn, EXISTS (SELECT 1 FROM Payer p WHERE p.trustUid = ?1) AS known FROM (
          SELECT COALESCE((SELECT MAX(s.trustName) FROM School s WHERE s.trustUid = ?1), 'Trust ' || ?1) AS name)
        WHERE EXISTS (SELECT 1 FROM School s WHERE s.trustUid = ?1) OR EXISTS (SELECT 1 FROM Payer p WHERE p.trustUid = ?1)`,
    ),
  )

export const selectRoutes = (db: SqlDatabase, payer: WhoPays): Read<RouteSaid[]> =>
  all(
    ask(
      db,
      payer,
      `SELECT r.id, r.route, r.fromDay, r.toDay, r.reason, r.createdAt, ${by('r')} AS by, r.supersededAt, ${by('r', 'supersededById')} AS supersededBy
      FROM PayerRoute r WHERE r.payerId IN (${payerIds(payer)}) ORDER BY r.supersededAt IS NOT NULL, r.fromDay DESC, r.createdAt DESC LIMIT 500`,
    ),
  )

export const selectDetails = (db: SqlDatabase, payer: WhoPays): Read<DetailsSaid[]> =>
  all(
    ask(
      db,
      payer,
      `SELECT d.id, ${detailColumns}, d.createdAt, ${by('d')} AS by, d.supersededAt
      FROM PayerDetails d WHERE d.payerId IN (${payerIds(payer)}) ORDER BY d.supersededAt IS NOT NULL, d.payerId = 'payer-of-' || ?1 DESC, d.createdAt DESC LIMIT 200`,
    ),
  )

export const selectCentral = (db: SqlDatabase, payer: WhoPays): Read<CentralSaid[]> =>
  payer.kind === 'school'
    ? given([])
    : all(
        ask(
          db,
          payer,
          `SELECT c.id, c.fromDay, c.toDay, c.createdAt, ${by('c')} AS by, c.supersededAt, ${by('c', 'supersededById')} AS supersededBy
          FROM CentralPayer c WHERE c.trustUid = ?1 ORDER BY c.supersededAt IS NOT NULL, c.fromDay DESC, c.createdAt DESC LIMIT 500`,
        ),
      )

/** Everything finance sees of a payer on a day; undefined if unknown. One round trip. */
export const readPayer = async (act: Act, payer: WhoPays, day: Day): Promise<PayerRecord | undefined> => {
  const { db } = act
  const { who, ...read } = await readTogether(db, {
    who: selectWho(db, payer),
    routes: selectRoutes(db, payer),
    details: selectDetails(db, payer),
    agreements: selectAgreementsOf(db, payer),
    ground: payer.kind === 'school' ? selectPossibleGround(act, payer.schoolId, day) : given(undefined),
    central: selectCentral(db, payer),
    schools: all<TrustSchool>(
      db
        .prepare(
          `SELECT s.id, s.name, s.town, s.urn FROM School s WHERE s.rootId = s.id AND s.trustUid = ?2 AND ${openInArea}
           ORDER BY s.name COLLATE NOCASE, s.town LIMIT 500`,
        )
        .bind(JSON.stringify(act.laCodes), payer.kind === 'trust' ? payer.trustUid : ''),
    ),
  })
  return who && { payer, ...who, ...read }
}

type TrustWithSchools = ListedTrust & { names: string[] }

type TrustRow = ListedTrust & { names: string }

/** Trusts with an open school in the area that match every word, with their schools. */
export const trustRows = (q: string, laCodes: readonly string[], day: Day): Rows<TrustWithSchools, TrustRow> => {
  const words = searchWords(q)
  return {
    sql: `SELECT t.uid, t.name, t.schools, t.names,
         EXISTS (SELECT 1 FROM CentralPayer c WHERE c.trustUid = t.uid AND c.supersededAt IS NULL AND ${holdsOn('c', '?2')}) AS central
       FROM (SELECT s.trustUid AS uid, MAX(s.trustName) AS name, COUNT(*) AS schools, json_group_array(s.name) AS names FROM School s
         WHERE s.rootId = s.id AND s.trustUid IS NOT NULL AND ${openInArea} GROUP BY s.trustUid) t
       ${words.length > 0 ? `WHERE ${holding(words, `' ' || lower(t.name)`, 3)}` : ''}`,
    values: [JSON.stringify(laCodes), day, ...words.flat()],
    by: ['name COLLATE NOCASE', 'uid'],
    size: pageSize,
    made: (row) => ({ ...row, names: (JSON.parse(row.names) as string[]).toSorted((a, b) => a.localeCompare(b)) }),
  }
}

/** The trigger refuses with 'routes_overlap' when a current row covers one of its days. */
export const insertRoute = (
  act: Act,
  { payer, ...said }: { id: string; payer: WhoPays; route: Route; fromDay: Day; toDay: Day | null; reason: string },
): SqlStatement[] => [
  ensurePayer(act, payer),
  insert(act.db, 'PayerRoute', { ...said, payerId: payerIdOf(payer), ...stamp(act, 'created') }),
]

export const insertCentral = (act: Act, said: { id: string; trustUid: string; fromDay: Day; toDay: Day | null }): SqlStatement[] => [
  ensurePayer(act, { kind: 'trust', trustUid: said.trustUid }),
  insert(act.db, 'CentralPayer', { ...said, ...stamp(act, 'created') }),
]

/** Supersedes a row; unless `toDay` is null a copy holds before it. Guard: it is current. */
export const supersede = (act: Act, table: 'PayerRoute' | 'CentralPayer', id: string, toDay: Day | null): SqlStatement[] => {
  const kept = table === 'PayerRoute' ? 'payerId, route, reason' : 'trustUid'
  return [
    guard(act.db, `EXISTS (SELECT 1 FROM ${table} WHERE id = ?1 AND supersededAt IS NULL)`, id),
    update(act.db, table, stamp(act, 'superseded'), { id }),
    ...(toDay === null
      ? []
      : [
          act.db
            .prepare(
              `INSERT INTO ${table} (id, ${kept}, fromDay, toDay, createdAt, createdById) SELECT ?2, ${kept}, fromDay, ?3, ?4, ?5 FROM ${table} WHERE id = ?1`,
            )
            .bind(id, newId(act.now), toDay, instant(act.now), act.actor.accountId ?? null),
        ]),
  ]
}

/** Saves billing details; guard: `seenId` is still the current version ('' for none). */
export const insertDetails = (act: Act, payer: WhoPays, details: PayerDetails, seenId: string): SqlStatement[] => {
  const of = payer.kind === 'school' ? payer.schoolId : payer.trustUid
  const standing = `SELECT d.id FROM PayerDetails d WHERE d.supersededAt IS NULL AND d.payerId IN (${payerIds(payer)})`
  return [
    guard(act.db, `COALESCE((${standing} ORDER BY d.payerId = 'payer-of-' || ?1 DESC, d.createdAt DESC LIMIT 1), '') = ?2`, of, seenId),
    ensurePayer(act, payer),
    act.db.prepare(`UPDATE PayerDetails SET supersededAt = ?2 WHERE id IN (${standing})`).bind(of, instant(act.now)),
    insert(act.db, 'PayerDetails', {
      id: newId(act.now),
      payerId: payerIdOf(payer),
      ...pick(details, detailNames),
      ...stamp(act, 'created'),
    }),
  ]
}

export const selectDefaults = (db: SqlDatabase): Read<DefaultSaid[]> =>
  all(db.prepare('SELECT id, status, area, route FROM RouteDefault WHERE supersededAt IS NULL'))

/** Guard: `seenId` is still the current version ('' for none). No `route`: clears the cell. */
export const replaceDefault = (
  act: Act,
  { status, area, route, seenId }: Pick<DefaultSaid, 'status' | 'area'> & { route: Route | undefined; seenId: string },
): SqlStatement[] => [
  guard(
    act.db,
    `COALESCE((SELECT id FROM RouteDefault WHERE status = ?1 AND area = ?2 AND supersededAt IS NULL), '') = ?3`,
    status,
    area,
    seenId,
  ),
  update(act.db, 'RouteDefault', { supersededAt: instant(act.now) }, { id: seenId }),
  ...(route === undefined ? [] : [insert(act.db, 'RouteDefault', { id: newId(act.now), status, area, route, ...stamp(act, 'created') })]),
]
