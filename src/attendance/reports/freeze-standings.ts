import { type Question, usualPeriod } from '#attendance/coverage/coverage.ts'
import { readReport } from '#attendance/coverage/store.ts'
import { type GivenBefore, givenOf, type Stood } from '#attendance/coverage/suppression.ts'
import { selectEditions } from '#attendance/requirements/edition-store.ts'
import { selectSchoolsKnown } from '#attendance/requirements/facts-store.ts'
import type { Edition } from '#attendance/requirements/requirement.ts'
import type { Act, Moment } from '#base/act.ts'
import { selectThresholds } from '#base/council/threshold-store.ts'
import { type Day, londonDay, londonInstant } from '#base/dates.ts'
import { atomically, guardBroken } from '#base/db/atomically.ts'
import { type Condition, selectWhichHold } from '#base/db/condition.ts'
import { given, readNow, readTogether } from '#base/db/read.ts'
import { logged } from '#base/log/store.ts'
import { ok, type Result, refuse } from '#base/result.ts'
import { mostTries } from './freeze-report.ts'
import type { FrozenReport, FrozenSchool } from './frozen.ts'
import {
  type FrozenRequirement,
  type FrozenStanding,
  knownStateOf,
  requirementsOn,
  type StandingDifference,
  standingDifferences,
  standingFrozen,
} from './frozen-standing.ts'
import {
  asRead,
  insertStandings,
  selectChangedSince,
  selectGivenBefore,
  selectOpenRoots,
  selectStandingCauses,
  selectVersion,
} from './standing-store.ts'
import { frozenAs, frozenNumber, insertFrozen, isLogEnd, isToFreeze, selectKnown, selectLogEnd } from './store.ts'

/** No council has as many; their lines still fit one batch. */
export const mostSchools = 3000

const schoolsAtOnce = 200

export type NotFrozen = 'not_in_force' | 'too_many_schools' | 'goes_on_changing' | 'saved_otherwise'

/** How schools stand with requirements now, in the trips that so many schools take. */
const readStandings = async (
  db: SqlDatabase,
  {
    roots,
    editions,
    requirementIds,
    day,
  }: { roots: readonly string[]; editions: readonly Edition[]; requirementIds: readonly string[]; day: Day },
  turning = true,
): Promise<FrozenStanding[]> => {
  const frozen: FrozenStanding[] = []
  for (let at = 0; at < roots.length; at += schoolsAtOnce) {
    const known = await readNow(db, selectSchoolsKnown(db, roots.slice(at, at + schoolsAtOnce), day))
    for (const school of known) for (const id of requirementIds) frozen.push(standingFrozen(editions, id, school, day, turning))
  }
  return frozen
}

/** What was found of each school, by which editions, and since which version. */
type Found = { standings: Map<string, FrozenStanding[]>; editions: string; version: string }

/** What readers are given of each requirement, beside what they were given before. */
const givenFrom = (
  lines: readonly FrozenStanding[],
  schools: readonly FrozenSchool[],
  before: ReadonlyMap<string, GivenBefore[]>,
  smallest: number,
): FrozenReport['given'] => {
  const kinds = new Map(schools.map(({ schoolId, kind }) => [schoolId, kind]))
  return Object.fromEntries(
    [...Map.groupBy(lines, ({ requirementId }) => requirementId)].flatMap(([id, own]) => {
      const stood = own.flatMap(({ schoolId, state }): Stood[] => {
        const known = knownStateOf(state)
        return known ? [{ schoolId, kind: kinds.get(schoolId) ?? 'not_known', state: known }] : []
      })
      const figure = givenOf(stood, smallest, before.get(id))
      return figure ? [[id, figure] as const] : []
    }),
  )
}

/** @returns what was found, where something changed meanwhile */
const tryToFreeze = async (
  act: Act,
  id: string,
  requirementId: string | undefined,
  before?: Found,
): Promise<Result<number, NotFrozen> | Found> => {
  const { db, now, laCodes } = act
  const day = londonDay(now)
  const question: Question = { laCodes, on: day, ...usualPeriod(day), topic: undefined, event: undefined }
  const { editions, roots, version, changed } = await readTogether(db, {
    editions: selectEditions(db),
    roots: selectOpenRoots(db, laCodes, day),
    version: selectVersion(db),
    changed: before ? selectChangedSince(db, before.version) : given([]),
  })
  const requirements: FrozenRequirement[] = requirementsOn(editions, day).filter(
    (one) => requirementId === undefined || one.id === requirementId,
  )
  if (requirements.length === 0) return refuse('not_in_force')
  if (roots.length > mostSchools) return refuse('too_many_schools')
  const requirementIds = requirements.map((one) => one.id)
  const asked = JSON.stringify(editions)
  const known = before?.editions === asked ? before.standings : new Map<string, FrozenStanding[]>()
  const toRead = roots.filter((root) => !known.has(root) || changed.includes(root))
  const read = Map.groupBy(await readStandings(db, { roots: toRead, editions, requirementIds, day }), ({ schoolId }) => schoolId)
  const standings = new Map(roots.map((root) => [root, read.get(root) ?? known.get(root) ?? []]))
  const { end, schools, givenBefore, thresholds } = await readTogether(db, {
    end: selectLogEnd(db),
    schools: selectKnown(db, question),
    thresholds: selectThresholds(db),
    givenBefore: selectGivenBefore(db, requirementIds),
  })
  const { sources } = await readReport(db, question, ['sector-kind'])
  const lines = [...standings.values()].flat()
  const toReaders = givenFrom(lines, schools, givenBefore, thresholds.smallest)
  const result = await atomically(
    db,
    [
      asRead(db, version),
      isLogEnd(db, end),
      ...insertFrozen(act, { id, question, sources, requirements, given: toReaders }),
      ...insertStandings(act, id, lines),
      logged(act, { act: 'coverage.frozen', subject: ['frozen_report', id], after: { requirementIds, lines: lines.length } }),
    ],
    { [guardBroken]: 'goes_on_changing', 'FrozenReport.id': 'frozen_already', report_is_frozen: 'frozen_already' } as const,
  )
  if (result.ok) return ok(await frozenNumber(db, id))
  const stored = await frozenAs(db, id, { question, requirements })
  if (stored === undefined) return { standings, editions: asked, version: before?.version ?? version }
  return stored === 'same' ? ok(await frozenNumber(db, id)) : refuse('saved_otherwise')
}

/** What changes while it is read is read again. The same form freezes once. */
export const freezeStandings = async (
  act: Act,
  ask: { id: string; requirementId: string | undefined },
): Promise<Result<number, NotFrozen>> => {
  let changed: Found | undefined
  for (let tries = 1; tries <= mostTries; tries += 1) {
    const done = await tryToFreeze(act, ask.id, ask.requirementId, changed)
    if ('ok' in done) return done
    changed = done
  }
  return refuse('goes_on_changing')
}

const monthId = (today: Day): string => `standings ${today.slice(0, 7)}`

/** On the first day of a month, or the next on which the clock runs, once it was in use. */
export const standingsToFreezeDue = ({ now }: Pick<Moment, 'now'>): Condition[] => [
  isToFreeze(monthId(londonDay(now)), londonInstant(`${londonDay(now).slice(0, 8)}01`, '00:00') ?? now),
]

/** Job: freezes how schools stand with every requirement, once a month. */
export const freezeStandingsMonthly = async (act: Act): Promise<boolean> => {
  const { held } = await readNow(act.db, selectWhichHold(act.db, standingsToFreezeDue(act)))
  if (held[0]) await freezeStandings(act, { id: monthId(londonDay(act.now)), requirementId: undefined })
  return false
}

/** How today differs from a report of requirements, line by line. */
export const readStandingDifferences = async (
  { db, now, laCodes }: Pick<Act, 'db' | 'now' | 'laCodes'>,
  { report, schools, standings }: { report: FrozenReport; schools: readonly FrozenSchool[]; standings: readonly FrozenStanding[] },
): Promise<StandingDifference[]> => {
  const day = londonDay(now)
  const { editions, roots } = await readTogether(db, { editions: selectEditions(db), roots: selectOpenRoots(db, laCodes, day) })
  const requirementIds = report.requirements.map(({ id }) => id)
  const known = await readStandings(db, { roots, editions, requirementIds, day }, false)
  const ids = [...new Set([...standings, ...known].flatMap(({ evidence }) => evidence))]
  const asked = [...new Set([...standings, ...known].map(({ schoolId }) => schoolId))]
  const rolesOf = (id: string): string[] => editions.flatMap(({ requirementId, roleIds }) => (requirementId === id ? roleIds : []))
  const causes = await readNow(
    db,
    selectStandingCauses(db, ids, asked, report.frozenAt, (id) => [...new Set(rolesOf(id))]),
  )
  return standingDifferences(standings, known, { schools, requirements: report.requirements }, day, causes)
}
