// What schools answered in an audit, as a report keeps it: of each question that a school was
// asked, whether what it asks of is in place there, this year and the year before. No answer is
// kept in its words. What says something of few schools is put together with others, or not given.
import { type Dimension, inOrder } from '#attendance/coverage/coverage.ts'
import { type FrozenSchool, groupOf } from '#attendance/reports/frozen.ts'
import { addDays, type Day } from '#base/dates.ts'
import { askedOf } from '#returns/filling/condition.ts'
import type { Question, QuestionKind } from '#returns/forms/return-form.ts'

/** What is counted of each kind of question. */
export const measures: Record<QuestionKind, string> = {
  ...{ grade: 'Grade 1 or 2', rag: 'Green', yes_no: 'Yes', past_date: 'In the year before' },
  ...{ date: 'Answered', text: 'Answered', number: 'Answered', where_kept: 'Answered' },
}

const isInPlace = (kind: QuestionKind, value: string, deadline: Day): boolean =>
  kind === 'grade'
    ? value === '1' || value === '2'
    : kind === 'rag'
      ? value === 'green'
      : kind === 'yes_no'
        ? value === 'yes'
        : kind === 'past_date'
          ? value > addDays(deadline, -366)
          : value !== ''

/** By question that the school was asked: 1 in place, 0 not, or not answered. */
export type Outcomes = Readonly<Record<string, 0 | 1>>

export const outcomesOf = (questions: readonly Question[], values: Readonly<Record<string, string>>, deadline: Day): Outcomes => {
  const asked = askedOf(
    questions.map(({ id, ifQuestionId, ifValue }) => ({
      id,
      condition: ifQuestionId === null || ifValue === null ? undefined : { questionId: ifQuestionId, value: ifValue },
    })),
    new Map(Object.entries(values).map(([id, value]) => [id, { value }])),
  )
  return Object.fromEntries(
    questions.flatMap(({ id, kind }) => (asked.has(id) ? [[id, isInPlace(kind, values[id] ?? '', deadline) ? 1 : 0]] : [])),
  )
}

type Ids = readonly Pick<Question, 'id'>[]
/** Outcomes as a letter for each question of the form, in its order: `10-1`; - is not asked. */
export const packed = (questions: Ids, outcomes: Outcomes): string => questions.map(({ id }) => outcomes[id] ?? '-').join('')
export const unpacked = (questions: Ids, letters: string): Outcomes =>
  Object.fromEntries(questions.flatMap(({ id }, n) => (letters[n] === '0' || letters[n] === '1' ? [[id, letters[n] === '1' ? 1 : 0]] : [])))

/** Outcomes of the year before under the ids of this year, where the words are the same. */
export const asNow = (before: readonly Question[], now: readonly Question[], outcomes: Outcomes): Outcomes =>
  Object.fromEntries(
    now.flatMap(({ id, kind, label }) => {
      const was = before.find((one) => one.kind === kind && one.label === label)
      const outcome = was && outcomes[was.id]
      return outcome === undefined ? [] : [[id, outcome]]
    }),
  )

export type Answered = { school: FrozenSchool; now: Outcomes; before: Outcomes }

export const breakdowns = ['sector', 'kind', 'phase', 'trust', 'ward', 'district'] as const satisfies readonly Dimension[]
export type Breakdown = (typeof breakdowns)[number]

/** x of y; undefined: it would say something of few. */
export type Share = { inPlace: number; of: number } | undefined
type GroupShare = { label: string; share: Share }
export type Result = {
  question: Pick<Question, 'id' | 'kind' | 'label'>
  all: Share
  /** Of the schools that were asked the same in both years; undefined: none was. */
  same: { now: Share; before: Share } | undefined
  /** In the order of `breakdowns`; undefined: with the others it would say something of few. */
  by: readonly (readonly GroupShare[] | undefined)[]
}

type Some = readonly Answered[]
type Group = { label: string; own: Some }

const sharesOf = (id: string, fewest: number) => {
  const cells = (own: Some, year: 'now' | 'before'): [number, number] => {
    const inPlace = own.filter((one) => one[year][id] === 1).length
    return [inPlace, own.length - inPlace]
  }
  const isSafe = (own: Some, year: 'now' | 'before' = 'now'): boolean => cells(own, year).every((n) => n === 0 || n >= fewest)
  const shareOf = (own: Some, year: 'now' | 'before' = 'now'): Share =>
    isSafe(own, year) ? { inPlace: cells(own, year)[0], of: own.length } : undefined
  return { isSafe, shareOf }
}

/** Groups that say nothing of few: the others are one, with the smallest beside where needed. */
const folded = (groups: readonly Group[], isSafe: (own: Some) => boolean, fewest: number): readonly Group[] => {
  const kept = groups.filter(({ own }) => isSafe(own))
  const rest = groups.filter(({ own }) => !isSafe(own))
  if (rest.length === 0) return groups
  const bySize = kept.toSorted((x, y) => x.own.length - y.own.length)
  while (bySize.length > 0 && !isSafe(rest.flatMap(({ own }) => own))) rest.push(...bySize.splice(0, 1))
  const label = rest.length === 1 ? (rest[0]?.label ?? '') : `${rest.length} others, of which one has a count below ${fewest}`
  return [...groups.filter((one) => !rest.includes(one)), { label, own: rest.flatMap(({ own }) => own) }]
}

/** The figures of one question: none, and no difference of two, says something of few. */
export const resultOf = (question: Result['question'], schools: Some, fewest: number): Result => {
  const { isSafe, shareOf } = sharesOf(question.id, fewest)
  const asked = schools.filter(({ now }) => now[question.id] !== undefined)
  const both = asked.filter(({ before }) => before[question.id] !== undefined)
  const none = breakdowns.map(() => undefined)
  if (!isSafe(asked)) return { question, all: undefined, same: undefined, by: none }
  const given: ReadonlySet<Answered>[] = []
  /** Adds groups to what is given, unless one less another would be few schools. */
  const give = (groups: readonly Group[]): boolean => {
    const sets = groups.flatMap(({ own }) => [new Set(own), new Set(asked.filter((one) => !own.includes(one)))])
    const isApart = (small: ReadonlySet<Answered>, large: ReadonlySet<Answered>) =>
      [...small].some((one) => !large.has(one)) || isSafe([...large].filter((one) => !small.has(one)))
    if (!sets.every((one) => isSafe([...one]) && given.every((other) => isApart(one, other) && isApart(other, one)))) return false
    given.push(...sets)
    return true
  }
  const isSameGiven = both.length > 0 && give([{ label: 'same', own: both }])
  return {
    question,
    all: shareOf(asked),
    same: both.length === 0 ? undefined : { now: isSameGiven ? shareOf(both) : undefined, before: shareOf(both, 'before') },
    by: breakdowns.map((by) => {
      const groups = inOrder(
        by,
        [...Map.groupBy(asked, ({ school }) => groupOf(by, school).key)].map(([key, own]) => ({
          ...{ key, own, label: own[0] ? groupOf(by, own[0].school).label : '' },
        })),
      )
      const shown = folded(groups, isSafe, fewest)
      const isTelling = shown.length > 1 || groups.length === 1
      return isTelling && give(shown) ? shown.map(({ label, own }) => ({ label, share: shareOf(own) })) : undefined
    }),
  }
}

/** The groups of a breakdown, of one question. */
export const groupsIn = ({ by: all }: Pick<Result, 'by'>, by: Breakdown): readonly GroupShare[] | undefined => all[breakdowns.indexOf(by)]

/** What a report keeps of a school that submitted. */
export type KeptAnswers = { now: string; before: string }

export type FreezeRefusal = 'round_not_closed' | 'nothing_submitted'
