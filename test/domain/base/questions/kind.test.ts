import { expect, it } from 'vitest'
import { questionFields, typedSettings, withSettings } from '#base/questions/forms.ts'
import { type Asked, cellOf, type Kind, kinds, readAnswer, sayAnswer, typedOf } from '#base/questions/kind.ts'
import { summaryOf } from '#base/questions/summary.ts'
import { form } from '#base/web/fields.tsx'
import { problemsOf } from '#base/web/form.ts'

const asked = (kind: Kind): Asked => ({ kind, settings: kind === 'choice' || kind === 'choices' ? { options: ['Monday', '10', '9'] } : {} })
const read = (kind: Kind, ...typed: string[]) => readAnswer(asked(kind), typed, { longest: 1000, today: '2027-01-10' })

/** An answer as it is typed, stored, said on a page and put into a file. */
const answers: Record<Kind, { typed: string[]; stored: string; said: string; cell: string | number }> = {
  text: { typed: [' Dŵr\r\nCoffi '], stored: 'Dŵr\nCoffi', said: 'Dŵr\nCoffi', cell: 'Dŵr\nCoffi' },
  choice: { typed: ['Monday'], stored: 'Monday', said: 'Monday', cell: 'Monday' },
  choices: { typed: ['9', 'Monday'], stored: 'Monday\n9', said: 'Monday; 9', cell: 'Monday; 9' },
  yes_no: { typed: ['yes'], stored: 'yes', said: 'Yes', cell: 'Yes' },
  yes_partly_no: { typed: ['partly'], stored: 'partly', said: 'Partly', cell: 'Partly' },
  scale: { typed: ['5'], stored: '5', said: '5: very much', cell: '5: very much' },
  grade: { typed: ['1'], stored: '1', said: '1: fully in place', cell: '1: fully in place' },
  rag: { typed: ['amber'], stored: 'amber', said: 'Amber: partly in place', cell: 'Amber: partly in place' },
  date: { typed: ['1 Sept 2027'], stored: '2027-09-01', said: '1 September 2027', cell: '2027-09-01' },
  past_date: { typed: ['10/1/27'], stored: '2027-01-10', said: '10 January 2027', cell: '2027-01-10' },
  number: { typed: ['1,250.5'], stored: '1250.5', said: '1250.5', cell: 1250.5 },
  where_kept: { typed: ['In the office'], stored: 'In the office', said: 'In the office', cell: 'In the office' },
}

it.each(kinds)('an answer to a question of kind %s is read, said, put into a file and read again as it is shown', (kind) => {
  const { typed, stored, said, cell } = answers[kind]
  const question = asked(kind)
  expect(read(kind, ...typed)).toEqual({ value: stored })
  expect([sayAnswer(question, stored), cellOf(question, stored)]).toEqual([said, cell])
  expect(read(kind, ...typedOf(question, stored))).toEqual({ value: stored })
  expect([read(kind), read(kind, '  ')]).toEqual([{ value: '' }, { value: '' }])
})

it.each(kinds)('an answer to a question of kind %s that was left empty is empty on pages and in files', (kind) => {
  expect([sayAnswer(asked(kind), ''), cellOf(asked(kind), '')]).toEqual(['', ''])
})

it('an answer that is none of the choices is refused with what is asked for', () => {
  expect(['choice', 'choices', 'yes_no', 'scale'].map((kind) => read(kind as Kind, 'Friday'))).toEqual([
    { problem: 'Choose one of the answers' },
    { problem: 'Choose from the answers' },
    { problem: 'Choose yes or no' },
    { problem: 'Choose a number from 1 to 5' },
  ])
})

it('choices are counted in the order of the form, numbers added up, and words read one by one', () => {
  expect(
    summaryOf(asked('choices'), [
      ['Monday\n9', 2],
      ['9', 1],
    ]),
  ).toEqual({
    rows: [
      ['Monday', 2],
      ['10', 0],
      ['9', 3],
    ],
    hasShares: true,
  })
  expect(
    summaryOf(asked('number'), [
      ['0.1', 1],
      ['0.2', 2],
    ]),
  ).toEqual({
    rows: [
      ['Added up', 0.5],
      ['Lowest', 0.1],
      ['Highest', 0.2],
    ],
    hasShares: false,
  })
  expect([summaryOf(asked('number'), []), summaryOf(asked('text'), [['Dŵr', 1]])]).toEqual([undefined, undefined])
})

it('of what is typed to all kinds the settings of the chosen one are read', () => {
  const { schema } = form(questionFields(kinds), (fields) => fields.transform(withSettings))
  const read = (kind: Kind, options: string) => {
    const { data, error } = schema.safeParse({ label: 'What about it?', kind, options })
    return data?.settings ?? problemsOf(error)
  }
  expect(read('choice', 'Monday\r\n Tuesday \nMonday')).toEqual({ options: ['Monday', 'Tuesday'] })
  expect(read('text', 'Monday')).toEqual({})
  expect(read('choices', 'Monday')).toEqual({ options: 'Enter at least two answers to choose from, one on each line' })
  expect(typedSettings({ options: ['Monday', 'Tuesday'] })).toEqual({ options: 'Monday\nTuesday' })
})
