import { readFileSync } from 'node:fs'
import { expect, it } from 'vitest'
import { problemsOf } from '#base/web/form.ts'
import { judgeAnswers, questionForm, readTypedAnswers } from '#events/questions/forms.ts'
import { bookingKinds, delicacy, type Question } from '#events/questions/question.ts'

const id = (n: number): string => `00000000-0000-7000-8000-${String(n).padStart(12, '0')}`

const aQuestion = (n: number, facts: Partial<Question> = {}): Question => ({
  ...{
    id: id(n),
    eventId: 'e',
    position: n,
    scope: 'booking',
    kind: 'text',
    label: `Question ${n}`,
    hint: '',
    settings: {},
    required: false,
  },
  ...{ createdAt: '2026-03-02T09:00:00.000Z', retiredAt: null },
  ...facts,
})

it('a question about food, health or access is pointed to Needs, and one for names of children is questioned; others are not', () => {
  const label = (text: string) => delicacy({ label: text, hint: '', settings: {} })
  expect(
    [
      'Any dietary requirements?',
      'ALLERGIES',
      'Do you use a wheelchair?',
      'Medical conditions we should know',
      'Access needs?',
      'Halal?',
    ].map(label),
  ).toEqual(Array.from({ length: 6 }, () => 'needs'))
  expect(['Names of the children', 'Pupils’ names', 'Please give pupil names'].map(label)).toEqual(['children', 'children', 'children'])
  expect(
    [
      'Which school system do you use?',
      'How many pupils has your school?',
      'What do you hope to learn?',
      'Is your safeguarding policy up to date?',
      'Do you have access to the internet?',
      'Name of your chair of governors',
      'Angen parcio?',
    ].map(label),
  ).toEqual(Array.from({ length: 7 }, () => undefined))
  expect(delicacy({ label: 'Lunch', hint: '', settings: { options: ['Meat', 'Vegan'] } })).toBe('needs')
})

it('a question needs words, when it is asked and how it is answered; answers to choose from are at least two, each once', () => {
  const read = (typed: object) => questionForm.schema.safeParse(typed)
  const problems = (typed: object) => problemsOf(read(typed).error)
  expect(problems({})).toEqual({
    label: 'Enter the question',
    scope: 'Choose whether it is asked once for the booking or for each person',
    kind: 'Choose how it is answered',
  })
  const choice = { label: ' Which \u202Eday? ', scope: 'place', kind: 'choice' }
  expect(problems({ ...choice, options: 'Monday\n\n Monday ' })).toEqual({
    options: 'Enter at least two answers to choose from, one on each line',
  })
  expect(read({ ...choice, options: 'Monday\r\n Dydd Mawrth \n', required: 'yes' }).data).toEqual({
    ...{ label: 'Which day?', hint: '', scope: 'place', kind: 'choice', settings: { options: ['Monday', 'Dydd Mawrth'] }, required: true },
  })
  expect(read({ ...choice, kind: 'yes_no', options: 'left\nover' }).data?.settings).toEqual({})
  expect(problems({ ...choice, label: 'x'.repeat(401) })).toEqual({ label: 'Shorten the question to 400 characters' })
  expect(problems({ ...choice, options: `${'y'.repeat(151)}\nb` })).toEqual({ options: 'Each answer must be 150 characters or fewer' })
})

const called: Record<(typeof bookingKinds)[number], string> = {
  text: 'own words',
  choice: 'one or several',
  choices: 'one or several',
  yes_no: 'yes or no',
}

it.each(['docs/rules/questions.md', 'docs/guide/organisers.md'])('%s names every kind of question', (file) => {
  const text = readFileSync(file, 'utf8')
  expect(bookingKinds.filter((kind) => !text.includes(called[kind]))).toEqual([])
})

// “It is answered in one’s own words, with one or several of the answers given, or with yes or no, and must be answered or may be left.”
it('each answer is read by the kind of its question, and what is wrong says which question of which person', () => {
  const questions = [
    aQuestion(1, { required: true }),
    aQuestion(2, { scope: 'place', kind: 'choice', settings: { options: ['A', 'B'] }, required: true }),
    aQuestion(3, { scope: 'place', kind: 'choices', settings: { options: ['A', 'B', 'C'] } }),
    aQuestion(4, { scope: 'place', kind: 'yes_no' }),
    aQuestion(5, { retiredAt: '2026-03-03T09:00:00.000Z', required: true }),
  ]
  const good = readTypedAnswers(
    {
      [`q-${id(1)}`]: ' Dŵr\r\nCoffi ',
      [`q-${id(2)}-1`]: 'B',
      [`q-${id(2)}-3`]: 'A',
      [`q-${id(3)}-3`]: ['C', 'A'],
      [`q-${id(4)}-1`]: 'no',
      [`q-${id(5)}`]: 'nobody asks',
      [`q-${id(9)}`]: 'of another event',
      'q-nonsense-1': 'x',
    },
    3,
  )
  expect(judgeAnswers(questions, good, { insist: true, rows: [1, 3] })).toEqual({
    ok: true,
    answers: {
      booking: [{ questionId: id(1), value: 'Dŵr\nCoffi' }],
      places: [
        [
          { questionId: id(2), value: 'B' },
          { questionId: id(4), value: 'no' },
        ],
        [
          { questionId: id(2), value: 'A' },
          { questionId: id(3), value: 'A\nC' },
        ],
      ],
    },
  })
  const bad = readTypedAnswers(
    { [`q-${id(1)}`]: 'x'.repeat(1001), [`q-${id(2)}-1`]: 'Z', [`q-${id(3)}-2`]: ['A', 'Z'], [`q-${id(4)}-2`]: 'maybe' },
    2,
  )
  expect(judgeAnswers(questions, bad, { insist: true })).toEqual({
    ok: false,
    answers: { booking: [], places: [[], []] },
    problems: {
      [`q-${id(1)}`]: '“Question 1”: Shorten this to 1000 characters; it has 1001',
      [`q-${id(2)}-1`]: '“Question 2” for person 1: Choose one of the answers',
      [`q-${id(2)}-2`]: 'Answer “Question 2” for person 2',
      [`q-${id(3)}-2`]: '“Question 3” for person 2: Choose from the answers',
      [`q-${id(4)}-2`]: '“Question 4” for person 2: Choose yes or no',
    },
  })
  expect(judgeAnswers(questions, readTypedAnswers({}, 1), { insist: false })).toEqual({ ok: true, answers: { booking: [], places: [[]] } })
})

it('a body of a million fields and rows is read to the size of the form', () => {
  const body = Object.fromEntries(Array.from({ length: 2000 }, (_, n) => [`q-${id(n)}-${(n % 900) + 1}`, 'x']))
  const typed = readTypedAnswers(body, 2)
  expect(typed.rows).toHaveLength(2)
  expect(Object.keys(typed.rows[0] ?? {}).length).toBeLessThanOrEqual(500)
})
