import { all, mapped, one, type Read } from '#base/db/read.ts'
import type { Question } from './coverage.ts'
import { type Beginning, dayOf, type Evidence, reached, type WrittenTo } from './evidence.ts'
import { bound, isAsked } from './store.ts'

type EvidenceRow = {
  at: string
  title: string
  code: string | null
  grade: number
  asked: boolean
  source: string | null
  name: string
  town: string
  urn: string | null
  earlierSchool: number
  corrected: boolean
  late: boolean
  walkIn: boolean
  stated: boolean
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
          `SELECT c.at, c.title, e.code, c.grade + c.basis AS grade, ${isAsked} AS asked, IIF(c.sessionId IS NULL, c.source, NULL) AS source, s.name, s.town, s.urn,
           c.predecessorId IS NOT NULL AS earlierSchool, k.correctsId IS NOT NULL AS corrected, COALESCE(k.late, 0) AS late, k.walkInId IS NOT NULL AS walkIn,
           c.sessionId IS NOT NULL AND c.known IS 'stated' AS stated, l.number AS entry, l.at AS sealedAt, n.name AS person, o.label AS role
         FROM School a CROSS JOIN CameFor c ON c.rootId = a.rootId JOIN School s ON s.id = COALESCE(c.predecessorId, c.rootId)
           LEFT JOIN Event e ON e.id = c.eventId LEFT JOIN Mark k ON k.id = c.id LEFT JOIN SealedLeaf l ON l.subjectId = k.id AND l.kind = 'mark'
           LEFT JOIN Person n ON n.id = c.personId LEFT JOIN Role o ON o.id = c.roleId
         WHERE a.id = ?9 ORDER BY c.at DESC, 4`,
        )
        .bind(...bound(question), id),
      { corrected: 'flag', late: 'flag', walkIn: 'flag', stated: 'flag', asked: 'flag' },
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
      corrected: row.corrected,
      late: row.late,
      walkIn: row.walkIn,
      stated: row.stated,
      sealed: row.entry === null || row.sealedAt === null ? undefined : { entry: row.entry, at: row.sealedAt },
      asked: row.asked,
      person: row.person ?? undefined,
      role: row.role ?? undefined,
    },
  ]
}
