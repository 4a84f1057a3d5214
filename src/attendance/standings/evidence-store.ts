import type { CountedAs } from '#attendance/requirements/training.ts'
import { type Act, stamp } from '#base/act.ts'
import type { Instant } from '#base/dates.ts'
import { guard } from '#base/db/atomically.ts'
import { all, mapped, one, type Read } from '#base/db/read.ts'
import { insert } from '#base/db/write.ts'
import type { EvidenceLevel } from '#schools/schools/earlier-attendance.ts'
import type { EarlierRecord, EvidenceCheck } from './evidence.ts'

/** A record of earlier attendance that stands, of a school (a root). */
export const selectEarlierRecord = (db: SqlDatabase, schoolId: string, id: string): Read<EarlierRecord | undefined> =>
  mapped(
    one<Omit<EarlierRecord, 'person' | 'byTitle'> & { person: string | null; countedAs: CountedAs | null; saidAt: Instant }>(
      db
        .prepare(
          `SELECT a.id, a.title, a.heldOn, a.source, a.purpose, a.minutes, a.level, a.provider, a.evidence, n.name AS person, t.countedAs, t.createdAt AS saidAt
           FROM EarlierAttendance a JOIN School m ON m.id = a.schoolId LEFT JOIN Person n ON n.id = a.personId
             LEFT JOIN CourseTitle t ON t.title = lower(trim(a.title)) AND t.supersededAt IS NULL AND a.purpose IS NULL
           WHERE a.id = ?2 AND m.rootId = ?1 AND a.supersededAt IS NULL`,
        )
        .bind(schoolId, id),
    ),
    (row) => {
      if (!row) return undefined
      const { person, countedAs, saidAt, ...rest } = row
      return { ...rest, person: person ?? undefined, byTitle: countedAs === null ? undefined : { countedAs, at: saidAt } }
    },
  )

/** Every look at the evidence of a record, the last first. */
export const selectEvidenceChecks = (db: SqlDatabase, earlierId: string): Read<EvidenceCheck[]> =>
  all<{ id: string; known: EvidenceLevel; note: string; at: Instant; by: string | undefined }>(
    db
      .prepare(
        `SELECT v.id, v.level AS known, v.note, v.at,
             (SELECT COALESCE(g.name, a.email) FROM Account a LEFT JOIN Person g ON g.id = a.personId WHERE a.id = v.byId) AS "by"
           FROM EvidenceCheck v WHERE v.earlierId = ?1 ORDER BY v.at DESC, v.id DESC`,
      )
      .bind(earlierId),
    { by: 'optional' },
  )

/** Guard: the last look was the one that was shown, or there was none. */
export const lastCheckIs = (act: Act, earlierId: string, seen: string): SqlStatement =>
  guard(act.db, `COALESCE((SELECT id FROM EvidenceCheck WHERE earlierId = ?1 ORDER BY at DESC, id DESC LIMIT 1), '') = ?2`, earlierId, seen)

export const insertCheck = (act: Act, one: { id: string; earlierId: string; known: EvidenceLevel; note: string }): SqlStatement =>
  insert(act.db, 'EvidenceCheck', { id: one.id, earlierId: one.earlierId, level: one.known, note: one.note, ...stamp(act, '') })
