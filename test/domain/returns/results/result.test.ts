import fc from 'fast-check'
import { expect, it } from 'vitest'
import type { FrozenSchool } from '#attendance/reports/frozen.ts'
import type { Question } from '#returns/forms/return-form.ts'
import { type Answered, asNow, groupsIn, outcomesOf, resultOf } from '#returns/results/result.ts'

const question = (id: string, more: Partial<Question> = {}): Question => ({
  ...{ id, sectionId: 's', position: 0, kind: 'yes_no', label: id, hint: '', mustAnswer: 1, asksEvidence: 0, asksAction: 0 },
  ...{ ifQuestionId: null, ifValue: null, filledFrom: null },
  ...more,
})

const school = (n: number, more: Partial<FrozenSchool> = {}): FrozenSchool => ({
  ...{ schoolId: `s${n}`, urn: `${n}`, name: `School ${n}`, town: '', sector: 'maintained', kind: 'mainstream', phase: 'Primary' },
  ...{ trustUid: '', trustName: '', wardCode: 'W1', wardName: 'Hill', districtCode: 'D1', districtName: 'North' },
  ...{ faith: '', gender: '', settlement: '', sizeBand: '', freeMealsBand: '', code: null, lastAt: null, evidence: [] },
  ...more,
})

// “Of each question is counted at how many of the schools that were asked it is in place: yes, grade 1 or 2, green, in the year before the deadline, or answered.”
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

// “The year before is that of the same schools, for questions in the same words.”
it('compares a question with the year before where its words are the same', () => {
  const before = [question('a', { label: 'Is it so?' }), question('b', { label: 'Was it so?' })]
  const now = [question('c', { label: 'Is it so?' }), question('d', { label: 'Will it be so?' })]
  expect(asNow(before, now, { a: 1, b: 1 })).toEqual({ c: 1 })
})

const asked = { id: 'q', kind: 'yes_no', label: 'Is it so?' } as const
const many = (n: number, inPlace: number, more: Partial<FrozenSchool> = {}, from = 0): Answered[] =>
  Array.from({ length: n }, (_, i) => ({ school: school(from + i, more), now: { q: i < inPlace ? 1 : 0 } as const, before: {} }))

it('gives x of y of all schools, of the same schools then and now, and of each group', () => {
  const first = many(40, 30).map((one, n) => ({ ...one, before: n < 35 ? ({ q: n < 20 ? 1 : 0 } as const) : {} }))
  const found = resultOf(asked, [...first, ...many(20, 12, { sector: 'academy', trustName: 'Oak Trust', phase: 'Secondary' }, 100)], 5)
  expect(found.all).toEqual({ inPlace: 42, of: 60 })
  expect(found.same).toEqual({ now: { inPlace: 30, of: 35 }, before: { inPlace: 20, of: 35 } })
  expect(groupsIn(found, 'phase')).toEqual([
    { label: 'Primary', share: { inPlace: 30, of: 40 } },
    { label: 'Secondary', share: { inPlace: 12, of: 20 } },
  ])
})

// “A count from 1 to below the smallest of the council is not given, nor one that follows by taking one figure from another: groups are put together, or left out.”
it('puts small groups together, and leaves out what would tell of few', () => {
  const found = resultOf(
    asked,
    [...many(30, 20), ...many(3, 2, { phase: 'Secondary' }, 100), ...many(20, 10, { phase: 'All-through' }, 200)],
    5,
  )
  expect(found.all).toEqual({ inPlace: 32, of: 53 })
  expect(groupsIn(found, 'phase')).toEqual([
    { label: 'Primary', share: { inPlace: 20, of: 30 } },
    { label: '2 others, of which one has a count below 5', share: { inPlace: 12, of: 23 } },
  ])
  expect(resultOf(asked, many(3, 2), 5).all).toBeUndefined()
  // Of 30 schools asked in both years, two more would follow from all 32.
  const both = many(32, 20).map((one, n) => ({ ...one, before: n < 30 ? ({ q: 1 } as const) : {} }))
  expect(resultOf(asked, both, 5).same).toEqual({ now: undefined, before: { inPlace: 30, of: 30 } })
  // Trusts beside sectors would tell of the three independent schools.
  const trusts = resultOf(
    asked,
    [
      ...many(30, 20),
      ...many(20, 10, { sector: 'academy', trustUid: 'T1', trustName: 'Oak' }, 100),
      ...many(3, 2, { sector: 'independent' }, 200),
    ],
    5,
  )
  expect([groupsIn(trusts, 'sector')?.length, groupsIn(trusts, 'trust')]).toEqual([2, undefined])
})

it('of random counties gives nothing from which a count of few follows by one subtraction', () => {
  const aSchool = fc.record({
    ...{ sector: fc.constantFrom('maintained', 'academy', 'independent'), phase: fc.constantFrom('Primary', 'Secondary', 'All-through') },
    ...{ ward: fc.integer({ min: 1, max: 6 }), inPlace: fc.boolean(), before: fc.constantFrom(0, 1, undefined) },
  })
  fc.assert(
    fc.property(fc.array(aSchool, { maxLength: 90 }), (made) => {
      const schools = made.map(
        ({ sector, phase, ward, inPlace, before }, n): Answered => ({
          school: school(n, {
            sector,
            phase,
            wardCode: `W${ward}`,
            wardName: `W${ward}`,
            districtCode: `D${ward % 2}`,
            districtName: `D${ward % 2}`,
          }),
          ...{ now: { q: inPlace ? 1 : 0 }, before: before === undefined ? {} : { q: before as 0 | 1 } },
        }),
      )
      const { all, same, by } = resultOf(asked, schools, 5)
      const isFew = (n: number) => n > 0 && n < 5
      const shares = by.flatMap((groups) => groups?.flatMap(({ share }) => share ?? []) ?? [])
      for (const share of [all, same?.now, same?.before, ...shares])
        if (share) expect([isFew(share.inPlace), isFew(share.of - share.inPlace)]).toEqual([false, false])
      for (const groups of by) if (groups && all) expect(groups.reduce((sum, { share }) => sum + (share?.of ?? 0), 0)).toBe(all.of)
      for (const share of [same?.now, ...shares])
        if (all && share)
          expect([isFew(all.inPlace - share.inPlace), isFew(all.of - all.inPlace - (share.of - share.inPlace))]).toEqual([false, false])
    }),
  )
})
