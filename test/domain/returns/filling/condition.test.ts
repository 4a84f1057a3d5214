import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { missingOf, progressOf, questionsAsked } from '#returns/filling/school-return.ts'
import { holdsFor } from '#test/support/holds.ts'

const question = (id: string, on?: [questionId: string, value: string]) => ({
  id,
  mustAnswer: 1,
  ...{ ifQuestionId: on?.[0] ?? null, ifValue: on?.[1] ?? null },
})
const entered = (values: Record<string, string>) => new Map(Object.entries(values).map(([id, value]) => [id, { value }]))

const form = [question('boarders'), question('inspected', ['boarders', 'yes']), question('when', ['inspected', 'yes']), question('policy')]

// “A question that depends on another is asked only where that one is asked and was answered
// so.”
describe('which questions are asked', () => {
  it.each([
    ['nothing is entered', {}, ['boarders', 'policy']],
    ['the school has boarders', { boarders: 'yes' }, ['boarders', 'inspected', 'policy']],
    ['it has none', { boarders: 'no' }, ['boarders', 'policy']],
    ['one hangs on one that hangs on another', { boarders: 'yes', inspected: 'yes' }, ['boarders', 'inspected', 'when', 'policy']],
    ['what the second hangs on is taken back', { boarders: 'no', inspected: 'yes', when: '2026-05-01' }, ['boarders', 'policy']],
  ])('when %s', (_when, values, asked) => {
    expect([...questionsAsked(form, entered(values))]).toEqual(asked)
  })

  it('never asks what hangs on itself, on a ring or on nothing', () => {
    const odd = [question('a', ['a', 'yes']), question('b', ['c', 'yes']), question('c', ['b', 'yes']), question('d', ['gone', 'yes'])]
    expect([...questionsAsked(odd, entered({ a: 'yes', b: 'yes', c: 'yes', gone: 'yes' }))]).toEqual([])
  })

  it('misses what is asked and has no answer, in the order of the form, and what may stay empty never', () => {
    const some = [...form, { ...question('more'), mustAnswer: 0 }]
    expect(missingOf(some, entered({ boarders: 'yes', inspected: '' })).map(({ id }) => id)).toEqual(['inspected', 'policy'])
    expect(missingOf(some, entered({ boarders: 'no', policy: 'yes' }))).toEqual([])
  })

  it('counts of what is asked now', () => {
    expect(progressOf(form, form.slice(0, 3), entered({ boarders: 'yes', inspected: 'no', when: '2026-05-01' }))).toEqual({
      asked: 2,
      answered: 2,
    })
  })

  it('asks each question whose condition holds and no other, however they hang together', () => {
    const ids = ['a', 'b', 'c', 'd', 'e', 'f']
    const forms = fc.tuple(
      ...ids.map((id) =>
        fc.option(fc.tuple(fc.constantFrom(...ids), fc.constantFrom('yes', 'no')), { nil: undefined }).map((on) => question(id, on)),
      ),
    )
    const values = fc.dictionary(fc.constantFrom(...ids), fc.constantFrom('yes', 'no', ''))
    holdsFor([forms, values, fc.boolean()], {}, (questions, said, turned) => {
      const standing = entered(said)
      const order = turned ? questions.toReversed() : questions
      const asked = questionsAsked(order, standing)
      for (const { id, ifQuestionId, ifValue } of questions)
        if (ifQuestionId === null) expect(asked.has(id)).toBe(true)
        else if (asked.has(id)) expect([asked.has(ifQuestionId), said[ifQuestionId]]).toEqual([true, ifValue])
        else expect(asked.has(ifQuestionId) && said[ifQuestionId] === ifValue && ifQuestionId !== id).toBe(false)
      expect(missingOf(order, standing).every(({ id }) => asked.has(id) && !said[id])).toBe(true)
    })
  })
})
