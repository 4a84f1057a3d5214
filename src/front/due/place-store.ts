import { selectAhead } from '#attendance/requirements/coming-store.ts'
import { selectHowSchoolsStand } from '#attendance/standings/school-store.ts'
import type { Act } from '#base/act.ts'
import { selectCalendar } from '#base/council/calendar-store.ts'
import type { Calendar } from '#base/council/working-day.ts'
import { londonDay } from '#base/dates.ts'
import { guard } from '#base/db/atomically.ts'
import { all, mapped, type Read, together } from '#base/db/read.ts'
import { selectTermsAhead } from '#money/terms/store.ts'
import type { Terms } from '#money/terms/terms.ts'
import { addressAt } from '#people/people/spelling-store.ts'
import { schoolLabel } from '#schools/schools/school.ts'
import type { DueSchool } from './due-places.ts'

/** Guard: the event begins when the page said. `startsAt` '': it has no active session. */
export const beginsAsShown = (db: SqlDatabase, eventId: string, startsAt: string): SqlStatement =>
  guard(db, `(SELECT MIN(x.startsAt) FROM ActiveSession x WHERE x.eventId = ?1) IS NULLIF(?2, '')`, eventId, startsAt)

type PersonRow = { rootId: string; id: string; name: string; email: string | null }

/** Whoever is confirmed in a role at these schools, with the address that the school knows. */
const selectPeople = (db: SqlDatabase, roots: string): Read<PersonRow[]> =>
  all(
    db
      .prepare(
        `SELECT DISTINCT m.rootId, n.id, n.name, ${addressAt('n.id', 'm.rootId', 'n.email')} AS email
         FROM json_each(?1) j CROSS JOIN School m ON m.rootId = j.value
           CROSS JOIN RoleAtSchool x ON x.schoolId = m.id AND x.supersededAt IS NULL AND x.confirmedAt IS NOT NULL
           JOIN Person n ON n.id = x.personId AND n.erasedAt IS NULL`,
      )
      .bind(roots),
  )

type SchoolRow = { id: string; name: string; town: string; urn: string | null; trustName: string | null }

export type DueGround = { schools: DueSchool[]; terms: Terms[]; calendar: Calendar }

/** What booking for whoever is due at schools (roots) is decided on, in one round trip. */
export const selectDueGround = (act: Act, rootIds: readonly string[]): Read<DueGround> => {
  const { db, now, laCodes } = act
  const roots = JSON.stringify(rootIds)
  return mapped(
    together({
      stands: selectHowSchoolsStand(db, rootIds, londonDay(now), {
        seer: 'school',
        ahead: selectAhead(db, { rootIds, now, laCodes, seer: 'school' }),
      }),
      schools: all<SchoolRow>(
        db
          .prepare(
            'SELECT s.id, s.name, s.town, s.urn, s.trustName FROM json_each(?1) j JOIN School s ON s.id = j.value AND s.rootId = s.id',
          )
          .bind(roots),
      ),
      people: selectPeople(db, roots),
      terms: selectTermsAhead(db, now),
      calendar: selectCalendar(db),
    }),
    ({ stands, schools, people, terms, calendar }) => ({
      terms,
      calendar,
      schools: stands.flatMap(({ schoolId, found, coming }) => {
        const school = schools.find(({ id }) => id === schoolId)
        if (!school || !coming) return []
        const own = people.filter(({ rootId }) => rootId === schoolId)
        return {
          schoolId,
          name: schoolLabel(school),
          trustName: school.trustName,
          found,
          events: coming.events,
          ahead: coming.school,
          people: new Map(own.map(({ id, name, email }) => [id, { name, email: email ?? '' }])),
        }
      }),
    }),
  )
}
