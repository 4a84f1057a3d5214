// What an organiser types about materials.

import * as z from 'zod'
import { type Instant, instant, londonInstant, sayDay } from '#base/dates.ts'
import type { Problems } from '#base/web/field.tsx'
import { type Body, linesField, shortLine, text, textField } from '#base/web/form.ts'
import { cutTo } from '#base/words.ts'
import { dayTyped, timeTyped } from '#events/events/form-values.ts'
import { longestTitle, longestWords } from './material.ts'

const secure = (typed: string): boolean => {
  const url = URL.canParse(typed) ? new URL(typed) : undefined
  return (
    /^https:\/\//i.test(typed) &&
    url !== undefined &&
    url.username === '' &&
    url.password === '' &&
    !/\s/.test(typed) &&
    typed.length <= 1000
  )
}

const urlField = textField.pipe(
  z.string().refine(secure, 'Enter one address that starts with https://, without blanks, a name or a password'),
)

export const linkForm = z.object({
  title: shortLine(longestTitle, 'what it is called', 'Say what the link leads to'),
  url: urlField,
})

/** What is changed of a link; of a file without its address. */
export const changeForm = z.object({
  title: shortLine(longestTitle, 'what it is called', 'Say what it is called'),
  words: linesField.pipe(z.string().max(longestWords, `Shorten what you say of it to ${longestWords} characters`)),
  url: urlField.nullable(),
})

export const fileTitleField = shortLine(longestTitle, 'what it is called')

/** The session that was chosen; null: everybody. undefined: none of the event. */
export const readSession = (body: Body, name: string, ids: readonly string[]): string | null | undefined => {
  const sent = text(body, name)
  return sent === '' ? null : ids.find((id) => id === sent)
}

export type ReleaseValues = { when: string; date: string; time: string }

export const releaseValues = (body: Body): ReleaseValues => ({
  when: text(body, 'when'),
  date: cutTo(text(body, 'date'), 20),
  time: cutTo(text(body, 'time'), 20),
})

/** `at` null: once the event is over. */
export const readRelease = ({ when, date, time }: ReleaseValues, now: Date): { at?: Instant | null; problems?: Problems } => {
  if (when === 'over') return { at: null }
  if (when === 'now') return { at: instant(now) }
  if (when !== 'at') return { problems: { when: 'Choose when they are shown' } }
  const day = dayTyped(date)
  const clock = timeTyped(time)
  const at = day && clock ? londonInstant(day, clock) : undefined
  if (at) return { at: instant(at) }
  return {
    problems: {
      ...(day ? {} : { date: 'Enter the day, such as 12/6/2026' }),
      ...(clock ? {} : { time: 'Enter the time, such as 16:00' }),
      ...(day && clock ? { time: `There is no ${clock} on ${sayDay(day)}: the clocks go forward. Enter another time` } : {}),
    },
  }
}
