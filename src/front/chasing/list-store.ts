import { stateNames } from '#attendance/requirements/sentence.ts'
import type { State } from '#attendance/requirements/standing.ts'
import type { Act } from '#base/act.ts'
import { type Day, type Instant, instant, londonDay } from '#base/dates.ts'
import { all, given, mapped, type Read, together } from '#base/db/read.ts'
import { selectToConfirm } from '#people/roles/asking-store.ts'
import { type ComingEvent, type ListedSchool, type ListName, matterOf } from './list.ts'

/** SQL: a place, had or asked for, of root `r` at a coming event that counts for its lead. */
const placeToCount = `SELECT 1 FROM School m CROSS JOIN Place p ON p.schoolId = m.id JOIN Event e ON e.id = p.eventId AND e.state = 'published'
    JOIN CountsTowards c ON c.eventId = e.id AND c.requirementId = 'lead' AND c.supersededAt IS NULL
  WHERE m.rootId = r.id AND EXISTS (SELECT 1 FROM ActiveSession x WHERE x.eventId = e.id AND x.startsAt > ?2)`

/** SQL: which of root schools `r` are on a list, at ?2. */
const conditions: Record<ListName, string> = {
  leads: `k.state IN ('not_in_date', 'no_record', 'vacant', 'not_known')
    AND NOT EXISTS (${placeToCount} AND (p.takenUntil > ?2 OR p.waitsFor = 'approval' AND p.state = 'held'))`,
  'no-record': `NOT EXISTS (SELECT 1 FROM School m CROSS JOIN SchoolReached x ON x.schoolId = m.id WHERE m.rootId = r.id)
    AND NOT EXISTS (SELECT 1 FROM School m CROSS JOIN EarlierAttendance x ON x.schoolId = m.id AND x.supersededAt IS NULL AND x.markType IN ('attended', 'part')
      WHERE m.rootId = r.id)`,
  roles: "?2 <> ''",
}

type Row = Omit<ListedSchool, 'state' | 'lastTried'> & { state: State | 'not_asked' | null; lastAt: Instant | null }

/** The open schools of the area that are on a list, by name. One round trip. */
export const selectListed = (act: Act, list: ListName): Read<ListedSchool[]> => {
  const { matter, subjectId } = matterOf[list]
  const today: Day = londonDay(act.now)
  return mapped(
    together({
      rows: all<Row>(
        act.db
          .prepare(
            `SELECT r.id, r.name, r.town, r.urn, r.phase, r.kind, COALESCE(r.trustName, '') AS trust, r.wardName AS ward, k.state,
               (SELECT MAX(t.happenedAt) FROM School m CROSS JOIN CurrentContact t ON t.schoolId = m.id WHERE m.rootId = r.id) AS lastAt,
               EXISTS (SELECT 1 FROM School m CROSS JOIN Chase c ON c.schoolId = m.id AND c.matter = ?3 AND c.subjectId = ?4 AND c.endedAt IS NULL WHERE m.rootId = r.id) AS chased,
               EXISTS (${placeToCount} AND p.state = 'held' AND p.waitsFor = 'list') AS waits
             FROM School r LEFT JOIN SchoolStanding k ON k.rootId = r.id AND k.requirementId = 'lead'
             WHERE r.rootId = r.id AND r.origin = 'register' AND r.statusCode NOT IN ('2', '4') AND r.laCode IN (SELECT value FROM json_each(?1)) AND ${conditions[list]}
             ORDER BY r.name COLLATE NOCASE, r.town, r.id`,
          )
          .bind(JSON.stringify(act.laCodes), instant(act.now), matter, subjectId),
      ),
      asked: list === 'roles' ? selectToConfirm(act.db, today, { laCodes: act.laCodes }) : given<{ schoolId: string }[]>([]),
    }),
    ({ rows, asked }) => {
      const waiting = new Set(asked.map(({ schoolId }) => schoolId))
      return rows
        .filter(({ id }) => list !== 'roles' || waiting.has(id))
        .map(({ state, lastAt, ...row }) => ({
          ...row,
          state: state === null ? 'Not worked out yet' : state === 'not_asked' ? 'Not asked of it' : stateNames[state],
          lastTried: lastAt && londonDay(lastAt),
        }))
    },
  )
}

/** Published events to come, soonest first, with what is free or reserved already. */
export const selectComing = (act: Act): Read<ComingEvent[]> =>
  all<ComingEvent>(
    act.db
      .prepare(
        `SELECT e.code, e.title, MIN(x.startsAt) AS startsAt,
           e.capacity - (SELECT COUNT(*) FROM Place p WHERE p.eventId = e.id AND p.takenUntil > ?1) AS free
         FROM Event e JOIN ActiveSession x ON x.eventId = e.id WHERE e.state = 'published' GROUP BY e.id HAVING MIN(x.startsAt) > ?1 ORDER BY startsAt, e.id LIMIT 100`,
      )
      .bind(instant(act.now)),
  )

/** A draft is a step of the open chases of these schools (roots). */
export const insertChaseSending = (
  act: Act,
  sendingId: string,
  of: { matter: string; subjectId: string },
  steps: readonly { schoolId: string; contactId: string }[],
): D1PreparedStatement =>
  act.db
    .prepare(
      `INSERT INTO ChaseSending (sendingId, chaseId, contactId)
       SELECT ?1, c.id, v.value ->> 'contactId' FROM json_each(?2) v JOIN School s ON s.rootId = v.value ->> 'schoolId'
         JOIN Chase c ON c.schoolId = s.id AND c.matter = ?3 AND c.subjectId = ?4 AND c.endedAt IS NULL
       GROUP BY v.key`,
    )
    .bind(sendingId, JSON.stringify(steps), of.matter, of.subjectId)
