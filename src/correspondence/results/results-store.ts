import { instant } from '#base/dates.ts'
import { all, mapped, only, type Read, together } from '#base/db/read.ts'
import { replacedAt } from '#booking/needs/store.ts'
import { resultsOf } from '#correspondence/evaluations/evaluation.ts'
import { selectEvaluation } from '#correspondence/evaluations/store.ts'
import { selectEventByCode } from '#events/events/store.ts'
import { moneyKinds } from '#money/ledger/store.ts'
import type { Results } from './results.ts'

const came = `COALESCE(MAX(m.markType IN ('attended', 'part')), 0)`

/** SQL: a row for each confirmed place of event ?1, and for each person who came without one. */
const people = `people AS MATERIALIZED (
  SELECT 1 AS booked, p.attendance, p.roleId, s.rootId, ${came} AS came, MAX(m.markType = 'absent') AS absent, MAX(m.markType = 'apologies') AS apologies,
    MAX(m.markType IN ('attended', 'part') AND m.source <> 'stated') AS seen, ${replacedAt('p.id')} AS replaced
  FROM Event e JOIN Place p ON p.eventId = e.id AND p.state = 'confirmed' JOIN School s ON s.id = p.schoolId LEFT JOIN CurrentMark m ON m.placeId = p.id
  WHERE e.code = ?1 GROUP BY p.id
  UNION ALL
  SELECT 0, NULL, w.roleId, s.rootId, ${came}, 0, 0, 1, 0
  FROM Event e JOIN Session x ON x.eventId = e.id JOIN WalkIn w ON w.sessionId = x.id LEFT JOIN School s ON s.id = w.schoolId
    LEFT JOIN CurrentMark m ON m.walkInId = w.id
  WHERE e.code = ?1 GROUP BY w.personId)`

/** undefined for an unknown event. */
export const selectResults = (db: SqlDatabase, typed: string, now: Date): Read<Results | undefined> => {
  const code = typed.toUpperCase()
  const found = together({
    evaluation: selectEvaluation(db, code),
    event: selectEventByCode(db, code, now),
    figures: only<Results['figures']>(
      db
        .prepare(
          `WITH ${people} SELECT COUNT(*) FILTER (WHERE booked) AS booked, COUNT(*) FILTER (WHERE booked AND came) AS came,
             COUNT(*) FILTER (WHERE booked AND came AND NOT seen) AS stated, COUNT(*) FILTER (WHERE NOT booked AND came) AS walkIns, COUNT(*) FILTER (WHERE NOT came AND apologies) AS apologies,
             COUNT(*) FILTER (WHERE NOT came AND NOT apologies AND absent) AS absent,
             COUNT(*) FILTER (WHERE booked AND NOT came AND absent IS NULL AND NOT replaced) AS unmarked,
             COUNT(DISTINCT IIF(booked, rootId, NULL)) AS schoolsBooked, COUNT(DISTINCT IIF(came, rootId, NULL)) AS schoolsCame,
             (SELECT COUNT(*) FROM Event e JOIN Place p ON p.eventId = e.id WHERE e.code = ?1 AND p.state = 'cancelled') AS cancelled,
             (SELECT COALESCE(SUM(l.pence), 0) FROM Event e JOIN LedgerLine l ON l.eventId = e.id WHERE e.code = ?1 AND l.kind NOT IN ${moneyKinds}) AS income,
             (SELECT COUNT(*) FROM Event e JOIN Need n ON n.eventId = e.id WHERE e.code = ?1 AND n.dietary <> '' AND n.deleteAfter > ?2 AND NOT ${replacedAt('n.placeId')}) AS food,
             (SELECT COUNT(*) FROM Event e JOIN Need n ON n.eventId = e.id WHERE e.code = ?1 AND n.access <> '' AND n.deleteAfter > ?2 AND NOT ${replacedAt('n.placeId')}) AS access
           FROM people`,
        )
        .bind(code, instant(now)),
    ),
    ways: all<Results['ways'][number]>(
      db
        .prepare(
          `WITH ${people} SELECT attendance, COUNT(*) AS booked, SUM(came) AS came FROM people WHERE attendance IS NOT NULL GROUP BY attendance ORDER BY attendance`,
        )
        .bind(code),
    ),
    roles: all<Results['roles'][number]>(
      db
        .prepare(
          `WITH ${people} SELECT r.label, SUM(o.booked) AS booked, SUM(o.came) AS came FROM people o LEFT JOIN Role r ON r.id = o.roleId
           GROUP BY o.roleId ORDER BY r.position IS NULL, r.position`,
        )
        .bind(code),
    ),
    parts: all<Results['parts'][number]>(
      db
        .prepare(
          `SELECT x.title, x.block, x.startsAt,
             (SELECT COUNT(*) FROM PlaceSession c JOIN Place p ON p.id = c.placeId WHERE c.sessionId = x.id AND p.state = 'confirmed') AS booked,
             (SELECT COUNT(*) FROM CurrentMark m WHERE m.sessionId = x.id AND m.markType IN ('attended', 'part')) AS came
           FROM Event e JOIN ActiveSession x ON x.eventId = e.id WHERE e.code = ?1 ORDER BY x.startsAt, x.block, x.title`,
        )
        .bind(code),
    ),
  })
  return mapped(
    found,
    ({ event, evaluation, ...figures }) => event && { event, ...figures, evaluation: evaluation ? resultsOf(evaluation) : [] },
  )
}
