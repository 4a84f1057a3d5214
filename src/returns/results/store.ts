import { type Act, signed } from '#base/act.ts'
import type { Instant } from '#base/dates.ts'
import { all, mapped, one, type Read, together } from '#base/db/read.ts'
import { insert } from '#base/db/write.ts'
import { isInWords } from '#base/questions/store.ts'
import type { KeptAnswers } from './result.ts'
import type { GivenAnswer } from './suppression.ts'

/** The previous round that is closed. */
export const selectRoundBefore = (
  db: SqlDatabase,
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

/** Of answers in words only that there is one. */
export const selectRoundAnswers = (db: SqlDatabase, roundId: string): Read<RoundAnswers[]> =>
  all<RoundAnswers>(
    db
      .prepare(
        `SELECT s.rootId AS schoolId,
             CASE WHEN EXISTS (SELECT 1 FROM ReturnSubmission b WHERE b.returnId = t.id) THEN 'submitted'
               WHEN EXISTS (SELECT 1 FROM ReturnOtherAudit x WHERE x.returnId = t.id) THEN 'otherwise' ELSE 'missing' END AS state,
             (SELECT json_group_object(e.questionId, IIF(${isInWords('q.kind')}, 'answered', e.value))
              FROM CurrentEntry e JOIN ReturnQuestion q ON q.id = e.questionId
              WHERE e.returnId = t.id AND e.value <> '') AS "values"
           FROM SchoolReturn t JOIN School s ON s.id = t.schoolId WHERE t.roundId = ?1 ORDER BY t.id`,
      )
      .bind(roundId),
    { values: 'json' },
  )

type KeptRow = { given: Record<string, GivenAnswer>; schoolId: string; kind: string; kept: KeptAnswers }

/** A report's figures by question, and the schools it counts; undefined: there is none. */
export const selectKeptAnswers = (
  db: SqlDatabase,
  reportId: string,
): Read<{ given: Record<string, GivenAnswer>; schools: (KeptAnswers & { schoolId: string; kind: string })[] } | undefined> =>
  mapped(
    all<KeptRow>(
      db
        .prepare(
          `SELECT f.sources -> '$.given' AS given, k.schoolId, s.kind, k.facts AS kept FROM FrozenReport f JOIN FrozenStanding k ON k.reportId = f.id
             JOIN FrozenSchool s ON s.reportId = f.id AND s.schoolId = k.schoolId
           WHERE f.id = ?1 AND k.state = 'submitted' ORDER BY k.schoolId`,
        )
        .bind(reportId),
      { given: 'json', kept: 'json' },
    ),
    (rows) =>
      rows[0] && {
        given: rows[0].given,
        schools: rows.map(({ schoolId, kind, kept }) => ({ schoolId, kind, ...kept })),
      },
  )

/** Published figures by question. */
export const selectGivenAnswers = (db: SqlDatabase, number: number): Read<Record<string, GivenAnswer>> =>
  mapped(
    one<{ given: Record<string, GivenAnswer> | null }>(
      db.prepare(`SELECT sources -> '$.given' AS given FROM FrozenReport WHERE number = ?1`).bind(number),
      { given: 'json' },
    ),
    (row) => row?.given ?? {},
  )

/** The round's final report, if any. */
export const selectResultsNumber = (db: SqlDatabase, roundId: string): Read<number | undefined> =>
  mapped(
    one<{ number: number }>(db.prepare(`SELECT f.number FROM FrozenReport f WHERE f.id = 'audit ' || ?1`).bind(roundId)),
    (row) => row?.number,
  )

/** What the council last said it will do, and who submitted (roots). */
export const selectFeedback = (
  db: SqlDatabase,
  roundId: string,
): Read<{ told: { words: string; at: Instant } | undefined; schoolIds: string[]; closed: number }> =>
  mapped(
    together({
      told: one<{ words: string; at: Instant }>(
        db.prepare('SELECT f.words, f.at FROM ReturnFeedback f WHERE f.roundId = ?1 ORDER BY f.at DESC, f.id DESC LIMIT 1').bind(roundId),
      ),
      submitted: all<{ rootId: string; isClosed: 0 | 1 }>(
        db
          .prepare(
            `SELECT DISTINCT s.rootId, n.isClosed FROM SchoolReturn t JOIN School s ON s.id = t.schoolId JOIN School n ON n.id = s.rootId
             WHERE t.roundId = ?1 AND EXISTS (SELECT 1 FROM ReturnSubmission b WHERE b.returnId = t.id) ORDER BY s.rootId`,
          )
          .bind(roundId),
      ),
    }),
    ({ told, submitted }) => {
      const schoolIds = submitted.flatMap(({ rootId, isClosed }) => (isClosed ? [] : [rootId]))
      return { told, schoolIds, closed: submitted.length - schoolIds.length }
    },
  )

export const insertFeedback = (act: Act, of: { id: string; roundId: string; words: string }): SqlStatement =>
  insert(act.db, 'ReturnFeedback', { id: of.id, roundId: of.roundId, words: of.words, ...signed(act, '') })
