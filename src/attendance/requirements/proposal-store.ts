import type { Day } from '#base/dates.ts'
import { all, mapped, type Read, together } from '#base/db/read.ts'
import { proposalsAt, proposalsSql } from '#people/roles/proposal-store.ts'
import type { Proposed } from './proposal.ts'
import type { Spell } from './standing.ts'
import { type Attending, forTheSchool, selectTrainings } from './training-store.ts'

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

type SpellRow = Omit<Spell, 'from' | 'to' | 'disputed'> & { rootId: string; fromDate: Day | null }

/** Who is proposed in a role at schools (roots), and what each attended for the school itself. */
export const selectProposed = (db: SqlDatabase, rootIds: readonly string[]): Read<ReadonlyMap<string, Proposed>> => {
  const roots = JSON.stringify(rootIds)
  return mapped(
    together({
      spells: all<SpellRow>(
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
