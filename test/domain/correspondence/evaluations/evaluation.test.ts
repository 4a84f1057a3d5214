import { expect, it } from 'vitest'
import { problemsOf } from '#base/web/form.ts'
import { feedbackKinds, figuresOf, readySets, stepsOf, type WaveState, waves } from '#correspondence/evaluations/evaluation.ts'
import { apart } from '#correspondence/evaluations/follow-evaluations.ts'
import { typedWave, waveForm } from '#correspondence/evaluations/forms.ts'

const calendar = {
  bankHolidays: new Set(['2026-08-31']),
  terms: [
    { name: 'Summer', firstDay: '2026-04-13', lastDay: '2026-07-21' },
    { name: 'Autumn', firstDay: '2026-09-02', lastDay: '2026-12-18' },
  ],
}

const held: WaveState = {
  ...{ wave: 'later', weeks: 8, lastDay: '2026-06-12', cancelled: false, switchedOff: false, openRegisters: 0, askedOn: null, inTray: 0 },
}
const on = (day: string, more: Partial<WaveState> = {}) => {
  const { asks, closes } = stepsOf({ ...held, ...more }, day, calendar)
  return closes ? 'closes' : asks ? 'asks' : 'waits'
}

// “The later sets go six to twelve weeks after the event, eight unless the organiser says otherwise, on a school day in term.”
it('what is asked eight weeks on waits for the first school day in term', () => {
  expect(['2026-08-06', '2026-08-07', '2026-09-01', '2026-09-02', '2026-09-05'].map((day) => on(day))).toEqual([
    ...['waits', 'waits', 'waits', 'asks', 'waits'],
  ])
  expect(on('2026-07-21', { weeks: 6 })).toBe('waits')
  expect(on('2026-07-21', { weeks: 6, lastDay: '2026-06-08' })).toBe('asks')
  const weeks = (typed: string) => waveForm('later').schema.safeParse(typedWave(readySets.later, Number(typed)))
  expect(['5', '6', '12', '13'].map((typed) => weeks(typed).success)).toEqual([false, true, true, false])
  expect(typedWave([], 0)['weeks']).toBe('8')
})

it('what is asked right after goes the morning after, once every register is closed, for three weeks', () => {
  const after = (day: string, more: Partial<WaveState> = {}) => on(day, { wave: 'after', weeks: 0, ...more })
  expect([after('2026-06-12'), after('2026-06-13'), after('2026-06-13', { openRegisters: 1 })]).toEqual(['waits', 'asks', 'waits'])
  expect([after('2026-07-03'), after('2026-07-04')]).toEqual(['asks', 'closes'])
  expect(after('2026-06-13', { switchedOff: true })).toBe('waits')
  expect(after('2026-06-01', { cancelled: true })).toBe('closes')
})

// “Answers are taken for twenty-eight days after the questions went out.”
it('a set is asked on one day and ends twenty-eight days later', () => {
  const asked = { wave: 'after', weeks: 0, askedOn: '2026-06-13' } as const
  expect(['2026-06-13', '2026-06-14', '2026-07-11', '2026-07-12'].map((day) => on(day, asked))).toEqual([
    ...['asks', 'waits', 'waits', 'closes'],
  ])
})

// “A question is answered with a number from 1 to 5, with yes, partly or no, with one of the answers given, or in one's own words; a set has eight questions at most, and each set comes ready to use.”
it('each ready set can be saved as it is, and the sets know every way of answering', () => {
  for (const wave of waves) expect(waveForm(wave).schema.parse(typedWave(readySets[wave], 8)).questions).toEqual(readySets[wave])
  expect(new Set(waves.flatMap((wave) => readySets[wave].map(({ kind }) => kind)))).toEqual(new Set(feedbackKinds))
  const nine = Array.from({ length: 9 }, () => readySets.after[0] ?? readySets.later[0])
  const typed = typedWave(
    nine.flatMap((one) => one ?? []),
    0,
  )
  expect(waveForm('after').schema.parse(typed).questions).toHaveLength(8)
})

it('a choice without answers, and answers without a question, are told by their line', () => {
  const typed = {
    ...{ weeks: 'soon', 'label-1': 'Which?', 'kind-1': 'choice', 'options-1': 'One', 'kind-2': 'choice', 'options-2': 'One\nTwo' },
    ...{ 'label-3': 'x'.repeat(401), 'kind-3': 'nothing' },
  }
  expect(problemsOf(waveForm('head').schema.safeParse(typed).error)).toEqual({
    weeks: 'Enter a number of weeks from 6 to 12',
    'options-1': 'Question 1: Enter at least two answers to choose from, one on each line',
    'label-2': 'Question 2: Enter the question',
    'label-3': 'Question 3: Shorten the question to 400 characters',
    'kind-3': 'Question 3: Choose how it is answered',
  })
})

it('a question that is too long, of which there is one answer to choose from, is told both at once', () => {
  const typed = { 'label-1': 'x'.repeat(401), 'kind-1': 'choice', 'options-1': 'One' }
  expect(problemsOf(waveForm('after').schema.safeParse(typed).error)).toEqual({
    'label-1': 'Question 1: Shorten the question to 400 characters',
    'options-1': 'Question 1: Enter at least two answers to choose from, one on each line',
  })
})

// “What somebody left out is counted as left out.”
it('figures count each choice and what was left out, and of four people there are none', () => {
  const questions = [
    { id: 'level', kind: 'yes_partly_no', label: 'Right level?', settings: {} },
    { id: 'words', kind: 'text', label: 'What next?', settings: {} },
  ] as const
  const counted = [
    { questionId: 'level', value: 'yes', n: 4 },
    { questionId: 'level', value: null, n: 1 },
  ]
  const texts = [
    { id: 'first', questionId: 'words', value: 'Shown', shown: 1, readAt: '2026-06-01T10:00:00.000Z', readBy: 'Olu Officer' },
    { id: 'second', questionId: 'words', value: 'Kept back', shown: 0, readAt: '2026-06-01T10:00:00.000Z', readBy: 'Olu Officer' },
    { id: 'third', questionId: 'words', value: 'Not read', shown: null, readAt: null, readBy: null },
  ]
  expect(figuresOf(questions, 5, counted, texts).map(({ summary, texts, toRead }) => ({ counts: summary?.rows, texts, toRead }))).toEqual([
    {
      counts: [
        ['Yes', 4],
        ['Partly', 0],
        ['No', 0],
        ['Left out', 1],
      ],
      texts: [],
      toRead: 0,
    },
    { counts: undefined, texts: ['Shown'], toRead: 1 },
  ])
  expect(figuresOf(questions, 4, counted, texts)).toEqual([])
})

it('what one person said is taken apart, each answer under an id of its own', () => {
  const questions = [
    { id: 'a', kind: 'scale', label: 'A', settings: {} },
    { id: 'b', kind: 'text', label: 'B', settings: {} },
  ] as const
  const tray = [{ answers: '{"a":"3","b":"Words"}' }, { answers: '{"b":"More"}' }, { answers: '{"a":"5","gone":"x"}' }]
  const rows = apart(questions, tray)
  expect(rows.map(({ questionId, value }) => [questionId, value])).toEqual([
    ...[
      ['a', '3'],
      ['b', 'Words'],
    ],
    ...[
      ['a', null],
      ['b', 'More'],
    ],
    ['a', '5'],
  ])
  expect(new Set(rows.map(({ id }) => id)).size).toBe(5)
})
