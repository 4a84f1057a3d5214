import { type Act, signed, stamp } from '#base/act.ts'
import { guard } from '#base/db/atomically.ts'
import { mapped, one, type Read } from '#base/db/read.ts'
import { insert, update } from '#base/db/write.ts'
import { hasAgreed } from '#people/people/role-store.ts'
import type { SchoolName } from '#schools/schools/school.ts'
import type { OwnRole } from './school-roles.ts'

type OwnRow = Omit<OwnRole, 'school' | 'dispute'> & SchoolName & { disputeId: string | null; reason: string; raisedAt: string }

/** A role of somebody that stands, and what they say of it. */
export const selectOwnRole = (db: SqlDatabase, id: string): Read<OwnRole | undefined> =>
  mapped(
    one<OwnRow>(
      db
        .prepare(
          `SELECT x.id, x.roleId, x.personId, r.label AS role, s.id AS schoolId, s.name, s.town, s.urn, d.id AS disputeId, d.reason, d.raisedAt,
             ${hasAgreed('s.id', 'x.personId')} AS agreed
           FROM RoleAtSchool x JOIN Role r ON r.id = x.roleId JOIN School o ON o.id = x.schoolId JOIN School s ON s.id = o.rootId
             LEFT JOIN RoleDispute d ON d.roleAtSchoolId = x.id AND d.answer IS NULL
           WHERE x.id = ?1 AND x.supersededAt IS NULL`,
        )
        .bind(id),
      { agreed: 'flag' },
    ),
    (row) => {
      if (!row) return undefined
      const { name, town, urn, disputeId, reason, raisedAt, ...role } = row
      return {
        ...role,
        school: { name, town, urn },
        dispute: disputeId ? { id: disputeId, reason, raisedAt } : undefined,
      }
    },
  )

/** Guard: the role stands and is the person's. */
export const isTheirs = (db: SqlDatabase, personId: string, id: string): SqlStatement =>
  guard(db, 'EXISTS (SELECT 1 FROM RoleAtSchool WHERE id = ?1 AND personId = ?2 AND supersededAt IS NULL)', id, personId)

export const insertDispute = (act: Act, id: string, roleAtSchoolId: string, reason: string): SqlStatement =>
  insert(act.db, 'RoleDispute', { id, roleAtSchoolId, reason, ...signed(act, 'raised') })

/** That a role is right, once: `isUnsaid` guards it. */
export const insertAgreement = (act: Act, id: string, roleAtSchoolId: string): SqlStatement =>
  insert(act.db, 'RoleDispute', { id, roleAtSchoolId, ...signed(act, 'raised'), answer: 'agreed', ...stamp(act, 'answered') })

/** Guard: nobody disputes the role, or has said that it is right. */
export const isUnsaid = (db: SqlDatabase, roleAtSchoolId: string): SqlStatement =>
  guard(
    db,
    `EXISTS (SELECT 1 FROM RoleAtSchool WHERE id = ?1 AND supersededAt IS NULL)
     AND NOT EXISTS (SELECT 1 FROM RoleDispute WHERE roleAtSchoolId = ?1 AND (answer IS NULL OR answer = 'agreed'))`,
    roleAtSchoolId,
  )

export const isOpen = (db: SqlDatabase, id: string): SqlStatement =>
  guard(db, 'EXISTS (SELECT 1 FROM RoleDispute WHERE id = ?1 AND answer IS NULL)', id)

export const setAnswer = (act: Act, id: string, answer: 'upheld' | 'dismissed' | 'withdrawn'): SqlStatement =>
  update(act.db, 'RoleDispute', { answer, ...stamp(act, 'answered') }, { id })
