import { isNotMarked } from '#attendance/requirements/coming-store.ts'
import { aboutSql } from '#attendance/requirements/facts-store.ts'
import type { KeptState } from '#attendance/requirements/standing.ts'
import { type StandingRow, sayListed } from '#attendance/requirements/standing-row.ts'
import { guidanceStateNames } from '#attendance/requirements/state.ts'
import type { Act } from '#base/act.ts'
import { type Day, type Instant, instant, londonDay, sayDay } from '#base/dates.ts'
import { type Rows, selectRows } from '#base/db/list-rows.ts'
import { all, mapped, one, type Read } from '#base/db/read.ts'
import { schoolsToAsk } from '#guidance/answers/asked-store.ts'
import { toConfirmOn } from '#people/roles/asking-store.ts'
import { schoolsWithout } from '#returns/signing/due-store.ts'
import { hasCome } from '#schools/schools/attendance-store.ts'
import { telephoneSql } from '#schools/schools/contact-store.ts'
import {
  type ComingEvent,
  type Group,
  type ListedSchool,
  type Listing,
  type ListName,
  matterOf,
  type Narrowed,
  narrowings,
} from './list.ts'

/** SQL: event `e` counts for a lead on day ?3, as said of it or by what it is about. */
const countsForLead = `(EXISTS (SELECT 1 FROM CountsTowards c WHERE c.eventId = e.id AND c.requirementId = 'lead' AND c.supersededAt IS NULL AND c.countsAs <> 'none')
  OR EXISTS (SELECT 1 FROM RequirementEdition n WHERE n.requirementId = 'lead' AND n.supersededAt IS NULL AND n.validFrom <= ?3 AND COALESCE(n.validTo, '9999') > ?3
      AND e.purpose IN (SELECT value FROM json_each(n.purposes)) AND (n.topicIds = '[]' OR e.topicId IN (SELECT value FROM json_each(n.topicIds)))
      AND n.level IN ('', e.level) AND COALESCE(n.leastMinutes, 0) <= e.minutes)
    AND NOT EXISTS (SELECT 1 FROM CountsTowards c WHERE c.eventId = e.id AND c.supersededAt IS NULL AND c.countsAs = 'none' AND c.sessionId IS NULL
      AND COALESCE(c.requirementId, 'lead') = 'lead'))`

/** SQL: place `p` is at an event that counts for a lead, and at one that is not over. */
const isToCount = `EXISTS (SELECT 1 FROM Event e WHERE e.id = p.eventId AND e.state = 'published' AND ${countsForLead})`
const isToCome = 'EXISTS (SELECT 1 FROM ActiveSession x WHERE x.eventId = p.eventId AND x.endsAt > ?2)'

const bookedPlace = `p.personId = ra.personId AND ${isToCount}
  AND ((p.takenUntil > ?2 OR p.waitsFor = 'approval' AND p.state = 'held') AND ${isToCome} OR ${isNotMarked('?2')})`
const isBooked = `EXISTS (SELECT 1 FROM Place p WHERE ${bookedPlace})`

/** SQL: whoever is confirmed as lead of root `r` and due, and whoever is proposed for it. */
const dueLead = (is: string): string => `SELECT 1 FROM HolderStanding h JOIN RoleAtSchool ra ON ra.id = h.roleAtSchoolId
  WHERE h.rootId = r.id AND h.requirementId = 'lead' AND h.state IN ('not_in_date', 'no_record', 'not_known')${is}`
const proposedLead = `SELECT 1 FROM School m CROSS JOIN RoleAtSchool ra ON ra.schoolId = m.id AND ra.supersededAt IS NULL AND ra.confirmedAt IS NULL AND ra.toDate IS NULL
  WHERE m.rootId = r.id AND ra.roleId IN (SELECT j.value FROM RequirementEdition n CROSS JOIN json_each(n.roleIds) j
    WHERE n.requirementId = 'lead' AND n.supersededAt IS NULL AND n.validFrom <= ?3 AND COALESCE(n.validTo, '9999') > ?3)`

/** Open roots at which a lead without training in date is booked on some that counts: on which. */
export const selectLeadsBooked = ({ db, now }: Pick<Act, 'db' | 'now'>): Read<ReadonlyMap<string, readonly string[]>> =>
  mapped(
    all<{ rootId: string; title: string; at: Instant }>(
      db
        .prepare(
          `SELECT h.rootId, v.title, (SELECT MIN(x.startsAt) FROM ActiveSession x WHERE x.eventId = v.id) AS at
           FROM HolderStanding h JOIN RoleAtSchool ra ON ra.id = h.roleAtSchoolId JOIN Place p ON ${bookedPlace} JOIN Event v ON v.id = p.eventId
           WHERE ?1 = 'lead' AND h.requirementId = ?1 AND h.state IN ('not_in_date', 'no_record') GROUP BY h.rootId, v.id ORDER BY at, v.id`,
        )
        .bind('lead', instant(now), londonDay(now)),
    ),
    (rows) =>
      new Map(
        [...Map.groupBy(rows, ({ rootId }) => rootId)].map(([id, of]) => [id, of.map(({ title, at }) => `“${title}” on ${sayDay(at)}`)]),
      ),
  )

/** SQL: nothing is on record yet, and an officer or the induction gives days in which to do it. */
const hasDays = `(k.state = 'no_record' AND COALESCE(k.day, '') >= ?3)`

/** SQL: which of root schools `r` are on a list, at ?2 on day ?3; of subject ?4. */
const conditions: Record<ListName, string> = {
  leads: `k.state IN ('not_in_date', 'no_record', 'vacant', 'not_known') AND NOT ${hasDays}
    AND IIF(EXISTS (${dueLead('')}), EXISTS (${dueLead(` AND NOT ${isBooked}`)}), NOT EXISTS (${proposedLead} AND ${isBooked}))`,
  'no-record': `NOT ${hasCome('r.id')}`,
  roles: `r.id IN (SELECT schoolId FROM (${toConfirmOn('?3')} AND s.laCode IN (SELECT value FROM json_each(?1))))`,
  guidance: `r.id IN (${schoolsToAsk('?4', '?1', '?3')})`,
  returns: `r.id IN (${schoolsWithout('?4')})`,
  plans: `r.id IN (SELECT d.rootId FROM ReturnToDo d WHERE d.dueOn < ?3)`,
}

export type ToFollow = { neverCame: 0 | 1; rolesOpen: 0 | 1; settled: string }

/** What school (root) can be followed up about; `settled`: rules that it meets or is not asked. */
export const selectToFollow = (act: Act, rootId: string): Read<ToFollow | undefined> =>
  one<ToFollow>(
    act.db
      .prepare(
        `SELECT ${conditions['no-record']} AS neverCame, ${conditions.roles} AS rolesOpen,
           (SELECT json_group_array(k.requirementId) FROM SchoolStanding k WHERE k.rootId = r.id AND k.state IN ('in_date', 'due_soon', 'exempt', 'not_asked')) AS settled
         FROM School r WHERE r.id = ?4 AND ?2 > ''`,
      )
      .bind(...boundTo(act, rootId)),
  )

/** SQL: how far root school `r` is, on lists that are not of training. */
const farWith: Partial<Record<ListName, string>> = {
  returns: `(SELECT CASE WHEN EXISTS (SELECT 1 FROM ReturnSubmission b WHERE b.returnId = t.id) THEN 'Reopened'
      WHEN EXISTS (SELECT 1 FROM ReturnEntry e WHERE e.returnId = t.id) THEN 'Begun' ELSE 'Not begun' END
    FROM School m CROSS JOIN SchoolReturn t ON t.schoolId = m.id AND t.roundId = ?4 WHERE m.rootId = r.id LIMIT 1)`,
  plans: `(SELECT trim(IIF(COUNT(d.actionId), COUNT(d.actionId) || ' overdue', '') || IIF(COUNT(d.disputeId), ', ' || COUNT(d.disputeId) || ' disputed', ''), ', ')
    FROM ReturnToDo d WHERE d.rootId = r.id AND d.dueOn < ?3)`,
  guidance: `(SELECT CASE WHEN MAX(q.what = 'acknowledged') THEN 'acknowledged' WHEN MAX(q.what = 'opened') THEN 'opened' ELSE 'issued' END
  FROM CurrentGuidance v CROSS JOIN School m ON m.rootId = r.id CROSS JOIN GuidanceIssue i ON i.versionId = v.id AND i.schoolId = m.id
    LEFT JOIN GuidanceReceipt q ON q.issueId = i.id
  WHERE v.documentId = ?4 HAVING COUNT(*) > 0)`,
}

/** SQL: the open schools of the area that are on a list, of ?1, ?2, the day ?3, subject ?4. */
const listed = (list: ListName): string => `FROM School r LEFT JOIN SchoolStanding k ON k.rootId = r.id AND k.requirementId = 'lead'
  WHERE r.rootId = r.id AND r.origin = 'register' AND r.isOpen AND r.laCode IN (SELECT value FROM json_each(?1)) AND ?3 > '' AND ?4 IS NOT NULL
    AND ${conditions[list]}`

type Asking = Pick<Act, 'db' | 'now' | 'laCodes'>

const boundTo = (act: Asking, of: string): string[] => [JSON.stringify(act.laCodes), instant(act.now), londonDay(act.now), of]

type Row = Omit<ListedSchool, 'state' | 'lastTried'> & {
  state: KeptState | null
  day: Day | null
  about: StandingRow['about']
  /** The key of a state of guidance; of returns it is said as it is. */
  far: string | null
  lastAt: Instant | null
}

/** Schools of a list, by name. @param ids of those that are meant; undefined: all */
export const listedRows = (act: Asking, { list, of }: Listing, by: Narrowed, ids?: readonly string[]): Rows<ListedSchool, Row> => {
  const { matter, subjectId } = matterOf[list](of)
  return {
    sql: `SELECT r.id, r.name, r.town ${listed(list)} AND (?5 = '' OR r.phase = ?5) AND (?6 = '' OR r.kind = ?6)
      AND (?7 = '' OR r.trustName = ?7) AND (?8 = '' OR r.wardName = ?8) AND (?9 IS NULL OR r.id IN (SELECT value FROM json_each(?9))) AND ?10 > '' AND ?11 IS NOT NULL`,
    values: [...boundTo(act, of), ...narrowings.map((one) => by[one]), ids ? JSON.stringify(ids) : null, matter, subjectId],
    by: ['name COLLATE NOCASE', 'town', 'id'],
    // Within another condition those of a list would be too deep for SQLite.
    cursor: 'SELECT name, town, id FROM School',
    shown: `SELECT r.id, r.name, r.town, r.urn, r.phase, r.kind, COALESCE(r.trustName, '') AS trust, r.wardName AS ward, ${telephoneSql} AS telephone, k.state, k.day, ${aboutSql('k')} AS about, ${farWith[list] ?? 'NULL'} AS far,
        (SELECT MAX(t.happenedAt) FROM School m CROSS JOIN CurrentContact t ON t.schoolId = m.id WHERE m.rootId = r.id) AS lastAt,
        EXISTS (SELECT 1 FROM School m CROSS JOIN Chase c ON c.schoolId = m.id AND c.matter = ?10 AND c.subjectId = ?11 AND c.endedAt IS NULL WHERE m.rootId = r.id) AS chased,
        EXISTS (SELECT 1 FROM School m CROSS JOIN Place p ON p.schoolId = m.id AND p.state = 'held' AND p.waitsFor = 'list'
          WHERE m.rootId = r.id AND ${isToCount} AND ${isToCome}) AS waits
      FROM page JOIN School r ON r.id = page.id LEFT JOIN SchoolStanding k ON k.rootId = r.id AND k.requirementId = 'lead'`,
    made: ({ state, day, about, far, lastAt, ...row }) => ({
      ...row,
      state: far
        ? (guidanceStateNames[far as keyof typeof guidanceStateNames] ?? far)
        : sayListed({ about, state: state ?? 'waiting', day: day ?? undefined }),
      lastTried: lastAt && londonDay(lastAt),
    }),
  }
}

/** Those that are ticked, or all that the filters leave, as they are on the list now. */
export const selectListed = (act: Act, listing: Listing, by: Narrowed, ids?: readonly string[]): Read<ListedSchool[]> =>
  selectRows(act.db, listedRows(act, listing, by, ids), -1)

/** How many schools of which groups a list has. */
export const selectGroups = (act: Asking, { list, of }: Listing): Read<Group[]> =>
  all<Group>(
    act.db
      .prepare(
        `SELECT r.phase, r.kind, COALESCE(r.trustName, '') AS trust, r.wardName AS ward, COUNT(*) AS schools ${listed(list)}
         GROUP BY r.phase, r.kind, r.trustName, r.wardName`,
      )
      .bind(...boundTo(act, of)),
  )

/** Published events to come, soonest first, with what is free or reserved already. */
export const selectComing = (act: Act): Read<ComingEvent[]> =>
  all<ComingEvent>(
    act.db
      .prepare(
        `SELECT e.id, e.code, e.title, MIN(x.startsAt) AS startsAt,
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
): SqlStatement =>
  act.db
    .prepare(
      `INSERT INTO ChaseSending (sendingId, chaseId, contactId)
       SELECT ?1, c.id, v.value ->> 'contactId' FROM json_each(?2) v JOIN School s ON s.rootId = v.value ->> 'schoolId'
         JOIN Chase c ON c.schoolId = s.id AND c.matter = ?3 AND c.subjectId = ?4 AND c.endedAt IS NULL
       GROUP BY v.key`,
    )
    .bind(sendingId, JSON.stringify(steps), of.matter, of.subjectId)
