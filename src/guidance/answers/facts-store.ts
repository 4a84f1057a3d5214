// SQL: what was appended about a document at schools, by root, in the form in which
// `state.ts` takes it for any day. A few statements, however many schools there are.
import { londonDay } from '#base/dates.ts'
import { all, mapped, type Read, together } from '#base/db/read.ts'
import type { Answer } from '#guidance/issuing/answer.ts'
import { isEarly } from '#guidance/issuing/standing-store.ts'
import type { Check, Issue, Receipt, SchoolAsked, Version } from './state.ts'

type OfRoot<T> = T & { rootId: string }

/** SQL: issues `i` of document ?1 at schools `s`, with their version `v`; of root ?2, or of all. */
const issues = 'GuidanceVersion v CROSS JOIN GuidanceIssue i ON i.versionId = v.id JOIN School s ON s.id = i.schoolId'
const asked = 'v.documentId = ?1 AND v.issuedAt IS NOT NULL AND (?2 IS NULL OR s.rootId = ?2)'

/** By root; what is found of none is empty. */
export type Facts = {
  versions: readonly Version[]
  issues: ReadonlyMap<string, readonly (Issue & { why: string })[]>
  receipts: ReadonlyMap<string, readonly Receipt[]>
  answers: ReadonlyMap<string, readonly Answer[]>
  checks: ReadonlyMap<string, readonly Check[]>
}

const byRoot = <T extends object>(rows: readonly OfRoot<T>[]): ReadonlyMap<string, readonly OfRoot<T>[]> =>
  Map.groupBy(rows, ({ rootId }) => rootId)

/** @param rootId undefined: of every school */
export const selectFacts = (db: SqlDatabase, documentId: string, rootId?: string): Read<Facts> => {
  const binds = [documentId, rootId ?? null]
  return together({
    versions: mapped(
      all<{ number: number; askAgain: number; availableOn: string | null; issuedAt: string }>(
        db
          .prepare(
            `SELECT v.number, v.askAgain, n.publishedOn AS availableOn, v.issuedAt FROM GuidanceVersion v LEFT JOIN VersionAdvice n ON n.versionId = v.id
             WHERE v.documentId = ?1 AND v.issuedAt IS NOT NULL`,
          )
          .bind(documentId),
      ),
      (found) =>
        found.map(({ number, askAgain, availableOn, issuedAt }) => ({
          number,
          askAgain: askAgain === 1,
          availableOn: availableOn ?? undefined,
          issuedOn: londonDay(issuedAt),
        })),
    ),
    issues: mapped(
      all<OfRoot<{ version: number; issuedAt: string; why: string; from: string | null }>>(
        db
          .prepare(
            `SELECT s.rootId, v.number AS version, i.issuedAt, i.why, (SELECT f.name FROM School f WHERE f.id = i.fromSchoolId) AS "from" FROM ${issues} WHERE ${asked}`,
          )
          .bind(...binds),
      ),
      (found) => byRoot(found.map(({ issuedAt, from, ...row }) => ({ ...row, on: londonDay(issuedAt), from: from ?? undefined }))),
    ),
    receipts: mapped(
      all<OfRoot<Receipt>>(
        db
          .prepare(
            `SELECT s.rootId, v.number AS version, r.what, r.meetsOn, MIN(r.day) AS "on" FROM ${issues}
               CROSS JOIN GuidanceReceipt r ON r.issueId = i.id AND r.what IN ('opened', 'acknowledged', 'planned') WHERE ${asked}
             GROUP BY i.id, r.what, IIF(r.what = 'planned', r.id, '') ORDER BY r.recordedAt, r.id`,
          )
          .bind(...binds),
      ),
      byRoot,
    ),
    answers: mapped(
      all<OfRoot<Answer>>(
        db
          .prepare(`SELECT s.rootId, a.id, v.number AS version, a.answer, a.how, a.body, a.decidedOn, ${isEarly('a', 'i')} AS early, a.answeredAt AS recordedAt,
           (SELECT json_group_array(json_object('level', c.level, 'at', c.at)) FROM GuidanceAnswerCheck c WHERE c.answerId = a.id) AS checks
         FROM ${issues} CROSS JOIN GuidanceAnswer a ON a.issueId = i.id WHERE ${asked}`)
          .bind(...binds),
        { body: 'optional', decidedOn: 'optional', early: 'flag', checks: 'json' },
      ),
      byRoot,
    ),
    checks: mapped(
      all<OfRoot<{ version: number; at: string; outcome: string; tickedAt: string | null }>>(
        db
          .prepare(
            `SELECT s.rootId, v.number AS version, p.checkedAt AS at, p.outcome, p.tickedAt FROM ${issues} CROSS JOIN GuidancePublished p ON p.issueId = i.id WHERE ${asked}`,
          )
          .bind(...binds),
      ),
      (found) =>
        byRoot(found.map(({ outcome, tickedAt, ...row }) => ({ ...row, found: outcome === 'found', tickedAt: tickedAt ?? undefined }))),
    ),
  })
}

/** @param became the days on which the school legally became another */
export const askedOf = (facts: Facts, rootId: string, became: readonly string[]): SchoolAsked => ({
  versions: facts.versions,
  from: undefined,
  to: undefined,
  became,
  issues: facts.issues.get(rootId) ?? [],
  receipts: facts.receipts.get(rootId) ?? [],
  answers: facts.answers.get(rootId) ?? [],
  checks: facts.checks.get(rootId) ?? [],
})
