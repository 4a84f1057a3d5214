import type { ComingEvent, SchoolAhead } from '#attendance/requirements/coming.ts'
import type { Coming } from '#attendance/requirements/coming-store.ts'
import { selectEditions, selectNames } from '#attendance/requirements/edition-store.ts'
import { asSchoolSees, kindSql, selectProposed, selectSchoolsKnown } from '#attendance/requirements/facts-store.ts'
import { bareSchoolStandingOn, type Proposed, type SchoolStanding, schoolStandingOn } from '#attendance/requirements/school-standing.ts'
import { type RowNames, rowsOf, type StandingRow } from '#attendance/requirements/standing-row.ts'
import type { Seer } from '#attendance/requirements/state.ts'
import type { Day } from '#base/dates.ts'
import { all, given, mapped, one, type Read, together } from '#base/db/read.ts'
import type { SchoolCard, SchoolOption } from '#schools/schools/school.ts'

/** `kind`: of a setting that is no school its own, by which requirements name it. */
export type RequirementSchool = SchoolOption & Pick<SchoolCard, 'outsideKind'> & { kind: string }

/** A school under its present id (a root). */
export const selectRequirementSchool = (db: SqlDatabase, id: string): Read<RequirementSchool | undefined> =>
  one<RequirementSchool>(
    db
      .prepare(`SELECT s.id, s.name, s.town, s.urn, s.outsideKind, ${kindSql('s')} AS kind FROM School s WHERE s.id = ?1 AND s.rootId = ?1`)
      .bind(id),
  )

const selectHolders = (db: SqlDatabase, schoolIds: readonly string[]): Read<RowNames['people']> =>
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

type HowStands = {
  schoolId: string
  found: readonly SchoolStanding[]
  rows: readonly StandingRow[]
  /** What is to come, where it was asked. */
  coming?: { events: readonly ComingEvent[]; school: SchoolAhead } | undefined
}

const nobodyProposed: Proposed = { spells: [], trainings: [] }

/** `seer`: what is shown; `reader`: to whom it is worded; `ahead`: what follows for each person. */
type Asks = { seer: Seer; ahead?: Read<Coming>; reader?: Seer }

/** How schools (roots) stand on a day. */
export const selectHowSchoolsStand = (
  db: SqlDatabase,
  schoolIds: readonly string[],
  day: Day,
  { seer, ahead, stand = bareSchoolStandingOn, reader = seer }: Asks & { stand?: typeof bareSchoolStandingOn },
): Read<HowStands[]> =>
  mapped(
    together({
      schools: selectSchoolsKnown(db, schoolIds, day),
      proposed: selectProposed(db, schoolIds),
      editions: selectEditions(db),
      people: selectHolders(db, schoolIds),
      names: selectNames(db, day),
      coming: ahead ?? given(undefined),
    }),
    ({ schools, proposed, editions, people, names, coming }) => {
      const byRequirement = [...Map.groupBy(editions, ({ requirementId }) => requirementId).values()]
      return schools.map((whole) => {
        const known = seer === 'school' ? asSchoolSees(whole) : whole
        const found = byRequirement.flatMap((own) => stand({ ...known, editions: own }, day) ?? [])
        const of = { gaps: known.gaps, proposed: proposed.get(known.rootId) ?? nobodyProposed, nextOf: coming?.nextOf(known.rootId) }
        return {
          schoolId: known.rootId,
          found,
          ...(coming ? { coming: { events: coming.events, school: coming.of(known.rootId) } } : {}),
          rows: found.flatMap((standing) => rowsOf(standing, of, { people, roles: names.roles }, day, reader)),
        }
      })
    },
  )

/** How a school (a root) stands on a day; undefined: there is none. */
export const selectHowSchoolStands = (db: SqlDatabase, schoolId: string, day: Day, asks: Asks) =>
  mapped(
    together({
      school: selectRequirementSchool(db, schoolId),
      stands: selectHowSchoolsStand(db, [schoolId], day, { ...asks, stand: schoolStandingOn }),
    }),
    ({ school, stands: [stands] }) => (school && stands ? { school, found: stands.found, rows: stands.rows } : undefined),
  )
