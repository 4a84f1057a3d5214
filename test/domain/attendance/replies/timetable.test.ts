import { expect, it } from 'vitest'
import { timetableTo } from '#attendance/replies/timetable.ts'
import { type Calendar, workingDaysAfter } from '#base/council/working-day.ts'
import { addDays } from '#base/dates.ts'

const terms = [
  { name: 'Spring 1', firstDay: '2027-01-04', lastDay: '2027-02-12' },
  { name: 'Spring 2', firstDay: '2027-02-22', lastDay: '2027-03-25' },
  { name: 'Summer', firstDay: '2027-04-12', lastDay: '2027-07-20' },
]
const calendar: Calendar = { bankHolidays: new Set(['2027-01-01', '2027-03-26', '2027-03-29', '2027-05-03', '2027-05-31']), terms }

it('“Papers of a committee are public five clear working days before it meets; answers are decided the working day before, and schools have their days before that.”', () => {
  // The half-term of February is in no school's days.
  expect(timetableTo('2027-03-18', 10, calendar)).toEqual({
    ...{ meetsOn: '2027-03-18', publishBy: '2027-03-10', decideBy: '2027-03-09', showBy: '2027-02-19', replyDays: 10, isWhole: true },
  })
  // Good Friday and Easter Monday are no clear days.
  expect(timetableTo('2027-04-01', 10, calendar).publishBy).toBe('2027-03-22')
  // Whoever has no dates entered is told, and weekdays alone count.
  expect(timetableTo('2027-03-18', 10, { bankHolidays: new Set(), terms: [] })).toMatchObject({ showBy: '2027-02-19', isWhole: false })
})

it('what is shown on the last day is answered before the day of deciding, and a day later is too late', () => {
  for (let meets = '2027-03-01'; meets < '2027-07-01'; meets = addDays(meets, 1)) {
    const { showBy, decideBy, publishBy } = timetableTo(meets, 10, calendar)
    const lastAnswer = (shown: string) => workingDaysAfter(workingDaysAfter(shown, 1, calendar, true), 10, calendar, true)
    const nextDay = workingDaysAfter(showBy, 1, calendar)
    expect([lastAnswer(showBy) < decideBy, decideBy < publishBy, publishBy < meets, lastAnswer(nextDay) < decideBy]).toEqual([
      ...[true, true, true, false],
    ])
  }
})
