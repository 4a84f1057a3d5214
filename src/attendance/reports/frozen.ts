// A frozen report is coverage as it was known at one moment: a row for each school that it counts,
// with what it rests on. Its figures are counted from these rows and never computed again. What is
// known today can differ, and each difference has a cause that is on record.

import { categoryLabel, type Dimension, inOrder, type Question } from '#attendance/coverage/coverage.ts'
import { basisNames, gradeNames, type Reached, reached, type Sources } from '#attendance/coverage/evidence.ts'
import { type Category as FigureCategory, type Figures, total } from '#attendance/coverage/figures.ts'
import type { Given } from '#attendance/coverage/suppression.ts'
import type { Counts } from '#attendance/requirements/state.ts'
import type { Thresholds } from '#base/council/thresholds.ts'
import { type Day, type Instant, sayDay } from '#base/dates.ts'

export type FrozenSchool = {
  schoolId: string
  urn: string
  name: string
  town: string
  sector: string
  kind: string
  phase: string
  trustUid: string
  trustName: string
  wardCode: string
  wardName: string
  districtCode: string
  districtName: string
  faith: string
  gender: string
  settlement: string
  sizeBand: string
  freeMealsBand: string
  /** How it took part, as in `evidence.ts`; null: it did not. */
  code: number | null
  lastAt: string | null
  /** Ids of marks and of earlier records. */
  evidence: string[]
}

export type FrozenReport = {
  number: number
  id: string
  /** Who took part, how schools stood with requirements or guidance, or what they answered. */
  about: 'attendance' | 'requirements' | 'guidance' | 'audit'
  requirements: readonly { id: string; label: string; stated?: true; basis?: string }[]
  question: Question
  sources: Sources
  /** As the council had set them when it was frozen. */
  thresholds: Thresholds
  /** By requirement what whoever sees no schools is given, where something can be. */
  given: Readonly<Record<string, Given>>
  frozenAt: Instant
  /** Who froze it; undefined: the service itself, for a month. */
  frozenBy: string | undefined
}

/** What pages call it: the number is of its address alone, and not of the series of reports. */
export const nameOf = ({ question }: Pick<FrozenReport, 'question'>): string => `Figures as at ${sayDay(question.on)}`

/** Lines of guidance that adopted, and that are counted and did not; of requirements by states. */
export type ListedReport = FrozenReport & { open: number; tookPart: number; named: number; inDate: number; counts: Counts }

const keyOf: Record<Dimension, (school: FrozenSchool) => readonly [key: string, label: string]> = {
  'sector-kind': ({ sector, kind }) => [`${sector}.${kind}`, ''],
  sector: ({ sector }) => [sector, ''],
  kind: ({ kind }) => [kind, ''],
  phase: ({ phase }) => [phase, phase],
  trust: ({ trustUid, trustName }) => [trustUid || trustName, trustName],
  ward: ({ wardCode, wardName }) => [wardCode || wardName, wardName],
  district: ({ districtCode, districtName }) => [districtCode || districtName, districtName],
  faith: ({ faith }) => [faith, faith],
  gender: ({ gender }) => [gender, gender],
  settlement: ({ settlement }) => [settlement, ''],
  size: ({ sizeBand }) => [sizeBand, ''],
  'free-meals': ({ freeMealsBand }) => [freeMealsBand, ''],
}

/** The group that a school is in, and what a report calls it. */
export const groupOf = (dimension: Dimension, school: FrozenSchool): { key: string; label: string } => {
  const [key, stored] = keyOf[dimension](school)
  return { key, label: categoryLabel(dimension, key, stored) }
}

export const sectorOf = (school: FrozenSchool): string => categoryOf('sector-kind', school)

export const categoryOf = (dimension: Dimension, school: FrozenSchool): string => groupOf(dimension, school).label

const oneOf = (school: FrozenSchool): Figures => {
  const how = reached(school.code)
  const is = (yes: boolean | undefined): number => (yes ? 1 : 0)
  return {
    open: 1,
    tookPart: is(how !== undefined),
    ownAttended: is(how?.grade === 'own_attended'),
    ownPart: is(how?.grade === 'own_part'),
    representedAttended: is(how?.grade === 'represented_attended'),
    representedPart: is(how?.grade === 'represented_part'),
    signed: is(how?.basis === 'signed'),
    earlier: is(how?.basis === 'earlier'),
    provisional: is(how?.basis === 'provisional'),
    predecessor: is(how?.throughPredecessor),
    never: is(school.lastAt === null),
  }
}

/** The figures of a frozen report by a dimension, counted from its rows. */
export const figuresBy = (schools: readonly FrozenSchool[], dimension: Dimension): FigureCategory[] => {
  const categories = new Map<string, { label: string; schools: FrozenSchool[] }>()
  for (const school of schools) {
    const { key, label } = groupOf(dimension, school)
    const known = categories.get(key) ?? { label, schools: [] }
    known.schools.push(school)
    categories.set(key, known)
  }
  return inOrder(
    dimension,
    [...categories].map(([key, one]) => ({ ...total(one.schools.map(oneOf)), key, label: one.label })),
  )
}

/** By the id of a mark, an earlier record or a school. */
export type Causes = {
  /** When a mark or record came, and when it ceased to count. */
  came: ReadonlyMap<string, Instant>
  ended: ReadonlyMap<string, Instant>
  /** When what the register says of a school last changed, and when it was joined or split. */
  register: ReadonlyMap<string, Instant>
  joined: ReadonlyMap<string, Instant>
  /** When the register that a mark stands in was signed. */
  signed: ReadonlyMap<string, Instant>
  /** When two people corrected what the closed register of a mark rests on. */
  record: ReadonlyMap<string, Instant>
}

export type Difference = { school: FrozenSchool; what: string; why: string; explained: boolean }

const sayHow = (how: Reached | undefined): string =>
  how ? `${gradeNames[how.grade].toLowerCase()}, ${basisNames[how.basis].toLowerCase()}` : 'did not take part'

const facts = ({ name, sector, kind, phase, trustUid, wardCode, districtCode, ...school }: FrozenSchool): string => {
  const { faith, gender, settlement, sizeBand, freeMealsBand } = school
  return JSON.stringify([name, sector, kind, phase, trustUid, wardCode, districtCode, faith, gender, settlement, sizeBand, freeMealsBand])
}

/** By school, each with its cause. @param day what is said of the later of the two */
export const differences = (
  then: readonly FrozenSchool[],
  now: readonly FrozenSchool[],
  frozenAt: Instant,
  causes: Causes,
  day = 'today',
): Difference[] => {
  const [before, after] = [byId(then), byId(now)]
  return [...new Map([...before, ...after]).keys()].flatMap((id) => {
    const [was, is] = [before.get(id), after.get(id)]
    const school = is ?? was
    const difference = school && whatDiffers(was, is, day)
    if (!school || !difference) return []
    const why = causeOf(was, is, id, frozenAt, causes)
    return [{ school, what: difference, why: why ?? 'Nothing on record explains it.', explained: why !== undefined }]
  })
}

const upperFirst = (sentence: string): string => sentence.charAt(0).toUpperCase() + sentence.slice(1)

const byId = (schools: readonly FrozenSchool[]): Map<string, FrozenSchool> => new Map(schools.map((school) => [school.schoolId, school]))

const whatDiffers = (was: FrozenSchool | undefined, is: FrozenSchool | undefined, day: string): string | undefined => {
  if (!is) return `Counted then, and not ${day}`
  if (!was) return `Counted ${day}, and not then`
  if (was.code !== is.code) return `Then: ${sayHow(reached(was.code))}. ${upperFirst(day)}: ${sayHow(reached(is.code))}`
  if (facts(was) !== facts(is)) return `The register says something else of it ${day}`
  return was.evidence.toSorted().join() === is.evidence.toSorted().join() ? undefined : `It rests on other records ${day}`
}

const causeOf = (
  was: FrozenSchool | undefined,
  is: FrozenSchool | undefined,
  id: string,
  frozenAt: Instant,
  { came, ended, register, joined, signed, record }: Causes,
): string | undefined => {
  const gone = was && is ? was.evidence.filter((one) => !is.evidence.includes(one)) : []
  const fresh = was && is ? is.evidence.filter((one) => !was.evidence.includes(one)) : []
  const latest = (days: ReadonlyMap<string, Instant>, ids: readonly string[]): Day | undefined =>
    ids
      .flatMap((one) => days.get(one) ?? [])
      .filter((at) => at > frozenAt)
      .toSorted()
      .at(-1)
  const corrected = latest(ended, gone)
  const recorded = latest(came, fresh)
  const recordOf = latest(record, [...gone, ...fresh])
  const isOther = !was || !is
  // The register explains which school is counted and what it is, never who came.
  const changed = isOther || facts(was) !== facts(is) ? latest(register, [id]) : undefined
  const moved = isOther || [...gone, ...fresh].some((one) => !ended.has(one) && (came.get(one) ?? '') <= frozenAt)
  const united = moved ? latest(joined, [id]) : undefined
  const closed = !isOther && was.code !== is.code ? latest(signed, is.evidence) : undefined
  const sentences = [
    corrected && `A mark or record was corrected or removed on ${sayDay(corrected)}.`,
    recorded && `A mark or record came on ${sayDay(recorded)}, after the report.`,
    recordOf && `The record of an event was corrected on ${sayDay(recordOf)}, after a register of it was signed off.`,
    changed && `What the register says of it changed on ${sayDay(changed)}.`,
    united && `It was noted on ${sayDay(united)} which school it came from or became.`,
    closed && `A register was signed off on ${sayDay(closed)}.`,
  ].filter((one) => typeof one === 'string')
  return sentences.length === 0 ? undefined : sentences.join(' ')
}
