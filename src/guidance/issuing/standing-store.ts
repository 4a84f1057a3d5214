// SQL: what a school told us that stands for a version, and whether what is asked is still to be
// done.
import type { Act } from '#base/act.ts'
import { type Day, londonDay } from '#base/dates.ts'
import { all, mapped, one, type Read } from '#base/db/read.ts'
import type { OwnAnswer, OwnState } from './answer.ts'

/** SQL: open school (root) `s` of the areas in `areas` is of the audience of document `id`. */
export const isOf = (id: string, areas: string): string => `s.rootId = s.id AND s.origin = 'register' AND s.isOpen
  AND s.laCode IN (SELECT value FROM json_each(${areas}))
  AND EXISTS (SELECT 1 FROM GuidanceAudience a WHERE a.documentId = ${id} AND a.dimension = 'sector' AND a.value = s.sector)
  AND EXISTS (SELECT 1 FROM GuidanceAudience a WHERE a.documentId = ${id} AND a.dimension = 'kind' AND a.value = s.kind)`

/** SQL: since when identity `i` of root `q.rootId` is what it is, where another came before it. */
export const becameSql = `CASE WHEN i.opensOn IS NOT NULL AND EXISTS (
    SELECT 1 FROM School m CROSS JOIN SchoolIdentity o ON o.schoolId = m.id AND o.supersededAt IS NULL
    WHERE m.rootId = q.rootId AND o.urn <> i.urn AND o.closesOn <= i.opensOn) THEN i.opensOn END`

/** SQL: an answer was decided before its version was issued to the school, as a draft may be. */
export const isEarly = (answer: string, issue: string): string => `COALESCE(${answer}.decidedOn < substr(${issue}.issuedAt, 1, 10), 0)`

/**
 * SQL: answers `g` that stand for version `v` of document `d` at the school of issue `i`, given to
 * version `w`: since it last asked again, and of the body that decides there on a day.
 */
const standing = (
  today: string,
): string => `FROM School q CROSS JOIN School x ON x.rootId = q.rootId CROSS JOIN GuidanceIssue k ON k.schoolId = x.id
        JOIN GuidanceVersion w ON w.id = k.versionId AND w.documentId = d.id AND w.number <= v.number JOIN GuidanceAnswer g ON g.issueId = k.id
      WHERE q.id = i.schoolId AND w.number >= COALESCE(
        (SELECT MAX(z.number) FROM GuidanceVersion z WHERE z.documentId = d.id AND z.number <= v.number AND z.askAgain = 1 AND z.issuedAt IS NOT NULL), 1)
        AND COALESCE(g.decidedOn, date(g.answeredAt)) >= COALESCE((SELECT MAX(${becameSql}) FROM School o
          JOIN SchoolIdentity i ON i.schoolId = o.id AND i.supersededAt IS NULL AND i.opensOn <= substr(${today}, 1, 10) WHERE o.rootId = q.rootId), '')`

/** SQL: no body decides at a nursery or a childminder: it is asked to tell its staff. */
export const askedOf = (origin: string): string => `IIF(d.asked IN ('adopt', 'answer') AND ${origin} = 'outside', 'tell_staff', d.asked)`

/**
 * SQL: what document `d` asks with version `v` is still to be done by the school of issue `i`: an
 * answer, or that somebody has it where no answer is asked.
 * @param today a day or an instant
 */
export const isOpen = (
  today: string,
): string => `CASE WHEN ${askedOf('(SELECT origin FROM School WHERE id = i.schoolId)')} IN ('adopt', 'answer') THEN NOT EXISTS (SELECT 1 ${standing(today)})
    ELSE NOT EXISTS (SELECT 1 FROM GuidanceReceipt g WHERE g.issueId = i.id AND g.what = 'acknowledged') END`

/** SQL: the day of the meeting for which the school of issue `i` plans to decide on version `v`. */
export const plannedOn =
  '(SELECT MAX(p.meetsOn) FROM School q CROSS JOIN GuidancePlan p ON p.rootId = q.rootId AND p.versionId = v.id WHERE q.id = i.schoolId)'

export type StateRow = { open: 0 | 1; answer: string | null; had: Day | null; planned: Day | null }

/** SQL: the columns of a StateRow for issue `i` of version `v` of document `d`. */
export const stateColumns = (today: string): string => `${isOpen(today)} AS open,
    (SELECT json_object('answer', g.answer, 'body', g.body, 'decidedOn', g.decidedOn, 'answeredAt', g.answeredAt, 'version', w.number, 'early', ${isEarly('g', 'k')})
     ${standing(today)} ORDER BY w.number DESC, g.answeredAt DESC, g.id DESC LIMIT 1) AS answer,
    (SELECT MIN(r.day) FROM GuidanceReceipt r WHERE r.issueId = i.id AND r.what IN ('acknowledged', 'planned')) AS had, ${plannedOn} AS planned`

export const stateOf = ({ open, answer, had, planned }: StateRow): OwnState => ({
  isOpen: open === 1,
  had,
  planned,
  answer: answer === null ? undefined : (JSON.parse(answer) as OwnAnswer),
})

/** How many open schools of the area have an answer that stands until a version asks again. */
export const selectAnswered = ({ db, now, laCodes }: Pick<Act, 'db' | 'now' | 'laCodes'>, documentId: string): Read<number> =>
  mapped(
    one<{ n: number }>(
      db
        .prepare(
          `SELECT COUNT(DISTINCT s.id) AS n FROM CurrentGuidance v JOIN GuidanceDocument d ON d.id = v.documentId AND d.asked IN ('adopt', 'answer')
             JOIN GuidanceIssue i ON i.versionId = v.id JOIN School o ON o.id = i.schoolId JOIN School s ON s.id = o.rootId
           WHERE d.id = ?1 AND ${isOf('d.id', '?2')} AND NOT ${isOpen('?3')}`,
        )
        .bind(documentId, JSON.stringify(laCodes), londonDay(now)),
    ),
    (row) => row?.n ?? 0,
  )

/** How a school (a root) stands with each issue of what is current there, by issue. */
export const selectOwnStates = ({ db, now }: Pick<Act, 'db' | 'now'>, rootId: string): Read<ReadonlyMap<string, OwnState>> =>
  mapped(
    all<StateRow & { issueId: string }>(
      db
        .prepare(
          `SELECT i.id AS issueId, ${stateColumns('?2')}
           FROM School m CROSS JOIN GuidanceIssue i ON i.schoolId = m.id JOIN CurrentGuidance v ON v.id = i.versionId JOIN GuidanceDocument d ON d.id = v.documentId
           WHERE m.rootId = ?1`,
        )
        .bind(rootId, londonDay(now)),
    ),
    (rows) => new Map(rows.map(({ issueId, ...row }) => [issueId, stateOf(row)])),
  )
