import * as z from 'zod'
import { instant, londonInstant } from '#base/dates.ts'
import { type Body, linesField, problemsOf, shortLine, text, textField, texts } from '#base/web/form.ts'
import { cutTo } from '#base/words.ts'
import { purposes } from '#events/events/event.ts'
import { dayTyped, minutesTyped, sayHours, timeTyped } from '#events/events/form-values.ts'
import { longestReason } from '#people/proposals/proposal.ts'
import type { EventRecord, SessionRecord } from './correction.ts'

const reasonField = linesField.pipe(
  z
    .string()
    .min(1, 'Enter why it is corrected, which the second person and whoever reads coverage read')
    .max(longestReason, `Use ${longestReason} characters or fewer to say why`),
)

const factNames = ['title', 'topicId', 'purpose', 'hours', 'level', 'provider', 'reason'] as const

const factsForm = z.object({
  title: shortLine(200, 'the title', 'Enter the title'),
  topicId: textField.pipe(z.string().min(1, 'Choose the topic')),
  purpose: z.enum(purposes, 'Choose whether it was training, an update or a briefing'),
  hours: textField
    .transform(minutesTyped)
    .pipe(z.number('Enter how many hours it counts for, such as 5.5').positive('Enter more than 0 hours')),
  level: shortLine(100, 'the level'),
  provider: shortLine(200, 'the provider'),
  reason: reasonField,
})

export type CorrectionValues = Record<string, string>

/** As the form shows what the record says. */
export const valuesOf = (record: EventRecord, said: (at: string) => { day: string; time: string }): CorrectionValues => ({
  ...{ title: record.title, topicId: record.topicId, purpose: record.purpose, hours: sayHours(record.minutes) },
  ...{ level: record.level, provider: record.provider, reason: '' },
  ...Object.fromEntries(
    record.sessions.flatMap(({ title, startsAt, endsAt }, index) => [
      [`session-${index + 1}-title`, title],
      [`session-${index + 1}-date`, said(startsAt).day],
      [`session-${index + 1}-start`, said(startsAt).time],
      [`session-${index + 1}-end`, said(endsAt).time],
    ]),
  ),
})

export const typedCorrection = (body: Body, was: EventRecord): CorrectionValues =>
  Object.fromEntries(
    [
      ...factNames,
      ...was.sessions.flatMap((_, index) => ['title', 'date', 'start', 'end'].map((name) => `session-${index + 1}-${name}`)),
    ].map((name) => [name, text(body, name)]),
  )

const readSession = (was: SessionRecord, index: number, typed: CorrectionValues, problems: Record<string, string>): SessionRecord => {
  const name = (part: string) => `session-${index + 1}-${part}`
  const value = (part: string) => typed[name(part)] ?? ''
  const [day, start, end] = [dayTyped(value('date')), timeTyped(value('start')), timeTyped(value('end'))]
  if (!day) problems[name('date')] = 'Enter the day on which it was'
  if (!start) problems[name('start')] = 'Enter when it began, such as 9:30'
  if (!end) problems[name('end')] = 'Enter when it ended, such as 15:30'
  const [startsAt, endsAt] = [day && start && londonInstant(day, start), day && end && londonInstant(day, end)]
  if (!startsAt || !endsAt) return was
  if (endsAt <= startsAt) problems[name('end')] = 'It ended before it began'
  return { id: was.id, title: cutTo(value('title').trim(), 200), startsAt: instant(startsAt), endsAt: instant(endsAt) }
}

/** @returns what is to be and why, or the problems by field */
export const readCorrection = (
  typed: CorrectionValues,
  was: EventRecord,
  topics: readonly { id: string; label: string }[],
  now: Date,
): { is: EventRecord; reason: string } | { problems: Record<string, string> } => {
  const read = factsForm.safeParse(typed)
  const problems: Record<string, string> = { ...problemsOf(read.error) }
  const topic = topics.find(({ id }) => id === typed['topicId'])
  if (!topic) problems['topicId'] ??= 'Choose the topic'
  const sessions = was.sessions.map((session, index) => readSession(session, index, typed, problems))
  const later = sessions.findIndex(({ endsAt }) => endsAt > instant(now))
  if (later >= 0) problems[`session-${later + 1}-date`] ??= 'A register that is closed is of a day that is over'
  if (!read.success || !topic || Object.keys(problems).length > 0) return { problems }
  const { hours: minutes, reason, ...facts } = read.data
  return { is: { ...facts, minutes, topic: topic.label, sessions }, reason }
}

/** Ids that stay, and numbers of schools that come beside them. */
export const typedRepresents = (body: Body): { stay: string[]; more: string; reason: string } => ({
  stay: texts(body, 'stay'),
  more: text(body, 'more'),
  reason: text(body, 'reason'),
})

export const readReason = (typed: string) => reasonField.safeParse(typed)
