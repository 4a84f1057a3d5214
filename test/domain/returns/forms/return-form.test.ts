import { expect, it } from 'vitest'
import { example, usualPowers } from '#returns/forms/ready-form.ts'
import { faultsOf, moved, type Question } from '#returns/forms/return-form.ts'

const question = (id: string, more: Partial<Question> = {}): Question => ({
  ...{ id, sectionId: 's', position: 0, kind: 'yes_no', label: id, hint: '', mustAnswer: 1, asksEvidence: 0, asksAction: 0 },
  ...{ ifQuestionId: null, ifValue: null, filledFrom: null },
  ...more,
})
const section = (...questions: Question[]) => ({ id: 's', position: 0, title: 'Training', about: '', questions })

// “A form can be published once every section has a question, no question stands above the one that it depends on, and each kind of school has its power.”
it('says what is still to be done before a form can be published', () => {
  const late = question('late', { ifQuestionId: 'early', ifValue: 'no', label: 'What will change?' })
  expect(faultsOf({ sections: [section(question('early'), late)], powers: usualPowers })).toEqual([])
  expect(faultsOf({ sections: [section(late, question('early')), section()], powers: usualPowers.slice(1) })).toEqual([
    'Add a question to “Training”, or take the section out',
    'Move “What will change?” below the question that it depends on',
    'Say under what power schools are asked: Maintained',
  ])
  expect(faultsOf({ sections: [], powers: usualPowers })).toEqual(['Add at least one question'])
})

it('moves one up or down by one place, and nothing past an end', () => {
  expect(moved(['a', 'b', 'c'], 'b', -1)).toEqual(['b', 'a', 'c'])
  expect(moved(['a', 'b', 'c'], 'b', 1)).toEqual(['a', 'c', 'b'])
  expect(moved(['a', 'b'], 'a', -1)).toEqual(['a', 'b'])
  expect(moved(['a', 'b'], 'x', 1)).toEqual(['a', 'b'])
})

// “The ready example has eight sections and 30 questions in our own words; its powers are marked to be checked against the text in force.”
it('has a ready example of eight sections and 30 questions, whose powers are still to be checked', () => {
  expect([example.sections.length, example.sections.flatMap(({ questions }) => questions).length]).toEqual([8, 30])
  const labels = example.sections.flatMap(({ questions }) => questions.map(({ key }) => key))
  expect(new Set(labels).size).toBe(30)
  for (const { ifKey } of example.sections.flatMap(({ questions }) => questions)) if (ifKey !== null) expect(labels).toContain(ifKey)
  expect(usualPowers.map(({ checkedOn, power }) => [checkedOn, power.includes('text in force')])).toEqual(
    usualPowers.map(() => [null, true]),
  )
})
