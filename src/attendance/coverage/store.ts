import { selectMade } from '#attendance/corrections/store.ts'
import { type Act, nobody } from '#base/act.ts'
import { londonDay } from '#base/dates.ts'
import { all, each, mapped, only, type Read, readNow, together } from '#base/db/read.ts'
import { proposalsOverdueSql, proposalsWaitSql } from '#people/proposals/store.ts'
import { inForceOn as isInForce, openOn } from '#schools/schools/identity-store.ts'
import { isOnListOn } from '#schools/schools/provider-store.ts'
import { categoryLabel, type Dimension, inOrder, periodBounds, type Question } from './coverage.ts'
import { basisCodes, type EarlyYears, gradeCodes, predecessorCode, type Sources } from './evidence.ts'
import { type LiveCategory, type LiveFigures, liveTotal } from './figures.ts'
import type { Report } from './report.ts'

// All statements share the parts below and bind the same eight values, so they mean the same
// schools. At the size of England (26,509 schools, 100,000 marks) order matters: identities and
// marks are read once, in index order, and meet in one grouping by root.

/**
 * ?1 the date, ?2 authority codes as JSON, ?3 and ?4 the period as instants, ?5 topic, ?6 event, ?7
 * and ?8 the period as days.
 */
export const bound = (question: Question): (string | null)[] => {
  const { start, end } = periodBounds(question)
  const { on, laCodes, from, to, topic, event } = question
  return [on, JSON.stringify(laCodes), start, end, topic?.id ?? null, event?.id ?? null, from, to]
}

const markCode = (markType: string): string =>
  `CASE ${markType} WHEN 'attended' THEN ${gradeCodes.own_attended} ELSE ${gradeCodes.own_part} END`

/** What representing adds to a code. */
const representedUnits = gradeCodes.represented_attended - gradeCodes.own_attended

/** SQL: row `c` of `CameFor` is asked for. */
export const isAsked = `IIF(?6 IS NULL, (?5 IS NULL OR c.topicId = ?5) AND IIF(c.sessionId IS NULL, c.at BETWEEN ?7 AND ?8, c.at >= ?3 AND c.at < ?4), c.eventId IS ?6)`
/** At whatever time: of one event, attendance at any event is. */
export const isOnTopic = '(?6 IS NOT NULL OR ?5 IS NULL OR c.topicId = ?5)'
/** What `reached` decodes. */
export const codeOf = `c.grade + c.basis + IIF(c.predecessorId IS NULL, 0, ${predecessorCode})`

export const groundParts = `
  scope AS MATERIALIZED (
    SELECT x.id, x.eventId, x.startsAt,
      CASE WHEN EXISTS (SELECT 1 FROM RegisterSignOff o WHERE o.sessionId = x.id) THEN ${basisCodes.signed} ELSE ${basisCodes.provisional} END AS basis,
      CASE WHEN ?6 IS NULL THEN x.startsAt >= ?3 AND x.startsAt < ?4 AND (?5 IS NULL OR e.topicId = ?5) ELSE x.eventId = ?6 END AS asked,
      ?6 IS NOT NULL OR ?5 IS NULL OR e.topicId = ?5 AS onTopic
    FROM ActiveSession x JOIN Event e ON e.id = x.eventId),
  otherRoot AS MATERIALIZED (SELECT id, rootId FROM School INDEXED BY School_turned_out WHERE rootId <> id)`

const registers = (school: string, from: string, predecessor: number): string => `
    SELECT ${school} AS id, MIN(CASE WHEN x.asked THEN ${markCode('r.markType')} + CASE r.how WHEN 'own' THEN 0 ELSE ${representedUnits} END + x.basis + ${predecessor} END) AS code,
      MAX(x.startsAt) AS lastAt, MAX(IIF(x.onTopic, x.startsAt, NULL)) AS topicAt
    FROM ${from} CROSS JOIN scope x ON x.id = r.sessionId GROUP BY ${school}`

const earlier = (school: string, from: string, predecessor: number): string => `
    SELECT ${school} AS id, MIN(IIF(${isAsked}, c.grade + c.basis + ${predecessor}, NULL)) AS code, MAX(c.at) AS lastAt, MAX(IIF(${isOnTopic}, c.at, NULL)) AS topicAt
    FROM ${from} GROUP BY ${school}`

const ofPredecessors = 'Predecessor b CROSS JOIN School m ON m.rootId = b.predecessorId'

/** SQL: each school's best code within the question, and its last attendance. */
const evidence = `
    ${registers('r.schoolId', 'SchoolReached r', 0)} UNION ALL
    ${earlier('c.schoolId', 'CameByRecord c', 0)} UNION ALL
    ${registers('b.rootId', `${ofPredecessors} CROSS JOIN SchoolReached r ON r.schoolId = m.id`, predecessorCode)} UNION ALL
    ${earlier('b.rootId', `${ofPredecessors} CROSS JOIN CameByRecord c ON c.schoolId = m.id`, predecessorCode)}`

/** SQL: identity `i` is open in the area on a day. */
export const inForceOn = (day: string): string => `i.supersededAt IS NULL AND i.laCode IN (SELECT value FROM json_each(?2))
      AND ${isInForce('i', day)} AND ${openOn('i', day)}`
export const inForce = inForceOn('?1')

/**
 * SQL: one row per root: `facts` (of the identity that opened last; NULL if none is in force), best
 * code and last time. One MAX over text carries the facts through the grouping and saves joining
 * back 26,509 times.
 */
export const perSchool = (facts: string): string => `
  SELECT rootId, MAX(facts) AS facts, MIN(code) AS code, MAX(lastAt) AS lastAt, MAX(topicAt) AS topicAt FROM (
    SELECT COALESCE(o.rootId, i.schoolId) AS rootId, COALESCE(i.opensOn, '0000-00-00') || i.urn || char(30) || ${facts} AS facts,
      NULL AS code, NULL AS lastAt, NULL AS topicAt
    FROM SchoolIdentity i LEFT JOIN otherRoot o ON o.id = i.schoolId WHERE ${inForce}
    UNION ALL
    SELECT COALESCE(o.rootId, q.id), NULL, q.code, q.lastAt, q.topicAt FROM (${evidence}) q LEFT JOIN otherRoot o ON o.id = q.id)
  GROUP BY rootId`

/** SQL: the schools that are counted alone, with facts of each; needs no part but ?1 and ?2. */
export const openSchools = (facts: string): string => `
  SELECT COALESCE(o.rootId, i.schoolId) AS rootId, MAX(COALESCE(i.opensOn, '0000-00-00') || i.urn || char(30) || ${facts}) AS facts
  FROM SchoolIdentity i LEFT JOIN (SELECT id, rootId FROM School INDEXED BY School_turned_out WHERE rootId <> id) o ON o.id = i.schoolId
  WHERE ${inForce} GROUP BY 1`

/** SQL: what `facts` carries. */
export const carriedFacts = `substr(facts, instr(facts, char(30)) + 1)`

export const dimensionKeys: Record<Dimension, readonly [key: string, name: string]> = {
  'sector-kind': [`i.sector || '.' || i.kind`, `''`],
  sector: ['i.sector', `''`],
  kind: ['i.kind', `''`],
  phase: ['i.phase', 'i.phase'],
  trust: [`COALESCE(i.trustUid, i.trustName, '')`, `COALESCE(i.trustName, '')`],
  ward: [`CASE i.wardCode WHEN '' THEN i.wardName ELSE i.wardCode END`, 'i.wardName'],
  district: [`CASE i.districtCode WHEN '' THEN i.districtName ELSE i.districtCode END`, 'i.districtName'],
  faith: ['i.faith', 'i.faith'],
  gender: ['i.gender', 'i.gender'],
  settlement: ['i.settlement', `''`],
  size: ['i.sizeBand', `''`],
  'free-meals': ['i.freeMealsBand', `''`],
}

const counts = (at: (grade: number) => string): string => `COUNT(*) AS open, COUNT(code) AS tookPart,
  ${Object.entries({ ownAttended: 100, ownPart: 200, representedAttended: 300, representedPart: 400 })
    .map(([name, grade]) => `SUM(COALESCE(${at(grade)}, 0)) AS ${name}`)
    .join(', ')},
  ${Object.entries(basisCodes)
    .map(([name, unit]) => `SUM(COALESCE(code % 10 = ${unit}, 0)) AS ${name}`)
    .join(', ')},
  SUM(COALESCE(code % 100 >= ${predecessorCode}, 0)) AS predecessor, SUM(lastAt IS NULL) AS never, COUNT(topicAt) AS onTopic`

type FigureRow = { category: string } & LiveFigures

/** Under 'outside' and 'register': who took part without being counted. */
const selectFigures = (
  db: SqlDatabase,
  question: Question,
  dimension: Dimension,
): Read<{ dimension: Dimension; rows: FigureRow[]; categories: LiveCategory[] }> => {
  const [key, name] = dimensionKeys[dimension]
  const statement = db
    .prepare(
      `WITH ${groundParts}
       SELECT CASE WHEN facts IS NULL THEN (SELECT s.origin FROM School s WHERE s.id = q.rootId) ELSE ${carriedFacts} END AS category,
         ${counts((grade) => `code BETWEEN ${grade} AND ${grade + 99}`)}
       FROM (${perSchool(`${key} || char(31) || ${name}`)}) q
       WHERE facts IS NOT NULL OR code % 100 < ${predecessorCode} GROUP BY 1`,
    )
    .bind(...bound(question))
  return mapped(all<FigureRow>(statement), (rows) => ({ dimension, rows, categories: figuresFrom(dimension, rows) }))
}

const figuresFrom = (dimension: Dimension, rows: readonly FigureRow[]): LiveCategory[] => {
  const byKey = new Map<string, LiveCategory>()
  for (const { category, ...row } of rows) {
    const [key = '', stored] = category.split('\u001f')
    if (stored === undefined) continue
    const known = byKey.get(key)
    byKey.set(key, { ...liveTotal(known ? [known, row] : [row]), key, label: categoryLabel(dimension, key, stored) })
  }
  return inOrder(dimension, [...byKey.values()])
}

const tookPartIn = (rows: readonly FigureRow[], origin: string): number => rows.find((row) => row.category === origin)?.tookPart ?? 0

/** Settings of the early years list, counted by the organisations that an officer said they are. */
export const selectEarlyYears = (db: SqlDatabase, question: Question): Read<EarlyYears | undefined> =>
  mapped(
    only<{ listed: number; tookPart: number; loadedAt: string | null }>(
      db
        .prepare(
          `SELECT MAX(p.loadedAt) AS loadedAt, COUNT(*) FILTER (WHERE ${isOnListOn('?1')}) AS listed,
             COUNT(*) FILTER (WHERE ${isOnListOn('?1')} AND EXISTS (
             SELECT 1 FROM ProviderSchool l CROSS JOIN School s ON s.id = l.schoolId CROSS JOIN CameFor c ON c.rootId = s.rootId AND c.predecessorId IS NULL
             WHERE l.reference = p.reference AND l.endedAt IS NULL AND ${isAsked})) AS tookPart
           FROM EarlyYearsProvider p WHERE p.supersededAt IS NULL`,
        )
        .bind(...bound(question)),
    ),
    ({ listed, tookPart, loadedAt }) => (loadedAt ? { listed, tookPart, loadedOn: londonDay(loadedAt) } : undefined),
  )

/** Figures by each of `dimensions` and their sources, in one round trip; `actor`: who reads it. */
export const selectReport = (
  db: SqlDatabase,
  question: Question,
  dimensions: readonly Dimension[],
  { actor, now }: Pick<Act, 'actor' | 'now'> = { actor: nobody, now: new Date(0) },
): Read<Report> => {
  const read = together({
    registerTotals: only<{ n: number; since: string | null; signed: number; registerAsAt: string | null }>(
      db.prepare(
        `SELECT COUNT(*) AS n, MIN(x.startsAt) AS since, COALESCE(SUM(EXISTS (SELECT 1 FROM RegisterSignOff o WHERE o.sessionId = x.id)), 0) AS signed,
           (SELECT MAX(asAt) FROM RegisterImport WHERE state = 'applied') AS registerAsAt
         FROM ActiveSession x WHERE EXISTS (SELECT 1 FROM Mark m WHERE m.sessionId = x.id)`,
      ),
    ),
    earlier: all<Sources['earlier'][number]>(
      db.prepare(
        `SELECT source, COUNT(*) AS records, MIN(heldOn) AS "from", MAX(heldOn) AS "to" FROM EarlierAttendance WHERE supersededAt IS NULL
         GROUP BY source ORDER BY MIN(heldOn), source`,
      ),
    ),
    unmatched: only<{ n: number }>(
      db
        .prepare(
          `WITH ${groundParts} SELECT COUNT(*) AS n FROM WalkIn w JOIN scope x ON x.id = w.sessionId AND x.asked
           JOIN CurrentMark m ON m.walkInId = w.id WHERE w.schoolId IS NULL AND m.markType IN ('attended', 'part')`,
        )
        .bind(...bound(question).slice(0, 6)),
    ),
    tables: each(dimensions.map((dimension) => selectFigures(db, question, dimension))),
    earlyYears: selectEarlyYears(db, question),
    waiting: only<Report['waiting']>(
      db.prepare(`SELECT ${proposalsWaitSql(actor)} AS n, ${proposalsOverdueSql(actor, londonDay(now))} AS overdue`),
    ),
    corrections: selectMade(db, { ...question, topic: question.topic?.id, event: question.event?.id }),
  })
  return mapped(read, ({ registerTotals, earlier, unmatched, tables, earlyYears, corrections, waiting }) => {
    const first = tables[0]?.rows ?? []
    const beginnings = [...(registerTotals.since ? [londonDay(registerTotals.since)] : []), ...earlier.map((row) => row.from)]
    return {
      tables: tables.map(({ dimension, categories }) => ({ dimension, categories })),
      whole: liveTotal(tables[0]?.categories ?? []),
      waiting,
      sources: {
        since: beginnings.reduce<string | undefined>((first, day) => (first === undefined || day < first ? day : first), undefined),
        registers: registerTotals.n,
        signedRegisters: registerTotals.signed,
        registerAsAt: registerTotals.registerAsAt ?? undefined,
        earlier,
        outside: tookPartIn(first, 'outside'),
        notOfArea: tookPartIn(first, 'register'),
        unmatchedWalkIns: unmatched.n,
        earlyYears,
        corrections,
      },
    }
  })
}

export const readReport = (...of: Parameters<typeof selectReport>): Promise<Report> => readNow(of[0], selectReport(...of))
