import { expect, it } from 'vitest'
import { decide, holdsAt, holdsWithoutTime, inOrder, isLate, type Mark, standing } from '#attendance/attendance/mark.ts'

/** Good Friday and Easter Monday of 2026. */
const calendar = { bankHolidays: new Set(['2026-04-03', '2026-04-06']), terms: [] }

const mark = (id: string, markType: Mark['markType'], correctsId: string | null = null): Mark => ({
  id,
  markType,
  happenedAt: '2026-06-12T08:30:00.000Z',
  notedAt: '2026-06-12T08:30:00.000Z',
  receivedAt: '2026-06-12T08:30:00.000Z',
  by: null,
  source: 'screen',
  correctsId,
  reason: correctsId ? 'Sheet checked' : null,
  late: false,
})

it('a mark on the screen is late after midnight in London, in summer and in winter', () => {
  const summer = '2026-06-12T15:00:00.000Z'
  expect(isLate('screen', summer, new Date('2026-06-12T22:59:59.999Z'), calendar)).toBe(false)
  expect(isLate('screen', summer, new Date('2026-06-12T23:00:00.000Z'), calendar)).toBe(true)
  const winter = '2026-11-20T16:00:00.000Z'
  expect(isLate('screen', winter, new Date('2026-11-20T23:59:59.999Z'), calendar)).toBe(false)
  expect(isLate('screen', winter, new Date('2026-11-21T00:00:00.000Z'), calendar)).toBe(true)
})

it('a paper sheet may be entered until the end of the next working day, over Easter and the change of the clocks', () => {
  const beforeEaster = '2026-04-02T15:00:00.000Z'
  expect(isLate('paper', beforeEaster, new Date('2026-04-07T22:59:00.000Z'), calendar)).toBe(false)
  expect(isLate('paper', beforeEaster, new Date('2026-04-07T23:00:00.000Z'), calendar)).toBe(true)
  const beforeTheClocksGoForward = '2026-03-27T16:00:00.000Z' // a Friday; summer time begins on the Sunday
  expect(isLate('paper', beforeTheClocksGoForward, new Date('2026-03-30T22:59:00.000Z'), calendar)).toBe(false)
  expect(isLate('paper', beforeTheClocksGoForward, new Date('2026-03-30T23:00:00.000Z'), calendar)).toBe(true)
  const beforeTheClocksGoBack = '2026-10-23T15:00:00.000Z' // a Friday
  expect(isLate('paper', beforeTheClocksGoBack, new Date('2026-10-26T23:59:00.000Z'), calendar)).toBe(false)
  expect(isLate('paper', beforeTheClocksGoBack, new Date('2026-10-27T00:00:00.000Z'), calendar)).toBe(true)
})

it('a mark holds when the device noted it, unless its clock cannot be believed, and never after the session', () => {
  const ends = '2026-06-12T15:00:00.000Z'
  const now = new Date('2026-06-12T10:00:00.000Z')
  expect(holdsAt(new Date('2026-06-12T08:31:00.000Z'), now, ends)).toBe('2026-06-12T08:31:00.000Z')
  expect(holdsAt(new Date('2026-06-12T11:00:00.000Z'), now, ends)).toBe(now.toISOString())
  expect(holdsAt(new Date('2001-01-01T00:00:00.000Z'), now, ends)).toBe(now.toISOString())
  const dayAfter = new Date('2026-06-13T10:00:00.000Z')
  expect(holdsAt(dayAfter, dayAfter, ends)).toBe(ends)
  const session = { startsAt: '2026-06-12T08:30:00.000Z', endsAt: ends }
  expect(holdsWithoutTime('paper', dayAfter, session)).toBe(session.startsAt)
  expect(holdsWithoutTime('screen', now, session)).toBe(now.toISOString())
})

it('the mark that stands is the one that nothing corrects, in whatever order they are read', () => {
  const marks = [mark('c', 'attended', 'b'), mark('a', 'attended'), mark('b', 'absent', 'a')]
  expect(inOrder(marks).map((one) => one.id)).toEqual(['a', 'b', 'c'])
  expect(standing(marks)?.id).toBe('c')
  expect(standing([])).toBeUndefined()
})

it('the same verdict again is nothing new; another one needs to say what it corrects, and why', () => {
  const marks = [mark('a', 'attended')]
  expect(decide([], false, { markType: 'attended' })).toBe('first')
  expect(decide(marks, false, { markType: 'attended' })).toBe('nothing_new')
  expect(decide(marks, false, { markType: 'absent' })).toBe('already_marked')
  expect(decide(marks, false, { markType: 'absent', correctsId: 'a' })).toBe('needs_reason')
  expect(decide(marks, false, { markType: 'absent', correctsId: 'a', reason: ' ' })).toBe('needs_reason')
  expect(decide(marks, false, { markType: 'absent', correctsId: 'z', reason: 'x' })).toBe('corrected_meanwhile')
  expect(decide(marks, false, { markType: 'absent', correctsId: 'a', reason: 'x' })).toBe('correction')
})

it('after signing off even a first mark needs a reason', () => {
  expect(decide([], true, { markType: 'attended' })).toBe('register_is_signed')
  expect(decide([], true, { markType: 'attended', reason: 'Sheet checked' })).toBe('first')
})
