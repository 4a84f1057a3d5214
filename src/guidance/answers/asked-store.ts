// SQL: which schools have still to do what a document asks. Pages, letters and lists of schools to
// chase ask it alike, and it is what `state.ts` says of them.
import type { Act } from '#base/act.ts'
import { addDays, londonDay } from '#base/dates.ts'
import { all, mapped, type Read } from '#base/db/read.ts'
import { isOf, isOpen, plannedOn, type StateRow, stateColumns, stateOf } from '#guidance/issuing/standing-store.ts'
import type { AskingDocument, Awaited, TrustDocument, TrustSchool } from './asked.ts'
import { claimed } from './store.ts'

/** SQL: issues `i` at schools (roots) `s` of current versions `v` of documents `d`, still open. */
const openAt = (
  areas: string,
  today: string,
): string => `CurrentGuidance v JOIN GuidanceDocument d ON d.id = v.documentId AND d.asked <> 'nothing'
    JOIN GuidanceIssue i ON i.versionId = v.id JOIN School o ON o.id = i.schoolId JOIN School s ON s.id = o.rootId
  WHERE ${isOf('d.id', areas)} AND ${isOpen(today)}`

/** SQL: of those, the ones that plan no meeting to come, until which nobody follows them up. */
const toFollow = (areas: string, today: string): string => `${openAt(areas, today)} AND COALESCE(${plannedOn}, '') < ${today}`

/** SQL: the schools (roots) still to do what it asks or, where it asks nothing, not reached. */
export const schoolsToAsk = (documentId: string, areas: string, today: string): string =>
  `SELECT s.id FROM ${toFollow(areas, today)} AND d.id = ${documentId}
   UNION SELECT s.id FROM CurrentGuidance v JOIN GuidanceDocument d ON d.id = v.documentId AND d.asked = 'nothing' JOIN GuidanceIssue i ON i.versionId = v.id
     JOIN School o ON o.id = i.schoolId JOIN School s ON s.id = o.rootId
   WHERE ${isOf('d.id', areas)} AND d.id = ${documentId} AND NOT EXISTS (
     SELECT 1 FROM NoticeReached f JOIN School m ON m.id = f.schoolId WHERE f.subjectId = v.id AND m.rootId = s.id)`

/** What is current, the soonest due first. */
export const selectAsking = (db: SqlDatabase): Read<AskingDocument[]> =>
  all<AskingDocument>(
    db.prepare(
      `SELECT d.id, d.title, v.dueOn FROM CurrentGuidance v JOIN GuidanceDocument d ON d.id = v.documentId
       ORDER BY d.asked = 'nothing', v.dueOn, d.title, d.id LIMIT 200`,
    ),
  )

export const selectAskedOf = (act: Act, rootId: string): Read<AskingDocument[]> =>
  all<AskingDocument>(
    act.db
      .prepare(
        `SELECT DISTINCT d.id, d.title, v.dueOn FROM ${openAt('?1', '?2')} AND s.id = ?3 AND i.schoolId IN (SELECT id FROM School WHERE rootId = ?3) ORDER BY v.dueOn, d.id`,
      )
      .bind(JSON.stringify(act.laCodes), londonDay(act.now), rootId),
  )

type TrustRow = Omit<TrustDocument, 'schools'> & Omit<TrustSchool, 'state'> & StateRow

/** What is current at the schools of a trust for which the account acts, with how each stands. */
export const selectTrustDocuments = (act: Act, trustUid: string): Read<TrustDocument[]> =>
  mapped(
    all<TrustRow>(
      act.db
        .prepare(
          `SELECT v.id AS versionId, d.title, v.number, d.asked, v.dueOn, q.id, q.name, q.town, q.urn, i.id AS issueId, ${stateColumns('?3')}
           FROM CurrentGuidance v JOIN GuidanceDocument d ON d.id = v.documentId JOIN GuidanceIssue i ON i.versionId = v.id
             JOIN School s ON s.id = i.schoolId JOIN School q ON q.id = s.rootId
           WHERE q.trustUid = ?1 AND ${claimed} AND q.isOpen GROUP BY v.id, q.id ORDER BY q.name COLLATE NOCASE, q.id LIMIT 5000`,
        )
        .bind(trustUid, act.actor.accountId ?? '', londonDay(act.now)),
    ),
    (rows) =>
      [...Map.groupBy(rows, ({ versionId }) => versionId).values()].flatMap((of) => {
        const [first] = of
        if (!first) return []
        const { versionId, title, number, asked, dueOn } = first
        return [
          {
            versionId,
            title,
            number,
            asked,
            dueOn,
            schools: of.map(({ id, name, town, urn, issueId, ...row }) => ({ id, name, town, urn, issueId, state: stateOf(row) })),
          },
        ]
      }),
  )

/** Days before the day by which it is asked from which officers are told who has not done it. */
const daysAhead = 7
/** Days after it for which they are told: the list has what is older. */
const daysAfter = 92

/** Documents whose day has passed or is near, with schools that nobody chases. */
export const selectAwaited = (act: Act): Read<Awaited[]> =>
  all<Awaited>(
    act.db
      .prepare(
        `SELECT d.id, d.title, v.dueOn, COUNT(DISTINCT s.id) AS schools, COUNT(DISTINCT IIF(EXISTS (
           SELECT 1 FROM School m CROSS JOIN Chase c ON c.schoolId = m.id AND c.matter = 'guidance' AND c.subjectId = d.id AND c.endedAt IS NULL WHERE m.rootId = s.id),
           NULL, s.id)) AS unchased
         FROM ${toFollow('?1', '?2')} AND v.dueOn BETWEEN ?4 AND ?3 GROUP BY d.id HAVING unchased > 0 ORDER BY v.dueOn, d.id LIMIT 20`,
      )
      .bind(JSON.stringify(act.laCodes), londonDay(act.now), ...[daysAhead, -daysAfter].map((days) => addDays(londonDay(act.now), days))),
  )
