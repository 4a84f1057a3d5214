import { all, mapped, one, type Read } from '#base/db/read.ts'
import type { Question } from './coverage.ts'
import { type Beginning, dayOf, type Evidence, reached, type WrittenTo } from './evidence.ts'
import { bound, groundParts } from './store.ts'

type EvidenceRow = {
  at: string
  title: string
  code: string | null
  grade: number
  asked: number
  source: string | null
  name: string
  town: string
  urn: string | null
  earlierSchool: number
  corrected: number
  late: number
  walkIn: number
  stated: number
  entry: number | null
  sealedAt: string | null
  person: string | null
  role: string | null
}

/** The first day of any record, and what it is in. */
export const selectBeginning = (db: SqlDatabase): Read<Beginning | undefined> =>
  mapped(
    one<{ at: string; source: string | null }>(
      db.prepare(
        `SELECT at, source FROM (
           SELECT MIN(x.startsAt) AS at, NULL AS source FROM ActiveSession x WHERE EXISTS (SELECT 1 FROM Mark m WHERE m.sessionId = x.id)
           UNION ALL SELECT MIN(heldOn), source FROM EarlierAttendance WHERE supersededAt IS NULL)
         WHERE at IS NOT NULL ORDER BY at LIMIT 1`,
      ),
    ),
    (row) => row && { on: dayOf(row.at), source: row.source ?? undefined },
  )

/** All attendance of a school and of schools merged into it, latest first. */
export const selectSchoolEvidence = (db: SqlDatabase, question: Question, id: string): Read<Evidence[]> =>
  mapped(
    all<EvidenceRow>(
      db
        .prepare(
          `WITH RECURSIVE ${groundParts},
         asked (root) AS (SELECT rootId FROM School WHERE id = ?9),
         whose (root, earlierSchool) AS (SELECT root, 0 FROM asked UNION SELECT b.predecessor, 1 FROM before b JOIN asked q ON q.root = b.successor),
         member AS (SELECT m.id, w.earlierSchool, r.name, r.town, r.urn FROM whose w JOIN School m ON m.rootId = w.root JOIN School r ON r.id = w.root)
         SELECT x.startsAt AS at, e.title, e.code, CASE r.markType WHEN 'attended' THEN 100 ELSE 200 END + CASE r.how WHEN 'own' THEN 0 ELSE 200 END + x.basis AS grade,
           x.asked, NULL AS source, m.name, m.town, m.urn, m.earlierSchool, k.correctsId IS NOT NULL AS corrected, k.late, k.walkInId IS NOT NULL AS walkIn, k.source = 'stated' AS stated,
           l.number AS entry, l.at AS sealedAt, n.name AS person, o.label AS role
         FROM member m JOIN SchoolReached r ON r.schoolId = m.id JOIN scope x ON x.id = r.sessionId JOIN Event e ON e.id = x.eventId
           JOIN Mark k ON k.id = r.markId LEFT JOIN SealedLeaf l ON l.subjectId = k.id AND l.kind = 'mark'
           LEFT JOIN Place p ON p.id = k.placeId LEFT JOIN WalkIn w ON w.id = k.walkInId
           LEFT JOIN Person n ON n.id = COALESCE(p.personId, w.personId) LEFT JOIN Role o ON o.id = COALESCE(p.roleId, w.roleId)
         UNION ALL
         SELECT a.heldOn, a.title, NULL, CASE a.markType WHEN 'attended' THEN 102 ELSE 202 END,
           ?6 IS NULL AND a.heldOn BETWEEN ?7 AND ?8 AND (?5 IS NULL OR a.topicId = ?5), a.source, m.name, m.town, m.urn, m.earlierSchool, 0, 0, 0, 0, NULL, NULL,
           n.name, o.label
         FROM member m JOIN EarlierAttendance a ON a.schoolId = m.id AND a.supersededAt IS NULL AND a.markType IN ('attended', 'part')
           LEFT JOIN Person n ON n.id = a.personId LEFT JOIN Role o ON o.id = a.roleId
         ORDER BY 1 DESC, 4`,
        )
        .bind(...bound(question), id),
    ),
    (rows) => rows.flatMap(evidenceFrom),
  )

export const selectWritten = (db: SqlDatabase, id: string): Read<WrittenTo[]> =>
  mapped(
    all<Omit<WrittenTo, 'on'> & { at: string }>(
      db
        .prepare(
          `SELECT g.id AS sendingId, g.subject, g.nature, MIN(k.createdAt) AS at, COUNT(*) AS people
         FROM School s JOIN School m ON m.rootId = s.rootId JOIN Message k ON k.schoolId = m.id AND k.kind = 'mailing'
           JOIN Sending g ON g.id = k.sendingId
         WHERE s.id = ?1 AND k.state = 'sent' GROUP BY g.id ORDER BY MIN(k.createdAt) DESC LIMIT 50`,
        )
        .bind(id),
    ),
    (rows) => rows.map(({ at, ...one }) => ({ ...one, on: dayOf(at) })),
  )

const evidenceFrom = (row: EvidenceRow): Evidence[] => {
  const how = reached(row.grade)
  if (!how) return []
  return [
    {
      on: dayOf(row.at),
      title: row.title,
      code: row.code ?? undefined,
      grade: how.grade,
      basis: how.basis,
      source: row.source ?? undefined,
      predecessor: row.earlierSchool ? { name: row.name, town: row.town, urn: row.urn } : undefined,
      corrected: row.corrected === 1,
      late: row.late === 1,
      walkIn: row.walkIn === 1,
      stated: row.stated === 1,
      sealed: row.entry === null || row.sealedAt === null ? undefined : { entry: row.entry, at: row.sealedAt },
      asked: row.asked === 1,
      person: row.person ?? undefined,
      role: row.role ?? undefined,
    },
  ]
}
