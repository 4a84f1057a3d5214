// What an organiser types about one message of an event.

import * as z from 'zod'
import { type Body, linesField, textField } from '#base/web/form.ts'
import { sayNumber } from '#base/words.ts'
import { timeTyped, wholeNumber } from '#events/events/form-values.ts'
import type { Reminder } from '#messages/outbox/kind.ts'
import { type Switch, switches, switchFacts } from '#messages/outbox/switch.ts'
import {
  beforeOf,
  goesAfter,
  goesBefore,
  minutesBefore,
  mostDaysBefore,
  mostHoursAfter,
  noteHintOf,
  noteLimit,
  reminders,
  type Setting,
} from './automatic.ts'

export type MessageValues = { isOn: string; days: string; time: string; hours: string; note: string; understood: string }

const typed = z.object({ isOn: textField, days: textField, time: textField, hours: textField, note: linesField, understood: textField })

export const readVersion = (body: Body): number => z.coerce.number().int().catch(-1).parse(body['version'])

/** The message named in an address: `reminder-week`. */
export const readSwitch = (path: string | undefined): Switch | undefined => switches.find((one) => one === path?.replaceAll('-', '_'))

export const messageValues = (body: Body): MessageValues => typed.parse(body)

export const valuesOf = (one: Switch, setting: Setting): MessageValues => {
  const before = goesBefore(one) && setting.minutes !== null ? beforeOf(setting.minutes) : undefined
  return {
    isOn: setting.isOn ? 'on' : 'off',
    days: before ? String(before.days) : '',
    time: before?.time ?? '',
    hours: goesAfter(one) && setting.minutes !== null ? String(Math.round(setting.minutes / 60)) : '',
    note: setting.note,
    understood: '',
  }
}

/**
 * What was typed, or a sentence for each field that must be put right.
 * @param was as it is now: switching off what hurts has to be confirmed
 * @param times when the reminders of the event go: each keeps its place between its neighbours
 */
export const readMessage = (
  one: Switch,
  values: MessageValues,
  was: Setting,
  times: Readonly<Record<Reminder, number>>,
): { setting: Setting; problems?: never } | { setting?: never; problems: Record<string, string> } => {
  const problems: Record<string, string> = {}
  const isOn = values.isOn === 'on'
  if (!isOn && values.isOn !== 'off') problems['isOn'] = 'Choose whether it is sent'
  if (values.isOn === 'off' && was.isOn && switchFacts[one].warning && values.understood !== 'yes')
    problems['understood'] = 'Tick that you know what goes wrong when this is off, or leave it on'
  let minutes: number | null = null
  if (goesBefore(one)) {
    const days = wholeNumber(values.days)
    const time = timeTyped(values.time)
    if (!(days >= 1 && days <= mostDaysBefore)) problems['days'] = `Enter how many days before, from 1 to ${mostDaysBefore}`
    if (!time) problems['time'] = 'Enter a time of day, such as 8:00 or 2:30pm'
    if (time && !problems['days']) {
      minutes = minutesBefore({ days, time })
      const place = reminders.findIndex((reminder) => reminder.one === one)
      const [earlier, later] = [reminders[place - 1], reminders[place + 1]]
      if (later && minutes <= times[later.kind])
        problems['days'] = 'Enter a time before that of the other reminder, which comes nearer the day'
      if (earlier && minutes >= times[earlier.kind]) problems['days'] = 'Enter a time after that of the other reminder, which comes first'
    }
  }
  if (goesAfter(one)) {
    const hours = wholeNumber(values.hours)
    if (hours >= 0 && hours <= mostHoursAfter) minutes = hours * 60
    else problems['hours'] = `Enter how many hours after the register is closed, from 0 to ${mostHoursAfter}`
  }
  const note = noteHintOf(one) !== undefined ? values.note : ''
  if (note.length > noteLimit) problems['note'] = `Write no more than ${sayNumber(noteLimit)} characters`
  return Object.keys(problems).length > 0 ? { problems } : { setting: { isOn, minutes, note } }
}
