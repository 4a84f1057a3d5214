// Where points, numbers and names stand in a picture.
import { expect, it } from 'vitest'
import { across, stepsTo, withoutOverlap, withRoom } from '#base/web/scale.ts'

it('values stand between two others, with room for words at both ends', () => {
  expect([0, 5, 10].map((value) => across(value, 0, 10))).toEqual([7, 50, 93])
  expect(across(3, 3, 3)).toBe(50)
})

it('an axis has a few round numbers up to the highest', () => {
  expect([0, 1, 3, 9, 48, 116, 999].map((highest) => stepsTo(highest))).toEqual([
    [0],
    [0, 1],
    [0, 1, 2, 3],
    [0, 5],
    [0, 20, 40],
    [0, 50, 100],
    [0, 500],
  ])
})

it('a label gives way to the one after it where they are too near', () => {
  const labels = [{ at: 7 }, { at: 20 }, { at: 80 }, { at: 93 }]
  expect(withRoom(labels, 14)).toEqual([{ at: 20 }, { at: 93 }])
  expect(withRoom(labels, 13)).toEqual(labels)
})

it('the name of a smaller town that would lie over that of a larger one is left out', () => {
  const large = { town: 'Hereford', x: 100, y: 100, wide: 80, high: 20 }
  const beside = { town: 'Leominster', x: 200, y: 110, wide: 90, high: 20 }
  const over = { town: 'Holmer', x: 110, y: 112, wide: 60, high: 20 }
  expect(withoutOverlap([large, beside, over])).toEqual([large, beside])
})
