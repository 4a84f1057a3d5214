import { all, mapped, type Read } from '#base/db/read.ts'
import type { CountsTowards } from './requirement.ts'

type Row = Omit<CountsTowards, 'session'> & { sessionId: string | null; title: string | null; position: number | null }

/** What an event counts towards, each as it is called on the day of its first session. */
export const selectCountsTowards = (db: D1Database, code: string): Read<CountsTowards[]> =>
  mapped(
    all<Row>(
      db
        .prepare(
          `SELECT c.requirementId, c.countsAs, c.sessionId, s.title, s.position, COALESCE((
             SELECT r.label FROM RequirementEdition r WHERE r.requirementId = c.requirementId AND r.supersededAt IS NULL
             ORDER BY r.validFrom <= COALESCE((SELECT MIN(x.startsAt) FROM Session x WHERE x.eventId = e.id), '9999') DESC, r.validFrom DESC LIMIT 1), '') AS label
           FROM Event e JOIN CountsTowards c ON c.eventId = e.id AND c.supersededAt IS NULL LEFT JOIN Requirement q ON q.id = c.requirementId
           LEFT JOIN Session s ON s.id = c.sessionId
           WHERE e.code = ?1 AND (s.id IS NULL OR s.calledOffAt IS NULL) ORDER BY s.position, q.position`,
        )
        .bind(code.toUpperCase()),
    ),
    (rows) =>
      rows.map(({ sessionId, title, position, ...row }) => ({
        ...row,
        session: sessionId === null ? undefined : title || `session ${position ?? ''}`,
      })),
  )
