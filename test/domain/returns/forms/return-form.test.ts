import { expect, it } from 'vitest'
import { moved } from '#base/questions/order.ts'
import { example, usualPowers } from '#returns/forms/ready-form.ts'
import { faultsOf, type Question } from '#returns/forms/return-form.ts'

const question = (id: string, more: Partial<Question> = {}): Question => ({
  ...{ id, sectionId: 's', position: 0, kind: 'yes_no', label: id, hint: '', settings: {}, mustAnswer: 1, asksEvidence: 0, asksAction: 0 },
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

const ready = example.sections.flatMap(({ questions }) => questions)

// “The ready example has nine sections and 46 questions in our own words; its powers are marked to be checked against the text in force.”
it('has a ready example of nine sections and 46 questions, whose powers are still to be checked', () => {
  expect([example.sections.length, ready.length]).toEqual([9, 46])
  const labels = ready.map(({ key }) => key)
  expect(new Set(labels).size).toBe(46)
  for (const { ifKey } of ready) if (ifKey !== null) expect(labels).toContain(ifKey)
  expect(usualPowers.map(({ checkedOn, power }) => [checkedOn, power.includes('text in force'), power.includes('14B')])).toEqual(
    usualPowers.map(() => [null, true, false]),
  )
  expect(usualPowers.filter(({ asks }) => asks === 'partners').every(({ power }) => power.includes('section 16H'))).toBe(true)
})

// “The ready example asks how many of nothing: of incidents that were not referred it asks whether they are recorded, analysed and seen by governors.”
it('asks in the ready example of each subject, and for no number', () => {
  const text = ready.map(({ label, hint }) => `${label} ${hint}`.toLowerCase())
  const asked = (...words: string[]) => text.some((one) => words.every((word) => one.includes(word)))
  for (const words of [
    ...[
      ['child-on-child', 'not referred', 'recorded'],
      ['not referred', 'analysed'],
      ['governors', 'see that analysis'],
    ],
    ...[['filtering and monitoring'], ['online'], ['prevent risk'], ['send'], ['looked-after'], ['children missing education']],
    ...[['alternative provision'], ['assure in writing'], ['use the site'], ['low-level concerns'], ['early help'], ['thresholds']],
    ...[['single central record'], ['time and authority'], ['whenever the school is open'], ['maintained schools', 'others: guidance']],
    ['section 128'],
  ])
    expect([words, asked(...words)]).toEqual([words, true])
  expect(text.filter((one) => one.includes('how many'))).toEqual([])
  expect(ready.filter(({ kind }) => kind === 'number')).toEqual([])
})

// “Whoever fills in the ready example is shown at most 62 fields, with what shows it and what will be done.”
it('is no more to fill in than 62 fields', () => {
  const fields = ready.filter(({ ifKey }) => ifKey === null).map(({ asksEvidence, asksAction }) => 1 + asksEvidence + asksAction)
  expect(fields.reduce((sum, n) => sum + n, 0)).toBeLessThanOrEqual(62)
})
