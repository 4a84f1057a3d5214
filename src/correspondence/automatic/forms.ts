// What an organiser types about one message of an event.

import * as z from 'zod'
import { choice, type Form, form, line, lines, ticks } from '#base/web/fields.tsx'
import { addProblems, linesField, textField } from '#base/web/form.ts'
import { sayNumber } from '#base/words.ts'
import { timeTyped, wholeNumber } from '#events/events/form-values.ts'
import type { Reminder } from '#messages/outbox/kind.ts'
import { type Switch, switches, switchFacts } from '#messages/outbox/switch.ts'
import {
  beforeOf,
  goesAfter,
  goesBefore,
  keptDays,
  minutesBefore,
  mostDaysBefore,
  mostHoursAfter,
  noteHintOf,
  noteLimit,
  reminders,
  type Setting,
} from './automatic.ts'

const typed = z.object({ isOn: textField, days: textField, time: textField, hours: textField, note: linesField, understood: textField })

/** The message named in an address: `reminder-week`. */
export const readSwitch = (path: string | undefined): Switch | undefined => switches.find((one) => one === path?.replaceAll('-', '_'))

export const valuesOf = (one: Switch, setting: Setting): Record<keyof z.infer<typeof typed>, string> => {
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
  values: z.infer<typeof typed>,
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
    else problems['hours'] = `Enter how many hours after the register is signed off, from 0 to ${mostHoursAfter}`
  }
  const note = noteHintOf(one) !== undefined ? values.note : ''
  if (note.length > noteLimit) problems['note'] = `Write no more than ${sayNumber(noteLimit)} characters`
  return Object.keys(problems).length > 0 ? { problems } : { setting: { isOn, minutes, note } }
}

const beforeFields = {
  days: line('How many days before?', typed.shape.days, {
    hint: `From 1 to ${mostDaysBefore}. When that time has passed already, it goes at once`,
    width: 2,
    inputmode: 'numeric',
    labelClass: 'govuk-label--s',
  }),
  time: line('At what time of day?', typed.shape.time, {
    hint: 'In London, whatever the clocks do',
    type: 'time',
    width: 5,
    labelClass: 'govuk-label--s',
  }),
}

const afterFields = {
  hours: line('How many hours after the registers of the day are signed off?', typed.shape.hours, {
    hint: `From 0 to ${mostHoursAfter}. Nothing is sent more than ${keptDays} days after`,
    width: 2,
    inputmode: 'numeric',
    labelClass: 'govuk-label--s',
  }),
}

/** Whether and when a message is sent, and what the organiser says in it; as of `readMessage`. */
export const messageForm = (one: Switch, was: Setting, times: Readonly<Record<Reminder, number>>): Form<Setting> => {
  const hint = noteHintOf(one)
  const understood = ticks(
    'To switch it off',
    [{ value: 'yes', text: 'I know this, and people are told in another way' }],
    typed.shape.understood,
  )
  return form(
    {
      isOn: choice(
        'Is it sent for this event?',
        [
          { value: 'on', text: 'Yes' },
          { value: 'off', text: 'No', hint: 'Nothing of it is sent for this event' },
        ],
        typed.shape.isOn,
      ),
      ...(switchFacts[one].warning && was.isOn ? { understood } : {}),
      ...(goesBefore(one) ? beforeFields : {}),
      ...(goesAfter(one) ? afterFields : {}),
      ...(hint ? { note: lines('What you say in it (optional)', typed.shape.note, { hint, labelClass: 'govuk-label--s' }) } : {}),
    },
    () =>
      typed.transform((values, context): Setting => {
        const { setting, problems } = readMessage(one, values, was, times)
        if (setting) return setting
        addProblems(context, problems)
        return z.NEVER
      }),
  )
}
