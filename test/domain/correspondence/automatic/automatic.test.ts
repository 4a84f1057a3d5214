import { expect, it } from 'vitest'
import { addMinutes, instant } from '#base/dates.ts'
import {
  afterwards,
  beforeOf,
  type EventSetting,
  minutesBefore,
  nextMoment,
  pastDays,
  reminderAt,
  remindersDue,
  reminderTimes,
  settingOf,
  type TimedSession,
  usualMinutes,
} from '#correspondence/automatic/automatic.ts'
import { readMessage } from '#correspondence/automatic/forms.ts'
import { kindFacts, kinds, kindsOf, type MessageKind, switchesOff } from '#messages/outbox/kind.ts'
import { switches } from '#messages/outbox/switch.ts'

const event = (
  settings: EventSetting[] = [],
  sessions: TimedSession[] = [{ id: 's', startsAt: '2026-06-12T08:30:00.000Z', endsAt: '2026-06-12T15:00:00.000Z' }],
) => ({
  id: 'e',
  sessions,
  settings,
})

it('days before and a time of day are kept as minutes before the midnight of the day, and read back as they were', () => {
  for (const days of [1, 2, 7, 28])
    for (const time of ['00:00', '00:01', '08:00', '14:30', '23:59'])
      expect(beforeOf(minutesBefore({ days, time }))).toEqual({ days, time })
  expect(beforeOf(usualMinutes('reminder_week') ?? 0)).toEqual({ days: 7, time: '08:00' })
  expect(beforeOf(usualMinutes('reminder_day') ?? 0)).toEqual({ days: 1, time: '08:00' })
})

// “A reminder goes at its time of day in London, whatever the clocks do between then and the event.”
it('a reminder goes at 8am in London before and after each change of the clocks', () => {
  const eight = minutesBefore({ days: 1, time: '08:00' })
  const week = minutesBefore({ days: 7, time: '08:00' })
  // The clocks go forward on 29 March 2026 and back on 25 October.
  expect([reminderAt('2026-03-30', eight), reminderAt('2026-03-29', eight), reminderAt('2026-03-30', week)]).toEqual([
    '2026-03-29T07:00:00.000Z',
    '2026-03-28T08:00:00.000Z',
    '2026-03-23T08:00:00.000Z',
  ])
  expect([reminderAt('2026-10-26', eight), reminderAt('2026-10-25', eight), reminderAt('2026-10-26', week)]).toEqual([
    '2026-10-25T08:00:00.000Z',
    '2026-10-24T07:00:00.000Z',
    '2026-10-19T07:00:00.000Z',
  ])
  // An hour that there is not, and one that there is twice.
  expect(reminderAt('2026-03-30', minutesBefore({ days: 1, time: '01:30' }))).toBe('2026-03-29T01:30:00.000Z')
  expect(reminderAt('2026-10-26', minutesBefore({ days: 1, time: '01:30' }))).toBe('2026-10-25T00:30:00.000Z')
})

it('a reminder is due from its moment, that of a week until that of a day, and that of a day until the start', () => {
  const steps = (now: string, settings: EventSetting[] = []) =>
    remindersDue([event(settings)], new Date(now)).map(({ step, since }) => [step, since])
  expect(steps('2026-06-05T06:59:59.999Z')).toEqual([])
  expect(steps('2026-06-05T07:00:00.000Z')).toEqual([['reminder_week', '2026-06-05T07:00:00.000Z']])
  expect(steps('2026-06-11T06:59:59.999Z')).toEqual([['reminder_week', '2026-06-05T07:00:00.000Z']])
  expect(steps('2026-06-11T07:00:00.000Z')).toEqual([['reminder_day', '2026-06-11T07:00:00.000Z']])
  expect(steps('2026-06-12T08:29:59.999Z')).toEqual([['reminder_day', '2026-06-11T07:00:00.000Z']])
  expect(steps('2026-06-12T08:30:00.000Z')).toEqual([])
  const off: EventSetting = { kind: 'reminder_day', isOn: 0, minutes: null, note: '' }
  expect(steps('2026-06-11T12:00:00.000Z', [off])).toEqual([])
})

it('a day that ended more than seven days ago is left alone, and so is one of which everything is off', () => {
  const days = (now: string, settings: EventSetting[] = []) => pastDays([event(settings)], new Date(now)).length
  expect([
    days('2026-06-12T08:29:00.000Z'),
    days('2026-06-12T08:30:00.000Z'),
    days('2026-06-19T14:59:00.000Z'),
    days('2026-06-19T15:00:00.000Z'),
  ]).toEqual([0, 1, 1, 0])
  const off = afterwards.map(({ kind }) => ({ kind, isOn: 0, minutes: null, note: '' }))
  expect(days('2026-06-13T09:00:00.000Z', off)).toBe(0)
})

it('every kind of message has one switch, and a row stands for its switch', () => {
  const kinds = switches.flatMap((one) => kindsOf[one])
  expect(new Set(kinds).size).toBe(kinds.length)
  expect(switchesOff(['offer_ended', 'event_cancelled'])).toEqual(['offer', 'cancellation'])
  expect(settingOf([], 'thanks')).toEqual({ isOn: true, minutes: 120, note: '' })
})

it('what goes by itself has a switch, and kinds under one switch go alike', () => {
  const alone = (kind: MessageKind) => kindFacts(kind).automatic && kindFacts(kind).switch === null
  expect(kinds.filter(alone)).toEqual([])
  const goes = (kind: MessageKind) => JSON.stringify(kindFacts(kind).automatic)
  expect(switches.filter((one) => new Set(kindsOf[one].map(goes)).size > 1)).toEqual([])
})

it('what goes after a day is planned from its row, and its time is looked at', () => {
  const now = new Date('2026-06-12T16:00:00.000Z')
  const moments = afterwards.map(({ hours }) => instant(addMinutes(now, hours * 60)))
  const [day] = pastDays([event()], now)
  expect(day?.messages).toEqual(afterwards.map(({ kind, to, once, hours }) => ({ kind, to, once, minutes: hours * 60 })))
  const closed = (kind: MessageKind) => {
    const others = afterwards.filter((other) => other.kind !== kind).map((other) => ({ kind: other.kind, isOn: 1, minutes: 0, note: '' }))
    const signed = {
      id: 's',
      startsAt: '2026-06-12T08:30:00.000Z',
      endsAt: '2026-06-12T15:00:00.000Z',
      signedAt: '2026-06-12T16:00:00.000Z',
    }
    return nextMoment([event(others, [signed])], addMinutes(now, 3))
  }
  expect(afterwards.map(({ kind }) => closed(kind))).toEqual(moments)
})

const typed = { isOn: 'on', days: '', time: '', hours: '', note: '', understood: '' }
const usual = reminderTimes([])
const on = { isOn: true, minutes: null, note: '' }

// “Switching off the invitation, a change, a cancellation or an offer has to be confirmed under a warning of what goes wrong.”
it('what hurts when it is off has to be confirmed; the rest has not', () => {
  for (const one of ['invitation', 'change', 'cancellation', 'offer'] as const) {
    expect(readMessage(one, { ...typed, isOn: 'off' }, on, usual).problems).toEqual({ understood: expect.stringContaining('Tick') })
    expect(readMessage(one, { ...typed, isOn: 'off', understood: 'yes' }, on, usual).setting).toEqual({
      isOn: false,
      minutes: null,
      note: '',
    })
    // Off already: nothing to confirm.
    expect(readMessage(one, { ...typed, isOn: 'off' }, { ...on, isOn: false }, usual).setting?.isOn).toBe(false)
  }
  expect(readMessage('confirmation', { ...typed, isOn: 'off' }, on, usual).setting?.isOn).toBe(false)
})

it('a time that cannot be is said beside its field, and the week’s reminder comes before the day’s', () => {
  const week = (days: string, time: string) => readMessage('reminder_week', { ...typed, days, time }, on, usual)
  expect(week('10', '2.30pm').setting).toEqual({ isOn: true, minutes: minutesBefore({ days: 10, time: '14:30' }), note: '' })
  expect(Object.keys(week('0', 'soon').problems ?? {})).toEqual(['days', 'time'])
  expect(Object.keys(week('29', '8:00').problems ?? {})).toEqual(['days'])
  expect(Object.keys(week('1', '8:00').problems ?? {})).toEqual(['days'])
  expect(Object.keys(readMessage('reminder_day', { ...typed, days: '7', time: '8:00' }, on, usual).problems ?? {})).toEqual(['days'])
  expect(readMessage('thanks', { ...typed, hours: '0', note: ' Slides ' }, on, usual).setting).toEqual({
    isOn: true,
    minutes: 0,
    note: ' Slides ',
  })
  expect(Object.keys(readMessage('absence', { ...typed, hours: '97' }, on, usual).problems ?? {})).toEqual(['hours'])
  expect(Object.keys(readMessage('thanks', { ...typed, hours: '2', note: 'x'.repeat(2001) }, on, usual).problems ?? {})).toEqual(['note'])
})
