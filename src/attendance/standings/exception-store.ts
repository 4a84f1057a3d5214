import type { GivenException, PersonInRole } from '#attendance/requirements/exception.ts'
import type { Exception } from '#attendance/requirements/standing.ts'
import { type Act, stamp } from '#base/act.ts'
import { type Day, type Instant, instant } from '#base/dates.ts'
import { guard } from '#base/db/atomically.ts'
import { all, mapped, type Read } from '#base/db/read.ts'
import { insert, update } from '#base/db/write.ts'

type Row = Pick<Exception, 'id' | 'requirementId' | 'kind' | 'reason'> & {
  personId: string | null
  fromDate: Day
  untilDate: Day | null
  requirement: string
  person: string | null
  createdAt: Instant
  givenBy: string | null
}

/** The exceptions of a school (a root) that stand, newest first. */
export const selectExceptions = (db: SqlDatabase, schoolId: string): Read<GivenException[]> =>
  mapped(
    all<Row>(
      db
        .prepare(
          `SELECT x.id, x.requirementId, x.kind, x.reason, x.personId, x.fromDate, x.untilDate, n.name AS person, x.createdAt,
             COALESCE((SELECT r.label FROM RequirementEdition r WHERE r.requirementId = x.requirementId AND r.supersededAt IS NULL
               ORDER BY r.validFrom <= x.fromDate DESC, r.validFrom DESC LIMIT 1), '') AS requirement,
             (SELECT COALESCE(g.name, a.email) FROM Account a LEFT JOIN Person g ON g.id = a.personId WHERE a.id = x.createdById) AS givenBy
           FROM School m CROSS JOIN RequirementException x ON x.schoolId = m.id AND x.supersededAt IS NULL LEFT JOIN Person n ON n.id = x.personId
           WHERE m.rootId = ?1 ORDER BY x.fromDate DESC, x.id DESC`,
        )
        .bind(schoolId),
    ),
    (rows) =>
      rows.map(({ fromDate, untilDate, personId, person, createdAt, givenBy, ...row }) => ({
        ...row,
        personId: personId ?? undefined,
        person: person ?? undefined,
        from: fromDate,
        until: untilDate ?? undefined,
        givenAt: createdAt,
        givenBy: givenBy ?? undefined,
      })),
  )

/** Whoever holds a role at a school (a root) on a day, whoever said so. */
export const selectPeopleInRoles = (db: SqlDatabase, schoolId: string, day: Day): Read<PersonInRole[]> =>
  all<PersonInRole>(
    db
      .prepare(
        `SELECT n.id, n.name, group_concat(DISTINCT r.label) AS roles
         FROM School m CROSS JOIN RoleAtSchool x ON x.schoolId = m.id AND x.supersededAt IS NULL JOIN Person n ON n.id = x.personId JOIN Role r ON r.id = x.roleId
         WHERE m.rootId = ?1 AND n.erasedAt IS NULL AND (x.toDate IS NULL OR ?2 < x.toDate) GROUP BY n.id ORDER BY n.name COLLATE NOCASE, n.id`,
      )
      .bind(schoolId, day),
  )

export type NewException = Exception & { schoolId: string }

export const insertException = (act: Act, one: NewException): SqlStatement =>
  insert(act.db, 'RequirementException', {
    id: one.id,
    requirementId: one.requirementId,
    schoolId: one.schoolId,
    personId: one.personId ?? null,
    kind: one.kind,
    fromDate: one.from,
    untilDate: one.until ?? null,
    reason: one.reason,
    ...stamp(act, 'created'),
  })

/** The same with another last day, said by whoever ends it. */
export const insertExceptionAgain = (act: Act, id: string, of: string, until: Day): SqlStatement =>
  act.db
    .prepare(
      `INSERT INTO RequirementException (id, requirementId, schoolId, personId, kind, fromDate, untilDate, reason, createdAt, createdById)
       SELECT ?1, requirementId, schoolId, personId, kind, fromDate, ?3, reason, ?4, ?5 FROM RequirementException WHERE id = ?2`,
    )
    .bind(id, of, until, instant(act.now), act.actor.accountId ?? null)

/** Guard: it stands as it was read. */
export const supersedeException = (act: Act, id: string): SqlStatement[] => [
  guard(act.db, 'EXISTS (SELECT 1 FROM RequirementException WHERE id = ?1 AND supersededAt IS NULL)', id),
  update(act.db, 'RequirementException', stamp(act, 'superseded'), { id }),
]
