import type { Act } from '#base/act.ts'
import { instant } from '#base/dates.ts'
import { guard } from '#base/db/atomically.ts'
import { update } from '#base/db/write.ts'
import { logged } from '#base/log/store.ts'
import { textFacts } from './facts.ts'
import type { RegisterImport } from './import.ts'
import { forgetting } from './import-store.ts'

// SQL: a UUIDv7 for the act's instant, as newId makes, for statements that insert many rows.
const uuid = (prefix: string): string =>
  `lower(${prefix} || '-7' || substr(hex(randomblob(2)), 2) || '-' || substr('89ab', 1 + (random() & 3), 1) || substr(hex(randomblob(2)), 2) || '-' || hex(randomblob(6)))`

const uuidPrefix = (now: Date): string => {
  const hex = now.getTime().toString(16).padStart(12, '0')
  return `${hex.slice(0, 8)}-${hex.slice(8)}`
}

const nullable: readonly string[] = ['trustUid', 'trustName', 'federationName', 'openDate', 'closeDate']
const derived = ['sector', 'kind', 'latitude', 'longitude']
const life = ['openDate', 'closeDate', 'opensOn', 'closesOn']
const ownFacts = [...textFacts.filter((fact) => fact !== 'urn' && !life.includes(fact)), ...derived]
const identityColumns = ['urn', ...ownFacts, ...life]

const fact = (name: string): string => {
  const path = `json_extract(r.facts, '$.${name}')`
  return nullable.includes(name) ? `NULLIF(${path}, '')` : path
}

/** Tables whose rows show that a school is in use, with their column. */
const uses = ['Booking', 'Place', 'PlaceRepresents', 'WalkIn', 'Claim', 'SchoolContact', 'RoleAtSchool', 'EarlierAttendance'] as const

/** As many statements for one school as for all of England. */
export const applying = (act: Act, id: string): SqlStatement[] => {
  const { db } = act
  const now = instant(act.now)
  const prefix = uuidPrefix(act.now)
  const staged = 'FROM RegisterImportRow r JOIN RegisterImport m ON m.id = r.importId'
  return [
    guard(
      db,
      `EXISTS (SELECT 1 FROM RegisterImport WHERE id = ?1 AND state = 'ready' AND baseVersion = (SELECT version FROM RegisterVersion))`,
      id,
    ),
    db
      .prepare(
        `INSERT INTO School (id, rootId, origin, name, createdAt, importId)
         SELECT r.schoolId, r.schoolId, 'register', ${fact('name')}, ?2, r.importId FROM RegisterImportRow r
         WHERE r.importId = ?1 AND r.newSchool = 1`,
      )
      .bind(id, now),
    db
      .prepare(
        `UPDATE SchoolIdentity SET supersededAt = ?2, supersededByImportId = ?1
         WHERE supersededAt IS NULL AND id IN (
           SELECT i.id FROM RegisterImportRow r JOIN SchoolIdentity i ON i.urn = r.urn AND i.supersededAt IS NULL
           WHERE r.importId = ?1 AND r.action <> 'new' AND (i.validTo IS NULL OR r.wholeLife = 1))`,
      )
      .bind(id, now),
    // Earlier spans get the corrected opening and closing days too.
    db
      .prepare(
        `INSERT INTO SchoolIdentity (id, schoolId, urn, ${ownFacts.join(', ')}, ${life.join(', ')}, validFrom, validTo, learnedAt, importId)
         SELECT ${uuid('?3')}, i.schoolId, i.urn, ${ownFacts.map((name) => `i.${name}`).join(', ')}, ${life.map(fact).join(', ')},
           i.validFrom, COALESCE(i.validTo, m.asAt), ?2, ?1
         ${staged} JOIN SchoolIdentity i ON i.urn = r.urn AND i.supersededByImportId = ?1
         WHERE r.importId = ?1 AND (i.validTo IS NOT NULL OR r.action = 'dated')`,
      )
      .bind(id, now, prefix),
    db
      .prepare(
        `INSERT INTO SchoolIdentity (id, schoolId, ${identityColumns.join(', ')}, validFrom, learnedAt, importId)
         SELECT ${uuid('?3')}, r.schoolId, ${identityColumns.map((name) => (name === 'urn' ? 'r.urn' : fact(name))).join(', ')},
           CASE r.action WHEN 'dated' THEN m.asAt WHEN 'replaced' THEN (
             SELECT i.validFrom FROM SchoolIdentity i WHERE i.urn = r.urn AND i.supersededByImportId = ?1 AND i.validTo IS NULL) END,
           ?2, ?1
         ${staged} WHERE r.importId = ?1`,
      )
      .bind(id, now, prefix),
    db
      .prepare(
        `UPDATE School SET rootId = j.olderId FROM (
           SELECT detail ->> '$.join.olderId' AS olderId, detail ->> '$.join.youngerId' AS youngerId FROM RegisterImportChange
           WHERE importId = ?1 AND kind = 'succession' AND detail ->> '$.join.olderId' IS NOT NULL) j
         WHERE School.rootId = j.youngerId`,
      )
      .bind(id),
    db
      .prepare(
        `INSERT INTO Succession (id, fromSchoolId, toSchoolId, fromUrn, toUrn, how, happenedOn, learnedAt, importId)
         SELECT ${uuid('?3')}, detail ->> 'fromSchoolId', detail ->> 'toSchoolId', detail ->> 'from', detail ->> 'to', detail ->> 'how',
           detail ->> 'happenedOn', ?2, ?1
         FROM RegisterImportChange WHERE importId = ?1 AND kind = 'succession'
         ON CONFLICT DO NOTHING`,
      )
      .bind(id, now, prefix),
    db
      .prepare(
        `UPDATE RegisterReview SET decision = 'withdrawn', decidedAt = ?2, withdrawnByImportId = ?1
         WHERE decision IS NULL AND id IN (SELECT value FROM RegisterImport m, json_each(m.summary, '$.settled') WHERE m.id = ?1)`,
      )
      .bind(id, now),
    db
      .prepare(
        `INSERT INTO RegisterReview (id, kind, urn, otherUrn, schoolId, otherSchoolId, importId, raisedAt, detail)
         SELECT ${uuid('?3')}, detail ->> '$.review.kind', urn, detail ->> '$.review.otherUrn',
           (SELECT i.schoolId FROM SchoolIdentity i WHERE i.urn = c.urn AND i.supersededAt IS NULL AND i.validTo IS NULL),
           (SELECT i.schoolId FROM SchoolIdentity i WHERE i.urn = c.detail ->> '$.review.otherUrn' AND i.supersededAt IS NULL AND i.validTo IS NULL),
           ?1, ?2, detail -> '$.review.detail'
         FROM RegisterImportChange c WHERE c.importId = ?1 AND c.kind = 'review'
         ON CONFLICT DO NOTHING`,
      )
      .bind(id, now, prefix),
    // A head is confirmed, and the register now names somebody else: as when a head has left.
    db
      .prepare(
        `INSERT INTO RolesAsking (id, schoolId, because, roleId, since)
         SELECT DISTINCT 'register ' || ?1 || ' ' || s.rootId, s.rootId, 'register_head', 'head', ?2
         FROM RegisterImportRow r CROSS JOIN School s ON s.id = r.schoolId
         WHERE r.importId = ?1 AND r.facts ->> '$.otherHeadThan' IS NOT NULL
           AND COALESCE((SELECT value -> '$.leaving' FROM Setting WHERE key = 'asking'), '["head"]') LIKE '%"head"%'
           AND EXISTS (SELECT 1 FROM json_each(r.facts, '$.otherHeadThan') j CROSS JOIN RoleAtSchool x ON x.id = j.value AND x.supersededAt IS NULL)
           AND NOT EXISTS (
             SELECT 1 FROM School m CROSS JOIN RoleAtSchool x ON x.schoolId = m.id AND x.roleId = 'head' AND x.confirmedAt IS NOT NULL
               AND x.supersededAt IS NULL AND x.toDate IS NULL
             WHERE m.rootId = s.rootId AND x.id NOT IN (SELECT value FROM json_each(r.facts, '$.otherHeadThan')))`,
      )
      .bind(id, now),
    update(db, 'RegisterImport', { state: 'applied', appliedAt: now, appliedById: act.actor.accountId ?? null }, { id }),
    logged(act, { act: 'register_import.applied', subject: ['register_import', id] }),
    ...forgetting(act),
  ]
}

const isLast = `(SELECT id FROM RegisterImport WHERE state = 'applied' ORDER BY appliedAt DESC, id DESC LIMIT 1) = ?1`

const inUse = uses.map((table) => `EXISTS (SELECT 1 FROM School s JOIN ${table} u ON u.schoolId = s.id WHERE s.importId = ?1)`).join(' OR ')

const decidedSince = `EXISTS (SELECT 1 FROM RegisterReview r, RegisterImport m WHERE m.id = ?1 AND r.decidedAt >= m.appliedAt
  AND r.decision <> 'withdrawn' AND r.undoneAt IS NULL)`

/** Each as 0 or 1. */
export const undoObstacles = (
  db: SqlDatabase,
  id: string,
): Promise<{ state: RegisterImport['state']; isLast: number; inUse: number; decidedSince: number } | null> =>
  db
    .prepare(`SELECT state, ${isLast} AS isLast, ${inUse} AS inUse, ${decidedSince} AS decidedSince FROM RegisterImport WHERE id = ?1`)
    .bind(id)
    .first()

/** What the import inserted is superseded, and what it superseded returns as a copy. */
export const undoing = (act: Act, id: string): SqlStatement[] => {
  const { db } = act
  const now = instant(act.now)
  const prefix = uuidPrefix(act.now)
  return [
    guard(
      db,
      `EXISTS (SELECT 1 FROM RegisterImport WHERE id = ?1 AND state = 'applied') AND ${isLast} AND NOT (${inUse}) AND NOT ${decidedSince}`,
      id,
    ),
    db
      .prepare(
        `UPDATE School SET rootId = j.youngerId FROM (
           SELECT c.detail ->> '$.join.youngerId' AS youngerId, m.value AS memberId
           FROM RegisterImportChange c, json_each(c.detail, '$.join.members') m
           WHERE c.importId = ?1 AND c.kind = 'succession' AND c.detail ->> '$.join.youngerId' IS NOT NULL) j
         WHERE School.id = j.memberId`,
      )
      .bind(id),
    ...restoring(db, id, now, prefix),
    update(db, 'Succession', { supersededAt: now }, { importId: id, supersededAt: null }),
    update(db, 'RegisterReview', { decision: 'withdrawn', decidedAt: now, withdrawnByImportId: id }, { importId: id, decision: null }),
    db
      .prepare(
        `INSERT INTO RegisterReview (id, kind, urn, otherUrn, schoolId, otherSchoolId, importId, raisedAt, detail)
         SELECT ${uuid('?3')}, kind, urn, otherUrn, schoolId, otherSchoolId, importId, ?2, detail FROM RegisterReview
         WHERE withdrawnByImportId = ?1 AND importId IS NOT ?1
         ON CONFLICT DO NOTHING`,
      )
      .bind(id, now, prefix),
    db
      .prepare(
        `UPDATE RolesAsking SET takenBackAt = ?2
         WHERE id BETWEEN 'register ' || ?1 || ' ' AND 'register ' || ?1 || '!' AND takenBackAt IS NULL AND NOT EXISTS (
           SELECT 1 FROM School s CROSS JOIN School m ON m.rootId = s.rootId WHERE s.id = RolesAsking.schoolId AND (
             EXISTS (SELECT 1 FROM RoleAtSchool x WHERE x.schoolId = m.id AND x.roleId = 'head' AND x.supersededAt IS NULL AND x.confirmedAt >= since)
             OR EXISTS (SELECT 1 FROM RoleGap g WHERE g.schoolId = m.id AND g.roleId = 'head' AND g.supersededAt IS NULL AND g.learnedAt >= since)
             OR EXISTS (SELECT 1 FROM RolesConfirmation c WHERE c.schoolId = m.id AND COALESCE(c.roleId, 'head') = 'head' AND c.confirmedAt >= since)))`,
      )
      .bind(id, now),
    update(db, 'RegisterImport', { state: 'undone', undoneAt: now, undoneById: act.actor.accountId ?? null }, { id }),
    logged(act, { act: 'register_import.undone', subject: ['register_import', id] }),
  ]
}

/**
 * Supersedes what a source inserted, and restores copies of what that superseded.
 * @param sourceId an import, or a review that moved a school to another authority
 */
export const restoring = (db: SqlDatabase, sourceId: string, now: string, prefix: string): SqlStatement[] => [
  update(db, 'SchoolIdentity', { supersededAt: now, supersededByImportId: sourceId }, { importId: sourceId, supersededAt: null }),
  db
    .prepare(
      `INSERT INTO SchoolIdentity (id, schoolId, ${identityColumns.join(', ')}, validFrom, validTo, learnedAt, importId)
       SELECT ${uuid('?3')}, i.schoolId, ${identityColumns.map((name) => `i.${name}`).join(', ')}, i.validFrom, i.validTo, ?2, i.importId
       FROM SchoolIdentity i WHERE i.supersededByImportId = ?1 AND i.importId IS NOT ?1`,
    )
    .bind(sourceId, now, prefix),
]

/** From a day on; `sourceId` is the review that decided it. */
export const movingAway = (
  act: Act,
  sourceId: string,
  move: { urn: string; laCode: string; laName: string; from: string },
): SqlStatement[] => {
  const { db } = act
  const now = instant(act.now)
  const prefix = uuidPrefix(act.now)
  const moved = identityColumns.map((name) => (name === 'laCode' ? '?5' : name === 'laName' ? '?6' : `i.${name}`)).join(', ')
  return [
    update(
      db,
      'SchoolIdentity',
      { supersededAt: now, supersededByImportId: sourceId },
      { urn: move.urn, supersededAt: null, validTo: null },
    ),
    db
      .prepare(
        `INSERT INTO SchoolIdentity (id, schoolId, ${identityColumns.join(', ')}, validFrom, validTo, learnedAt, importId)
         SELECT ${uuid('?3')}, i.schoolId, ${identityColumns.map((name) => `i.${name}`).join(', ')}, i.validFrom, ?4, ?2, ?1
         FROM SchoolIdentity i WHERE i.supersededByImportId = ?1 AND i.importId IS NOT ?1 AND (i.validFrom IS NULL OR i.validFrom < ?4)`,
      )
      .bind(sourceId, now, prefix, move.from),
    db
      .prepare(
        `INSERT INTO SchoolIdentity (id, schoolId, ${identityColumns.join(', ')}, validFrom, learnedAt, importId)
         SELECT ${uuid('?3')}, i.schoolId, ${moved}, MAX(COALESCE(i.validFrom, ''), ?4), ?2, ?1
         FROM SchoolIdentity i WHERE i.supersededByImportId = ?1 AND i.importId IS NOT ?1`,
      )
      .bind(sourceId, now, prefix, move.from, move.laCode, move.laName),
  ]
}

export { uuidPrefix }
