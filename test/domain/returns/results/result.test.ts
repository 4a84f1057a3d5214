import fc from 'fast-check'
import { expect, it, vi } from 'vitest'
import type { Question } from '#returns/forms/return-form.ts'
import { sayShare } from '#returns/results/document.ts'
import { type Answered, type Outcomes, outcomesOf, sameQuestions } from '#returns/results/result.ts'
import { beforeOf, type GivenAnswer, givenAnswers, isExact, type KeptSchool, type Share } from '#returns/results/suppression.ts'
import { holdsFor } from '#test/support/holds.ts'
import { attack, type Figure } from '../../../support/attacker.ts'

vi.setConfig({ testTimeout: 60_000 })

const question = (id: string, more: Partial<Question> = {}): Question => ({
  ...{ id, sectionId: 's', position: 0, kind: 'yes_no', label: id, hint: '', settings: {}, mustAnswer: 1, asksEvidence: 0, asksAction: 0 },
  ...{ ifQuestionId: null, ifValue: null, filledFrom: null },
  ...more,
})

// “Of each question is counted at how many of the schools that were asked it is in place: yes,
// grade 1 or 2, green, in the year before the deadline, or answered.”
it('counts what is in place of the questions that a school was asked', () => {
  const questions = [
    ...[question('yes'), question('no'), question('under', { ifQuestionId: 'no', ifValue: 'yes' })],
    ...[question('good', { kind: 'grade' }), question('weak', { kind: 'grade' }), question('green', { kind: 'rag' })],
    ...[
      question('fresh', { kind: 'past_date' }),
      question('old', { kind: 'past_date' }),
      question('said', { kind: 'text' }),
      question('open'),
    ],
  ]
  const values = { yes: 'yes', no: 'no', good: '2', weak: '3', green: 'green', fresh: '2026-02-04', old: '2026-02-01', said: 'answered' }
  expect(outcomesOf(questions, values, '2027-02-03')).toEqual({
    ...{ yes: 1, no: 0, good: 1, weak: 0, green: 1, fresh: 1, old: 0, said: 1, open: 0 },
  })
})

// “The year before is that of the same schools, for questions in the same words that every school
// is asked, where the results of that year were made.”
it('compares a question with the year before where its words are the same', () => {
  const before = [question('a', { label: 'Is it so?' }), question('b', { label: 'Was it so?' }), question('e', { ifQuestionId: 'a' })]
  const now = [question('c', { label: 'Is it so?' }), question('d', { label: 'Will it be so?' }), question('f', { label: 'e' })]
  expect([...sameQuestions(before, now)]).toEqual([['c', 'a']])
})

const few = 5
/** So many schools of a kind, of which `yes` answered yes. */
const many = (n: number, yes: number, kind = 'primary', from = 0): Answered[] =>
  Array.from({ length: n }, (_, i) => ({ schoolId: `s${from + i}`, kind, now: { q: i < yes ? 1 : 0 } }))
const q = question('q', { label: 'Is it so?' })
const givenOf = (schools: readonly Answered[], questions: readonly Question[] = [q], id = 'q') =>
  givenAnswers(questions, schools, few)[id] ?? { groups: [] }

// “Results are given by kind of school: kinds are put together until at least as many schools of
// each group are in the figure, and as many are not, as the council shows of few.”
it('puts kinds together only as far as it takes', () => {
  expect(
    givenOf([...many(30, 20), ...many(3, 2, 'special', 100), ...many(20, 10, 'secondary', 200), ...many(4, 4, 'nursery', 300)]),
  ).toEqual({
    all: { from: 36, to: 36, of: 57 },
    groups: [
      { kinds: ['primary'], asked: 30, inDate: 20 },
      { kinds: ['secondary', 'special', 'nursery'], asked: 27, inDate: 16 },
    ],
  })
})

// “Where fewer than that answered otherwise, all schools together have a bound: “at least 93 of
// 97”; of fewer than twice as many nothing is given.”
it('says of nearly all only that they are at least so many, and of few nothing', () => {
  const said = [many(97, 97), many(97, 93), many(97, 92), many(97, 2), many(9, 5), []].map((own) => sayShare(givenOf(own).all))
  expect(said).toEqual(['at least 93 of 97', 'at least 93 of 97', '92 of 97 (95%)', 'at most 4 of 97', 'c', 'c'])
  expect(givenOf(many(97, 93)).groups).toEqual([])
})

// “The same schools are given in both years as a range where an exact number would tell of the
// schools that were asked in one year alone.”
it('gives the same schools as narrowly as those asked once allow', () => {
  const sameAs = (then: readonly Answered[], now: readonly Answered[]) => {
    const kept = then.map((one) => ({ ...one, before: {} }))
    const before = beforeOf(new Map([['q', 'q']]), kept, givenAnswers([q], then, few))
    const [given] = Object.values(givenAnswers([q], now, few, before))
    return given?.same
  }
  expect(sameAs(many(60, 30), many(60, 40))).toEqual({ now: { from: 40, to: 40, of: 60 }, before: { from: 30, to: 30, of: 60 } })
  // Eight schools are asked for the first time, of which six answered yes.
  const fresh = many(8, 6, 'primary', 100)
  expect(sameAs(many(60, 30), [...many(60, 40), ...fresh])).toBeUndefined()
  const more = many(14, 11, 'primary', 100)
  expect(sameAs(many(60, 30), [...many(60, 40), ...more])).toEqual({
    now: { from: 36, to: 41, of: 60 },
    before: { from: 30, to: 35, of: 60 },
  })
})

const child = question('c', { ifQuestionId: 'q', ifValue: 'yes' })
const withChild = (schools: readonly Answered[], yes: number): Answered[] =>
  schools.map((one, n) => (one.now['q'] === 1 ? { ...one, now: { ...one.now, c: n < yes ? 1 : 0 } } : one))

// “A question that only some are asked is given of all schools together, where what it hangs on
// is given exactly.”
it('gives what some were asked only where that tells of nobody how they answered the other', () => {
  expect(givenOf(withChild(many(40, 30), 12), [q, child], 'c')).toEqual({ all: { from: 12, to: 12, of: 30 }, groups: [] })
  expect(givenOf(withChild(many(40, 37), 12), [q, child], 'c')).toEqual({ groups: [] })
  // Of those with grade 1 or 2, three have grade 2.
  const graded = many(40, 30).map((one, n): Answered => (n < 27 ? { ...one, now: { ...one.now, c: n < 12 ? 1 : 0 } } : one))
  expect(givenOf(graded, [{ ...q, kind: 'grade' }, child], 'c')).toEqual({ groups: [] })
})

type Year = { kept: KeptSchool[]; given: Record<string, GivenAnswer> }
const same = new Map(['q', 'g'].map((id) => [id, id]))
const form = [q, child, question('g', { kind: 'grade' }), question('d', { ifQuestionId: 'g', ifValue: '1' })]

/** The reports of some years, each beside the one before. */
const yearsOf = (
  answers: readonly (readonly Answered[])[],
  giving: (schools: readonly Answered[], before: Year | undefined) => Record<string, GivenAnswer>,
): Year[] => {
  const years: Year[] = []
  for (const schools of answers) {
    const last = years.at(-1)
    const was = new Map(last?.kept.map(({ schoolId, now }) => [schoolId, now]))
    const before = (id: string): Outcomes => Object.fromEntries(Object.entries(was.get(id) ?? {}).filter(([key]) => same.has(key)))
    years.push({ kept: schools.map((one) => ({ ...one, before: before(one.schoolId) })), given: giving(schools, last) })
  }
  return years
}
const guarded = (schools: readonly Answered[], before: Year | undefined) =>
  givenAnswers(form, schools, few, before ? beforeOf(same, before.kept, before.given) : new Map())
/** All that officers could count. */
const bare = (schools: readonly Answered[], before: Year | undefined): Record<string, GivenAnswer> =>
  Object.fromEntries(
    form.map(({ id, ifQuestionId }) => {
      const inPlace = (own: readonly { now: Outcomes }[]) => own.filter(({ now }) => now[id] === 1).length
      const share = (own: readonly { now: Outcomes }[]) => ({ from: inPlace(own), to: inPlace(own), of: own.length })
      const asked = schools.filter(({ now }) => now[id] !== undefined)
      const groups = [...Map.groupBy(asked, ({ kind }) => kind)].map(([kind, own]) => ({
        ...{ kinds: [kind], asked: own.length, inDate: inPlace(own) },
      }))
      const both = asked.filter(({ schoolId }) => before?.kept.some((one) => one.schoolId === schoolId))
      const then = before?.kept.filter(({ schoolId }) => both.some((one) => one.schoolId === schoolId)) ?? []
      return [
        id,
        { all: share(asked), groups: ifQuestionId ? [] : groups, ...(before ? { same: { now: share(both), before: share(then) } } : {}) },
      ]
    }),
  )

/** How a school answered a question and the one that hangs on it. */
const states = ['not', 'in', 'in, asked more, not', 'in, asked more, in']
const inPlace = states.slice(1)

/**
 * What is known of the answers to one question and the one that hangs on it, of one year, by all
 * reports.
 */
const figuresOf = (years: readonly Year[], at: number, [root, more]: readonly [string, string]): Figure[] => {
  const [year, next] = [years[at], years[at + 1]]
  const ids = (own: readonly Answered[]) => own.map(({ schoolId }) => schoolId)
  const asked = year?.kept ?? []
  const [one, other] = [year?.given[root], year?.given[more]]
  const bothOf = (later: Year | undefined, earlier: Year | undefined) =>
    ids(later?.kept ?? []).filter((id) => earlier?.kept.some(({ schoolId }) => schoolId === id))
  if (!isExact(one?.all))
    expect([one?.groups, one?.same, other?.all, next?.given[root]?.same]).toEqual([[], undefined, undefined, undefined])
  const said = (schools: string[], of: readonly string[], share: Share | undefined): Figure[] =>
    share ? [{ schools, states: of, n: share.from, to: share.to }] : []
  return [
    ...said(ids(asked), inPlace, one?.all),
    ...(one?.groups ?? []).map(({ kinds, inDate }) => ({
      ...{ schools: ids(asked.filter(({ kind }) => kinds.includes(kind))), states: inPlace, n: inDate },
    })),
    ...(other?.all ? [{ schools: ids(asked), states: states.slice(2), n: other.all.of }] : []),
    ...said(ids(asked), states.slice(3), other?.all),
    ...said(bothOf(year, years[at - 1]), inPlace, one?.same?.now),
    ...said(bothOf(next, year), inPlace, next?.given[root]?.same?.before),
  ]
}

const kinds = { primary: 40, secondary: 16, special: 9, nursery: 3 }
const aSchool = fc.record({
  kind: fc.constantFrom(...Object.entries(kinds).flatMap(([kind, n]) => Array.from({ length: n }, () => kind))),
  years: fc.array(
    fc.record({
      answered: fc.integer({ min: 0, max: 9 }),
      ...{
        q: fc.constantFrom(0, 1),
        c: fc.constantFrom(0, 1),
        g: fc.constantFrom(0, 1),
        grade: fc.constantFrom(1, 1, 1, 2),
        d: fc.constantFrom(0, 1),
      },
    }),
    { minLength: 3, maxLength: 3 },
  ),
})
/** How likely a yes to each question is: all alike, or as made. */
const county = fc.record({
  schools: fc.array(aSchool, { minLength: 4, maxLength: 120, size: 'max' }),
  missing: fc.constantFrom(0, 0, 1, 2, 5),
})

const answersOf = ({ schools, missing }: typeof county extends fc.Arbitrary<infer C> ? C : never): Answered[][] =>
  [0, 1, 2].map((year) =>
    schools.flatMap(({ kind, years }, n): Answered[] => {
      const one = years[year]
      if (!one || one.answered < missing) return []
      const bit = (value: number): 0 | 1 => (value === 1 ? 1 : 0)
      const now = {
        ...{ q: bit(one.q), ...(one.q === 1 ? { c: bit(one.c) } : {}) },
        ...{ g: bit(one.g), ...(one.g === 1 && one.grade === 1 ? { d: bit(one.d) } : {}) },
      }
      return [{ schoolId: `s${n}`, kind, now }]
    }),
  )

// “No figure, no sum of figures and no two years together tell what a single school or few
// answered.”
it('nobody works out from the reports of three years what a school answered; without the rule it is told of many', () => {
  const seen = { compared: 0, grouped: 0, more: 0, told: 0 }
  const told = (years: readonly Year[], isGuarded: boolean) =>
    years.flatMap((year, at) =>
      (
        [
          ['q', 'c'],
          ['g', 'd'],
        ] as const
      ).flatMap((pair) => {
        const schools = year.kept.map(({ schoolId }) => schoolId)
        // Each state is looked at first in turn; in date and not are the two that the first tells
        // apart.
        const possible = pair[0] === 'q' ? states.filter((one) => one !== 'in') : states
        const figures = figuresOf(years, at, pair).map((one) => ({
          ...one,
          states: one.states.filter((state) => possible.includes(state)),
        }))
        return (isGuarded ? possible : possible.slice(0, 1)).flatMap((first) =>
          attack([{ schools, figures }], [first, ...possible.filter((one) => one !== first)], few),
        )
      }),
    )
  holdsFor([county], { numRuns: 10 }, (made) => {
    const answers = answersOf(made)
    const years = yearsOf(answers, guarded)
    expect(told(years, true)).toEqual([])
    for (const one of years.flatMap(({ given }) => Object.values(given))) {
      seen.compared += one.same ? 1 : 0
      seen.grouped += one.groups.length > 1 ? 1 : 0
      seen.more += one.groups.length === 0 && isExact(one.all) ? 1 : 0
    }
    seen.told += told(yearsOf(answers, bare), false).length
  })
  expect([seen.compared > 0, seen.grouped > 0, seen.more > 0, seen.told > 10, seen]).toEqual([true, true, true, true, seen])
})
