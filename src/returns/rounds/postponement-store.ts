import { type Act, signed } from '#base/act.ts'
import { all, mapped, one, only, type Read } from '#base/db/read.ts'
import { insert } from '#base/db/write.ts'
import { nameOfAccount } from '#people/ladder/contact-store.ts'
import type { DatedReturn, Dates, Postponement } from './postponement.ts'

/** SQL: the dates of return `t` in round `o`, its own if it has any. */
export const datesIn = (t: string, o: string): { deadlineAt: string; finalAt: string } => ({
  deadlineAt: `max(${o}.deadlineAt, COALESCE(${t}.deadlineAt, ''))`,
  finalAt: `max(${o}.finalAt, COALESCE(${t}.finalAt, ''))`,
})

/** SQL: returns `t` of round ?1 of open schools, neither submitted nor answered otherwise. */
const unsubmitted = `SchoolReturn t JOIN School s ON s.id = t.schoolId JOIN School n ON n.id = s.rootId AND NOT n.isClosed
  WHERE t.roundId = ?1 AND NOT EXISTS (SELECT 1 FROM ReturnOtherAudit a WHERE a.returnId = t.id)
    AND (SELECT COUNT(*) FROM ReturnSubmission b WHERE b.returnId = t.id) <= (SELECT COUNT(*) FROM ReturnReopening p WHERE p.returnId = t.id)`

export const countUnsubmitted = (db: SqlDatabase, roundId: string): Read<number> =>
  mapped(only<{ n: number }>(db.prepare(`SELECT COUNT(*) AS n FROM ${unsubmitted}`).bind(roundId)), ({ n }) => n)

export type Whose = { roundId: string } | { returnId: string }

/** Of a round, or of a return's round and itself; oldest first. */
export const selectPostponements = (db: SqlDatabase, of: Whose): Read<Postponement[]> =>
  all(
    db
      .prepare(
        `SELECT p.id, p.returnId IS NOT NULL AS ownAlone, p.fromDeadlineAt, p.fromFinalAt, p.toDeadlineAt, p.toFinalAt, p.reason, ${nameOfAccount('p.byId')} AS "by", p.at
         FROM ReturnPostponement p
         WHERE ${'roundId' in of ? 'p.roundId = ?1 AND p.returnId IS NULL' : 'p.roundId = (SELECT t.roundId FROM SchoolReturn t WHERE t.id = ?1) AND (p.returnId IS NULL OR p.returnId = ?1)'}
         ORDER BY p.at, p.id`,
      )
      .bind('roundId' in of ? of.roundId : of.returnId),
  )

/** A return with the dates that apply. */
export const selectDatedReturn = (db: SqlDatabase, roundId: string, returnId: string): Read<DatedReturn | undefined> =>
  one(
    db
      .prepare(
        `SELECT t.id, n.name AS school, ${datesIn('t', 'o').deadlineAt} AS deadlineAt, ${datesIn('t', 'o').finalAt} AS finalAt
         FROM SchoolReturn t JOIN ReturnRound o ON o.id = t.roundId JOIN School s ON s.id = t.schoolId JOIN School n ON n.id = s.rootId
         WHERE t.id = ?2 AND t.roundId = ?1`,
      )
      .bind(roundId, returnId),
  )

export type NewPostponement = { id: string; roundId: string; returnId?: string | undefined; from: Dates; to: Dates; reason: string }

/** A trigger moves the dates of the round or school. */
export const insertPostponement = (act: Act, { id, roundId, returnId, from, to, reason }: NewPostponement): SqlStatement =>
  insert(act.db, 'ReturnPostponement', {
    id,
    roundId,
    fromDeadlineAt: from.deadlineAt,
    fromFinalAt: from.finalAt,
    toDeadlineAt: to.deadlineAt,
    toFinalAt: to.finalAt,
    reason,
    ...signed(act, ''),
    returnId: returnId ?? null,
  })

/** `followRounds` tells them; a school not told yet hears only the new dates. */
export const markToTell = (
  db: SqlDatabase,
  { roundId, returnId, id }: Pick<NewPostponement, 'id' | 'roundId' | 'returnId'>,
): SqlStatement =>
  db
    .prepare(
      `UPDATE SchoolReturn SET tellOfId = ?2 WHERE toldAt IS NOT NULL AND (?3 IS NULL OR id = ?3) AND id IN (SELECT t.id FROM ${unsubmitted})`,
    )
    .bind(roundId, id, returnId ?? null)
