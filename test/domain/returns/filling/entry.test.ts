import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { Kind } from '#base/questions/kind.ts'
import { readEntry } from '#returns/filling/entry.ts'
import { example } from '#returns/forms/ready-form.ts'
import { holdsFor } from '#test/support/holds.ts'

const readyQuestions = example.sections.flatMap(({ questions }) => questions)
/** Read on 10 January 2027. */
const read = (kind: Kind, of: Parameters<typeof readEntry>[1]) => readEntry({ kind, settings: {} }, of, '2027-01-10')

const typed = (value: string, more: { evidence?: string; action?: string } = {}) => ({ value, evidence: '', action: '', ...more })

describe('what is typed to a question', () => {
  it('says in one sentence what is wrong with a date in words, and cites it', () => {
    expect(read('date', typed('last Tuesday'))).toEqual({
      ok: false,
      problems: { value: 'Enter the day in figures, such as 27 3 2027: “last Tuesday” is no day that can be read' },
    })
  })

  // “A question of what is past takes today and any day before, never a day to come; any other
  // date may be to come.”
  it('takes no day to come where it asks of what is past', () => {
    expect(read('past_date', typed('10 1 2027'))).toEqual({ ok: true, typed: typed('2027-01-10') })
    expect(read('past_date', typed('11 1 2027'))).toEqual({ ok: false, problems: { value: 'Enter a day that is not in the future' } })
    expect(read('date', typed('11 1 2027'))).toEqual({ ok: true, typed: typed('2027-01-11') })
  })

  it('asks nothing in the ready form of when something last happened that takes a day to come', () => {
    const asked = readyQuestions.filter(({ label }) => /^When (was|did) /.test(label))
    expect(asked.map(({ kind }) => kind)).toEqual(asked.map(() => 'past_date'))
    expect(asked.length).toBeGreaterThan(5)
  })

  it('says in one sentence what is wrong with a number in words', () => {
    expect(read('number', typed('about twelve'))).toEqual({
      ok: false,
      problems: { value: 'Enter a number in figures, such as 12 or 12.5: “about twelve” is none' },
    })
  })

  it.each([
    ['12', '12'],
    ['1,250', '1250'],
    [' 1 250 ', '1250'],
    ['12.5', '12.5'],
    ['007', '7'],
    ['0', '0'],
    ['0.5', '0.5'],
  ])('reads the number %s', (said, value) => {
    expect(read('number', typed(said))).toEqual({ ok: true, typed: typed(value) })
  })

  it.each(['-3', '1e6', '12%', '1/2', '1234567890'])('finds no number in “%s”', (said) => {
    expect(read('number', typed(said)).ok).toBe(false)
  })

  it('takes only what can be chosen', () => {
    expect(read('grade', typed('2'))).toEqual({ ok: true, typed: typed('2') })
    expect(read('grade', typed('5'))).toEqual({ ok: false, problems: { value: 'Choose a grade from 1 to 4' } })
    expect(read('rag', typed('blue'))).toEqual({ ok: false, problems: { value: 'Choose green, amber or red' } })
    expect(read('yes_no', typed('perhaps'))).toEqual({ ok: false, problems: { value: 'Choose yes or no' } })
  })

  it('says of each field that is too long by how much', () => {
    const long = 'a'.repeat(4001)
    expect(read('text', typed(long, { evidence: long, action: 'short' }))).toEqual({
      ok: false,
      problems: {
        value: 'Shorten this to 4000 characters; it has 4001',
        evidence: 'Shorten this to 4000 characters; it has 4001',
      },
    })
    expect(read('where_kept', typed('a'.repeat(501)))).toEqual({
      ok: false,
      problems: { value: 'Shorten this to 500 characters; it has 501' },
    })
  })

  it('takes nothing typed as no answer, and no problem', () => {
    for (const kind of ['grade', 'rag', 'yes_no', 'text', 'date', 'past_date', 'number', 'where_kept'] as const)
      expect(read(kind, typed('  ', { evidence: ' Minutes of May ' }))).toEqual({
        ok: true,
        typed: typed('', { evidence: 'Minutes of May' }),
      })
  })

  it('reads again what it has read, whatever it was', () => {
    const kinds = fc.constantFrom('grade', 'rag', 'yes_no', 'text', 'date', 'past_date', 'number', 'where_kept' as const)
    const words = fc.oneof(
      fc.string({ unit: 'grapheme', maxLength: 60 }),
      fc.date({ noInvalidDate: true }).map((d) => d.toDateString()),
      fc.float().map(String),
    )
    holdsFor([kinds, words, words], {}, (kind, value, evidence) => {
      const first = read(kind, typed(value, { evidence }))
      if (first.ok) expect(read(kind, first.typed)).toEqual(first)
      else expect(Object.values(first.problems).every((sentence) => sentence.length > 12)).toBe(true)
    })
  })
})
