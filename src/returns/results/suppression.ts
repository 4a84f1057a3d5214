// Statistical disclosure control. Answers are candid: no figure, sum of figures or comparison of
// two years may show what one school or a few answered.
import { type Group, groupsOfKinds } from '#attendance/coverage/suppression.ts'
import type { Question } from '#returns/forms/return-form.ts'
import type { Answered, Outcomes } from './result.ts'

/** In place at `from` to `to` of the schools asked. */
export type Share = { from: number; to: number; of: number }
export const isExact = (one: Share | undefined): one is Share => one !== undefined && one.from === one.to

/** Without `all`: nothing is published. `same`: schools asked in both years. */
export type GivenAnswer = { all?: Share; groups: readonly Group[]; same?: { now: Share; before: Share } }

/** A school's answer then, and which published figures count it. */
type AnsweredBefore = { isOn: boolean; figure: string }
/** By question and school; none where nothing exact was published. */
export type Before = ReadonlyMap<string, ReadonlyMap<string, AnsweredBefore>>

type Asked = Pick<Question, 'id' | 'kind' | 'ifQuestionId'>
type Some = readonly { isOn: boolean }[]

const onIn = (some: Some): number => some.filter(({ isOn }) => isOn).length
const exact = (some: Some): Share => ({ from: onIn(some), to: onIn(some), of: some.length })
const within = ({ from, to, of }: Share): Share => ({ from: Math.max(0, from), to: Math.min(of, to), of })

/** Never that few are on one side, only at most so many. */
const mayKnow = ({ from, to, of }: Share, smallest: number): boolean =>
  of < 2 * smallest
    ? from <= 0 && to >= of
    : (from >= smallest || (from <= 0 && to >= smallest - 1)) && (to <= of - smallest || (to >= of && from <= of - smallest + 1))

const shareOf = (some: Some, smallest: number): Share | undefined => {
  const [one, of] = [exact(some), some.length]
  return [one, { from: of - smallest + 1, to: of, of }, { from: 0, to: smallest - 1, of }].find(
    (said) => of >= 2 * smallest && said.from <= one.from && one.to <= said.to && mayKnow(said, smallest),
  )
}

type Counted = readonly { isOn: boolean; figure: string; isIn: boolean }[]

/** Widths of ranges, where an exact number would reveal too much. */
const widths = [1, 3, 6]

/** How many schools are `isIn`, as a range. */
const rangeOf = (schools: Counted, width: number): Share => {
  const own = schools.filter(({ isIn }) => isIn)
  const from = onIn(own) - (onIn(own) % width)
  return within({ from, to: from + width - 1, of: own.length })
}

/**
 * May a figure of schools that are `isIn` be published beside exact group figures? What it reveals
 * of parts of groups must be as little as of others.
 */
const mayAdd = (schools: Counted, width: number, smallest: number): boolean => {
  const groups = [...Map.groupBy(schools, ({ figure }) => figure).values()]
  const cut = groups.filter((own) => own.some(({ isIn }) => isIn) && own.some(({ isIn }) => !isIn))
  const all = cut.flat()
  const [inside, outside] = [all.filter(({ isIn }) => isIn), all.filter(({ isIn }) => !isIn)]
  const whole = onIn(schools.filter(({ isIn }) => isIn)) - onIn(inside)
  const range = rangeOf(schools, width)
  const known = within({ from: range.from - whole, to: range.to - whole, of: inside.length })
  const others = within({ from: onIn(all) - known.to, to: onIn(all) - known.from, of: outside.length })
  const same = within({ from: onIn(all) - others.to, to: onIn(all) - others.from, of: inside.length })
  const sides = cut.flatMap((own) => [own.filter(({ isIn }) => isIn), own.filter(({ isIn }) => !isIn)])
  const isMixed = width > 1 || sides.every((side) => onIn(side) > 0 && onIn(side) < side.length)
  return mayKnow(range, smallest) && (cut.length === 0 || (isMixed && mayKnow(same, smallest) && mayKnow(others, smallest)))
}

/** Asked of every school: by kind, and with the same schools' year before. */
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
    schoolId: one.schoolId,
    isOn: isOn(one),
    isIn: was.has(one.schoolId),
    figure: String(groups.findIndex(({ kinds }) => kinds.includes(one.kind))),
  }))
  const ids = new Set(own.flatMap(({ schoolId, isIn }) => (isIn ? [schoolId] : [])))
  const then = [...was].map(([schoolId, one]) => ({ ...one, isIn: ids.has(schoolId) }))
  const asOne = own.map((one) => ({ ...one, figure: '' }))
  for (const now of ids.size > 0 ? [own, asOne] : [])
    for (const width of widths)
      if (mayAdd(now, width, smallest) && mayAdd(then, width, smallest))
        return { all, groups: now === own ? groups : [], same: { now: rangeOf(own, width), before: rangeOf(then, width) } }
  return { all, groups }
}

/** Conditional: being asked reveals the answer to another question. */
const ofSome = (
  asked: readonly Answered[],
  on: { question: Asked; given: GivenAnswer; schools: readonly Answered[]; beside: readonly string[] },
  id: string,
  smallest: number,
): GivenAnswer => {
  const { question, given, schools, beside } = on
  const [side, ...others] = new Set(asked.map(({ now }) => now[question.id]))
  if (!isExact(given.all) || side === undefined || others.length > 0) return { groups: [] }
  const rest = schools.filter(({ now }) => now[question.id] === side && [id, ...beside].every((one) => now[one] === undefined))
  if (rest.length === 0 ? question.kind !== 'yes_no' : rest.length < smallest) return { groups: [] }
  const all = shareOf(
    asked.map(({ now }) => ({ isOn: now[id] === 1 })),
    smallest,
  )
  return all ? { all, groups: [] } : { groups: [] }
}

/** What is published of each question. */
export const givenAnswers = (
  questions: readonly Asked[],
  answered: readonly Answered[],
  smallest: number,
  before: Before = new Map(),
): Record<string, GivenAnswer> => {
  const askedOf = (id: string): Answered[] => answered.filter(({ now }) => now[id] !== undefined)
  const answers = new Map<string, GivenAnswer>()
  const nothing: GivenAnswer = { groups: [] }
  // A question comes after the one it depends on.
  for (const { id, ifQuestionId } of questions) {
    const on = questions.find((one) => one.id === ifQuestionId)
    const beside = questions.flatMap((one) => (one.ifQuestionId === ifQuestionId && answers.get(one.id)?.all ? [one.id] : []))
    answers.set(
      id,
      ifQuestionId === null
        ? ofAll(askedOf(id), id, before, smallest)
        : on
          ? ofSome(askedOf(id), { question: on, given: answers.get(on.id) ?? nothing, schools: askedOf(on.id), beside }, id, smallest)
          : nothing,
    )
  }
  return Object.fromEntries(answers)
}

/** As a report keeps it. */
export type KeptSchool = Answered & { before: Outcomes }

/** The previous report's figures. @param ids its questions, by this year's */
export const beforeOf = (
  ids: ReadonlyMap<string, string>,
  schools: readonly KeptSchool[],
  given: Readonly<Record<string, GivenAnswer>>,
): Before =>
  new Map(
    [...ids].flatMap(([id, then]) => {
      const answer = given[then]
      if (!answer || !isExact(answer.all)) return []
      const figureOf = ({ kind, before }: KeptSchool): string =>
        `${answer.groups.findIndex(({ kinds }) => kinds.includes(kind))} ${answer.same ? before[then] !== undefined : ''}`
      const own = schools.flatMap((school) => {
        const outcome = school.now[then]
        return outcome === undefined ? [] : [[school.schoolId, { isOn: outcome === 1, figure: figureOf(school) }] as const]
      })
      return [[id, new Map(own)] as const]
    }),
  )
