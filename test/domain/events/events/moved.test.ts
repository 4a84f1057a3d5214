import { expect, it } from 'vitest'
import { isMove, laterFreeUntil, readFreeUntil, usualFreeDay } from '#events/events/moved-event.ts'

const calendar = { bankHolidays: new Set(['2026-05-25']), terms: [] }
const now = new Date('2026-05-20T09:00:00.000Z')

it('people have to the end of the fifth working day to decide, or the day of the event when that is sooner', () => {
  expect(usualFreeDay(now, '2026-06-12T08:30:00.000Z', calendar)).toBe('2026-05-28')
  expect(usualFreeDay(now, '2026-05-22T08:30:00.000Z', calendar)).toBe('2026-05-22')
})

it('a typed day means its end in London, never after the event begins', () => {
  const start = '2026-06-12T08:30:00.000Z'
  expect(readFreeUntil('2026-05-28', now, start)).toEqual({ freeUntil: '2026-05-28T22:59:59.999Z' })
  expect(readFreeUntil('2026-06-12', now, start)).toEqual({ freeUntil: start })
  expect(readFreeUntil('', now, start)).toEqual({ freeUntil: undefined })
  for (const wrong of ['2026-06-13', '2026-05-19', '2026-02-30', 'soon']) expect(readFreeUntil(wrong, now, start)).toHaveProperty('problem')
  expect(readFreeUntil('2026-05-20', now, start)).toHaveProperty('freeUntil')
})

// “A later move does not shorten it.”
it('a promise made with an earlier move is never shortened by a later one', () => {
  expect(laterFreeUntil('2026-06-01T22:59:59.999Z', '2026-05-28T22:59:59.999Z', now)).toBe('2026-06-01T22:59:59.999Z')
  expect(laterFreeUntil('2026-05-21T22:59:59.999Z', '2026-05-28T22:59:59.999Z', now)).toBe('2026-05-28T22:59:59.999Z')
  expect(laterFreeUntil('2026-05-19T22:59:59.999Z', undefined, now)).toBeUndefined()
  expect(laterFreeUntil(null, undefined, now)).toBeUndefined()
})

it('another time or place is a move, another title or link is not', () => {
  expect([isMove(['times']), isMove(['title', 'place']), isMove(['title', 'joining_link'])]).toEqual([true, true, false])
})
