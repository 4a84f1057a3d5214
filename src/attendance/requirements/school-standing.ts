// How a school stands with a requirement on a day. It follows from its holders: where every holder
// must be trained the furthest behind decides, where one is enough the furthest ahead. An exempt
// holder decides nothing while another stands. A role that the school says is empty is vacant. What
// is asked of all staff is the school's own statement.
import { addDays, type Day } from '#base/dates.ts'
import { binds, type Edition, editionOn, isOfKind, type SchoolFacts, soonDays } from './requirement.ts'
import { addMonths, bareStandingOn, type Exception, type KeptState, type Spell, type Standing, type State, standingOn } from './standing.ts'
import type { Training } from './training.ts'

/**
 * What a school says of a role that nobody holds. `to`: the first day on which it holds no more.
 */
type RoleGap = { roleId: string; answer: 'vacant' | 'not_known'; from: Day; to: Day | undefined }

/** «n of m staff, as at a day», and who said so. */
type StaffStatement = { id: string; requirementId: string; trained: number; staff: number; asAt: Day; saidBy: string }

export type SchoolAsked = {
  editions: readonly Edition[]
  school: SchoolFacts
  spells: readonly Spell[]
  gaps: readonly RoleGap[]
  trainings: readonly Training[]
  exceptions: readonly Exception[]
  statements: readonly StaffStatement[]
}

export type SchoolStanding = {
  state: KeptState
  /** As of a holder, and since which day a role is vacant. */
  day: Day | undefined
  turnsOn: Day | undefined
  edition: Edition
  holders: readonly { spell: Spell; standing: Standing }[]
  statement: StaffStatement | undefined
  exception: Exception | undefined
  /** Of a statement: its last day. */
  until: Day | undefined
  /** Whether the register says enough to know that it binds the school. */
  bound: boolean
}

// The furthest behind first: what an officer would ring about before the rest.
const behindFirst: readonly State[] = ['not_in_date', 'no_record', 'vacant', 'not_known', 'due_soon', 'in_date', 'exempt']
const aheadFirst: readonly State[] = ['in_date', 'due_soon', 'not_in_date', 'no_record', 'not_known', 'vacant', 'exempt']

/** The furthest behind has the lowest. */
export const rankOf = (state: KeptState | 'waiting'): number =>
  behindFirst.some((one) => one === state) ? behindFirst.indexOf(state as State) : behindFirst.length

const decides = (whose: Edition['whose'], found: readonly State[]): State | undefined =>
  (whose === 'every_holder' ? behindFirst : aheadFirst).find((state) => found.includes(state))

const statementOn = ({ statements, exceptions }: SchoolAsked, edition: Edition, day: Day, known: Day): Omit<SchoolStanding, 'turnsOn'> => {
  const statement = statements
    .filter(({ requirementId, asAt }) => requirementId === edition.requirementId && asAt <= day && asAt <= known)
    .toSorted((a, b) => (a.asAt < b.asAt ? 1 : a.asAt > b.asAt ? -1 : a.id < b.id ? 1 : -1))[0]
  const exception = exemptionOf(exceptions, edition, day)
  const until = statement && edition.everyMonths !== undefined ? addMonths(statement.asAt, edition.everyMonths) : undefined
  const stated: State = !statement
    ? 'no_record'
    : statement.trained < statement.staff || (until !== undefined && until < day)
      ? 'not_in_date'
      : until !== undefined && addDays(until, -soonDays(edition)) <= day
        ? 'due_soon'
        : 'in_date'
  const runsOut = statement && statement.trained < statement.staff ? undefined : until
  const on = exception ? exception.until : stated === 'not_in_date' && runsOut !== undefined ? addDays(runsOut, 1) : runsOut
  return { state: exception ? 'exempt' : stated, day: on, edition, holders: [], statement, exception, until, bound: true }
}

const exemptionOf = (exceptions: readonly Exception[], edition: Edition, day: Day): Exception | undefined =>
  exceptions.find(
    ({ requirementId, personId, kind, from, until }) =>
      requirementId === edition.requirementId &&
      personId === undefined &&
      kind === 'exempt' &&
      from <= day &&
      (until === undefined || day <= until),
  )

const foundOn = (asked: SchoolAsked, day: Day, known: Day, stand = bareStandingOn): Omit<SchoolStanding, 'turnsOn'> | undefined => {
  const edition = editionOn(asked.editions, day)
  if (!edition || binds(edition, asked.school) === false) return undefined
  if (binds(edition, asked.school) === undefined) return { ...nothing, state: 'not_asked', edition, bound: false }
  if (edition.whose === 'statement') return statementOn(asked, edition, day, known)
  const trainings = asked.trainings.filter(({ on }) => on <= known)
  const holders = asked.spells
    .filter(({ roleId }) => edition.roleIds.includes(roleId))
    .flatMap((spell) => {
      const standing = stand({ editions: asked.editions, spell, trainings, exceptions: asked.exceptions }, day)
      return standing ? [{ spell, standing }] : []
    })
  const open = asked.gaps.filter(
    ({ roleId, from, to }) => edition.roleIds.includes(roleId) && from <= day && (to === undefined || day < to),
  )
  const gaps = open.map(({ answer }) => answer)
  const exception = exemptionOf(asked.exceptions, edition, day)
  const held = decides(edition.whose, [...holders.map(({ standing }) => standing.state), ...(edition.whose === 'every_holder' ? gaps : [])])
  const state = exception ? 'exempt' : (held ?? (gaps.includes('vacant') ? 'vacant' : 'not_known'))
  const deciding = [
    ...holders.flatMap(({ standing }) => (standing.state === state ? [standing.day] : [])),
    ...(state === 'vacant' ? open.flatMap(({ answer, from }) => (answer === 'vacant' ? [from] : [])) : []),
  ]
  return { ...nothing, state, day: exception ? exception.until : dayOf(edition.whose, deciding), edition, holders, exception }
}

const nothing = { day: undefined, holders: [], statement: undefined, exception: undefined, until: undefined, bound: true }

/** Of several: the first that every one reaches, or the last that one does; undefined is no end. */
const dayOf = (whose: Edition['whose'], days: readonly (Day | undefined)[]): Day | undefined =>
  whose === 'every_holder'
    ? days.filter((one) => one !== undefined).toSorted()[0]
    : days.includes(undefined)
      ? undefined
      : days.toSorted().at(-1)

/** The same as `schoolStandingOn`, without the days on which anything turns. */
export const bareSchoolStandingOn = (asked: SchoolAsked, day: Day): SchoolStanding | undefined => {
  const found = foundOn(asked, day, day)
  return found && { ...found, turnsOn: undefined }
}

/** How a school stands on a day; undefined when no edition is in force that binds it. */
export const schoolStandingOn = (asked: SchoolAsked, day: Day): SchoolStanding | undefined => {
  const found = foundOn(asked, day, day, standingOn)
  if (!found) return undefined
  const turnsOn = turningDays(asked, day).find((turning) => foundOn(asked, turning, day)?.state !== found.state)
  return { ...found, turnsOn }
}

/** Every later day on which something of it can turn, in order. */
const turningDays = (asked: SchoolAsked, day: Day): Day[] => {
  const days = new Set<Day>()
  const add = (...some: (Day | undefined)[]) => {
    for (const one of some) if (one !== undefined && one > day) days.add(one)
  }
  for (const { validFrom, validTo } of asked.editions) add(validFrom, validTo)
  for (const { from, until } of asked.exceptions) add(from, until && addDays(until, 1))
  for (const { from, to } of asked.gaps) add(from, to)
  for (const { from, to } of asked.spells) add(from, to)
  const ends = asked.editions.flatMap(({ everyMonths }) =>
    everyMonths === undefined ? [] : asked.statements.filter(({ asAt }) => asAt <= day).map(({ asAt }) => addMonths(asAt, everyMonths)),
  )
  for (const end of ends) add(addDays(end, -soonDays(asked.editions[0])), addDays(end, 1))
  // Each holder's own turnings, one after the other.
  const trainings = asked.trainings.filter(({ on }) => on <= day)
  for (const spell of asked.spells) {
    const one = { editions: asked.editions, spell, trainings, exceptions: asked.exceptions }
    const starts = [day, ...[...days].filter((start) => start > day)]
    for (const start of starts) for (let at = standingOn(one, start)?.turnsOn; at !== undefined; at = standingOn(one, at)?.turnsOn) add(at)
  }
  return [...days].toSorted()
}

/**
 * How a school stands with every requirement of schools, or a setting with those of its kind, in
 * the order of the editions; with undefined where none is in force on the day that binds it.
 */
export const standingsOn = (
  editions: readonly Edition[],
  known: Omit<SchoolAsked, 'editions'>,
  day: Day,
): { requirementId: string; found: SchoolStanding | undefined }[] =>
  [...Map.groupBy(editions, ({ requirementId }) => requirementId)].flatMap(([requirementId, own]) =>
    own.some((edition) => isOfKind(edition, known.school))
      ? [{ requirementId, found: schoolStandingOn({ ...known, editions: own }, day) }]
      : [],
  )

/** `trainings`: those that they attended for this school. */
export type Proposed = { spells: readonly Spell[]; trainings: readonly Training[] }

/**
 * Each who is proposed for a role of a requirement, and how they would stand with it by what they
 * attended for the school.
 */
export const proposedIn = (
  { edition, holders }: Pick<SchoolStanding, 'edition' | 'holders'>,
  { spells, trainings }: Proposed,
  day: Day,
): { spell: Spell; standing: Standing }[] => {
  const keyOf = ({ personId, roleId }: Spell): string => `${personId} ${roleId}`
  const known = new Set(holders.map(({ spell }) => keyOf(spell)))
  const once = new Map(spells.filter(({ roleId }) => edition.roleIds.includes(roleId)).map((spell) => [keyOf(spell), spell]))
  return [...once.values()].flatMap((spell) => {
    const standing = known.has(keyOf(spell)) ? undefined : bareStandingOn({ editions: [edition], spell, trainings, exceptions: [] }, day)
    return standing ? [{ spell, standing }] : []
  })
}
