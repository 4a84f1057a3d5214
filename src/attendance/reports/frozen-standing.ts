// How a school stood with a requirement when a report was frozen: its state, the sentence why, and
// the ids of what that rests on. What it is today can differ; each difference has its cause.
import { type Edition, editionOn, isOfSettings } from '#attendance/requirements/requirement.ts'
import { bareSchoolStandingOn, type SchoolAsked, schoolStandingOn } from '#attendance/requirements/school-standing.ts'
import { sayBasis, saySchoolStanding, withoutPeople } from '#attendance/requirements/sentence.ts'
import type { KeptState } from '#attendance/requirements/standing.ts'
import {
  askedOf,
  type Counts,
  countsOf,
  groupName,
  guidanceStateNames,
  type KnownState,
  knownStates,
  lowerFirst,
  saidAs,
  sayParts,
} from '#attendance/requirements/state.ts'
import { type Day, type Instant, sayDay } from '#base/dates.ts'
import { counted } from '#base/words.ts'
import type { FrozenSchool } from './frozen.ts'

/** With whether a school answered an audit (src/returns/results). */
const ownStateNames = {
  ...guidanceStateNames,
  submitted: 'Submitted',
  otherwise: 'On paper or another audit',
  missing: 'Not submitted',
} as const

export type FrozenState = KeptState | keyof typeof ownStateNames

export type FrozenStanding = {
  schoolId: string
  requirementId: string
  state: FrozenState
  why: string
  turnsOn: Day | undefined
  evidence: string[]
  /** Of guidance and of an audit: what else is kept of its line, as JSON. */
  facts?: string
}

const reachedStates: readonly FrozenState[] = ['in_date', 'due_soon', 'as_is', 'with_changes', 'submitted', 'otherwise']
const uncountedStates: readonly FrozenState[] = ['not_asked', 'exempt', 'not_applicable']

/** In date, or adopted, by our record. */
export const isReached = ({ state }: Pick<FrozenStanding, 'state'>): boolean => reachedStates.includes(state)
export const isCounted = ({ state }: Pick<FrozenStanding, 'state'>): boolean => !uncountedStates.includes(state)
/** Those that officers are named: counted, and not reached. */
export const isNamed = (one: Pick<FrozenStanding, 'state'>): boolean => isCounted(one) && !isReached(one)

const inSql = (some: readonly FrozenState[]): string => `(${some.map((state) => `'${state}'`).join(', ')})`
/** Lists of states for statements. */
export const reachedSql = inSql(reachedStates)
export const uncountedSql = inSql(uncountedStates)

/** What a report says of the schools that it counts as reached, and of those that it names. */
type AboutWords = { column: string; is: readonly [one: string, many: string]; named: string; uncounted: string; says: string }
export const aboutWords: Record<'attendance' | 'requirements' | 'guidance' | 'audit', AboutWords> = {
  attendance: { column: 'Took part', is: ['took part', 'took part'], named: 'did not take part', uncounted: '', says: '' },
  requirements: {
    column: 'In date',
    is: ['is in date on our record', 'are in date on our record'],
    named: 'are overdue or have no training on our record, have a vacant post or have not told us who it is',
    uncounted: 'exempt',
    says: 'It says what our record held. “No training on our record” says that we held none, not that nobody was trained. An exempt school is not counted.',
  },
  guidance: {
    column: 'Adopted by our record',
    is: ['has adopted it by our record', 'have adopted it by our record'],
    named: 'have not adopted it by our record',
    uncounted: 'to which it does not apply',
    says: '“Adopted by our record” says what the school told us and how we know it. A school to which it does not apply is not counted. That somebody came to a conference is no adoption.',
  },
  audit: { column: 'Submitted it', is: ['has submitted it', 'have submitted it'], named: 'have not submitted it', uncounted: '', says: '' },
}

const hasOwnName = (state: FrozenState): state is keyof typeof ownStateNames => Object.hasOwn(ownStateNames, state)

/** @param stated of what schools state of all staff */
export const frozenStateName = (state: FrozenState, stated?: boolean): string =>
  hasOwnName(state) ? ownStateNames[state] : `${groupName(saidAs[state], stated === true)}${state === 'due_soon' ? ', due soon' : ''}`

/** `stated`: by schools, of all staff. `basis`: what asked it, and where; not in old reports. */
export type FrozenRequirement = { id: string; label: string; stated?: true; basis?: string }

/** `Designated lead: training every two years (guidance: KCSIE 2026)` */
export const sayWithBasis = ({ label, basis }: Pick<FrozenRequirement, 'label' | 'basis'>): string =>
  basis === undefined ? label : `${label} (${lowerFirst(basis)})`

/** As which of the five states it is said; undefined: as none of them. */
export const knownStateOf = (state: FrozenState): KnownState | undefined =>
  hasOwnName(state) ? undefined : knownStates.find((one) => one === saidAs[state])

/** How many of these lines are said as each state; lines of guidance are none of them. */
export const frozenCounts = (lines: readonly { state?: FrozenState }[]): Counts =>
  countsOf(lines.flatMap(({ state }) => (state === undefined || hasOwnName(state) ? [] : [[state, 1] as const])))

/** How schools stood, as a sentence that adds up to all of whom it is asked. */
export const sayStood = (counts: Counts, isStated: boolean): string => `${sayParts(counts, isStated, counted(askedOf(counts), 'school'))}.`

/** Requirements of schools of which an edition is in force, as it calls them. */
export const requirementsOn = (editions: readonly Edition[], day: Day): FrozenRequirement[] =>
  [...Map.groupBy(editions, ({ requirementId }) => requirementId)].flatMap(([id, own]) => {
    const edition = editionOn(own, day)
    if (!edition || isOfSettings(edition)) return []
    return [{ id, label: edition.label, basis: sayBasis(edition), ...(edition.whose === 'statement' ? { stated: true as const } : {}) }]
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
  const school = (turning ? schoolStandingOn : bareSchoolStandingOn)(asked, day)
  const of = { schoolId: rootId, requirementId }
  if (!school) return { ...of, state: 'not_asked', why: 'Not asked of this school.', turnsOn: undefined, evidence: [] }
  const { edition, holders, statement, exception, state, turnsOn } = school
  const ids = [
    edition.id,
    statement?.id,
    exception?.id,
    ...holders.flatMap(({ spell, standing }) => [spell.id, standing.training?.id, standing.exception?.id]),
  ]
  const evidence = [...new Set(ids.filter((id) => id !== undefined))].toSorted()
  return { ...of, state, why: saySchoolStanding(withoutPeople(school)), turnsOn, evidence }
}

export type Cause = { at: Instant; what: string }

/** What came or ended after the report. A line has causes of its own school and subject. */
export type StandingCauses = {
  /** By the id of what a line rests on; of an event, with the school before it. */
  records: ReadonlyMap<string, Cause>
  lines: (line: Pick<FrozenStanding, 'schoolId' | 'requirementId'>) => readonly Cause[]
  /** By school: whether it is counted, and asked. */
  register: ReadonlyMap<string, Cause>
}

export type StandingDifference = {
  school: FrozenSchool | undefined
  schoolId: string
  requirementId: string
  what: string
  why: string
  explained: boolean
}

/** What is known today that differs from what was frozen, line by line, each with its cause. */
export const standingDifferences = (
  then: readonly FrozenStanding[],
  now: readonly FrozenStanding[],
  of: { schools: readonly FrozenSchool[]; requirements?: readonly FrozenRequirement[] },
  today: Day,
  causes: StandingCauses,
): StandingDifference[] => {
  const byKey = (rows: readonly FrozenStanding[]) => new Map(rows.map((row) => [`${row.schoolId} ${row.requirementId}`, row]))
  const [before, after] = [byKey(then), byKey(now)]
  const names = new Map(of.schools.map((school) => [school.schoolId, school]))
  return [...new Map([...before, ...after])].flatMap(([key, { schoolId, requirementId }]) => {
    const [was, is] = [before.get(key), after.get(key)]
    const difference = whatDiffers(was, is, of.requirements?.some(({ id, stated }) => id === requirementId && stated) ?? false)
    if (difference === undefined) return []
    const why = causeOf(was, is, today, causes)
    const row = { school: names.get(schoolId), schoolId, requirementId, what: difference }
    return [{ ...row, why: why === '' ? 'Nothing on record explains it.' : why, explained: why !== '' }]
  })
}

const whatDiffers = (was: FrozenStanding | undefined, is: FrozenStanding | undefined, stated: boolean): string | undefined => {
  const saidOf = ({ state }: FrozenStanding): string => frozenStateName(state, stated)
  if (!is) return 'Counted then, and not today'
  if (!was) return 'Counted today, and not then'
  if (was.state !== is.state) return `Then: ${saidOf(was)}. Today: ${saidOf(is)}`
  if (was.evidence.join() !== is.evidence.join()) return `${saidOf(is)}, as then, but it is based on other records today`
  return is.facts === undefined || is.facts === was.facts
    ? undefined
    : `${saidOf(is)}, as then, but what is known of it, or its days, are others today`
}

const causeOf = (
  was: FrozenStanding | undefined,
  is: FrozenStanding | undefined,
  today: Day,
  { records, lines, register }: StandingCauses,
): string => {
  const ids = [...new Set([...(was?.evidence ?? []), ...(is?.evidence ?? [])])]
  const turned = was?.turnsOn !== undefined && was.turnsOn <= today ? [`It turned with time alone on ${sayDay(was.turnsOn)}.`] : []
  const line = was ?? is
  const isOther = was?.state !== is?.state && [was, is].some((one) => one === undefined || one.state === 'not_asked')
  const causes = [
    ...ids.flatMap((id) => [records.get(id) ?? [], records.get(`${line?.schoolId} ${id}`) ?? []].flat()),
    ...(line ? lines(line) : []),
    ...[isOther && line ? register.get(line.schoolId) : undefined].filter((one) => one !== undefined),
  ]
  const sentences = causes.map(({ at, what }) => `${what} on ${sayDay(at)}.`)
  return [...new Set([...sentences, ...turned])].join(' ')
}
