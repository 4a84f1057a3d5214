// Everything that decides how schools stand with requirements, read for one or many of them in one
// round trip. Trainings belong to a person and follow them to whichever school.
import type { Day } from '#base/dates.ts'
import type { Stored } from '#base/db/column.ts'
import { all, given, mapped, type Read, together } from '#base/db/read.ts'
import { hasAgreed } from '#people/people/role-store.ts'
import { proposalsAt, proposalsSql } from '#people/roles/proposal-store.ts'
import { inForceOn, openOn } from '#schools/schools/identity-store.ts'
import type { SchoolFacts } from './requirement.ts'
import type { Proposed, SchoolAsked } from './school-standing.ts'
import type { Elsewhere, Exception, Spell } from './standing.ts'
import type { Training } from './training.ts'
import { type Attending, forTheSchool, selectTrainings } from './training-store.ts'

/** What is known of a school; what else the states follow from are the editions. */
export type SchoolKnown = Omit<SchoolAsked, 'editions'> & {
  rootId: string
  /** The next day on which the register says something else of it; undefined: none known. */
  changesOn: Day | undefined
  /** Who attended something for others, and has yet to agree that the school sees it, by person. */
  asked: ReadonlyMap<string, Elsewhere>
  /** What whoever has not agreed attended for this school. */
  ofSchool: readonly Training[]
}

/** What the school itself gets to see of how it stands. */
export const asSchoolSees = (known: SchoolKnown): SchoolKnown => {
  const { asked, ofSchool, spells, trainings } = known
  if (asked.size === 0) return known
  return {
    ...known,
    spells: spells.map((spell) => ({ ...spell, elsewhere: asked.get(spell.personId) })),
    trainings: [...trainings, ...ofSchool].filter((one) => !asked.has(one.personId) || ofSchool.includes(one)),
  }
}

type OfSchool<T> = T & { rootId: string }
type SchoolRow = OfSchool<SchoolFacts> & { changesOn: Day | null }
type SpellRow = OfSchool<Omit<Spell, 'from' | 'to' | 'disputed' | 'elsewhere'>> & {
  fromDate: Day | null
  toDate: Day | null
  disputed: number
  elsewhere: Elsewhere | null
}
type GapRow = OfSchool<Omit<SchoolAsked['gaps'][number], 'to'>> & { toDate: Day | null }
type ExceptionRow = OfSchool<Omit<Exception, 'personId' | 'from' | 'until'>> & {
  personId: string | null
  fromDate: Day
  untilDate: Day | null
}

// ?1 is JSON of the roots, or of the areas of which all schools are meant.
const meant = `json_each(IIF(json_type(?1) = 'array', ?1, (SELECT json_group_array(DISTINCT s.rootId)
  FROM SchoolIdentity i JOIN School s ON s.id = i.schoolId
  WHERE i.supersededAt IS NULL AND i.laCode IN (SELECT value FROM json_each(?1, '$.laCodes')))))`
const asked = `${meant} j CROSS JOIN School m ON m.rootId = j.value`

const roles = `${asked} CROSS JOIN RoleAtSchool ra ON ra.schoolId = m.id AND ra.supersededAt IS NULL AND ra.confirmedAt IS NOT NULL`

// Trainings follow whoever holds a role, whichever school they came for.
const holders: Attending = {
  people: `SELECT DISTINCT '' AS rootId, ra.personId AS id FROM ${roles}`,
  place: 'true',
  walkIn: 'true',
  earlier: 'true',
}

const askedHolders: Attending = {
  ...forTheSchool,
  people: `SELECT DISTINCT m.rootId, ra.personId AS id FROM ${roles} WHERE NOT ${hasAgreed('m.rootId', 'ra.personId')}`,
}

/** SQL: the kind of school `r`, or of setting where it is none; a school elsewhere is a school. */
export const kindSql = (r: string): string =>
  `CASE ${r}.outsideKind WHEN 'childminder' THEN 'childminder' WHEN 'nursery' THEN 'early_years' WHEN 'partner_agency' THEN 'other_setting' ELSE ${r}.kind END`

/** Of several identities in force the one that opened last speaks for the school. */
const schoolsSql = `
  SELECT r.id AS rootId, COALESCE(i.kind, ${kindSql('r')}) AS kind, COALESCE(i.sector, r.sector) AS sector, COALESCE(i.lowAge, '') AS lowAge,
    COALESCE(i.nurseryProvision, '') AS nurseryProvision,
    (SELECT MIN(d.value) FROM School m CROSS JOIN SchoolIdentity c ON c.schoolId = m.id AND c.supersededAt IS NULL
       CROSS JOIN json_each(json_array(c.validFrom, c.validTo, c.opensOn, c.closesOn)) d
     WHERE m.rootId = r.id AND d.value > ?2) AS changesOn
  FROM ${meant} j CROSS JOIN School r ON r.id = j.value AND r.rootId = r.id LEFT JOIN SchoolIdentity i ON i.id = (
    SELECT i.id FROM School m CROSS JOIN SchoolIdentity i ON i.schoolId = m.id AND i.supersededAt IS NULL
    WHERE m.rootId = r.id AND ${inForceOn('i', '?2')}
    ORDER BY ${openOn('i', '?2')} DESC, COALESCE(i.opensOn, '0000-00-00') DESC, i.urn DESC LIMIT 1)`

/** SQL: whether person `n` was asked, by a message that named them in a role at root `m.rootId`. */
const askedSql = `CASE WHEN COALESCE(n.email, '') = '' THEN 'no_address'
  WHEN EXISTS (SELECT 1 FROM Message q WHERE q.personId = n.id AND q.kind = 'role_named' AND (q.schoolId IS NULL OR q.schoolId = m.rootId)) THEN 'asked'
  ELSE 'not_asked' END`

const spellsSql = `
  SELECT m.rootId, ra.id, ra.personId, ra.roleId, ra.fromDate, ra.toDate,
    EXISTS (SELECT 1 FROM RoleDispute d WHERE d.roleAtSchoolId = ra.id AND d.answer IS NULL) AS disputed,
    IIF(${hasAgreed('m.rootId', 'ra.personId')}, NULL, (SELECT ${askedSql} FROM Person n WHERE n.id = ra.personId)) AS elsewhere
  FROM ${roles} ORDER BY ra.id`

const gapsSql = `
  SELECT m.rootId, g.roleId, g.answer, g.fromDate AS "from", g.toDate
  FROM ${asked} CROSS JOIN RoleGap g ON g.schoolId = m.id AND g.supersededAt IS NULL ORDER BY g.id`

const exceptionsSql = `
  SELECT m.rootId, q.id, q.requirementId, q.personId, q.kind, q.fromDate, q.untilDate, q.reason
  FROM ${asked} CROSS JOIN RequirementException q ON q.schoolId = m.id AND q.supersededAt IS NULL ORDER BY q.id`

const statementsSql = `
  SELECT m.rootId, s.id, s.requirementId, s.trained, s.staff, s.asAt, s.saidBy
  FROM ${asked} CROSS JOIN StaffStatement s ON s.schoolId = m.id AND s.supersededAt IS NULL ORDER BY s.asAt, s.id`

const bySchool = <T, R>(rows: readonly OfSchool<T>[], made: (row: Omit<OfSchool<T>, 'rootId'>) => R): Map<string, R[]> => {
  const rowsOf = new Map<string, R[]>()
  for (const { rootId, ...row } of rows) rowsOf.set(rootId, [...(rowsOf.get(rootId) ?? []), made(row)])
  return rowsOf
}

/**
 * What is known of schools, in the order of their roots: the register as at a day, all else as it
 * stands, for the function looks at its days itself. @param whose roots, or areas
 */
export const selectSchoolsKnown = (
  db: SqlDatabase,
  whose: readonly string[] | { laCodes: readonly string[] },
  day: Day,
): Read<SchoolKnown[]> => {
  if ('length' in whose && whose.length === 0) return given([])
  const roots = JSON.stringify(whose)
  const of = <Row>(text: string, ...columns: Stored<Row>): Read<Row[]> => all<Row>(db.prepare(text).bind(roots), ...columns)
  return mapped(
    together({
      schools: all<SchoolRow>(db.prepare(schoolsSql).bind(roots, day)),
      spells: of<SpellRow>(spellsSql),
      gaps: of<GapRow>(gapsSql),
      trainings: selectTrainings(db, roots, holders),
      ofSchool: selectTrainings(db, roots, askedHolders),
      exceptions: of<ExceptionRow>(exceptionsSql),
      statements: of<OfSchool<SchoolAsked['statements'][number]>>(statementsSql),
    }),
    ({ schools, ...found }) => {
      const trainings = Map.groupBy(found.trainings.get('') ?? [], ({ personId }) => personId)
      const spells = bySchool(found.spells, ({ fromDate, toDate, disputed, elsewhere, ...row }) => ({
        ...row,
        from: fromDate ?? undefined,
        to: toDate ?? undefined,
        disputed: disputed === 1,
      }))
      const askedAt = bySchool(found.spells, ({ personId, elsewhere }): [string, Elsewhere][] => (elsewhere ? [[personId, elsewhere]] : []))
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
        const ofSchool = Map.groupBy(found.ofSchool.get(rootId) ?? [], ({ personId }) => personId)
        const isWhole = (personId: string): boolean =>
          JSON.stringify(trainings.get(personId) ?? []) === JSON.stringify(ofSchool.get(personId) ?? [])
        return {
          rootId,
          changesOn: changesOn ?? undefined,
          school,
          spells: own,
          gaps: gaps.get(rootId) ?? [],
          trainings: [...new Set(own.map(({ personId }) => personId))].flatMap((personId) => trainings.get(personId) ?? []),
          exceptions: exceptions.get(rootId) ?? [],
          statements: statements.get(rootId) ?? [],
          asked: new Map((askedAt.get(rootId) ?? []).flat().filter(([personId]) => !isWhole(personId))),
          ofSchool: [...ofSchool.values()].flat(),
        }
      })
    },
  )
}

/** SQL: those who are proposed for a role of which a requirement asks something. */
const proposals = `${proposalsSql} AND ra.roleId IN (SELECT r.value FROM RequirementEdition q, json_each(q.roleIds) r WHERE q.supersededAt IS NULL)`

const rolesOf = (k: string): string =>
  `(SELECT r.value FROM RequirementEdition q, json_each(q.roleIds) r WHERE q.supersededAt IS NULL AND q.requirementId = ${k}.requirementId)`

/** SQL: what a kept standing `k` is about where nobody is confirmed, as `StandingRow` has it. */
export const aboutSql = (k: string): string => `CASE WHEN ${k}.state IS NOT 'not_known' OR NOT EXISTS ${rolesOf(k)}
    OR EXISTS (SELECT 1 FROM HolderStanding h WHERE h.rootId = ${k}.rootId AND h.requirementId = ${k}.requirementId) THEN 'holder'
  WHEN EXISTS (SELECT 1 FROM ${proposalsAt('School m')} WHERE m.rootId = ${k}.rootId AND ra.roleId IN ${rolesOf(k)}) THEN 'proposed'
  WHEN EXISTS (SELECT 1 FROM School m CROSS JOIN RoleGap g ON g.schoolId = m.id AND g.supersededAt IS NULL AND g.toDate IS NULL
    WHERE m.rootId = ${k}.rootId AND g.roleId IN ${rolesOf(k)}) THEN 'gap' ELSE 'untold' END`

// What they attended for another school is not this school's to see before they are in the role.
const ofProposed: Attending = { ...forTheSchool, people: `SELECT DISTINCT m.rootId, ra.personId AS id FROM ${proposals}` }

type ProposedRow = Omit<Spell, 'from' | 'to' | 'disputed'> & { rootId: string; fromDate: Day | null }

/** Who is proposed in a role at schools (roots), and what each attended for the school itself. */
export const selectProposed = (db: SqlDatabase, rootIds: readonly string[]): Read<ReadonlyMap<string, Proposed>> => {
  const roots = JSON.stringify(rootIds)
  return mapped(
    together({
      spells: all<ProposedRow>(
        db
          .prepare(`SELECT m.rootId, ra.id, ra.personId, ra.roleId, ra.fromDate FROM ${proposals} ORDER BY n.name COLLATE NOCASE, ra.id`)
          .bind(roots),
      ),
      trainings: selectTrainings(db, roots, ofProposed),
    }),
    ({ spells, trainings }) =>
      new Map(
        [...Map.groupBy(spells, ({ rootId }) => rootId)].map(([rootId, own]) => [
          rootId,
          {
            spells: own.map(({ rootId: _, fromDate, ...row }) => ({ ...row, from: fromDate ?? undefined, to: undefined, disputed: false })),
            trainings: trainings.get(rootId) ?? [],
          },
        ]),
      ),
  )
}
