import { expect, it } from 'vitest'
import type { Calendar } from '#base/council/working-day.ts'
import { type AccessMatter, answerByOf, nextOfAccess } from '#booking/needs/access.ts'

const calendar: Calendar = { bankHolidays: new Set(['2026-12-25', '2026-12-28']), terms: [] }

// “Stated access is answered within five working days, and five working days before the event if that is sooner; told later than that, by the next working day.”
it.each([
  ['long before', '2026-11-30', '2027-03-02', '2026-12-07'],
  ['over Christmas', '2026-12-22', '2027-03-02', '2026-12-31'],
  ['eight working days before', '2026-12-01', '2026-12-11', '2026-12-04'],
  ['six days before', '2026-12-04', '2026-12-11', '2026-12-07'],
  ['on Friday before an event on Monday', '2026-12-04', '2026-12-07', '2026-12-07'],
  ['on Saturday before an event on Sunday', '2026-12-05', '2026-12-06', '2026-12-06'],
])('what is told %s is answered in time', (_, toldOn, firstDay, by) => {
  expect(answerByOf(toldOn, firstDay, calendar)).toBe(by)
})

it('a matter waits, is late, is answered and is done', () => {
  const at = '2026-12-02T10:00:00.000Z'
  const waits: AccessMatter = {
    ...{ matter: 'm', access: { choices: ['bsl'], words: '' }, answerBy: '2026-12-07', ownerId: null, owner: null },
    ...{ givenAt: at, answer: '', answeredAt: null, doneAt: null },
  }
  const states = [
    nextOfAccess(waits, '2026-12-07'),
    nextOfAccess(waits, '2026-12-08'),
    nextOfAccess({ ...waits, answer: 'Booked', answeredAt: at }, '2026-12-08'),
    nextOfAccess({ ...waits, answer: 'Booked', answeredAt: at, doneAt: at }, '2026-12-08'),
  ]
  expect(states).toEqual([
    { step: 'answer', by: '2026-12-07', isLate: false },
    { step: 'answer', by: '2026-12-07', isLate: true },
    { step: 'arrange', by: undefined, isLate: false },
    undefined,
  ])
})
