import type { Act } from '#base/act.ts'
import { instant } from '#base/dates.ts'
import { guard } from '#base/db/atomically.ts'
import { prisma } from '#base/db/client.ts'
import type { Rows } from '#base/db/list-rows.ts'
import { all, mapped, one, type Read, together } from '#base/db/read.ts'
import { insertOnce, update } from '#base/db/write.ts'
import { newId } from '#base/id.ts'
import { logged } from '#base/log/store.ts'
import { movingAway, restoring, uuidPrefix } from './apply-store.ts'
import { movedOf } from './moved-store.ts'
import type { Decision, Review, Side } from './review.ts'

type Row = Omit<Review, 'detail'> & { detail: string }

const columns = 'r.id, r.kind, r.urn, r.otherUrn, r.raisedAt, r.detail, r.decision, r.reason, r.decidedAt, r.undoneAt'
const fromRow = (row: Row): Review => ({ ...row, detail: JSON.parse(row.detail) })

const waitingFirst = `CASE WHEN r.decision IS NULL THEN 0 ELSE 1 END, COALESCE(r.decidedAt, ''), r.id`

/** Open ones oldest first, answered ones newest first. */
export const reviewRows = (state: 'waiting' | 'decided'): Rows<Review, Row> => ({
  sql: `SELECT ${columns} FROM RegisterReview r WHERE ${state === 'waiting' ? 'r.decision IS NULL' : `r.decision IS NOT NULL AND r.decision <> 'withdrawn'`}`,
  by: state === 'waiting' ? ['raisedAt', 'kind', 'urn', 'id'] : ['decidedAt DESC', 'id'],
  made: fromRow,
})

/** With our facts about both schools. */
export const selectReview = (db: SqlDatabase, id: string): Read<{ review: Review; sides: Side[] } | undefined> => {
  const read = together({
    row: one<Row>(db.prepare(`SELECT ${columns} FROM RegisterReview r WHERE r.id = ?1 ORDER BY ${waitingFirst}`).bind(id)),
    sides: all<Side>(
      db
        .prepare(
          `SELECT i.schoolId, s.rootId, i.name, i.urn, i.town, i.postcode, i.laName, i.establishmentNumber, i.typeName, i.statusName, i.opensOn,
             i.closesOn, ${movedOf('s.rootId')} AS counts
           FROM RegisterReview r JOIN SchoolIdentity i ON i.urn IN (r.urn, r.otherUrn) AND i.supersededAt IS NULL AND i.validTo IS NULL
           JOIN School s ON s.id = i.schoolId WHERE r.id = ?1 ORDER BY i.urn = r.urn DESC`,
        )
        .bind(id),
      { counts: 'json' },
    ),
  })
  return mapped(read, ({ row, sides }) => (row ? { review: fromRow(row), sides } : undefined))
}

const deciding = (
  act: Act,
  review: Review,
  decision: Decision,
  reason: string,
  joined: Pick<Join, 'younger' | 'members'> | undefined,
): SqlStatement[] => [
  guard(act.db, 'EXISTS (SELECT 1 FROM RegisterReview WHERE id = ?1 AND decision IS NULL)', review.id),
  act.db
    .prepare(
      `UPDATE RegisterReview SET decision = ?2, reason = ?3, decidedAt = ?4, decidedById = ?5,
         detail = CASE WHEN ?6 IS NULL THEN detail ELSE json_set(detail, '$.joined', json_set(?6, '$.moved', json(${movedOf("?6 ->> '$.younger'")}))) END
       WHERE id = ?1`,
    )
    .bind(
      review.id,
      decision,
      reason,
      instant(act.now),
      act.actor.accountId ?? null,
      joined ? JSON.stringify({ younger: joined.younger, members: joined.members }) : null,
    ),
]

export type Join = { younger: string; older: string; from: Side; to: Side; members: string[] }

/** The younger joins the older; the succession is recorded as a person's decision. */
export const joining = (act: Act, review: Review, reason: string, join: Join): SqlStatement[] => [
  ...deciding(act, review, 'same_school', reason, join),
  guard(
    act.db,
    `(SELECT COUNT(*) FROM School WHERE rootId = ?1) = ?2 AND (SELECT rootId FROM School WHERE id = ?3) = ?3`,
    join.younger,
    join.members.length,
    join.older,
  ),
  update(act.db, 'School', { rootId: join.older }, { rootId: join.younger }),
  insertOnce(act.db, 'Succession', [], {
    id: newId(act.now),
    fromSchoolId: join.from.schoolId,
    toSchoolId: join.to.schoolId,
    fromUrn: join.from.urn,
    toUrn: join.to.urn,
    how: 'one_to_one',
    happenedOn: join.to.opensOn ?? join.from.closesOn,
    learnedAt: instant(act.now),
    decidedById: act.actor.accountId ?? null,
  }),
  logged(act, {
    act: 'register_review.decided',
    subject: ['register_review', review.id],
    schoolId: join.older,
    before: { rootId: join.younger },
    after: { decision: 'same_school', rootId: join.older },
  }),
]

export const moving = (act: Act, review: Review, reason: string, side: Side, from: string): SqlStatement[] => [
  ...deciding(act, review, 'moved_away', reason, undefined),
  ...movingAway(act, review.id, { urn: review.urn, laCode: review.detail.laCode ?? '', laName: review.detail.laName ?? '', from }),
  logged(act, {
    act: 'register_review.decided',
    subject: ['register_review', review.id],
    schoolId: side.rootId,
    after: { decision: 'moved_away', laCode: review.detail.laCode ?? '', from },
  }),
]

export const leaving = (act: Act, review: Review, decision: Decision, reason: string, schoolId: string | undefined): SqlStatement[] => [
  ...deciding(act, review, decision, reason, undefined),
  logged(act, { act: 'register_review.decided', subject: ['register_review', review.id], schoolId, after: { decision } }),
]

export const schoolsOfRoot = async (db: SqlDatabase, rootId: string): Promise<string[]> =>
  (await (await prisma(db)).school.findMany({ where: { rootId }, orderBy: { id: 'asc' }, select: { id: true } })).map((row) => row.id)

/** Reopens the question. */
export const takingBack = (act: Act, review: Review): SqlStatement[] => {
  const { db } = act
  const now = instant(act.now)
  const joined = review.detail.joined
  const members = joined ? JSON.stringify(joined.members) : null
  return [
    // Later imports or decisions that depend on it must be undone first.
    guard(
      db,
      `EXISTS (SELECT 1 FROM RegisterReview WHERE id = ?1 AND decision IS NOT NULL AND decision <> 'withdrawn' AND undoneAt IS NULL)
       AND (?2 IS NULL OR (SELECT COUNT(DISTINCT rootId) FROM School WHERE id IN (SELECT value FROM json_each(?2))) = 1)
       AND NOT EXISTS (SELECT 1 FROM SchoolIdentity WHERE importId = ?1 AND supersededAt IS NOT NULL)`,
      review.id,
      members,
    ),
    ...(joined
      ? [
          db.prepare('UPDATE School SET rootId = ?2 WHERE id IN (SELECT value FROM json_each(?1))').bind(members, joined.younger),
          update(
            db,
            'Succession',
            { supersededAt: now },
            { fromUrn: review.urn, toUrn: review.otherUrn ?? '', supersededAt: null, importId: null },
          ),
        ]
      : []),
    ...(review.decision === 'moved_away' ? restoring(db, review.id, now, uuidPrefix(act.now)) : []),
    update(db, 'RegisterReview', { undoneAt: now, undoneById: act.actor.accountId ?? null }, { id: review.id }),
    db
      .prepare(
        `INSERT INTO RegisterReview (id, kind, urn, otherUrn, schoolId, otherSchoolId, importId, raisedAt, detail)
         SELECT ?2, kind, urn, otherUrn, schoolId, otherSchoolId, importId, ?3, json_remove(detail, '$.joined') FROM RegisterReview WHERE id = ?1
         ON CONFLICT DO NOTHING`,
      )
      .bind(review.id, newId(act.now), now),
    logged(act, { act: 'register_review.taken_back', subject: ['register_review', review.id], before: { decision: review.decision } }),
  ]
}
