// What the pictures of an event show.
import { expect, it } from 'vitest'
import { arrivedBySlot, type BookedRow, bookedByWeek } from '#events/overview/picture.ts'

const booked = (weeks: number, n: number): BookedRow => ({ weeks, n, isEarlier: 0, earlierCode: null })
const earlier = (weeks: number, n: number): BookedRow => ({ weeks, n, isEarlier: 1, earlierCode: 'AAAAAA' })

it('places are added up week by week, up to this week', () => {
  expect(bookedByWeek([booked(4, 3), booked(2, 5)], 2)).toEqual([
    { weeks: 4, booked: 3, earlier: undefined },
    { weeks: 3, booked: 3, earlier: undefined },
    { weeks: 2, booked: 8, earlier: undefined },
  ])
})

it('the date before it goes on to its day', () => {
  expect(bookedByWeek([booked(2, 5), earlier(3, 1), earlier(0, 6)], 1)).toEqual([
    { weeks: 3, booked: 0, earlier: 1 },
    { weeks: 2, booked: 5, earlier: 1 },
    { weeks: 1, booked: 5, earlier: 1 },
    { weeks: 0, booked: undefined, earlier: 7 },
  ])
})

it('arrivals have a column of every five minutes from the first to the last', () => {
  expect(arrivedBySlot([])).toEqual([])
  expect(
    arrivedBySlot([
      { slot: 10, n: 4 },
      { slot: 12, n: 1 },
    ]),
  ).toEqual([
    { slot: 10, n: 4 },
    { slot: 11, n: 0 },
    { slot: 12, n: 1 },
  ])
})
