// What somebody's own record holds beside their places and roles.
import { selectHowSchoolsStand } from '#attendance/standings/school-store.ts'
import type { Day } from '#base/dates.ts'
import { all, mapped, type Read } from '#base/db/read.ts'
import { type Elsewhere, type OwnStanding, ownStandings } from './own-record.ts'

/** Trainings from elsewhere that somebody attended, the latest first, as they are known now. */
export const selectElsewhere = (db: SqlDatabase, personId: string): Read<Elsewhere[]> =>
  all<Elsewhere & { on: Day }>(
    db
      .prepare(
        `SELECT a.id, a.title, a.heldOn AS "on", a.level, a.provider, a.minutes, a.known
           FROM EarlierRecord a WHERE a.personId = ?1 AND a.markType IN ('attended', 'part')
           ORDER BY a.heldOn DESC, a.id DESC`,
      )
      .bind(personId),
    { minutes: 'optional' },
  )

/** What is asked of somebody in their roles at schools (roots), and how they stand on a day. */
export const selectOwnStandings = (db: SqlDatabase, personId: string, schoolIds: readonly string[], day: Day): Read<OwnStanding[]> =>
  mapped(selectHowSchoolsStand(db, schoolIds, day, { seer: 'council' }), (schools) =>
    ownStandings(
      personId,
      schools.flatMap(({ found }) => found),
    ),
  )
