import { expect, it } from 'vitest'
import type { Calendar } from '#base/council/working-day.ts'
import { type Due, type DueFact, duesOf, type Hearer, isOverdue, sayBy, schoolDayBy, shownTo, weeklyOf } from '#front/due/due.ts'

const calendar: Calendar = {
  bankHolidays: new Set(['2026-04-03', '2026-04-06']),
  terms: [
    { name: 'Spring', firstDay: '2026-01-05', lastDay: '2026-03-27' },
    { name: 'Summer', firstDay: '2026-04-13', lastDay: '2026-07-21' },
  ],
}

it('a deadline is the last school day on which a school is in time', () => {
  expect(schoolDayBy('2026-03-04', calendar)).toBe('2026-03-04')
  // A Sunday, the Easter holidays, and an hour at which no school office is staffed.
  expect(schoolDayBy('2026-03-08', calendar)).toBe('2026-03-06')
  expect(schoolDayBy('2026-04-08', calendar)).toBe('2026-03-27')
  expect(schoolDayBy('2026-03-09T07:00:00.000Z', calendar)).toBe('2026-03-06')
  expect(schoolDayBy('2026-03-09T12:00:00.000Z', calendar)).toBe('2026-03-09')
})

it('term dates that leave no school day take no deadline away', () => {
  const terms = [
    { name: 'Once', firstDay: '2020-01-01', lastDay: '2020-01-02' },
    { name: 'Then', firstDay: '2030-01-01', lastDay: '2030-01-02' },
  ]
  expect(schoolDayBy('2026-04-08', { bankHolidays: new Set(), terms })).toBe('2026-04-08')
})

const fact = (kind: DueFact['kind'], by?: string, more: Partial<DueFact> = {}): DueFact => ({
  ...{ schoolId: 's', kind, what: `${kind} ${by ?? ''}`, why: '', press: { text: '', href: '' }, whom: '', by },
  ...more,
})
const kinds = (dues: readonly Due[]) => dues.map(({ kind }) => kind)

it('what is due soonest comes first, and what has no day last', () => {
  const facts = [
    fact('money'),
    fact('training', '2026-03-20'),
    fact('names', '2026-03-08'),
    fact('offer', '2026-03-20'),
    fact('colleagues'),
  ]
  expect(duesOf(facts, calendar).map(({ kind, by }) => [kind, by])).toEqual([
    ['names', '2026-03-06'],
    ['offer', '2026-03-20'],
    ['training', '2026-03-20'],
    ['colleagues', undefined],
    ['money', undefined],
  ])
})

// “Places held until they are paid for stand first, with their minute.”
it('what is held until it is paid for stands before all else, and ends at its minute in school hours or not', () => {
  const facts = [fact('names', '2026-03-05'), fact('offer', '2026-03-07T10:00:00.000Z'), fact('pay', '2026-03-07T18:31:00.000Z')]
  const dues = duesOf(facts, calendar)
  expect(dues.map(({ kind, by, until }) => [kind, by, until])).toEqual([
    ['pay', '2026-03-07', '2026-03-07T18:31:00.000Z'],
    ['names', '2026-03-05', undefined],
    ['offer', '2026-03-07', '2026-03-07T10:00:00.000Z'],
  ])
  expect(dues.map((due) => [sayBy(due, '2026-03-07'), isOverdue(due, '2026-03-07')])).toEqual([
    ['By 6:31pm today', false],
    ['Was due by Thursday 5 March 2026', true],
    ['By 10am today', false],
  ])
  expect(dues.map((due) => sayBy(due, '2026-03-05'))).toEqual([
    ...['By Saturday 7 March 2026, 6:31pm', 'Due today', 'By Saturday 7 March 2026, 10am'],
  ])
})

const lead: Hearer = { approver: false, mayBook: true, roleId: 'deputy_dsl' }
const office: Hearer = { approver: false, mayBook: true, roleId: 'business_manager' }
const approver: Hearer = { approver: true, mayBook: true, roleId: 'business_manager' }

it('a letter says what has no letter of its own: names and questions to everybody, training to leads and approvers', () => {
  const dues = duesOf([fact('offer'), fact('names'), fact('questions'), fact('colleagues'), fact('training'), fact('money')], calendar)
  expect(kinds(weeklyOf(dues, lead, [lead, office, approver]))).toEqual(['names', 'questions', 'training'])
  expect(kinds(weeklyOf(dues, approver, [lead, office, approver]))).toEqual(['names', 'questions', 'training'])
  expect(kinds(weeklyOf(dues, office, [lead, office, approver]))).toEqual(['names', 'questions'])
  // Where nobody else acts for the school the office hears of training too.
  expect(kinds(weeklyOf(dues, office, [office]))).toEqual(['names', 'questions', 'training'])
  expect(weeklyOf(duesOf([fact('names', undefined, { saidElsewhere: true })], calendar), lead, [lead])).toEqual([])
})

it('a page shows everything but what an approver alone can do', () => {
  const dues = duesOf([fact('colleagues'), fact('training'), fact('money')], calendar)
  expect(kinds(shownTo(dues, { approver: false, mayBook: true }))).toEqual(['training', 'money'])
  expect(kinds(shownTo(dues, { approver: true, mayBook: true }))).toEqual(['colleagues', 'training', 'money'])
})
