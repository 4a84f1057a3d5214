import { describe, expect, it } from 'vitest'
import * as z from 'zod'
import {
  asLines,
  csvField,
  dayField,
  formId,
  lineField,
  linesField,
  mostTyped,
  oneLine,
  problemsOf,
  sentField,
  shortLine,
  text,
  textField,
  texts,
  textsField,
  typedOf,
} from '#base/web/form.ts'

const file = new File(['urn\n1'], 'contacts.csv')
const hostile = {
  once: ' Ann ',
  twice: ['Ann', 'Bob'],
  file,
  files: [file, 'Ann', file],
  empty: '',
  odd: { toString: () => 'Ann' },
  huge: 'x'.repeat(250_000),
}

describe('what was sent under a name', () => {
  it('is all of its texts, as they were sent', () => {
    expect(Object.keys(hostile).map((name) => (name === 'huge' ? texts(hostile, name).length : texts(hostile, name)))).toEqual([
      [' Ann '],
      ['Ann', 'Bob'],
      [],
      ['Ann'],
      [''],
      [],
      1,
    ])
    expect([texts(hostile, 'missing'), texts(hostile, 'constructor'), texts(hostile, '__proto__')]).toEqual([[], [], []])
  })

  it('is the first of them, or nothing', () => {
    expect(['once', 'twice', 'file', 'files', 'empty', 'odd', 'missing'].map((name) => text(hostile, name))).toEqual([
      ...[' Ann ', 'Ann', '', 'Ann', '', '', ''],
    ])
  })

  it('is shown again as it was typed, unless nobody types so much', () => {
    expect(typedOf(hostile, ['once', 'twice', 'file', 'missing'])).toEqual({ once: ' Ann ', twice: 'Ann', file: '', missing: '' })
    expect(typedOf(hostile, ['huge']).huge).toHaveLength(mostTyped)
  })
})

describe('a field', () => {
  const form = z.object({ name: textField })
  const read = (field: z.ZodType, value?: unknown) => field.safeParse(value)

  it('is empty when it is missing or a file, and the first when it comes twice', () => {
    expect([form.parse({}), form.parse({ name: file }), form.parse({ name: ['  Ann', 'Bob'] }), form.parse({ name: undefined })]).toEqual([
      ...[{ name: '' }, { name: '' }, { name: 'Ann' }, { name: '' }],
    ])
    expect([textsField.parse(undefined), textsField.parse('a'), textsField.parse(['a', file, 'b'])]).toEqual([[], ['a'], ['a', 'b']])
    expect([sentField.parse(' a '), sentField.parse(undefined)]).toEqual([' a ', ''])
  })

  it('of one line has no line ends, and one of several lines keeps them', () => {
    const typed = ' 1 High\tStreet\r\nHereford\r\u202EHR1\u0007 \n'
    expect([lineField.parse(typed), oneLine(typed)]).toEqual(['1 High Street Hereford HR1', '1 High Street Hereford HR1'])
    expect([linesField.parse(typed), asLines(typed)]).toEqual(['1 High Street\nHereford\n HR1', '1 High Street\nHereford\n HR1'])
    expect([textField, lineField, linesField].map((field) => field.parse('Sia\u0302n'))).toEqual(['Siân', 'Siân', 'Siân'])
  })

  it('that is too long, or empty where something is needed, is said so', () => {
    const needed = shortLine(10, 'the name', 'Enter the name')
    expect([shortLine(10, 'the name').parse(''), needed.parse(' Ann ')]).toEqual(['', 'Ann'])
    expect(problemsOf(z.object({ name: needed }).safeParse({ name: '\r\n' }).error)).toEqual({ name: 'Enter the name' })
    expect(problemsOf(z.object({ name: needed }).safeParse({ name: hostile.huge }).error)).toEqual({
      name: 'Shorten the name to 10 characters',
    })
  })

  it('for a day takes days that people can mean', () => {
    const day = dayField('Enter the day')
    expect(day.parse(' 2026-02-28 ')).toBe('2026-02-28')
    for (const typed of ['2026-02-30', '0206-02-28', '20260-02-28', '28/2/2026', '', undefined, file])
      expect(read(day, typed).error?.issues.map(({ message }) => message)).toEqual(['Enter the day'])
  })

  it('for a list takes a file that holds something', () => {
    expect(csvField.parse([file, 'x'])).toBe(file)
    for (const sent of ['contacts.csv', undefined, new File([], 'empty.csv'), []]) expect(read(csvField, sent).success).toBe(false)
  })
})

it('of the problems with a field the first is said, and those of no field are said of the form', () => {
  const form = z
    .object({ name: textField.pipe(z.string().min(5, 'Enter more').regex(/^\d+$/, 'Enter digits')), day: dayField('Enter the day') })
    .refine(() => false, { message: 'Enter something else', when: () => true })
  expect(problemsOf(form.safeParse({ name: 'Ann' }).error)).toEqual({
    name: 'Enter more',
    day: 'Enter the day',
    form: 'Enter something else',
  })
  expect(problemsOf(undefined)).toEqual({})
})

it('a form keeps the id that it was opened with, and has a new one when that is none', () => {
  const now = new Date('2026-06-12T09:00:00.000Z')
  const id = '0190f000-0000-7000-8000-00000000000a'
  expect([formId({ id }, now), formId({ id: [id, 'x'] }, now)]).toEqual([id, id])
  for (const sent of [undefined, '', file, `${id}0`, 'x'.repeat(36), id.replaceAll('-', '')])
    expect(formId({ id: sent }, now)).toMatch(/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/)
})
