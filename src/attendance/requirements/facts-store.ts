// Everything that decides how schools stand with requirements, read for one or many of them in one
// round trip. Trainings belong to a person and follow them to whichever school.
import { type Day, type Instant, londonDay } from '#base/dates.ts'
import { all, given, mapped, type Read, together } from '#base/db/read.ts'
import type { CountsAs, Purpose, SchoolFacts } from './requirement.ts'
import type { SchoolAsked } from './school-standing.ts'
import { type SessionAttended, trainingsOf } from './session-training.ts'
import type { Exception, Spell } from './standing.ts'
import type { Training } from './training.ts'

/** What is known of a school; what else the states follow from are the editions. */
export type SchoolKnown = Omit<SchoolAsked, 'editions'> & {
  rootId: string
  /** The next day on which the register says something else of it; undefined: none known. */
  changesOn: Day | undefined
}

type OfSchool<T> = T & { rootId: string }
type SchoolRow = OfSchool<SchoolFacts> & { changesOn: Day | null }
type SpellRow = OfSchool<Omit<Spell, 'from' | 'to' | 'disputed'>> & { fromDate: Day | null; toDate: Day | null; disputed: number }
type GapRow = OfSchool<Omit<SchoolAsked['gaps'][number], 'to'>> & { toDate: Day | null }
type SessionRow = Omit<SessionAttended, 'on' | 'minutes' | 'topicIds' | 'counts'> & {
  startsAt: Instant
  endsAt: Instant
  topicIds: string
  counts: string
}
type EarlierRow = Omit<Training, 'purpose' | 'minutes' | 'topicIds' | 'countsTowards'> & {
  purpose: Purpose | null
  minutes: number | null
  topicId: string
}
type ExceptionRow = OfSchool<Omit<Exception, 'personId' | 'from' | 'until'>> & {
  personId: string | null
  fromDate: Day
  untilDate: Day | null
}

// ?1 is always the roots, as JSON.
const asked = 'json_each(?1) j CROSS JOIN School m ON m.rootId = j.value'

const roles = `${asked} CROSS JOIN RoleAtSchool ra ON ra.schoolId = m.id AND ra.supersededAt IS NULL AND ra.confirmedAt IS NOT NULL`

const persons = `SELECT DISTINCT ra.personId AS id FROM ${roles}`

/** SQL: identity `i` is open on day ?2, as coverage counts it. */
const open = `(i.opensOn IS NULL OR i.opensOn <= ?2) AND (i.closesOn IS NULL OR ?2 < i.closesOn) AND (i.statusCode <> '4' OR i.opensOn IS NOT NULL)`

/** Of several identities in force the one that opened last speaks for the school. */
const schoolsSql = `
  SELECT r.id AS rootId, COALESCE(i.kind, r.kind) AS kind, COALESCE(i.sector, r.sector) AS sector, COALESCE(i.lowAge, '') AS lowAge,
    COALESCE(i.nurseryProvision, '') AS nurseryProvision,
    (SELECT MIN(d.value) FROM School m CROSS JOIN SchoolIdentity c ON c.schoolId = m.id AND c.supersededAt IS NULL
       CROSS JOIN json_each(json_array(c.validFrom, c.validTo, c.opensOn, c.closesOn)) d
     WHERE m.rootId = r.id AND d.value > ?2) AS changesOn
  FROM json_each(?1) j CROSS JOIN School r ON r.id = j.value AND r.rootId = r.id LEFT JOIN SchoolIdentity i ON i.id = (
    SELECT i.id FROM School m CROSS JOIN SchoolIdentity i ON i.schoolId = m.id AND i.supersededAt IS NULL
    WHERE m.rootId = r.id AND (i.validFrom IS NULL OR i.validFrom <= ?2) AND (i.validTo IS NULL OR ?2 < i.validTo)
    ORDER BY ${open} DESC, COALESCE(i.opensOn, '0000-00-00') DESC, i.urn DESC LIMIT 1)`

const spellsSql = `
  SELECT m.rootId, ra.id, ra.personId, ra.roleId, ra.fromDate, ra.toDate,
    EXISTS (SELECT 1 FROM RoleDispute d WHERE d.roleAtSchoolId = ra.id AND d.answer IS NULL) AS disputed
  FROM ${roles} ORDER BY ra.id`

const gapsSql = `
  SELECT m.rootId, g.roleId, g.answer, g.fromDate AS "from", g.toDate
  FROM ${asked} CROSS JOIN RoleGap g ON g.schoolId = m.id AND g.supersededAt IS NULL ORDER BY g.id`

/**
 * Sessions that the holders attended whole, as the marks stand now. A walk-in counts once it is of
 * a school; what was called off or cancelled counts for nobody.
 */
const sessionsSql = `
  SELECT h.personId, e.id AS eventId, x.id AS sessionId, h.source = 'stated' AS stated, x.startsAt, x.endsAt, e.title, e.venueName AS "where", e.purpose, e.level,
    COALESCE((SELECT json_group_array(t.topicId) FROM SessionTopic t WHERE t.sessionId = x.id HAVING COUNT(*) > 0), json_array(e.topicId)) AS topicIds,
    (SELECT json_group_array(json_object('requirementId', COALESCE(c.requirementId, '*'), 'countsAs', c.countsAs, 'whole', c.sessionId IS NULL))
     FROM CountsTowards c WHERE c.eventId = e.id AND c.supersededAt IS NULL AND (c.sessionId IS NULL OR c.sessionId = x.id)) AS counts
  FROM (
    SELECT n.id AS personId, k.sessionId, k.markType, k.source FROM (${persons}) n CROSS JOIN Place p ON p.personId = n.id CROSS JOIN CurrentMark k ON k.placeId = p.id
    UNION ALL
    SELECT n.id, k.sessionId, k.markType, k.source FROM (${persons}) n CROSS JOIN WalkIn w ON w.personId = n.id AND w.schoolId IS NOT NULL
      CROSS JOIN CurrentMark k ON k.walkInId = w.id) h
  CROSS JOIN Session x ON x.id = h.sessionId CROSS JOIN Event e ON e.id = x.eventId
  WHERE h.markType = 'attended' AND x.calledOffAt IS NULL AND e.state <> 'cancelled'
  ORDER BY x.startsAt, x.id`

const earlierSql = `
  SELECT a.id, a.personId, a.heldOn AS "on", a.title, a.provider AS "where", a.purpose, a.topicId, a.level, a.minutes,
    COALESCE((SELECT v.level FROM EvidenceCheck v WHERE v.earlierId = a.id ORDER BY v.at DESC, v.id DESC LIMIT 1), 'stated') AS evidence
  FROM (${persons}) n CROSS JOIN EarlierAttendance a ON a.personId = n.id AND a.supersededAt IS NULL
  WHERE a.markType = 'attended' ORDER BY a.heldOn, a.id`

const exceptionsSql = `
  SELECT m.rootId, q.id, q.requirementId, q.personId, q.kind, q.fromDate, q.untilDate, q.reason
  FROM ${asked} CROSS JOIN RequirementException q ON q.schoolId = m.id AND q.supersededAt IS NULL ORDER BY q.id`

const statementsSql = `
  SELECT m.rootId, s.id, s.requirementId, s.trained, s.staff, s.asAt, s.saidBy
  FROM ${asked} CROSS JOIN StaffStatement s ON s.schoolId = m.id AND s.supersededAt IS NULL ORDER BY s.asAt, s.id`

const listed = (json: string): string[] => JSON.parse(json) as string[]

const sessionOf = ({ startsAt, endsAt, topicIds, counts, ...row }: SessionRow): SessionAttended => ({
  ...row,
  on: londonDay(startsAt),
  minutes: Math.round((Date.parse(endsAt) - Date.parse(startsAt)) / 60_000),
  topicIds: listed(topicIds),
  counts: (JSON.parse(counts) as { requirementId: string; countsAs: CountsAs; whole: number }[]).map(({ whole, ...count }) => ({
    ...count,
    ofSession: whole === 0,
  })),
})

const earlierOf = ({ topicId, purpose, minutes, ...row }: EarlierRow): Training => ({
  ...row,
  purpose: purpose ?? undefined,
  topicIds: [topicId],
  minutes: minutes ?? undefined,
  countsTowards: {},
})

const bySchool = <T, R>(rows: readonly OfSchool<T>[], made: (row: Omit<OfSchool<T>, 'rootId'>) => R): Map<string, R[]> => {
  const found = new Map<string, R[]>()
  for (const { rootId, ...row } of rows) found.set(rootId, [...(found.get(rootId) ?? []), made(row)])
  return found
}

/**
 * What is known of schools, in the order of their roots: the register as at a day, all else as it
 * stands, for the function looks at its days itself.
 */
export const selectSchoolsKnown = (db: D1Database, rootIds: readonly string[], day: Day): Read<SchoolKnown[]> => {
  if (rootIds.length === 0) return given([])
  const roots = JSON.stringify(rootIds)
  const of = <Row>(sql: string): Read<Row[]> => all<Row>(db.prepare(sql).bind(roots))
  return mapped(
    together({
      schools: all<SchoolRow>(db.prepare(schoolsSql).bind(roots, day)),
      spells: of<SpellRow>(spellsSql),
      gaps: of<GapRow>(gapsSql),
      sessions: of<SessionRow>(sessionsSql),
      earlier: of<EarlierRow>(earlierSql),
      exceptions: of<ExceptionRow>(exceptionsSql),
      statements: of<OfSchool<SchoolAsked['statements'][number]>>(statementsSql),
    }),
    ({ schools, sessions, earlier, ...found }) => {
      const trainings = Map.groupBy([...trainingsOf(sessions.map(sessionOf)), ...earlier.map(earlierOf)], ({ personId }) => personId)
      const spells = bySchool(found.spells, ({ fromDate, toDate, disputed, ...row }) => ({
        ...row,
        from: fromDate ?? undefined,
        to: toDate ?? undefined,
        disputed: disputed === 1,
      }))
      const gaps = bySchool(found.gaps, ({ toDate, ...row }) => ({ ...row, to: toDate ?? undefined }))
      const statements = bySchool(found.statements, (row) => row)
      const exceptions = bySchool(found.exceptions, ({ personId, fromDate, untilDate, ...row }) => ({
        ...row,
        personId: personId ?? undefined,
        from: fromDate,
        until: untilDate ?? undefined,
      }))
      return schools.map(({ rootId, changesOn, ...school }) => {
        const own = spells.get(rootId) ?? []
        return {
          rootId,
          changesOn: changesOn ?? undefined,
          school,
          spells: own,
          gaps: gaps.get(rootId) ?? [],
          trainings: [...new Set(own.map(({ personId }) => personId))].flatMap((personId) => trainings.get(personId) ?? []),
          exceptions: exceptions.get(rootId) ?? [],
          statements: statements.get(rootId) ?? [],
        }
      })
    },
  )
}
