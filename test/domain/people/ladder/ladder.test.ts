// Whom at a school to contact next, and when: school working days, in term time.
import { expect, it } from 'vitest'
import type { Calendar } from '#base/council/working-day.ts'
import { isProposed, nextStep, type Tried } from '#people/ladder/ladder.ts'
import { rungs } from '#people/ladder/rung.ts'

// Autumn ends on Friday 18 December 2026; half-term is the last week of October.
const calendar: Calendar = {
  bankHolidays: new Set(['2026-12-25', '2026-12-28', '2027-01-01']),
  terms: [
    { name: 'Autumn, first half', firstDay: '2026-09-02', lastDay: '2026-10-23' },
    { name: 'Autumn, second half', firstDay: '2026-11-02', lastDay: '2026-12-18' },
    { name: 'Spring', firstDay: '2027-01-05', lastDay: '2027-03-25' },
  ],
}
const school = { hasTrust: true }
const tried = (rung: Tried['rung'], on: string, one: Partial<Tried> = {}): Tried => ({
  rung,
  on,
  means: 'message',
  result: 'written_to',
  chosen: undefined,
  ...one,
})
const called = (rung: Tried['rung'], on: string, result: Tried['result']): Tried => tried(rung, on, { means: 'telephone', result })

// “Who is contacted first is the school office, then the designated lead, the head, the chair or proprietor, the trust or diocese, and last somebody by telephone.”
it('goes from the office to the lead, the head, the chair, the trust and the telephone, and stays there', () => {
  const steps = rungs.map(
    (_, n) =>
      nextStep(
        school,
        '2026-09-07',
        rungs.slice(0, n).map((rung) => tried(rung, '2026-09-07')),
        calendar,
      )?.rung,
  )
  expect(steps).toEqual([...rungs])
  const all = rungs.map((rung) => tried(rung, '2026-09-07'))
  expect(nextStep(school, '2026-09-07', all, calendar)).toEqual({ rung: 'telephone', on: '2026-09-14' })
})

it('a school of no trust and no diocese has none above its chair', () => {
  expect(nextStep({ hasTrust: false }, '2026-09-07', [tried('chair', '2026-09-07')], calendar)?.rung).toBe('telephone')
})

// “The office, the lead and the head have five school working days each to answer, the chair and the trust ten; holidays, weekends and bank holidays are none.”
it.each([
  ['a Monday gives until the Monday after', '2026-09-07', '2026-09-14'],
  ['the last Friday before half-term gives until the Friday after it', '2026-10-23', '2026-11-06'],
  ['a day in half-term gives what the first day after it would have', '2026-10-28', '2026-11-06'],
  ['the last day of term gives until the second week of the next', '2026-12-18', '2027-01-11'],
  ['a Saturday gives as many days as its Friday', '2026-09-12', '2026-09-18'],
])('the office has five school working days: %s', (_, on, next) => {
  expect(nextStep(school, on, [tried('office', on)], calendar)).toEqual({ rung: 'lead', on: next })
})

it('begins on the day itself when it is one of the school’s, else on the first after it', () => {
  const first = (from: string) => nextStep(school, from, [], calendar)
  expect(first('2026-10-23')).toEqual({ rung: 'office', on: '2026-10-23' })
  expect(first('2026-10-24')).toEqual({ rung: 'office', on: '2026-11-02' })
  expect(first('2026-12-19')).toEqual({ rung: 'office', on: '2027-01-05' })
})

it('days after the last term that is known count as working days, so that nothing waits for ever', () => {
  expect(nextStep(school, '2027-03-26', [tried('office', '2027-03-26')], calendar)).toEqual({ rung: 'lead', on: '2027-04-02' })
})

// “A call that nobody answered is tried once more on the next school working day before the next rung is due.”
it('a call that nobody answered is tried again the next school day, and after the second the next rung is due', () => {
  const one = called('lead', '2026-10-23', 'no_answer')
  expect(nextStep(school, '2026-09-07', [one], calendar)).toEqual({ rung: 'lead', on: '2026-11-02' })
  expect(nextStep(school, '2026-09-07', [one, called('lead', '2026-11-02', 'no_answer')], calendar)).toEqual({
    rung: 'head',
    on: '2026-11-09',
  })
})

it('somebody who is spoken to again lower down does not bring the ladder down', () => {
  expect(nextStep(school, '2026-09-07', [tried('head', '2026-09-07'), called('office', '2026-09-09', 'spoke')], calendar)).toEqual({
    rung: 'chair',
    on: '2026-09-16',
  })
})

// “The ladder stops on an answer, and the officer may choose another step and day.”
it('stops on an answer, and takes what the officer chose', () => {
  expect(
    nextStep(school, '2026-09-07', [tried('office', '2026-09-07'), called('lead', '2026-09-08', 'answered')], calendar),
  ).toBeUndefined()
  const chosen = { rung: 'head' as const, on: '2026-09-30' }
  expect(nextStep(school, '2026-09-07', [tried('office', '2026-09-07', { chosen })], calendar)).toEqual(chosen)
})

it('above the head a step is only ever proposed', () => {
  expect(rungs.filter(isProposed)).toEqual(['chair', 'trust', 'telephone'])
})
