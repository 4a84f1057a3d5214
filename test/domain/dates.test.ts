import { expect, it } from 'vitest'
import { londonDay, londonInstant, londonTime, sayBeginning, sayDeadline, sayInstant, sayLongDay, sayTime, sayWhen } from '#base/dates.ts'

const asIntl = new Intl.DateTimeFormat('sv-SE', { timeZone: 'Europe/London', dateStyle: 'short', timeStyle: 'short' })

it('London days and times are those of the time zone, through every change of the clocks and in the hours around midnight', () => {
  const wrong: string[] = []
  for (let time = Date.parse('2024-01-01T00:00:00.000Z'); time < Date.parse('2027-01-01T00:00:00.000Z'); time += 17 * 60_000) {
    const said = `${londonDay(new Date(time))} ${londonTime(new Date(time))}`
    if (said !== asIntl.format(time)) wrong.push(said)
  }
  expect(wrong).toEqual([])
})

it('a time that the clocks skip does not exist, and of one that comes twice the first is meant', () => {
  expect(londonInstant('2026-03-29', '01:30')).toBeUndefined()
  expect(londonInstant('2026-03-29', '02:00')?.toISOString()).toBe('2026-03-29T01:00:00.000Z')
  expect(londonInstant('2026-10-25', '01:30')?.toISOString()).toBe('2026-10-25T00:30:00.000Z')
  expect(londonInstant('2026-06-12', '09:30')?.toISOString()).toBe('2026-06-12T08:30:00.000Z')
})

it('times are said as people write them', () => {
  const at = (time: string) => sayTime(`2026-01-12T${time}:00.000Z`)
  expect(['00:00', '00:05', '09:00', '09:30', '12:00', '12:01', '13:45', '23:59'].map(at)).toEqual([
    'midnight',
    '12:05am',
    '9am',
    '9:30am',
    'midday',
    '12:01pm',
    '1:45pm',
    '11:59pm',
  ])
  expect(sayInstant('2026-06-12T08:30:00.000Z')).toBe('12 June 2026 at 9:30am')
  expect(sayWhen('2026-06-12T08:30:00.000Z', '2026-06-12T15:00:00.000Z')).toBe('Friday 12 June 2026, 9:30am to 4pm')
})

it('nobody can read a deadline at midnight as the night after: it is said by the minute before, and a beginning by its day', () => {
  const ends = ['2026-12-05T00:00:00.000Z', '2026-12-04T23:59:59.999Z', '2026-06-11T23:00:00.000Z', '2026-06-12T14:00:00.000Z']
  expect(ends.map(sayDeadline)).toEqual([
    'Friday 4 December 2026, 11:59pm',
    'Friday 4 December 2026, 11:59pm',
    'Thursday 11 June 2026, 11:59pm',
    'Friday 12 June 2026, 3pm',
  ])
  expect(ends.map(sayBeginning)).toEqual([
    'Saturday 5 December 2026',
    'Friday 4 December 2026, 11:59pm',
    'Friday 12 June 2026',
    'Friday 12 June 2026, 3pm',
  ])
})

it('a day is said the same whatever instant of it is meant, and again', () => {
  const instants = ['2026-06-11T23:00:00.000Z', '2026-06-12T22:59:00.000Z', '2026-06-12', '2026-06-11T23:00:00.000Z']
  expect(instants.map(sayLongDay)).toEqual(Array(4).fill('Friday 12 June 2026'))
  expect(['2026-06-11T22:59:00.000Z', '2026-06-12T23:00:00.000Z'].map(sayLongDay)).toEqual([
    'Thursday 11 June 2026',
    'Saturday 13 June 2026',
  ])
})
