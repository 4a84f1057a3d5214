import { type Act, signed } from '#base/act.ts'
import { type Day, instant, londonDay } from '#base/dates.ts'
import { guard } from '#base/db/atomically.ts'
import { all, mapped, one, type Read } from '#base/db/read.ts'
import { insert, insertEach, pick, update } from '#base/db/write.ts'
import { isOfKind } from '#base/questions/store.ts'
import { nameOfAccount } from '#people/ladder/contact-store.ts'
import type { Answer, Checked, Dispute, ModeratedReturn, RedactAsked, Sample } from './answer.ts'

const redacted = `COALESCE((SELECT group_concat(DISTINCT d.part) FROM ReturnRedaction d WHERE d.ofId = e.id), '') AS redacted,
  COALESCE((SELECT ${nameOfAccount('d.byId')} FROM ReturnRedaction d WHERE d.ofId = e.id ORDER BY d.at DESC LIMIT 1), '') AS redactedBy`

export const selectAnswers = (db: SqlDatabase, returnId: string): Read<Answer[]> =>
  all(
    db
      .prepare(
        `SELECT e.id AS entryId, e.questionId, e.value, e.evidence, e.action, ${nameOfAccount('e.byId')} AS "by", e.at, ${redacted}
         FROM CurrentEntry e WHERE e.returnId = ?1`,
      )
      .bind(returnId),
  )

/** For every submitted return of a round. */
export const selectAllAnswers = (db: SqlDatabase, roundId: string): Read<(Answer & { returnId: string })[]> =>
  all(
    db
      .prepare(
        `SELECT e.id AS entryId, e.returnId, e.questionId, e.value, e.evidence, e.action, '' AS "by", e.at, ${redacted}
         FROM SchoolReturn t JOIN CurrentEntry e ON e.returnId = t.id
         WHERE t.roundId = ?1 AND EXISTS (SELECT 1 FROM ReturnSubmission b WHERE b.returnId = t.id) ORDER BY t.id`,
      )
      .bind(roundId),
  )

/**
 * Answers of other schools of the phase that submitted by the deadline: later ones are left out, or
 * two sheets would show what one late school answered.
 */
export const selectOthers = (db: SqlDatabase, returnId: string): Read<{ questionId: string; value: string; n: number }[]> =>
  all(
    db
      .prepare(
        `SELECT e.questionId, e.value, COUNT(*) AS n
         FROM SchoolReturn t JOIN School s ON s.id = t.schoolId JOIN School n ON n.id = s.rootId
           JOIN SchoolReturn u ON u.roundId = t.roundId AND u.id <> t.id JOIN School v ON v.id = u.schoolId JOIN School w ON w.id = v.rootId AND w.phase = n.phase
           JOIN CurrentEntry e ON e.returnId = u.id JOIN ReturnQuestion q ON q.id = e.questionId AND ${isOfKind('q.kind', ({ choices }) => choices !== undefined)}
         WHERE t.id = ?1 AND e.value <> '' AND EXISTS (SELECT 1 FROM ReturnSubmission b JOIN ReturnRound o ON o.id = u.roundId WHERE b.returnId = u.id AND b.at <= o.deadlineAt)
         GROUP BY e.questionId, e.value`,
      )
      .bind(returnId),
  )

export type Redaction = RedactAsked & { id: string; reason: string; proposalId?: string | undefined }

/**
 * Removes words, also where the school's other answers repeat them, and from earlier entries.
 * Guard: not removed yet.
 */
export const insertRedaction = (act: Act, of: Redaction): SqlStatement[] => {
  const bound = [of.ofId, of.part, of.returnId, of.reason, act.actor.accountId ?? null, instant(act.now), of.proposalId ?? null]
  return [
    guard(act.db, 'NOT EXISTS (SELECT 1 FROM ReturnRedaction d WHERE d.ofId = ?1 AND d.part = ?2)', of.ofId, of.part),
    act.db
      .prepare(
        `INSERT INTO ReturnRedaction (id, returnId, ofId, part, reason, byId, at, proposalId)
         SELECT lower(hex(randomblob(16))), x.returnId, x.ofId, x.part, ?4, ?5, ?6, ?7
         FROM (SELECT t.* FROM ReturnText t WHERE t.returnId = ?3 AND t.ofId = ?1 AND t.part = ?2) o
           JOIN ReturnText x ON x.returnId IN (SELECT b.id FROM SchoolReturn a JOIN School s ON s.id = a.schoolId
             JOIN School m ON m.rootId = s.rootId JOIN SchoolReturn b ON b.schoolId = m.id WHERE a.id = ?3)
         WHERE x.text <> '' AND (x.ofId <> ?1 OR x.part <> ?2)
           AND ((length(o.text) >= 12 AND instr(x.text, o.text) > 0)
             OR (x.returnId = ?3 AND x.part = ?2 AND x.questionId = o.questionId AND x.at <= o.at AND ?2 IN ('value', 'evidence', 'action', 'dispute')))
           AND NOT EXISTS (SELECT 1 FROM ReturnRedaction d WHERE d.ofId = x.ofId AND d.part = x.part)`,
      )
      .bind(...bound),
    insert(act.db, 'ReturnRedaction', {
      ...pick(of, ['id', 'returnId', 'ofId', 'part', 'reason']),
      ...signed(act, ''),
      proposalId: of.proposalId ?? null,
    }),
  ]
}

/** The head on our record, and whoever wrote the answer or signed as head. */
export const selectToTell = (act: Act, of: RedactAsked): Read<{ email: string; name: string | null; title: string; school: string }[]> =>
  all(
    act.db
      .prepare(
        `SELECT x.email, MAX(x.name) AS name, r.title, n.name AS school
         FROM SchoolReturn t JOIN ReturnRound r ON r.id = t.roundId JOIN School s ON s.id = t.schoolId JOIN School n ON n.id = s.rootId JOIN (
           SELECT lower(p.email) AS email, p.name FROM School m JOIN RoleAtSchool h ON h.schoolId = m.id AND h.roleId = 'head' AND h.confirmedAt IS NOT NULL
             AND h.supersededAt IS NULL AND (h.fromDate IS NULL OR h.fromDate <= ?4) AND (h.toDate IS NULL OR h.toDate > ?4)
             JOIN Person p ON p.id = h.personId AND p.erasedAt IS NULL AND p.email <> '' WHERE m.rootId = ?1
           UNION SELECT a.email, p.name FROM Account a LEFT JOIN Person p ON p.id = a.personId AND p.erasedAt IS NULL
             WHERE a.erasedAt IS NULL AND a.id IN (SELECT byId FROM ReturnEntry WHERE id = ?2
               UNION SELECT byId FROM ReturnSignature WHERE returnId = ?3 AND signedAs = 'head')) x
         WHERE t.id = ?3 GROUP BY x.email ORDER BY x.email`,
      )
      .bind(of.schoolId, of.ofId, of.returnId, londonDay(act.now)),
  )

/** The current text, with its question. */
export const selectWords = (db: SqlDatabase, { returnId, ofId, part }: RedactAsked): Read<string | undefined> =>
  mapped(
    one<{ said: string }>(
      db
        .prepare(
          `SELECT COALESCE(q.label || ': ', '') || t.text AS said FROM ReturnText t LEFT JOIN ReturnQuestion q ON q.id = t.questionId
           WHERE t.returnId = ?1 AND t.ofId = ?2 AND t.part = ?3`,
        )
        .bind(returnId, ofId, part),
    ),
    (row) => row?.said,
  )

/** Waiting first, the longest overdue at the top. */
export const selectDisputes = (db: SqlDatabase, roundId: string): Read<Dispute[]> =>
  all(
    db
      .prepare(
        `SELECT d.id, d.returnId, n.name AS school, q.label AS question, d.shown, d.heldOn, d.words,
           EXISTS (SELECT 1 FROM ReturnRedaction x WHERE x.ofId = d.id) AS redacted, ${nameOfAccount('d.ownerId')} AS owner, d.dueOn,
           d.settledAt, d.settled
         FROM SchoolReturn t JOIN ReturnShown d ON d.returnId = t.id AND d.answer = 'disputed' JOIN ReturnQuestion q ON q.id = d.questionId
           JOIN School s ON s.id = t.schoolId JOIN School n ON n.id = s.rootId
         WHERE t.roundId = ?1 ORDER BY d.settledAt IS NOT NULL, d.dueOn, n.name COLLATE NOCASE, d.id`,
      )
      .bind(roundId),
  )

export const settleShown = (act: Act, roundId: string, id: string, settled: string): SqlStatement =>
  act.db
    .prepare(
      `UPDATE ReturnShown SET settledAt = ?3, settledById = ?4, settled = ?5
       WHERE id = ?2 AND returnId IN (SELECT t.id FROM SchoolReturn t WHERE t.roundId = ?1)`,
    )
    .bind(roundId, id, instant(act.now), act.actor.accountId ?? null, settled)

/** Not yet sampled, in random order. */
export const selectToDraw = (db: SqlDatabase, roundId: string): Read<{ id: string }[]> =>
  all(
    db
      .prepare(
        `SELECT t.id FROM SchoolReturn t WHERE t.roundId = ?1 AND EXISTS (SELECT 1 FROM ReturnSubmission b WHERE b.returnId = t.id)
           AND NOT EXISTS (SELECT 1 FROM ReturnModeration m WHERE m.returnId = t.id) ORDER BY random()`,
      )
      .bind(roundId),
  )

export const insertSample = (
  act: Act,
  of: { id: string; roundId: string; among: number; returns: readonly { id: string; returnId: string }[] },
): SqlStatement[] => [
  insert(act.db, 'ReturnSample', { id: of.id, roundId: of.roundId, size: of.returns.length, among: of.among, ...signed(act, '') }),
  insertEach(act.db, 'ReturnModeration', of.returns, ['id', 'returnId'], { sampleId: of.id }),
]

export const selectSamples = (db: SqlDatabase, roundId: string): Read<Omit<Sample, 'returns'>[]> =>
  all(
    db
      .prepare(
        `SELECT p.id, p.size, p.among, p.at, ${nameOfAccount('p.byId')} AS "by" FROM ReturnSample p WHERE p.roundId = ?1 ORDER BY p.at DESC, p.id`,
      )
      .bind(roundId),
  )

export const selectModerated = (db: SqlDatabase, roundId: string): Read<(ModeratedReturn & { sampleId: string })[]> =>
  all(
    db
      .prepare(
        `SELECT m.id, m.sampleId, m.returnId, n.id AS schoolId, n.name AS school, m.visitedOn, m.note,
           (SELECT COUNT(*) FROM CurrentEntry e JOIN ReturnQuestion q ON q.id = e.questionId AND ${isOfKind('q.kind', ({ isGrade }) => isGrade)} WHERE e.returnId = m.returnId) AS graded,
           (SELECT COUNT(DISTINCT g.entryId) FROM CheckedGrade g WHERE g.moderationId = m.id) AS checked,
           (SELECT COUNT(*) FROM CheckedGrade g JOIN ReturnEntry e ON e.id = g.entryId WHERE g.moderationId = m.id AND g.grade <> e.value
              AND NOT EXISTS (SELECT 1 FROM CheckedGrade l WHERE l.moderationId = m.id AND l.entryId = g.entryId AND l.id > g.id)) AS changed
         FROM ReturnSample p JOIN ReturnModeration m ON m.sampleId = p.id JOIN SchoolReturn t ON t.id = m.returnId
           JOIN School s ON s.id = t.schoolId JOIN School n ON n.id = s.rootId
         WHERE p.roundId = ?1 ORDER BY n.name COLLATE NOCASE, m.id`,
      )
      .bind(roundId),
  )

/** The latest grade of each answer. */
export const selectChecked = (db: SqlDatabase, moderationId: string): Read<Checked[]> =>
  all(
    db
      .prepare(
        `SELECT g.entryId, g.grade, g.note, ${nameOfAccount('g.byId')} AS "by", g.at FROM CheckedGrade g
         WHERE g.moderationId = ?1 AND NOT EXISTS (SELECT 1 FROM CheckedGrade l WHERE l.moderationId = g.moderationId AND l.entryId = g.entryId AND l.id > g.id)`,
      )
      .bind(moderationId),
  )

export const noteVisit = (act: Act, id: string, visitedOn: Day, note: string): SqlStatement =>
  update(act.db, 'ReturnModeration', { visitedOn, visitedById: act.actor.accountId ?? null, note }, { id })

export const insertChecked = (
  act: Act,
  moderationId: string,
  grades: readonly { id: string; entryId: string; grade: string; note: string }[],
): SqlStatement => insertEach(act.db, 'CheckedGrade', grades, ['id', 'entryId', 'grade', 'note'], { moderationId, ...signed(act, '') })
