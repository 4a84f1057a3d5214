import type { Act } from '#base/act.ts'
import { thresholdsSql } from '#base/council/threshold-store.ts'
import { type Day, instant } from '#base/dates.ts'
import { guard } from '#base/db/atomically.ts'
import { all, mapped, type Read, together } from '#base/db/read.ts'
import { update } from '#base/db/write.ts'
import type { Edition } from './requirement.ts'
import type { Names } from './sentence.ts'

const columns = `e.id, e.requirementId, e.label, e.whose, e.roleIds, e.kinds, e.sectors, e.underFives, e.purposes, e.topicIds, e.level,
  e.leastMinutes, e.everyMonths, e.beforeInRole, e.inductionDays, e.graceDays, e.strength, e.source, e.citation, e.toCheck, e.publishedOn, e.validFrom, e.validTo,
  ${thresholdsSql} ->> '$.dueSoonDays' AS dueSoonDays`

const stored = {
  roleIds: 'json',
  kinds: 'json',
  sectors: 'json',
  purposes: 'json',
  topicIds: 'json',
  underFives: 'flag',
  beforeInRole: 'flag',
  toCheck: 'flag',
  leastMinutes: 'optional',
  everyMonths: 'optional',
  publishedOn: 'optional',
  validTo: 'optional',
} as const

/** Every edition that stands, by requirement and then by day. */
export const selectEditions = (db: SqlDatabase): Read<Edition[]> =>
  all<Edition>(
    db.prepare(
      `SELECT ${columns} FROM Requirement q JOIN RequirementEdition e ON e.requirementId = q.id
         WHERE e.supersededAt IS NULL ORDER BY q.position, e.validFrom`,
    ),
    stored,
  )

/** The editions that bringing in one of a source superseded, or wrote, as they were then. */
export const selectEditionsOf = (db: SqlDatabase, sourceEditionId: string, which: 'was' | 'made'): Read<Edition[]> =>
  all<Edition>(
    db
      .prepare(
        `SELECT ${columns} FROM SourceEdition s CROSS JOIN json_each(IIF(?2 = 'was', s.was, s.made)) j CROSS JOIN RequirementEdition e ON e.id = j.value
           WHERE s.id = ?1 ORDER BY j.key`,
      )
      .bind(sourceEditionId, which),
    stored,
  )

/** Guard: the edition is as it was read. */
export const supersedeEdition = (act: Act, id: string): SqlStatement[] => [
  guard(act.db, 'EXISTS (SELECT 1 FROM RequirementEdition WHERE id = ?1 AND supersededAt IS NULL)', id),
  update(act.db, 'RequirementEdition', { supersededAt: instant(act.now) }, { id }),
]

export const insertEdition = (act: Act, edition: Edition): SqlStatement =>
  act.db
    .prepare(
      `INSERT INTO RequirementEdition (id, requirementId, label, whose, roleIds, kinds, sectors, underFives, purposes, topicIds, level, leastMinutes,
         everyMonths, beforeInRole, inductionDays, graceDays, strength, source, citation, toCheck, publishedOn, validFrom, validTo, createdAt, createdById)
       SELECT j ->> 'id', j ->> 'requirementId', j ->> 'label', j ->> 'whose', j -> 'roleIds', j -> 'kinds', j -> 'sectors', j ->> 'underFives',
         j -> 'purposes', j -> 'topicIds', j ->> 'level', j ->> 'leastMinutes', j ->> 'everyMonths', j ->> 'beforeInRole', j ->> 'inductionDays',
         j ->> 'graceDays', j ->> 'strength', j ->> 'source', j ->> 'citation', j ->> 'toCheck', j ->> 'publishedOn', j ->> 'validFrom', j ->> 'validTo', ?2, ?3
       FROM (SELECT ?1 AS j)`,
    )
    .bind(JSON.stringify(edition), instant(act.now), act.actor.accountId ?? null)

/** A requirement after all others. */
export const insertRequirement = (act: Act, id: string): SqlStatement =>
  act.db.prepare('INSERT INTO Requirement (id, position) SELECT ?1, COALESCE(MAX(position), 0) + 1 FROM Requirement').bind(id)

type Row = { id: string; label: string }

const byId = (rows: readonly Row[]): ReadonlyMap<string, string> => new Map(rows.map(({ id, label }) => [id, label]))

/** Roles and topics that a requirement can name, as they are called on a day. */
export const selectNames = (db: SqlDatabase, day: Day): Read<Names> =>
  mapped(
    together({
      roles: all<Row>(db.prepare('SELECT id, label FROM Role ORDER BY position, label')),
      topics: all<Row>(
        db
          .prepare(
            `SELECT t.id, l.label FROM Topic t JOIN TopicLabel l ON l.topicId = t.id AND l.preferred = 1
               AND (l.fromDate IS NULL OR l.fromDate <= ?1) AND (l.toDate IS NULL OR ?1 < l.toDate)
             ORDER BY t.position, l.id`,
          )
          .bind(day),
      ),
    }),
    ({ roles, topics }) => ({ roles: byId(roles), topics: byId(topics) }),
  )
