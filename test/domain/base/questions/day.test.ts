import fc from 'fast-check'
import { expect, it } from 'vitest'
import { dayIn } from '#base/questions/day.ts'
import { holdsFor } from '#test/support/holds.ts'

it.each([
  ['27 3 2027', '2027-03-27'],
  ['27/3/27', '2027-03-27'],
  ['27.03.2027', '2027-03-27'],
  ['27-3-2027', '2027-03-27'],
  ['2027-03-27', '2027-03-27'],
  ['27 March 2027', '2027-03-27'],
  ['March 27, 2027', '2027-03-27'],
  ['Saturday 27th Mar 2027', '2027-03-27'],
  ['1 Sept 2026', '2026-09-01'],
  ['1st september 26', '2026-09-01'],
])('reads the day %s', (said, day) => {
  expect(dayIn(said)).toBe(day)
})

it.each(['last Tuesday', 'spring term', '31 2 2027', '3/27/2027', '27 3', '27 3 1827', '27 ma 2027', '27 3 2027 again', '12345678', ''])(
  'finds no day in “%s”',
  (said) => {
    expect(dayIn(said)).toBeUndefined()
  },
)

it('reads any day that it could show', () => {
  const days = fc
    .date({ min: new Date('2000-01-01'), max: new Date('2199-12-31'), noInvalidDate: true })
    .map((d) => d.toISOString().slice(0, 10))
  holdsFor([days], {}, (day) => {
    const [year, month, date] = day.split('-')
    for (const said of [day, `${date}/${month}/${year}`, `${Number(date)} ${Number(month)} ${year}`]) expect(dayIn(said)).toBe(day)
  })
})
