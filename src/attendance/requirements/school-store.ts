import { type Day, instant } from '#base/dates.ts'
import { all, mapped, one, type Read, together } from '#base/db/read.ts'
import type { SchoolOption } from '#schools/schools/school.ts'
import { selectNames } from './choice-store.ts'
import { selectEditions } from './edition-store.ts'
import { selectSchoolsKnown } from './facts-store.ts'
import type { Proposed } from './proposal.ts'
import { selectProposed } from './proposal-store.ts'
import { bareSchoolStandingOn, type SchoolStanding, schoolStandingOn } from './school-standing.ts'
import { type ComingEvent, nextEvents, type RowNames, rowsOf, type StandingRow } from './standing-row.ts'

/** A school under its present id (a root). */
export const selectRequirementSchool = (db: D1Database, id: string): Read<SchoolOption | undefined> =>
  one<SchoolOption>(db.prepare('SELECT s.id, s.name, s.town, s.urn FROM School s WHERE s.id = ?1 AND s.rootId = ?1').bind(id))

const selectHolders = (db: D1Database, schoolIds: readonly string[]): Read<RowNames['people']> =>
  mapped(
    all<{ id: string; name: string }>(
      db
        .prepare(
          `SELECT DISTINCT n.id, n.name FROM json_each(?1) j CROSS JOIN School m ON m.rootId = j.value
             CROSS JOIN RoleAtSchool x ON x.schoolId = m.id AND x.supersededAt IS NULL JOIN Person n ON n.id = x.personId
           WHERE n.erasedAt IS NULL`,
        )
        .bind(JSON.stringify(schoolIds)),
    ),
    (rows) => new Map(rows.map(({ id, name }) => [id, name])),
  )

/** Published events whose first session lies ahead, soonest first. */
const selectComing = (db: D1Database, now: Date): Read<ComingEvent[]> =>
  mapped(
    all<Omit<ComingEvent, 'counts' | 'not'> & { counts: string; not: string }>(
      db
        .prepare(
          `SELECT e.code, e.title, MIN(s.startsAt) AS startsAt, e.purpose, e.topicId, e.level, e.minutes,
             (SELECT json_group_array(c.requirementId) FROM CountsTowards c WHERE c.eventId = e.id AND c.supersededAt IS NULL AND c.countsAs <> 'none') AS counts,
             (SELECT json_group_array(COALESCE(c.requirementId, '*')) FROM CountsTowards c
              WHERE c.eventId = e.id AND c.supersededAt IS NULL AND c.countsAs = 'none' AND c.sessionId IS NULL) AS "not"
           FROM ActiveSession s JOIN Event e ON e.id = s.eventId
           WHERE s.startsAt > ?1 AND e.state = 'published' AND NOT EXISTS (SELECT 1 FROM ActiveSession o WHERE o.eventId = e.id AND o.startsAt <= ?1)
           GROUP BY e.id ORDER BY startsAt, e.id LIMIT 200`,
        )
        .bind(instant(now)),
    ),
    (rows) => rows.map((row) => ({ ...row, counts: JSON.parse(row.counts) as string[], not: JSON.parse(row.not) as string[] })),
  )

const nobodyProposed: Proposed = { spells: [], trainings: [] }

type HowStands = {
  schoolId: string
  found: readonly SchoolStanding[]
  rows: readonly StandingRow[]
  next: ReturnType<typeof nextEvents>
}

/** How schools (roots) stand on a day, with what they can book. @param stand says a state */
export const selectHowSchoolsStand = (
  db: D1Database,
  schoolIds: readonly string[],
  day: Day,
  now: Date,
  stand = bareSchoolStandingOn,
): Read<HowStands[]> =>
  mapped(
    together({
      schools: selectSchoolsKnown(db, schoolIds, day),
      proposed: selectProposed(db, schoolIds),
      editions: selectEditions(db),
      people: selectHolders(db, schoolIds),
      names: selectNames(db, day),
      coming: selectComing(db, now),
    }),
    ({ schools, proposed, editions, people, names, coming }) => {
      const byRequirement = [...Map.groupBy(editions, ({ requirementId }) => requirementId).values()]
      return schools.map((known) => {
        const found = byRequirement.flatMap((own) => stand({ ...known, editions: own }, day) ?? [])
        const own = proposed.get(known.rootId) ?? nobodyProposed
        return {
          schoolId: known.rootId,
          found,
          rows: found.flatMap((standing) => rowsOf(standing, known, own, { people, roles: names.roles }, day)),
          next: nextEvents(found, coming),
        }
      })
    },
  )

/** How a school (a root) stands on a day, with what it can book; undefined: there is none. */
export const selectHowSchoolStands = (db: D1Database, schoolId: string, day: Day, now: Date) =>
  mapped(
    together({
      school: selectRequirementSchool(db, schoolId),
      stands: selectHowSchoolsStand(db, [schoolId], day, now, schoolStandingOn),
    }),
    ({ school, stands: [stands] }) =>
      school && stands ? { school, found: stands.found, rows: stands.rows, next: stands.next } : undefined,
  )
