// SQL: the schools of a document’s audience with what the register says of each, and the events
// at which it was presented. How each stands is found by `state.ts`, for all schools at once.
import { periodBounds } from '#attendance/coverage/coverage.ts'
import { carriedFacts, openSchools } from '#attendance/coverage/store.ts'
import type { FrozenSchool } from '#attendance/reports/frozen.ts'
import type { Act } from '#base/act.ts'
import { type Day, type Instant, instant, londonDay, sayDay } from '#base/dates.ts'
import { all, mapped, type Read, readNow, together } from '#base/db/read.ts'
import { askedOf, type Facts, selectFacts } from '#guidance/answers/facts-store.ts'
import { currentOn, stateOn, type Version } from '#guidance/answers/state.ts'
import type { GuidanceDocument } from '#guidance/documents/document.ts'
import { selectDocument } from '#guidance/documents/store.ts'
import { becameSql } from '#guidance/issuing/standing-store.ts'
import { type NoticeFact, type Reach, reachOn } from '#people/notices/notice.ts'
import { selectNoticeFacts } from '#people/notices/store.ts'
import type { Launch, PastEvent, UptakeSchool } from './uptake.ts'

const lastIssued = (document: string, before: string): string =>
  `(SELECT v.id FROM GuidanceVersion v WHERE v.documentId = ${document} AND v.issuedAt < ${before} ORDER BY v.number DESC LIMIT 1)`

type Row = Omit<FrozenSchool, 'evidence' | 'code' | 'lastAt'> & { became: Day | null; attended: number }

const inAudience = (dimension: 'sector' | 'kind'): string =>
  `i.${dimension} IN (SELECT a.value FROM GuidanceAudience a WHERE a.documentId = ?3 AND a.dimension = '${dimension}')`

const selectSchools = (db: SqlDatabase, documentId: string, on: Day, laCodes: readonly string[]): Read<Row[]> =>
  all<Row>(
    db
      .prepare(
        `WITH came AS MATERIALIZED (
           SELECT DISTINCT m.rootId FROM GuidanceLaunch l CROSS JOIN Session x ON x.eventId = l.eventId JOIN SchoolReached r ON r.sessionId = x.id
             JOIN School m ON m.id = r.schoolId WHERE l.documentId = ?3 AND l.endedAt IS NULL)
         SELECT q.rootId AS schoolId, i.urn, i.name, i.town, i.sector, i.kind, i.phase, COALESCE(i.trustUid, '') AS trustUid, COALESCE(i.trustName, '') AS trustName,
           i.wardCode, i.wardName, i.districtCode, i.districtName, i.faith, i.gender, i.settlement, i.sizeBand, i.freeMealsBand, ${becameSql} AS became,
           q.rootId IN (SELECT rootId FROM came) AS attended
         FROM (${openSchools('i.rowid')}) q JOIN SchoolIdentity i ON i.rowid = CAST(${carriedFacts.replaceAll('facts', 'q.facts')} AS INTEGER)
         WHERE ${inAudience('sector')} AND ${inAudience('kind')} ORDER BY i.name COLLATE NOCASE, i.town, i.urn`,
      )
      .bind(on, JSON.stringify(laCodes), documentId),
  )

export const selectLaunches = (db: SqlDatabase, documentId: string): Read<Launch[]> =>
  all<Launch>(
    db
      .prepare(
        'SELECT e.code, e.title FROM GuidanceLaunch l JOIN Event e ON e.id = l.eventId WHERE l.documentId = ?1 AND l.endedAt IS NULL ORDER BY e.title, e.code',
      )
      .bind(documentId),
  )

/** Events that have begun, the last first, to choose a launch from. */
export const selectPastEvents = (db: SqlDatabase, now: Date): Read<PastEvent[]> =>
  all<PastEvent>(
    db
      .prepare(
        `SELECT e.code, e.title, MIN(substr(x.startsAt, 1, 10)) AS day FROM Event e JOIN ActiveSession x ON x.eventId = e.id
         WHERE e.state = 'published' GROUP BY e.id HAVING MIN(x.startsAt) <= ?1 ORDER BY MIN(x.startsAt) DESC LIMIT 100`,
      )
      .bind(instant(now)),
  )

export const insertLaunch = ({ db, now, actor }: Act, documentId: string, code: string): SqlStatement =>
  db
    .prepare(
      `INSERT INTO GuidanceLaunch (documentId, eventId, setAt, setById) SELECT ?1, e.id, ?3, ?4 FROM Event e WHERE e.code = ?2
       ON CONFLICT (documentId, eventId) DO UPDATE SET endedAt = NULL`,
    )
    .bind(documentId, code, instant(now), actor.accountId ?? null)

export const endLaunch = ({ db, now }: Act, documentId: string, code: string): SqlStatement =>
  db
    .prepare('UPDATE GuidanceLaunch SET endedAt = ?3 WHERE documentId = ?1 AND eventId = (SELECT id FROM Event WHERE code = ?2)')
    .bind(documentId, code, instant(now))

type Told = ReadonlyMap<string, readonly NoticeFact[]>

export type Uptake = {
  document: GuidanceDocument
  version: Version
  day: Day
  schools: UptakeSchool[]
  launches: Launch[]
  /** Early years settings that it was issued to, which are in no figure of schools. */
  settings: readonly { reach: Reach; versionId: string }[]
}

type Found = { document: GuidanceDocument | undefined; rows: Row[]; facts: Facts; told: Told; launches: Launch[]; given: Given[] }

type Given = { rootId: string; versionId: string }

const selectSettings = (db: SqlDatabase, documentId: string, before: Instant): Read<Given[]> =>
  all<Given>(
    db
      .prepare(
        `SELECT DISTINCT o.rootId, i.versionId FROM GuidanceIssue i JOIN School o ON o.id = i.schoolId AND o.origin = 'outside' WHERE i.versionId = ${lastIssued('?1', '?2')} AND i.issuedAt < ?2`,
      )
      .bind(documentId, before),
  )

/** How every school of the audience stands on a day; undefined: nothing was issued. */
export const selectUptake = (
  { db, now, laCodes }: Pick<Act, 'db' | 'now' | 'laCodes'>,
  documentId: string,
  day = londonDay(now),
): Read<Uptake | undefined> => {
  const { end } = periodBounds({ from: day, to: day })
  return mapped(
    together({
      document: selectDocument(db, documentId),
      rows: selectSchools(db, documentId, day, laCodes),
      facts: selectFacts(db, documentId),
      told: selectNoticeFacts(db, ['guidance'], JSON.stringify([documentId, end]), lastIssued('?2 ->> 0', '?2 ->> 1')),
      launches: selectLaunches(db, documentId),
      given: selectSettings(db, documentId, end),
    }),
    (found) => uptakeOf(found, day),
  )
}

/** The same, in one trip. */
export const readUptake = (act: Pick<Act, 'db' | 'now' | 'laCodes'>, documentId: string): Promise<Uptake | undefined> =>
  readNow(act.db, selectUptake(act, documentId))

const uptakeOf = ({ document, rows, facts, told, launches, given }: Found, day: Day): Uptake | undefined => {
  const version = currentOn(facts.versions, day)
  if (!document || !version) return undefined
  const schools = rows.flatMap(({ became, attended, ...row }): UptakeSchool[] => {
    const standing = stateOn(askedOf(facts, row.schoolId, became ? [became] : []), day)
    if (!standing) return []
    const { answer, state, level, dates, publishedLevel, meetsOn, why } = standing
    const school: FrozenSchool = { ...row, code: null, lastAt: null, evidence: [] }
    const of = {
      state,
      level,
      dates,
      publishedLevel,
      meetsOn,
      why,
      how: answer?.how,
      early: answer?.early ?? false,
      answered: answer?.version,
      attended: attended === 1,
    }
    // A school that had it under an earlier number did not open since.
    const issues = (facts.issues.get(row.schoolId) ?? []).filter((one) => one.version === version.number && one.on <= day)
    const later = issues.length > 0 && issues.every(({ why }) => why === 'opened_later')
    const own = (told.get(row.schoolId) ?? []).filter(({ recordedAt }) => londonDay(recordedAt) <= day)
    return [{ ...of, reach: reachOn(own, day), told: own, later, school, evidence: answer ? [answer.id] : [] }]
  })
  const settings = given.map(({ rootId, versionId }) => ({ versionId, reach: reachOn(told.get(rootId) ?? [], day) }))
  return { document, version, day, schools, launches, settings }
}

type CauseRow = { rootId: string; at: Instant; what: string }

/** What was recorded of a document at each school (root) after an instant, as it came. */
export const selectUptakeCauses = (db: SqlDatabase, documentId: string, after: Instant): Read<ReadonlyMap<string, readonly CauseRow[]>> => {
  const at = 'GuidanceVersion v CROSS JOIN GuidanceIssue i ON i.versionId = v.id JOIN School s ON s.id = i.schoolId'
  return mapped(
    all<CauseRow & { decidedOn: Day | null }>(
      db
        .prepare(
          `SELECT * FROM (
             SELECT s.rootId, i.recordedAt AS at, 'Version ' || v.number || ' was given to the school' AS what, NULL AS decidedOn
             FROM ${at} WHERE v.documentId = ?1 AND i.recordedAt > ?2
             UNION ALL SELECT s.rootId, MIN(r.recordedAt), IIF(r.what = 'opened', 'Somebody there opened it', 'Somebody there said that they have it'), NULL
             FROM ${at} CROSS JOIN GuidanceReceipt r ON r.issueId = i.id AND r.what <> 'sent' WHERE v.documentId = ?1 AND r.recordedAt > ?2 GROUP BY s.rootId, r.what
             UNION ALL SELECT s.rootId, a.answeredAt, 'The school told us', a.decidedOn
             FROM ${at} CROSS JOIN GuidanceAnswer a ON a.issueId = i.id WHERE v.documentId = ?1 AND a.answeredAt > ?2
             UNION ALL SELECT s.rootId, c.at, 'An officer looked into the answer', NULL
             FROM ${at} CROSS JOIN GuidanceAnswer a ON a.issueId = i.id CROSS JOIN GuidanceAnswerCheck c ON c.answerId = a.id WHERE v.documentId = ?1 AND c.at > ?2
             UNION ALL SELECT s.rootId, MAX(MAX(p.checkedAt, COALESCE(p.tickedAt, ''))), 'The page that shows it was looked at', NULL
             FROM ${at} CROSS JOIN GuidancePublished p ON p.issueId = i.id WHERE v.documentId = ?1 AND (p.checkedAt > ?2 OR p.tickedAt > ?2) GROUP BY s.rootId)
           ORDER BY at`,
        )
        .bind(documentId, after),
    ),
    (rows) =>
      Map.groupBy(
        rows.map(({ decidedOn, what, ...row }) => ({ ...row, what: decidedOn ? `${what} of a decision of ${sayDay(decidedOn)}` : what })),
        ({ rootId }) => rootId,
      ),
  )
}
