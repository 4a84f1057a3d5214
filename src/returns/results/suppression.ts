// What is given out of what schools answered in an audit. Answers are candid: no figure, no sum of
// figures and no two years together say what a single school or few answered.
import { type Group, groupsOfKinds, mayGive } from '#attendance/coverage/suppression.ts'
import type { Question } from '#returns/forms/return-form.ts'
import type { Answered, Outcomes } from './result.ts'

/** In place at `inPlace` schools of those asked, exactly or at least or at most. */
export type Share = { inPlace: number; of: number; about?: 'at least' | 'at most' }

/** What is given of a question; without `all`: nothing. `same`: of schools asked in both years. */
export type GivenAnswer = { all?: Share; groups: readonly Group[]; same?: { now: Share; before: Share } }

/** How a school answered then, and which of the figures given then count it. */
type AnsweredBefore = { isOn: boolean; figure: string }
/** By question, the schools asked the same before; none where nothing exact was given. */
export type Before = ReadonlyMap<string, ReadonlyMap<string, AnsweredBefore>>

type Asked = Pick<Question, 'id' | 'kind' | 'ifQuestionId'>
type Some = readonly { isOn: boolean }[]

const onIn = (some: Some): number => some.filter(({ isOn }) => isOn).length
const isMany = (some: Some, smallest: number): boolean => mayGive(onIn(some), some.length - onIn(some), smallest)
const exact = (some: Some): Share => ({ inPlace: onIn(some), of: some.length })

const shareOf = (some: Some, smallest: number): Share | undefined => {
  if (isMany(some, smallest)) return exact(some)
  if (some.length < 2 * smallest) return undefined
  return onIn(some) < smallest
    ? { inPlace: smallest - 1, of: some.length, about: 'at most' }
    : { inPlace: some.length - smallest + 1, of: some.length, about: 'at least' }
}

/**
 * Whether a figure of the schools that are `isIn` may be given beside one of each group: who is cut
 * off from a group by it is never few, and never all of one answer.
 */
const mayAdd = (schools: readonly { isOn: boolean; figure: string; isIn: boolean }[], smallest: number): boolean => {
  const cut = [...Map.groupBy(schools, ({ figure }) => figure).values()]
    .map((own) => [own.filter(({ isIn }) => isIn), own.filter(({ isIn }) => !isIn)] as const)
    .filter((sides) => sides.every((side) => side.length > 0))
  const isMixed = cut.flat().every((side) => onIn(side) > 0 && onIn(side) < side.length)
  return (
    cut.length === 0 ||
    (isMixed &&
      [0, 1].every((at) =>
        isMany(
          cut.flatMap((sides) => sides[at] ?? []),
          smallest,
        ),
      ))
  )
}

/** A question that every school was asked: by kind, and beside the same schools' year before. */
const ofAll = (asked: readonly Answered[], id: string, before: Before, smallest: number): GivenAnswer => {
  const isOn = ({ now }: Answered): boolean => now[id] === 1
  const all = shareOf(
    asked.map((one) => ({ isOn: isOn(one) })),
    smallest,
  )
  const groups = groupsOfKinds(asked, isOn, smallest)
  if (!all || !groups) return all ? { all, groups: [] } : { groups: [] }
  const was = before.get(id) ?? new Map<string, AnsweredBefore>()
  const own = asked.map((one) => ({
    ...{ schoolId: one.schoolId, isOn: isOn(one), isIn: was.has(one.schoolId) },
    figure: String(groups.findIndex(({ kinds }) => kinds.includes(one.kind))),
  }))
  const both = own.filter(({ isIn }) => isIn)
  const ids = new Set(both.map(({ schoolId }) => schoolId))
  const then = [...was].map(([schoolId, one]) => ({ ...one, isIn: ids.has(schoolId) }))
  const isSafe = (schools: typeof own): boolean => both.length > 0 && mayAdd(schools, smallest) && mayAdd(then, smallest)
  const asOne = own.map((one) => ({ ...one, figure: '' }))
  if (!isSafe(own) && !isSafe(asOne)) return { all, groups }
  return {
    ...{ all, groups: isSafe(own) ? groups : [] },
    same: { now: exact(both), before: exact(then.filter(({ isIn }) => isIn)) },
  }
}

/** A question that hangs on another: who was asked it tells how they answered that one. */
const ofSome = (
  asked: readonly Answered[],
  on: { question: Asked; given: GivenAnswer; schools: readonly Answered[]; beside: readonly string[] },
  id: string,
  smallest: number,
): GivenAnswer => {
  const { question, given, schools, beside } = on
  const [side, ...others] = new Set(asked.map(({ now }) => now[question.id]))
  if (!given.all || given.all.about || side === undefined || others.length > 0) return { groups: [] }
  const rest = schools.filter(({ now }) => now[question.id] === side && [id, ...beside].every((one) => now[one] === undefined))
  if (rest.length === 0 ? question.kind !== 'yes_no' : rest.length < smallest) return { groups: [] }
  const all = shareOf(
    asked.map(({ now }) => ({ isOn: now[id] === 1 })),
    smallest,
  )
  return all ? { all, groups: [] } : { groups: [] }
}

/** What is given of each question. */
export const givenAnswers = (
  questions: readonly Asked[],
  answered: readonly Answered[],
  smallest: number,
  before: Before = new Map(),
): Record<string, GivenAnswer> => {
  const askedOf = (id: string): Answered[] => answered.filter(({ now }) => now[id] !== undefined)
  const found = new Map<string, GivenAnswer>()
  const nothing: GivenAnswer = { groups: [] }
  // A question stands after the one that it hangs on.
  for (const { id, ifQuestionId } of questions) {
    const on = questions.find((one) => one.id === ifQuestionId)
    const beside = questions.flatMap((one) => (one.ifQuestionId === ifQuestionId && found.get(one.id)?.all ? [one.id] : []))
    found.set(
      id,
      ifQuestionId === null
        ? ofAll(askedOf(id), id, before, smallest)
        : on
          ? ofSome(askedOf(id), { question: on, given: found.get(on.id) ?? nothing, schools: askedOf(on.id), beside }, id, smallest)
          : nothing,
    )
  }
  return Object.fromEntries(found)
}

/** A school as a report keeps it. */
export type KeptSchool = Answered & { before: Outcomes }

/** What the report before gave. @param ids of its questions, by those of this year */
export const beforeOf = (
  ids: ReadonlyMap<string, string>,
  schools: readonly KeptSchool[],
  given: Readonly<Record<string, GivenAnswer>>,
): Before =>
  new Map(
    [...ids].flatMap(([id, then]) => {
      const one = given[then]
      if (!one?.all || one.all.about) return []
      const figureOf = ({ kind, before }: KeptSchool): string =>
        `${one.groups.findIndex(({ kinds }) => kinds.includes(kind))} ${one.same ? before[then] !== undefined : ''}`
      const own = schools.flatMap((school) => {
        const outcome = school.now[then]
        return outcome === undefined ? [] : [[school.schoolId, { isOn: outcome === 1, figure: figureOf(school) }] as const]
      })
      return [[id, new Map(own)] as const]
    }),
  )
