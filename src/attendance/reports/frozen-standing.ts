// How a school stood with a requirement when a report was frozen: its state, the sentence why, and
// the ids of what that rests on. What it is today can differ; each difference has its cause.
import { type Edition, editionOn } from '#attendance/requirements/requirement.ts'
import { bareSchoolStandingOn, type SchoolAsked, schoolStandingOn } from '#attendance/requirements/school-standing.ts'
import { saySchoolStanding, stateNames, withoutPeople } from '#attendance/requirements/sentence.ts'
import type { State } from '#attendance/requirements/standing.ts'
import { type Day, type Instant, sayDay } from '#base/dates.ts'
import type { FrozenSchool } from './frozen.ts'

export type FrozenState = State | 'not_asked'

export type FrozenStanding = {
  schoolId: string
  requirementId: string
  state: FrozenState
  why: string
  turnsOn: Day | undefined
  evidence: string[]
}

/** Those that a paper names: asked, and not in date by our record. */
const namedStates: readonly FrozenState[] = ['not_in_date', 'no_record', 'vacant', 'not_known']
export const isNamed = ({ state }: Pick<FrozenStanding, 'state'>): boolean => namedStates.includes(state)
export const isInDate = ({ state }: Pick<FrozenStanding, 'state'>): boolean => state === 'in_date' || state === 'due_soon'

export const frozenStateNames: Record<FrozenState, string> = { ...stateNames, not_asked: 'Not asked of it' }

/** Its state, and why: once where the reason begins with the state. */
export const sayStanding = ({ state, why }: { state: FrozenState; why: string }): string =>
  state === 'not_asked' || why.startsWith(frozenStateNames[state]) ? why : `${frozenStateNames[state]}. ${why}`

export type FrozenRequirement = { id: string; label: string }

/** Requirements of which an edition is in force, as it calls them. */
export const requirementsOn = (editions: readonly Edition[], day: Day): FrozenRequirement[] =>
  [...Map.groupBy(editions, ({ requirementId }) => requirementId)].flatMap(([id, own]) => {
    const edition = editionOn(own, day)
    return edition ? [{ id, label: edition.label }] : []
  })

/** @param turning whether to find the day on which it turns, which is most of the work */
export const standingFrozen = (
  editions: readonly Edition[],
  requirementId: string,
  { rootId, ...known }: Omit<SchoolAsked, 'editions'> & { rootId: string },
  day: Day,
  turning: boolean,
): FrozenStanding => {
  const asked = { ...known, editions: editions.filter((edition) => edition.requirementId === requirementId) }
  const found = (turning ? schoolStandingOn : bareSchoolStandingOn)(asked, day)
  const of = { schoolId: rootId, requirementId }
  if (!found) return { ...of, state: 'not_asked', why: 'Not asked of this school.', turnsOn: undefined, evidence: [] }
  const { edition, holders, statement, exception, state, turnsOn } = found
  const ids = [
    edition.id,
    statement?.id,
    exception?.id,
    ...holders.flatMap(({ spell, standing }) => [spell.id, standing.training?.id, standing.exception?.id]),
  ]
  const evidence = [...new Set(ids.filter((id) => id !== undefined))].toSorted()
  return { ...of, state, why: saySchoolStanding(withoutPeople(found)), turnsOn, evidence }
}

/**
 * When what is on record of each cause came, changed or ended, after the freezing, by id
 * or school.
 */
export type StandingCauses = {
  records: ReadonlyMap<string, { at: Instant; what: string }>
  schools: ReadonlyMap<string, { at: Instant; what: string }>
}

export type StandingDifference = {
  school: FrozenSchool | undefined
  schoolId: string
  requirementId: string
  what: string
  why: string
  explained: boolean
}

const saidOf = (state: FrozenState): string => frozenStateNames[state]

/** What is known today that differs from what was frozen, line by line, each with its cause. */
export const standingDifferences = (
  then: readonly FrozenStanding[],
  now: readonly FrozenStanding[],
  schools: readonly FrozenSchool[],
  today: Day,
  causes: StandingCauses,
): StandingDifference[] => {
  const byKey = (rows: readonly FrozenStanding[]) => new Map(rows.map((row) => [`${row.schoolId} ${row.requirementId}`, row]))
  const [before, after] = [byKey(then), byKey(now)]
  const names = new Map(schools.map((school) => [school.schoolId, school]))
  return [...new Map([...before, ...after])].flatMap(([key, { schoolId, requirementId }]) => {
    const [was, is] = [before.get(key), after.get(key)]
    const what = whatDiffers(was, is)
    if (what === undefined) return []
    const why = causeOf(was, is, today, causes)
    const row = { school: names.get(schoolId), schoolId, requirementId, what }
    return [{ ...row, why: why === '' ? 'Nothing on record explains it.' : why, explained: why !== '' }]
  })
}

const whatDiffers = (was: FrozenStanding | undefined, is: FrozenStanding | undefined): string | undefined => {
  if (!is) return 'Counted then, and not today'
  if (!was) return 'Counted today, and not then'
  if (was.state !== is.state) return `Then: ${saidOf(was.state)}. Today: ${saidOf(is.state)}`
  return was.evidence.join() === is.evidence.join() ? undefined : `${saidOf(is.state)}, as then, but it rests on other records today`
}

const causeOf = (
  was: FrozenStanding | undefined,
  is: FrozenStanding | undefined,
  today: Day,
  { records, schools }: StandingCauses,
): string => {
  const ids = [...new Set([...(was?.evidence ?? []), ...(is?.evidence ?? [])])]
  const turned = was?.turnsOn !== undefined && was.turnsOn <= today ? [`It turned with time alone on ${sayDay(was.turnsOn)}.`] : []
  const found = [...ids.flatMap((id) => records.get(id) ?? []), ...[schools.get(was?.schoolId ?? is?.schoolId ?? '') ?? []].flat()]
  const said = found.map(({ at, what }) => `${what} on ${sayDay(at)}.`)
  return [...new Set([...said, ...turned])].join(' ')
}
