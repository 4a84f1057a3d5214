import { expect, it } from 'vitest'
import { sayDeadline } from '#base/dates.ts'
import { offerDeadline } from '#events/events/offer-deadline.ts'

const calendar = {
  bankHolidays: new Set(['2027-03-26', '2027-03-29']),
  terms: [
    { name: 'Spring', firstDay: '2027-01-05', lastDay: '2027-03-25' },
    { name: 'Summer', firstDay: '2027-04-12', lastDay: '2027-07-21' },
  ],
}

// “Only time at which schools work counts against a school: 24 hours of an offer are one school day, and an offer ends within school hours.” “When no school hour is left before the event, an offer ends by the clock, at the start at the latest.”
it.each([
  ['two school days', '2027-04-13T09:00', '2027-06-11T08:30', 48, 'Thursday 15 April 2027, 10am'],
  ['over a weekend', '2027-04-16T15:30', '2027-06-11T08:30', 48, 'Tuesday 20 April 2027, 4pm'],
  ['over the Easter holidays', '2027-03-24T12:00', '2027-06-11T08:30', 48, 'Monday 12 April 2027, midday'],
  ['up to a start in school hours', '2027-06-10T09:00', '2027-06-11T08:30', 48, 'Friday 11 June 2027, 9:30am'],
  ['an hour before that start', '2027-06-11T07:30', '2027-06-11T08:30', 48, 'Friday 11 June 2027, 9:30am'],
  ['to the end of the school day of an event in the evening', '2027-06-10T09:00', '2027-06-10T17:00', 48, 'Thursday 10 June 2027, 4pm'],
  ['to the Friday before an event on a Saturday', '2027-06-11T09:00', '2027-06-12T08:30', 48, 'Friday 11 June 2027, 4pm'],
  ['by the clock when no school works before the event', '2027-06-11T17:00', '2027-06-12T08:30', 48, 'Saturday 12 June 2027, 9:30am'],
  ['by the clock in the holidays, for an event in them', '2027-03-31T10:00', '2027-04-07T08:30', 24, 'Thursday 1 April 2027, 11am'],
])('an offer stands %s', (_, now, start, offerHours, end) => {
  const startsAt = `${start}:00.000Z`
  const event = { sessions: [{ startsAt, endsAt: startsAt }], rules: { offerHours } } as unknown as Parameters<typeof offerDeadline>[0]
  const until = offerDeadline(event, new Date(`${now}:00.000Z`), calendar)
  expect(until && sayDeadline(until)).toBe(end)
})

it('in the last hour before the start, and without a date, nothing is offered', () => {
  const at = (now: string, sessions: { startsAt: string }[]) =>
    offerDeadline({ sessions, rules: { offerHours: 48 } } as unknown as Parameters<typeof offerDeadline>[0], new Date(now), calendar)
  expect(at('2027-06-11T07:30:00.001Z', [{ startsAt: '2027-06-11T08:30:00.000Z' }])).toBeUndefined()
  expect(at('2027-06-11T09:00:00.000Z', [{ startsAt: '2027-06-11T08:30:00.000Z' }])).toBeUndefined()
  expect(at('2027-06-11T07:30:00.000Z', [])).toBeUndefined()
})
