// What a reader who sees no schools is given of how people in roles stand at them. Most schools
// have one person in each role: no figure is of all, of none or of few. Schools are counted once,
// by kind, and kinds put together until each group may be given; nor may reports be subtracted from
// each other. What a school did as a body (came, adopted, handed in its audit) is exact.
import { groupName, groupsOf, type KnownState, lowerFirst } from '#attendance/requirements/state.ts'
import { counted } from '#base/words.ts'
import { kinds } from '#schools/schools/school.ts'

/** A school that is asked, as known from the register, and how it stands. */
type AskedSchool = { schoolId: string; kind: string }
export type Stood = AskedSchool & { state: KnownState }

type Part = { of: readonly KnownState[]; n: number }
/** `inDate`: of an audit, at how many it is in place. */
export type Group = { kinds: readonly string[]; asked: number; inDate: number }

/** `apart`: ids of schools that are asked and counted in no figure. */
export type Given = { parts: readonly Part[]; groups: readonly Group[]; apart: readonly string[] }
/** What a report before gave, and how its schools stood. */
export type GivenBefore = { given: Given | undefined; schools: readonly Stood[] }
type Known = GivenBefore & { given: Given }

/** Whether it may be said of a group how many are in date: both sides are more than few. */
export const mayGive = (inDate: number, others: number, smallest: number): boolean => inDate >= smallest && others >= smallest

const order = Object.keys(kinds)
const inOrder = (some: readonly string[]): string[] => some.toSorted((a, b) => order.indexOf(a) - order.indexOf(b))
const sum = (values: readonly number[]): number => values.reduce((all, one) => all + one, 0)
const ofKinds = <S extends AskedSchool>(schools: readonly S[], some: readonly string[]): S[] =>
  schools.filter(({ kind }) => some.includes(kind))
const sharing = (groups: readonly Group[], some: readonly string[]): Group[] =>
  groups.filter((one) => one.kinds.some((kind) => some.includes(kind)))
const kindsOf = (groups: readonly Group[]): string[] => groups.flatMap((one) => one.kinds)

const together = (groups: readonly Group[]): Group => ({
  kinds: inOrder(kindsOf(groups)),
  asked: sum(groups.map(({ asked }) => asked)),
  inDate: sum(groups.map(({ inDate }) => inDate)),
})

const cellsOf = (groups: readonly Group[]): number[] => {
  const { asked, inDate } = together(groups)
  return [inDate, asked - inDate]
}

/** Counts of the same schools by the same states, then and now. */
type Compared = { was: readonly number[]; now: readonly number[]; came: number }

/** Where no school of both turned, the difference is how the schools that came or left stand. */
const tells = ({ was, now, came }: Compared, smallest: number): boolean => {
  const more = now.map((n, at) => Math.max(0, n - (was[at] ?? 0)))
  const less = now.map((n, at) => Math.max(0, (was[at] ?? 0) - n))
  const isFew = (cells: readonly number[]): boolean =>
    sum(cells) > 0 && (cells.filter((n) => n > 0).length === 1 || cells.some((n) => n > 0 && n < smallest))
  return sum(more) === came && (isFew(more) || isFew(less))
}

/** The parts of both, each with as many states as the other can say too. */
const inSameParts = (was: readonly Part[], now: readonly Part[]): { was: number[]; now: number[] } => {
  const classes: KnownState[][] = []
  for (const { of } of [...was, ...now]) {
    const touched = classes.filter((one) => one.some((state) => of.includes(state)))
    classes.push([...new Set([...touched.flat(), ...of])])
    for (const one of touched) classes.splice(classes.indexOf(one), 1)
  }
  const counts = (parts: readonly Part[]) =>
    classes.map((one) => sum(parts.filter(({ of }) => of.every((state) => one.includes(state))).map(({ n }) => n)))
  return { was: counts(was), now: counts(now) }
}

/** The schools that a report before counted. */
const countedIn = ({ given, schools }: GivenBefore): Stood[] => schools.filter(({ schoolId }) => !given?.apart.includes(schoolId))

/** How many of the schools of some kinds only the one or the other counts. */
const movedBetween = (then: readonly AskedSchool[], now: readonly AskedSchool[]): { came: number; left: number } => {
  const notIn = (some: readonly AskedSchool[], others: readonly AskedSchool[]): number => {
    const ids = new Set(others.map(({ schoolId }) => schoolId))
    return some.filter(({ schoolId }) => !ids.has(schoolId)).length
  }
  return { came: notIn(now, then), left: notIn(then, now) }
}

/** Groups that have to be one, and with the smallest other where it is one alone. */
const nextTogether = (
  groups: readonly Group[],
  stood: readonly AskedSchool[],
  before: readonly Known[],
  smallest: number,
): readonly Group[] | undefined => {
  const unsafe = groups.find(({ asked, inDate }) => !mayGive(inDate, asked - inDate, smallest))
  if (unsafe) return [unsafe]
  for (const one of before)
    for (const then of one.given.groups) {
      const own = sharing(groups, then.kinds)
      if (own.length > 1 && !kindsOf(own).every((kind) => then.kinds.includes(kind))) return own
      const others = own.length === 1 ? sharing(one.given.groups, kindsOf(own)) : [then]
      const all = [...new Set([...kindsOf(own), ...kindsOf(others)])]
      if (own.length === 0) continue
      const compared = { was: cellsOf(others), now: cellsOf(own), ...movedBetween(ofKinds(countedIn(one), all), ofKinds(stood, all)) }
      if (tells(compared, smallest)) return own
    }
  return undefined
}

const bySize = (a: Group, b: Group): number => a.asked - b.asked || (inOrder([...a.kinds, ...b.kinds])[0] === a.kinds[0] ? -1 : 1)

/** Groups of kinds of which it may be said how many are `isIn`; undefined: not even of all. */
export const groupsOfKinds = <S extends AskedSchool>(
  schools: readonly S[],
  isIn: (school: S) => boolean,
  smallest: number,
  before: readonly Known[] = [],
): Group[] | undefined => {
  if (schools.length === 0) return undefined
  let groups = [...Map.groupBy(schools, ({ kind }) => kind)]
    .map(([kind, own]): Group => ({ kinds: [kind], asked: own.length, inDate: own.filter(isIn).length }))
    .toSorted(bySize)
  for (;;) {
    const next = nextTogether(groups, schools, before, smallest)
    if (!next) return groups.toSorted((a, b) => order.indexOf(a.kinds[0] ?? '') - order.indexOf(b.kinds[0] ?? ''))
    if (groups.length < 2) return undefined
    const others = groups.filter((one) => !next.includes(one))
    groups = [...others.slice(next.length === 1 ? 1 : 0), together(next.length === 1 ? [...next, ...others.slice(0, 1)] : next)].toSorted(
      bySize,
    )
  }
}

/** States that add up: of those not in date, the smallest are together until they are not few. */
const partsOf = (stood: readonly Stood[], smallest: number): Part[] => {
  const parts = groupsOf(false).map((state): Part => ({ of: [state], n: stood.filter((one) => one.state === state).length }))
  const few: Part[] = []
  for (const one of parts.filter(({ of, n }) => n > 0 && !of.includes('in_date')).toSorted((a, b) => a.n - b.n)) {
    if (one.n >= smallest && (few.length === 0 || sum(few.map(({ n }) => n)) >= smallest)) break
    few.push(one)
  }
  const [first] = parts.filter((one) => few.includes(one))
  const all = { of: parts.filter((one) => few.includes(one)).flatMap(({ of }) => of), n: sum(few.map(({ n }) => n)) }
  return parts.flatMap((one) => (one === first ? [all] : few.includes(one) ? [] : [one]))
}

const givenOfAll = (stood: readonly Stood[], before: readonly Known[], smallest: number): Omit<Given, 'apart'> | undefined => {
  const groups = groupsOfKinds(stood, ({ state }) => state === 'in_date', smallest, before)
  if (!groups) return undefined
  const parts = partsOf(stood, smallest)
  for (const one of before) {
    const moved = movedBetween(countedIn(one), stood)
    const sides = { was: cellsOf(one.given.groups), now: cellsOf(groups), ...moved }
    const whole = { ...inSameParts(one.given.parts, parts), ...moved }
    if (tells(sides, smallest) || tells(whole, smallest)) return undefined
  }
  return { parts, groups }
}

/** Schools asked now, as whoever knows how each stood at a report before has them. */
const named = (before: GivenBefore, stood: readonly Stood[]): Known => {
  const kinds = new Map(stood.map(({ schoolId, kind }) => [schoolId, kind]))
  const schools = before.schools.flatMap((one) => {
    const kind = kinds.get(one.schoolId)
    return kind === undefined ? [] : [{ ...one, kind }]
  })
  return {
    schools,
    given: {
      parts: groupsOf(false).map((state) => ({ of: [state], n: schools.filter((one) => one.state === state).length })),
      groups: [...Map.groupBy(schools, ({ kind }) => kind)].map(([kind, own]) => ({
        kinds: [kind],
        asked: own.length,
        inDate: own.filter(({ state }) => state === 'in_date').length,
      })),
      apart: [],
    },
  }
}

/**
 * @returns undefined: nothing can be given. Schools asked since the report before are in no figure
 * where they could be told from it. @param before the latest first
 */
export const givenOf = (stood: readonly Stood[], smallest: number, before: readonly GivenBefore[] = []): Given | undefined => {
  const knownOf = (asked: readonly Stood[]): Known[] =>
    before.flatMap((one) => [...(one.given ? [{ ...one, given: one.given }] : []), named(one, asked)])
  const all = givenOfAll(stood, knownOf(stood), smallest)
  if (all) return { ...all, apart: [] }
  const [last] = before
  if (!last) return undefined
  const counted = new Set(countedIn(last).map(({ schoolId }) => schoolId))
  const same = stood.filter(({ schoolId }) => counted.has(schoolId))
  const some = same.length < stood.length ? givenOfAll(same, knownOf(same), smallest) : undefined
  return some && { ...some, apart: stood.flatMap(({ schoolId }) => (counted.has(schoolId) ? [] : [schoolId])) }
}

export const sayGroup = (group: Pick<Group, 'kinds'>): string =>
  group.kinds
    .map((kind, at) => (at === 0 ? (kinds[kind as keyof typeof kinds] ?? kind) : lowerFirst(kinds[kind as keyof typeof kinds] ?? kind)))
    .join(', ')

const notGiven = 'Not given: it would say how single people in a role stand'

/** `In date 24 · overdue on our record or post vacant 12 · … = 119 schools.` */
export const sayGiven = (given: Given | undefined, isStated: boolean): string => {
  if (!given) return `${notGiven}.`
  const name = ({ of }: Part): string => of.map((state) => lowerFirst(groupName(state, isStated))).join(' or ')
  const parts = given.parts.filter(({ of, n }) => n > 0 || of.every((state) => groupsOf(isStated).includes(state)))
  const sentence = parts.map((part) => `${name(part)} ${part.n}`).join(' · ')
  const [apart, all] = [given.apart.length, counted(sum(given.parts.map(({ n }) => n)), 'school')]
  return `${sentence.charAt(0).toUpperCase()}${sentence.slice(1)} = ${all}.${apart > 0 ? ` Asked since the report before and in no figure here: ${apart}.` : ''}`
}

/** The rule by which readers are given figures of people in roles. */
export const sayRule = (smallest: number): string =>
  `Most schools have one person in each role, so no figure says how a single person stands. Kinds of school are put together until at least ${smallest} schools of each group are in date and ${smallest} are not. Schools that came or left since the report before are in no figure where the two reports together would give them away.`
