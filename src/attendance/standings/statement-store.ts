import { type Act, stamp } from '#base/act.ts'
import { guard } from '#base/db/atomically.ts'
import { all, type Read } from '#base/db/read.ts'
import { insert } from '#base/db/write.ts'
import type { StaffCame, Statement } from './statement.ts'

/** What a school (a root) has stated of its staff, the latest day first. */
export const selectStatements = (db: SqlDatabase, schoolId: string): Read<Statement[]> =>
  all<Statement>(
    db
      .prepare(
        `SELECT s.id, s.requirementId, s.trained, s.staff, s.asAt, s.saidBy, s.learnedAt,
             COALESCE((SELECT r.label FROM RequirementEdition r WHERE r.requirementId = s.requirementId AND r.supersededAt IS NULL
               ORDER BY r.validFrom <= s.asAt DESC, r.validFrom DESC LIMIT 1), '') AS requirement
           FROM School m CROSS JOIN StaffStatement s ON s.schoolId = m.id AND s.supersededAt IS NULL
           WHERE m.rootId = ?1 ORDER BY s.asAt DESC, s.id DESC`,
      )
      .bind(schoolId),
  )

/** Of sessions held for the school (a root) since its last statement, the latest first. */
export const selectStaffCame = (db: SqlDatabase, schoolId: string): Read<StaffCame[]> =>
  all<StaffCame>(
    db
      .prepare(
        `SELECT x.id AS sessionId, e.title, x.startsAt, e.purpose, e.topicId, COUNT(DISTINCT COALESCE(c.personId, c.id)) AS came,
             (SELECT s.staff FROM School n CROSS JOIN StaffStatement s ON s.schoolId = n.id AND s.supersededAt IS NULL
              WHERE n.rootId = ?1 ORDER BY s.asAt DESC, s.id DESC LIMIT 1) AS staff
           FROM (SELECT q.eventId FROM School o CROSS JOIN AskedSession q ON q.schoolId = o.id WHERE o.rootId = ?1
             UNION SELECT q.eventId FROM School o CROSS JOIN AskedSessionSchool f ON f.schoolId = o.id JOIN AskedSession q ON q.id = f.askedId WHERE o.rootId = ?1) q
           JOIN Event e ON e.id = q.eventId AND e.state = 'published' JOIN ActiveSession x ON x.eventId = e.id
           JOIN CameByRegister c ON c.sessionId = x.id AND c.grade = 100 AND c.basis = 1 JOIN School m ON m.id = c.schoolId AND m.rootId = ?1
           WHERE NOT EXISTS (SELECT 1 FROM School n CROSS JOIN StaffStatement s ON s.schoolId = n.id AND s.supersededAt IS NULL
             WHERE n.rootId = ?1 AND s.asAt >= date(x.startsAt))
           GROUP BY x.id ORDER BY x.startsAt DESC LIMIT 3`,
      )
      .bind(schoolId),
  )

export type NewStatement = Omit<Statement, 'id' | 'requirement' | 'learnedAt'> & { schoolId: string }

/** Guard: the last statement about that day says something else, if there is one. */
export const notStatedYet = (act: Act, one: NewStatement): SqlStatement =>
  guard(
    act.db,
    `NOT EXISTS (SELECT 1 FROM (SELECT trained, staff, saidBy FROM StaffStatement
       WHERE schoolId = ?1 AND requirementId = ?2 AND asAt = ?3 AND supersededAt IS NULL ORDER BY id DESC LIMIT 1)
     WHERE trained = ?4 AND staff = ?5 AND saidBy = ?6)`,
    one.schoolId,
    one.requirementId,
    one.asAt,
    one.trained,
    one.staff,
    one.saidBy,
  )

export const insertStatement = (act: Act, id: string, one: NewStatement): SqlStatement =>
  insert(act.db, 'StaffStatement', {
    id,
    requirementId: one.requirementId,
    schoolId: one.schoolId,
    trained: one.trained,
    staff: one.staff,
    asAt: one.asAt,
    saidBy: one.saidBy,
    ...stamp(act, 'learned'),
  })
