import { type Instant, instant } from '#base/dates.ts'
import { all, mapped, only, type Read } from '#base/db/read.ts'
import type { EvidenceLevel } from '#schools/schools/earlier-attendance.ts'
import type { SchoolName } from '#schools/schools/school.ts'
import { categoryLabel, type Dimension, type Question } from './coverage.ts'
import { dayOf, reached } from './evidence.ts'
import { isThere, whose } from './schools-store.ts'
import type { Apart, Sent } from './sent.ts'
import { bound, dimensionKeys, earlierAsked, groundParts } from './store.ts'

/** SQL: how an earlier record `a` is known. */
export const earlierLevel = `COALESCE((SELECT v.level FROM EvidenceCheck v WHERE v.earlierId = a.id ORDER BY v.at DESC, v.id DESC LIMIT 1), 'stated')`

const came = `a.supersededAt IS NULL AND a.markType IN ('attended', 'part') AND ${earlierAsked}`

type SentRow = SchoolName & {
  id: string
  urn: string
  categoryKey: string
  categoryName: string
  person: string | null
  role: string | null
  title: string
  session: string
  at: string
  code: number
  source: string | null
  known: EvidenceLevel | null
}

/** By school, the latest first. @param ask.limit undefined: all */
export const selectSent = (
  db: SqlDatabase,
  question: Question,
  ask: { dimension: Dimension; category: string | undefined; limit?: number | undefined; offset?: number | undefined },
): Read<{ sent: Sent[]; total: number }> => {
  const [key, name] = dimensionKeys[ask.dimension]
  const order = 'f.name COLLATE NOCASE, f.town, f.urn, f.at DESC, f.person, f.markId'
  const statement = db
    .prepare(
      `WITH RECURSIVE ${groundParts}, ${whose(key, name)},
       found AS MATERIALIZED (
         SELECT w.rootId, x.startsAt AS at, r.markId, x.eventId, r.sessionId, NULL AS earlierId,
           CASE r.markType WHEN 'attended' THEN 100 ELSE 200 END + CASE r.how WHEN 'own' THEN 0 ELSE 200 END + x.basis + w.through AS code
         FROM member w CROSS JOIN SchoolReached r ON r.schoolId = w.id JOIN scope x ON x.id = r.sessionId AND x.asked
         UNION ALL
         SELECT w.rootId, a.heldOn, a.id, NULL, NULL, a.id, CASE a.markType WHEN 'attended' THEN 102 ELSE 202 END + w.through
         FROM member w CROSS JOIN EarlierAttendance a ON a.schoolId = w.id WHERE ${came}),
       listed AS MATERIALIZED (
         SELECT c.rootId AS id, c.name, c.town, c.urn, c.categoryKey, c.categoryName, n.name AS person, o.label AS role, q.markId, q.at, q.code,
           COALESCE(e.title, a.title) AS title, IIF((SELECT COUNT(*) FROM ActiveSession y WHERE y.eventId = e.id) > 1, s.title, '') AS session,
           a.source, IIF(a.id IS NULL, IIF(k.source = 'stated', 'stated', NULL), ${earlierLevel}) AS known
         FROM found q JOIN counted c ON c.rootId = q.rootId LEFT JOIN Mark k ON k.id = q.markId LEFT JOIN Place p ON p.id = k.placeId
           LEFT JOIN WalkIn w ON w.id = k.walkInId LEFT JOIN EarlierAttendance a ON a.id = q.earlierId
           LEFT JOIN Event e ON e.id = q.eventId LEFT JOIN Session s ON s.id = q.sessionId
           LEFT JOIN Person n ON n.id = COALESCE(p.personId, w.personId, a.personId)
           LEFT JOIN Role o ON o.id = COALESCE(p.roleId, w.roleId, a.roleId))
       SELECT f.*, (SELECT COUNT(*) FROM found) AS total FROM (SELECT 1) LEFT JOIN (
         SELECT * FROM listed f ORDER BY ${order} LIMIT ?10 OFFSET ?11) f ORDER BY ${order}`,
    )
    .bind(...bound(question), ask.category ?? null, ask.limit ?? -1, ask.offset ?? 0)
  return mapped(all<SentRow & { total: number }>(statement), (rows) => ({
    total: rows[0]?.total ?? 0,
    sent: rows.filter(isThere).flatMap(({ categoryKey, categoryName, person, role, at, code, source, known, ...row }) => {
      const how = reached(code)
      const category = categoryLabel(ask.dimension, categoryKey, categoryName)
      return how === undefined
        ? []
        : [
            {
              ...{ id: row.id, name: row.name, town: row.town, urn: row.urn, category, title: row.title, session: row.session },
              ...{ person: person ?? undefined, role: role ?? undefined, on: dayOf(at), reached: how },
              ...{ source: source ?? undefined, known: known ?? undefined },
            },
          ]
    }),
  }))
}

/** Of the same schools: places at sessions to come, and earlier records by how they are known. */
export const selectApart = (
  db: SqlDatabase,
  question: Question,
  ask: { dimension: Dimension; category: string | undefined; now: Date },
): Read<Apart> => {
  const now: Instant = instant(ask.now)
  const statement = db
    .prepare(
      `WITH RECURSIVE ${groundParts}, ${whose(...dimensionKeys[ask.dimension])},
       ahead AS (
         SELECT w.rootId, p.id FROM member w CROSS JOIN Place p ON p.schoolId = w.id AND p.state = 'confirmed' JOIN Event e ON e.id = p.eventId
         WHERE w.through = 0 AND e.state = 'published' AND IIF(?6 IS NULL, ?5 IS NULL OR e.topicId = ?5, e.id = ?6)
           AND EXISTS (SELECT 1 FROM PlaceSession k JOIN ActiveSession x ON x.id = k.sessionId WHERE k.placeId = p.id AND x.startsAt > ?10)),
       elsewhere AS (
         SELECT w.rootId, ${earlierLevel} AS known FROM member w CROSS JOIN EarlierAttendance a ON a.schoolId = w.id WHERE ${came}),
       screens AS (
         SELECT w.rootId, COALESCE(p.personId, p.id) AS person FROM member w CROSS JOIN SchoolReached r ON r.schoolId = w.id AND r.how = 'own'
           JOIN scope x ON x.id = r.sessionId AND x.asked JOIN Mark k ON k.id = r.markId AND k.source = 'stated' JOIN Place p ON p.id = k.placeId)
       SELECT (SELECT COUNT(DISTINCT person) FROM screens) AS together, (SELECT COUNT(DISTINCT rootId) FROM screens) AS togetherSchools,
         (SELECT COUNT(*) FROM ahead) AS places, (SELECT COUNT(DISTINCT rootId) FROM ahead) AS schools,
         ${(['stated', 'seen', 'verified'] as const)
           .flatMap((one) => [
             `(SELECT COUNT(*) FROM elsewhere WHERE known = '${one}') AS ${one}`,
             `(SELECT COUNT(DISTINCT rootId) FROM elsewhere WHERE known = '${one}') AS ${one}Schools`,
           ])
           .join(', ')}`,
    )
    .bind(...bound(question), ask.category ?? null, now)
  return mapped(
    only<Record<'places' | 'schools' | 'together' | 'togetherSchools' | EvidenceLevel | `${EvidenceLevel}Schools`, number>>(statement),
    (row) => ({
      ahead: { places: row.places, schools: row.schools },
      elsewhere: {
        stated: { records: row.stated, schools: row.statedSchools },
        seen: { records: row.seen, schools: row.seenSchools },
        verified: { records: row.verified, schools: row.verifiedSchools },
      },
      together: { people: row.together, schools: row.togetherSchools },
    }),
  )
}
