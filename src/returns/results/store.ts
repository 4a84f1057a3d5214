import type { Instant } from '#base/dates.ts'
import { all, mapped, one, type Read } from '#base/db/read.ts'

/** The last round that was opened before this one and is closed. */
export const selectRoundBefore = (
  db: D1Database,
  roundId: string,
): Read<{ id: string; versionId: string; title: string; year: string; deadlineAt: Instant } | undefined> =>
  one(
    db
      .prepare(
        `SELECT b.id, b.versionId, b.title, b.year, b.deadlineAt FROM ReturnRound o JOIN ReturnRound b ON b.openedAt < o.openedAt AND b.closedAt IS NOT NULL
         WHERE o.id = ?1 ORDER BY b.openedAt DESC LIMIT 1`,
      )
      .bind(roundId),
  )

export type RoundAnswers = {
  /** A root. */
  schoolId: string
  state: 'submitted' | 'otherwise' | 'missing'
  values: Record<string, string>
}

/** What each school of a round answered; of answers in words alone that there is one. */
export const selectRoundAnswers = (db: D1Database, roundId: string): Read<RoundAnswers[]> =>
  mapped(
    all<Omit<RoundAnswers, 'values'> & { answers: string }>(
      db
        .prepare(
          `SELECT s.rootId AS schoolId,
             CASE WHEN EXISTS (SELECT 1 FROM ReturnSubmission b WHERE b.returnId = t.id) THEN 'submitted'
               WHEN EXISTS (SELECT 1 FROM ReturnOtherAudit x WHERE x.returnId = t.id) THEN 'otherwise' ELSE 'missing' END AS state,
             (SELECT json_group_object(e.questionId, IIF(q.kind IN ('grade', 'rag', 'yes_no', 'past_date'), e.value, 'answered'))
              FROM CurrentEntry e JOIN ReturnQuestion q ON q.id = e.questionId
              WHERE e.returnId = t.id AND e.value <> '') AS answers
           FROM SchoolReturn t JOIN School s ON s.id = t.schoolId WHERE t.roundId = ?1 ORDER BY t.id`,
        )
        .bind(roundId),
    ),
    (rows) => rows.map(({ answers, ...row }) => ({ ...row, values: JSON.parse(answers) as Record<string, string> })),
  )
