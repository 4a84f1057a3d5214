import { londonDay } from '#base/dates.ts'
import type { Stored } from '#base/db/column.ts'
import { all, mapped, type Read, together } from '#base/db/read.ts'
import type { Purpose } from './event.ts'
import { type Count, type CountsTowards, impliedBy } from './requirement.ts'

type SaidRow = Omit<CountsTowards, 'session' | 'implied'> & { sessionId: string | null; title: string | null; position: number | null }

type SessionRow = {
  id: string
  title: string
  position: number
  block: string
  startsAt: string
  endsAt: string
  topicIds: string[]
  purpose: Purpose
  level: string
}
type EditionRow = {
  requirementId: string
  label: string
  purposes: Purpose[]
  topicIds: string[]
  level: string
  leastMinutes: number | undefined
}

const titleOf = ({ title, position }: { title: string | null; position: number | null }): string => title || `session ${position ?? ''}`

/** SQL: the day of the first session of event `e`. */
const firstDay = `COALESCE((SELECT substr(MIN(x.startsAt), 1, 10) FROM Session x WHERE x.eventId = e.id), date('now'))`

/** Under the names of the first day: first what was set, then what follows from its facts. */
export const selectCountsTowards = (db: SqlDatabase, code: string): Read<CountsTowards[]> => {
  const of = <Row>(text: string, ...columns: Stored<Row>): Read<Row[]> => all<Row>(db.prepare(text).bind(code.toUpperCase()), ...columns)
  return mapped(
    together({
      said: of<SaidRow>(
        `SELECT c.requirementId, c.countsAs, c.sessionId, s.title, s.position, COALESCE((
           SELECT r.label FROM RequirementEdition r WHERE r.requirementId = c.requirementId AND r.supersededAt IS NULL
           ORDER BY r.validFrom <= COALESCE((SELECT MIN(x.startsAt) FROM Session x WHERE x.eventId = e.id), '9999') DESC, r.validFrom DESC LIMIT 1), '') AS label
         FROM Event e JOIN CountsTowards c ON c.eventId = e.id AND c.supersededAt IS NULL LEFT JOIN Requirement q ON q.id = c.requirementId
         LEFT JOIN Session s ON s.id = c.sessionId
         WHERE e.code = ?1 AND (s.id IS NULL OR s.calledOffAt IS NULL) ORDER BY s.position, q.position`,
      ),
      sessions: of<SessionRow>(
        `SELECT x.id, x.title, x.position, x.block, x.startsAt, x.endsAt, e.purpose, e.level,
           COALESCE((SELECT json_group_array(t.topicId) FROM SessionTopic t WHERE t.sessionId = x.id HAVING COUNT(*) > 0), json_array(e.topicId)) AS topicIds
         FROM Event e JOIN ActiveSession x ON x.eventId = e.id WHERE e.code = ?1 AND e.state <> 'cancelled' ORDER BY x.startsAt, x.id`,
        { topicIds: 'json' },
      ),
      editions: of<EditionRow>(
        `SELECT r.requirementId, r.label, r.purposes, r.topicIds, r.level, r.leastMinutes FROM Event e
         JOIN RequirementEdition r ON r.supersededAt IS NULL AND r.whose <> 'statement' AND r.validFrom <= ${firstDay} AND (r.validTo IS NULL OR ${firstDay} < r.validTo)
         JOIN Requirement q ON q.id = r.requirementId WHERE e.code = ?1 ORDER BY q.position`,
        { purposes: 'json', topicIds: 'json', leastMinutes: 'optional' },
      ),
    }),
    ({ said, sessions, editions }) => {
      const countsOf = (sessionId: string): Count[] =>
        said.flatMap((one) =>
          one.sessionId === null || one.sessionId === sessionId
            ? [{ requirementId: one.requirementId ?? '*', countsAs: one.countsAs, ofSession: one.sessionId !== null }]
            : [],
        )
      const held = sessions.map(({ startsAt, endsAt, topicIds, ...session }) => ({
        title: titleOf(session),
        block: session.block,
        day: londonDay(startsAt),
        topicIds,
        minutes: Math.round((Date.parse(endsAt) - Date.parse(startsAt)) / 60_000),
        counts: countsOf(session.id),
      }))
      const [first] = sessions
      return [
        ...said.map(({ sessionId, title, position, ...row }) => ({
          ...row,
          session: sessionId === null ? undefined : titleOf({ title, position }),
        })),
        ...(first ? impliedBy(first, held, editions) : []),
      ]
    },
  )
}
