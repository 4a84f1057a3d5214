import fc from 'fast-check'
import { expect, it } from 'vitest'
import { sayPence } from '#base/money.ts'
import { bandAt, calendarGap, momentsOf, type Terms } from '#money/terms/terms.ts'
import { sayBand, sayKept, sayLastFree, sayTerms } from '#money/terms/words.ts'
import { holdsFor } from '#test/support/holds.ts'

const calendar = { bankHolidays: new Set(['2026-05-25']), terms: [] }
const terms: Terms = {
  ...{ id: 't1', key: 'k', version: 2, createdAt: '2026-01-01T00:00:00.000Z', retiredAt: null },
  ...{ name: 'Late', freeDays: 10, partDays: 3, partPence: 3500, fullPence: 7000, absentPence: 5000, termTimeOnly: false, notes: '' },
}
const event = { sessions: [{ startsAt: '2026-06-12T08:30:00.000Z' }, { startsAt: '2026-06-13T08:30:00.000Z' }], freeUntil: null }
const at = (now: string, more: Partial<Terms> = {}, freeUntil: string | null = null) => {
  const { pence, rule } = bandAt({ ...terms, ...more }, { ...event, freeUntil }, new Date(now), calendar)
  return [rule.band, rule.why, pence, rule.noticeDays]
}

it('free until 23:59 ten working days before, part until 23:59 three before, then in full', () => {
  expect(momentsOf(terms, event, calendar)).toEqual({
    lastFree: '2026-05-28T22:59:59.999Z',
    lastPart: '2026-06-08T22:59:59.999Z',
    startsAt: '2026-06-12T08:30:00.000Z',
  })
  expect(at('2026-05-28T22:59:59.999Z')).toEqual(['free', 'in_time', 0, 10])
  expect(at('2026-05-28T23:00:00.000Z')).toEqual(['part', 'part_notice', 3500, 9])
  expect(at('2026-06-08T22:59:59.999Z')).toEqual(['part', 'part_notice', 3500, 3])
  expect(at('2026-06-08T23:00:00.000Z')).toEqual(['full', 'late_notice', 7000, 2])
  expect(at('2026-06-12T08:29:59.999Z')).toEqual(['full', 'late_notice', 7000, 0])
})

it('an event that was moved may be cancelled free of charge up to the time stated, and not after it', () => {
  expect(at('2026-06-10T22:59:59.999Z', {}, '2026-06-10T22:59:59.999Z')).toEqual(['free', 'moved', 0, 1])
  expect(at('2026-06-10T23:00:00.000Z', {}, '2026-06-10T22:59:59.999Z')).toEqual(['full', 'late_notice', 7000, 0])
})

it('without accepted terms, or without a date, cancelling is free', () => {
  expect(bandAt(undefined, event, new Date('2026-06-12T08:00:00Z'), calendar).pence).toBe(0)
  expect(bandAt(terms, { sessions: [], freeUntil: null }, new Date('2026-06-12T08:00:00Z'), calendar).pence).toBe(0)
  expect(at('2026-06-12T08:00:00.000Z', { freeDays: 0, partDays: null, partPence: null })).toEqual(['free', 'in_time', 0, 0])
})

it('whenever it is, giving notice later never costs less while the charges rise', () => {
  const moment = fc.integer({ min: Date.parse('2026-03-01T00:00:00Z'), max: Date.parse('2026-06-12T08:30:00Z') })
  holdsFor([moment, moment, fc.integer({ min: 2, max: 30 }), fc.integer({ min: 0, max: 10_000 })], {}, (one, other, freeDays, part) => {
    const version = { ...terms, freeDays, partDays: Math.floor(freeDays / 2), partPence: part, fullPence: part * 2 }
    const costs = (time: number) => bandAt(version, event, new Date(time), calendar).pence
    expect(costs(Math.max(one, other))).toBeGreaterThanOrEqual(costs(Math.min(one, other)))
  })
})

it('the terms are said with the exact last moments of the event', () => {
  expect(sayTerms(terms, event, calendar)).toEqual([
    'Cancelling is free of charge until 23:59 on Thursday 28 May 2026: that leaves 10 working days between the day of notice and the day of the event.',
    'Cancelling later, until 23:59 on Monday 8 June 2026, costs £35 for each place.',
    'Cancelling after that costs £70 for each place.',
    'If nobody comes, without a place having been cancelled, that costs £50 for each place.',
    'Sending someone else instead is free of charge, up to the start.',
  ])
  const [inTime, late] = [new Date('2026-05-01T09:00:00Z'), new Date('2026-06-01T09:00:00Z')]
  const moved = { ...event, freeUntil: '2026-06-10T22:59:59.999Z' }
  expect(sayLastFree(terms, event, calendar, inTime)).toBe('until 23:59 on Thursday 28 May 2026')
  expect(sayLastFree(terms, event, calendar, late)).toBeUndefined()
  expect(sayLastFree(terms, moved, calendar, late)).toBe('until 23:59 on Wednesday 10 June 2026')
  expect(sayTerms({ ...terms, freeDays: 0, partDays: null, partPence: null, absentPence: 0 }, event, calendar)).toEqual([
    'Cancelling is free of charge, up to the start.',
    'Sending someone else instead is free of charge, up to the start.',
  ])
  expect(sayBand(bandAt(terms, event, new Date('2026-06-10T10:00:00Z'), calendar))).toBe(
    'It was free of charge until 23:59 on Thursday 28 May 2026. There is now 1 working day between today and the event, so it costs £70 for each place.',
  )
})

it('what has passed is said to have passed, and what cancelling costs now', () => {
  const said = (now: string, more: Partial<Terms> = {}) => sayTerms({ ...terms, ...more }, event, calendar, new Date(now)).slice(0, 3)
  expect(said('2026-05-28T22:59:59.999Z')).toEqual(sayTerms(terms, event, calendar).slice(0, 3))
  expect(said('2026-06-01T09:00:00.000Z')).toEqual([
    'The time for cancelling free of charge has passed: it ended at 23:59 on Thursday 28 May 2026.',
    'Cancelling now, until 23:59 on Monday 8 June 2026, costs £35 for each place.',
    'Cancelling after that costs £70 for each place.',
  ])
  expect(said('2026-06-10T09:00:00.000Z').slice(1, 2)).toEqual(['Cancelling now costs £70 for each place.'])
  expect(said('2026-06-01T09:00:00.000Z', { partDays: null, partPence: null }).slice(1, 2)).toEqual([
    'Cancelling now costs £70 for each place.',
  ])
})

// “An event that was moved is never said to cost something and nothing at once: the later of the
// two last moments is the one that is said.”
it('an event that was moved is never said to cost something and nothing at once', () => {
  const said = (now: string, freeUntil: string, more: Partial<Terms> = {}) =>
    sayTerms({ ...terms, ...more }, { ...event, freeUntil }, calendar, new Date(now)).slice(0, -2)
  const [wednesday, sunday, start] = ['2026-06-10T22:59:59.999Z', '2026-06-07T22:59:59.999Z', event.sessions[0]?.startsAt ?? '']
  expect(said('2026-06-09T09:00:00.000Z', wednesday)).toEqual([
    'The time or the place of the event was changed, so cancelling is free of charge until 23:59 on Wednesday 10 June 2026.',
    'Cancelling after that costs £70 for each place.',
  ])
  expect(said('2026-06-05T09:00:00.000Z', sunday)).toEqual([
    'The time or the place of the event was changed, so cancelling is free of charge until 23:59 on Sunday 7 June 2026.',
    'Cancelling later, until 23:59 on Monday 8 June 2026, costs £35 for each place.',
    'Cancelling after that costs £70 for each place.',
  ])
  expect(said('2026-06-05T09:00:00.000Z', start)).toEqual([
    'The time or the place of the event was changed, so cancelling is free of charge up to the start.',
  ])
  expect(said('2026-06-11T09:00:00.000Z', wednesday)).toEqual([
    'The time for cancelling free of charge has passed: it ended at 23:59 on Wednesday 10 June 2026.',
    'Cancelling now costs £70 for each place.',
  ])
  // A move that promised less than the notice does changes nothing.
  expect(said('2026-05-20T09:00:00.000Z', '2026-05-21T22:59:59.999Z')).toEqual(sayTerms(terms, event, calendar).slice(0, -2))
  const band = (now: string) => sayBand(bandAt(terms, { ...event, freeUntil: wednesday }, new Date(now), calendar))
  for (const now of ['2026-05-20T09:00:00.000Z', '2026-06-09T09:00:00.000Z'])
    expect(band(now)).toBe(
      'The time or the place of the event was changed: cancelling is free of charge until 23:59 on Wednesday 10 June 2026.',
    )
  expect(band('2026-06-11T09:00:00.000Z')).toMatch(/^It was free of charge until 23:59 on Wednesday 10 June 2026\./)
})

// “Once an event has begun, cancelling is said to be over.”
it('once an event has begun nothing is said of cancelling but that it is over, and not coming costs what it costs', () => {
  expect(sayTerms(terms, event, calendar, new Date('2026-06-12T08:30:00.000Z'))).toEqual([
    'The event has begun, so places can no longer be cancelled.',
    'If nobody comes, without a place having been cancelled, that costs £50 for each place.',
  ])
})

it('money is said in pounds', () => {
  expect([0, 50, 3500, 3550, 123_456].map(sayPence)).toEqual(['nothing', '£0.50', '£35', '£35.50', '£1,234.56'])
})

it('a calendar that does not reach the year of the event is missed only where terms count on it', () => {
  const far = { sessions: [{ startsAt: '2099-06-12T08:30:00.000Z' }] }
  expect(calendarGap(terms, far, calendar)).toBe('bank_holidays')
  expect(calendarGap(undefined, far, calendar)).toBeUndefined()
  expect(calendarGap(terms, event, calendar)).toBeUndefined()
})

it('a new version says who keeps the one before, and nothing of bookings and events that are none', () => {
  const kept = (bookings: number, events: number) => sayKept({ version: 2, bookings, events }, 'until you choose the new version there')
  expect([kept(0, 0), kept(1, 0), kept(0, 2), kept(3, 1)]).toEqual([
    'Version 2 stays as it is: no booking and no event has it.',
    'Version 2 stays as it is: one booking keeps it.',
    'Version 2 stays as it is: 2 events keep it until you choose the new version there.',
    'Version 2 stays as it is: 3 bookings keep it, and one event keeps it until you choose the new version there.',
  ])
})
