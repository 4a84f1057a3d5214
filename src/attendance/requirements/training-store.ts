import { type Instant, londonDay } from '#base/dates.ts'
import { all, mapped, type Read, together } from '#base/db/read.ts'
import type { CountsAs } from '#events/events/requirement.ts'
import type { Purpose } from './requirement.ts'
import { type CountedAs, ofTitle, type SessionAttended, type Training, trainingsOf } from './training.ts'

type SessionRow = Omit<SessionAttended, 'on' | 'minutes' | 'topicIds' | 'counts'> & {
  rootId: string
  startsAt: Instant
  endsAt: Instant
  topicIds: string
  counts: string
}
type EarlierRow = Omit<Training, 'purpose' | 'unstated' | 'minutes' | 'topicIds' | 'countsTowards'> & {
  rootId: string
  purpose: Purpose | null
  unstated: string | null
  countedAs: CountedAs | null
  minutes: number | null
  topicId: string
}

/**
 * SQL: people `n` as (rootId, id), and which of their places `p`, walk-ins `w` and earlier
 * attendances `a` are read. ?1: schools (roots) as JSON.
 */
export type Attending = { people: string; place: string; walkIn: string; earlier: string }

const ofSchool = 'IN (SELECT f.id FROM School f WHERE f.rootId = n.rootId)'

/** Of somebody only what they attended for the school (a root) with which they are read. */
export const forTheSchool: Omit<Attending, 'people'> = {
  place: `(p.schoolId ${ofSchool} OR EXISTS (SELECT 1 FROM PlaceRepresents v WHERE v.placeId = p.id AND v.schoolId ${ofSchool}))`,
  walkIn: `w.schoolId ${ofSchool}`,
  earlier: `a.schoolId ${ofSchool}`,
}

/**
 * Sessions that people attended whole, as the marks stand now. A walk-in counts once it is of a
 * school; what was called off or cancelled counts for nobody.
 */
const sessionsSql = ({ people, place, walkIn }: Attending): string => `
  SELECT h.rootId, h.personId, e.id AS eventId, x.id AS sessionId, h.source = 'stated' AS stated, x.startsAt, x.endsAt, e.title, e.venueName AS "where", e.purpose, e.level,
    COALESCE((SELECT json_group_array(t.topicId) FROM SessionTopic t WHERE t.sessionId = x.id HAVING COUNT(*) > 0), json_array(e.topicId)) AS topicIds,
    (SELECT json_group_array(json_object('requirementId', COALESCE(c.requirementId, '*'), 'countsAs', c.countsAs, 'whole', c.sessionId IS NULL))
     FROM CountsTowards c WHERE c.eventId = e.id AND c.supersededAt IS NULL AND (c.sessionId IS NULL OR c.sessionId = x.id)) AS counts
  FROM (
    SELECT n.rootId, n.id AS personId, k.sessionId, k.markType, k.source FROM (${people}) n
      CROSS JOIN Place p ON p.personId = n.id AND ${place} CROSS JOIN CurrentMark k ON k.placeId = p.id
    UNION ALL
    SELECT n.rootId, n.id, k.sessionId, k.markType, k.source FROM (${people}) n
      CROSS JOIN WalkIn w ON w.personId = n.id AND w.schoolId IS NOT NULL AND ${walkIn} CROSS JOIN CurrentMark k ON k.walkInId = w.id) h
  CROSS JOIN Session x ON x.id = h.sessionId CROSS JOIN Event e ON e.id = x.eventId
  WHERE h.markType = 'attended' AND x.calledOffAt IS NULL AND e.state <> 'cancelled'
  ORDER BY x.startsAt, x.id`

const earlierSql = ({ people, earlier }: Attending): string => `
  SELECT n.rootId, a.id, a.personId, a.heldOn AS "on", a.title, a.provider AS "where", a.purpose, IIF(a.purpose IS NULL, lower(trim(a.title)), NULL) AS unstated, t.countedAs, a.topicId, a.level, a.minutes, a.known AS evidence
  FROM (${people}) n CROSS JOIN EarlierRecord a ON a.personId = n.id AND ${earlier}
    LEFT JOIN CourseTitle t ON a.purpose IS NULL AND t.title = lower(trim(a.title)) AND t.supersededAt IS NULL
  WHERE a.markType = 'attended' ORDER BY a.heldOn, a.id`

const listed = (json: string): string[] => JSON.parse(json) as string[]

const sessionOf = ({ rootId, startsAt, endsAt, topicIds, counts, ...row }: SessionRow): SessionAttended => ({
  ...row,
  on: londonDay(startsAt),
  minutes: Math.round((Date.parse(endsAt) - Date.parse(startsAt)) / 60_000),
  topicIds: listed(topicIds),
  counts: (JSON.parse(counts) as { requirementId: string; countsAs: CountsAs; whole: number }[]).map(({ whole, ...count }) => ({
    ...count,
    ofSession: whole === 0,
  })),
})

const earlierOf = ({ rootId, topicId, purpose, unstated, countedAs, minutes, ...row }: EarlierRow): Training => ({
  ...row,
  ...(unstated === null ? { purpose: purpose ?? undefined, countsTowards: {} } : { ...ofTitle(countedAs), unstated }),
  topicIds: [topicId],
  minutes: minutes ?? undefined,
})

/** What people were trained in, by the `rootId` that they were read with. */
export const selectTrainings = (db: SqlDatabase, roots: string, of: Attending): Read<ReadonlyMap<string, readonly Training[]>> =>
  mapped(
    together({
      sessions: all<SessionRow>(db.prepare(sessionsSql(of)).bind(roots)),
      earlier: all<EarlierRow>(db.prepare(earlierSql(of)).bind(roots)),
    }),
    ({ sessions, earlier }) => {
      const attended = Map.groupBy(sessions, ({ rootId }) => rootId)
      const before = Map.groupBy(earlier, ({ rootId }) => rootId)
      return new Map(
        [...new Set([...attended.keys(), ...before.keys()])].map((rootId) => [
          rootId,
          [...trainingsOf((attended.get(rootId) ?? []).map(sessionOf)), ...(before.get(rootId) ?? []).map(earlierOf)],
        ]),
      )
    },
  )
