import type { Act } from '#base/act.ts'
import { instant } from '#base/dates.ts'
import { all, mapped, only, type Read } from '#base/db/read.ts'
import { nameOfAccount } from '#people/ladder/contact-store.ts'
import type { Dates, Postponement } from './postponement.ts'

/** SQL: returns `t` of round ?1 that open schools neither submitted nor answered otherwise. */
const unsubmitted = `SchoolReturn t JOIN School s ON s.id = t.schoolId JOIN School n ON n.id = s.rootId AND n.statusCode <> '2'
  WHERE t.roundId = ?1 AND NOT EXISTS (SELECT 1 FROM ReturnOtherAudit a WHERE a.returnId = t.id)
    AND (SELECT COUNT(*) FROM ReturnSubmission b WHERE b.returnId = t.id) <= (SELECT COUNT(*) FROM ReturnReopening p WHERE p.returnId = t.id)`

/** How many schools are told when the dates of a round are put off. */
export const countUnsubmitted = (db: D1Database, roundId: string): Read<number> =>
  mapped(only<{ n: number }>(db.prepare(`SELECT COUNT(*) AS n FROM ${unsubmitted}`).bind(roundId)), ({ n }) => n)

/** Every putting off of a round, or of the round of a return, the first first. */
export const selectPostponements = (db: D1Database, of: { roundId: string } | { returnId: string }): Read<Postponement[]> =>
  all(
    db
      .prepare(
        `SELECT p.fromDeadlineAt, p.fromFinalAt, p.toDeadlineAt, p.toFinalAt, p.reason, ${nameOfAccount('p.byId')} AS "by", p.at
         FROM ReturnPostponement p WHERE p.roundId = ${'roundId' in of ? '?1' : '(SELECT t.roundId FROM SchoolReturn t WHERE t.id = ?1)'} ORDER BY p.at, p.id`,
      )
      .bind('roundId' in of ? of.roundId : of.returnId),
  )

type NewPostponement = { id: string; roundId: string; from: Dates; to: Dates; reason: string }

/** Its trigger moves the dates of the round. */
export const insertPostponement = (act: Act, { id, roundId, from, to, reason }: NewPostponement): D1PreparedStatement =>
  act.db
    .prepare(
      `INSERT INTO ReturnPostponement (id, roundId, fromDeadlineAt, fromFinalAt, toDeadlineAt, toFinalAt, reason, byId, at)
       VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9)`,
    )
    .bind(
      ...[id, roundId, from.deadlineAt, from.finalAt, to.deadlineAt, to.finalAt, reason],
      ...[act.actor.accountId ?? null, instant(act.now)],
    )

/** `followRounds` tells those that have not submitted; an untold school hears the new dates. */
export const markToTell = (db: D1Database, roundId: string, id: string): D1PreparedStatement =>
  db.prepare(`UPDATE SchoolReturn SET tellOfId = ?2 WHERE toldAt IS NOT NULL AND id IN (SELECT t.id FROM ${unsubmitted})`).bind(roundId, id)
