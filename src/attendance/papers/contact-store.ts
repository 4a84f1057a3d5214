import type { Act } from '#base/act.ts'
import type { Calendar } from '#base/council/working-day.ts'
import { type Instant, instant } from '#base/dates.ts'
import { all, mapped, type Read } from '#base/db/read.ts'
import { type Chase, stepOf } from '#people/ladder/chase.ts'
import { selectChases } from '#people/ladder/chase-store.ts'
import type { Means, Result } from '#people/ladder/contact.ts'
import type { Rung } from '#people/ladder/rung.ts'
import type { TriedRung, TriedSchool } from './contact.ts'

/**
 * What was tried with schools (roots) until now about what a paper is of, by rung.
 * @param requirementId '': attendance
 */
export const selectTriedRungs = (
  { db, now }: Pick<Act, 'db' | 'now'>,
  rootIds: readonly string[],
  requirementId: string,
): Read<ReadonlyMap<string, TriedRung[]>> =>
  mapped(
    all<{ rootId: string; rung: Rung; times: number; firstAt: Instant; last: string; spoke: 0 | 1 }>(
      db
        .prepare(
          `SELECT m.rootId, t.rung, COUNT(*) AS times, MIN(t.happenedAt) AS firstAt, MAX(t.happenedAt || ' ' || t.means || ' ' || t.result) AS last,
             MAX(t.result IN ('spoke', 'answered')) AS spoke
           FROM json_each(?1) j CROSS JOIN School m ON m.rootId = j.value CROSS JOIN CurrentContact t ON t.schoolId = m.id LEFT JOIN Chase c ON c.id = t.chaseId
           WHERE t.happenedAt <= ?3
             AND (COALESCE(t.matter, c.matter) IN ('never_reached', 'roles_not_confirmed', 'due') OR COALESCE(t.matter, c.matter) IN ('requirement', 'guidance') AND COALESCE(c.subjectId, t.subjectId) = ?2)
           GROUP BY m.rootId, t.rung`,
        )
        .bind(JSON.stringify(rootIds), requirementId, instant(now)),
    ),
    (rows) => {
      const found = new Map<string, TriedRung[]>()
      for (const { rootId, last, ...row } of rows) {
        const [lastAt, means, result] = last.split(' ') as [Instant, Means, Result]
        found.set(rootId, [...(found.get(rootId) ?? []), { ...row, lastAt, means, result }])
      }
      return found
    },
  )

/** Open chases of these schools (roots) about the same. */
export const selectOpenAbout = (db: D1Database, rootIds: readonly string[], requirementId: string): Read<Chase[]> =>
  mapped(selectChases(db, { rootIds }), (chases) =>
    chases.filter(({ matter, subjectId }) =>
      matter === 'requirement' || matter === 'guidance'
        ? subjectId === requirementId
        : matter === 'never_reached' || matter === 'roles_not_confirmed',
    ),
  )

/** The same of one school, with the step that is due first. */
export const triedWith = (
  rungs: readonly TriedRung[] | undefined,
  chases: readonly Chase[] | undefined,
  calendar: Calendar,
): TriedSchool => {
  const steps = (chases ?? []).flatMap((chase) => stepOf(chase, calendar) ?? [])
  return { rungs: rungs ?? [], next: steps.toSorted((a, b) => (a.on < b.on ? -1 : 1))[0] }
}
