import { type Instant, instant } from '#base/dates.ts'
import type { Rows } from '#base/db/list-rows.ts'
import { mapped, only, type Read } from '#base/db/read.ts'
import type { EvidenceLevel } from '#schools/schools/earlier-attendance.ts'
import type { SchoolName } from '#schools/schools/school.ts'
import { categoryLabel, type Dimension, type Question } from './coverage.ts'
import { dayOf, reachedBy } from './evidence.ts'
import { countedOf } from './schools-store.ts'
import type { Apart, Sent } from './sent.ts'
import { bound, codeOf, dimensionKeys, isAsked } from './store.ts'

type SentRow = SchoolName & {
  schoolId: string
  urn: string
  categoryKey: string
  categoryName: string
  person: string
  role: string | null
  title: string
  session: string
  at: string
  code: number
  source: string | null
  known: EvidenceLevel | null
  id: string
}

type AskedSchools = { dimension: Dimension; category: string | undefined }

const sentOf =
  (dimension: Dimension) =>
  ({ categoryKey, categoryName, person, role, at, code, source, known, ...row }: SentRow): Sent => ({
    ...row,
    category: categoryLabel(dimension, categoryKey, categoryName),
    on: dayOf(at),
    reached: reachedBy(code),
    person: person || undefined,
    role: role ?? undefined,
    source: source ?? undefined,
    known: known ?? undefined,
  })

/** By school, the latest first. */
export const sentBy = (question: Question, { dimension, category }: AskedSchools): Rows<Sent, SentRow> => ({
  sql: `WITH ${countedOf(...dimensionKeys[dimension])}
    SELECT q.rootId AS schoolId, q.name, q.town, q.urn, q.categoryKey, q.categoryName, COALESCE(n.name, '') AS person, o.label AS role, c.at, ${codeOf} AS code, c.title,
      IIF((SELECT COUNT(*) FROM ActiveSession y WHERE y.eventId = c.eventId) > 1, s.title, '') AS session, IIF(c.sessionId IS NULL, c.source, NULL) AS source, c.known,
      c.id || c.rootId || c.schoolId || c.how AS id
    FROM counted q CROSS JOIN CameFor c ON c.rootId = q.rootId LEFT JOIN Session s ON s.id = c.sessionId
      LEFT JOIN Person n ON n.id = c.personId LEFT JOIN Role o ON o.id = c.roleId
    WHERE ${isAsked}`,
  values: [...bound(question), category ?? null],
  by: ['name COLLATE NOCASE', 'town', 'urn', 'at DESC', 'person', 'id'],
  made: sentOf(dimension),
})

/** Of the same schools: places at sessions to come, and earlier records by how they are known. */
export const selectApart = (db: SqlDatabase, question: Question, ask: AskedSchools & { now: Date }): Read<Apart> => {
  const now: Instant = instant(ask.now)
  const statement = db
    .prepare(
      `WITH ${countedOf(...dimensionKeys[ask.dimension])},
       ahead AS (
         SELECT q.rootId, p.id FROM counted q CROSS JOIN School m ON m.rootId = q.rootId CROSS JOIN Place p ON p.schoolId = m.id AND p.state = 'confirmed'
           JOIN Event e ON e.id = p.eventId
         WHERE e.state = 'published' AND IIF(?6 IS NULL, ?5 IS NULL OR e.topicId = ?5, e.id = ?6)
           AND EXISTS (SELECT 1 FROM PlaceSession k JOIN ActiveSession x ON x.id = k.sessionId WHERE k.placeId = p.id AND x.startsAt > ?10)),
       came AS MATERIALIZED (
         SELECT c.rootId, c.sessionId, c.placeId, c.how, c.known, COALESCE(c.personId, c.placeId) AS person FROM counted q CROSS JOIN CameFor c ON c.rootId = q.rootId
         WHERE ${isAsked}),
       elsewhere AS (SELECT rootId, known FROM came WHERE sessionId IS NULL),
       screens AS (SELECT rootId, person FROM came WHERE placeId IS NOT NULL AND how = 'own' AND known = 'stated')
       SELECT (SELECT COUNT(*) FROM came) AS attendances, (SELECT COUNT(DISTINCT person) FROM screens) AS together, (SELECT COUNT(DISTINCT rootId) FROM screens) AS togetherSchools,
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
    only<Record<'attendances' | 'places' | 'schools' | 'together' | 'togetherSchools' | EvidenceLevel | `${EvidenceLevel}Schools`, number>>(
      statement,
    ),
    (row) => ({
      attendances: row.attendances,
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
