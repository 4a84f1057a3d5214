import * as z from 'zod'
import { type Day, isDay } from '#base/dates.ts'
import type { Problems } from '#base/web/field.tsx'
import { cutTo } from '#base/words.ts'
import { type Choices, type Dimension, dimensions, type Question, usualPeriod } from './coverage.ts'
import { columnSets } from './figures.ts'
import { whichSchools } from './report.ts'
import { standingAnswers } from './standing.ts'

/** Cut rather than refused when too long; the field shows its problem. */
export const typedDay = z
  .string()
  .trim()
  .transform((typed) => cutTo(typed, 30))
  .catch('')

/** How the figures stand where an address says nothing. */
export const usualColumns = { by: 'sector-kind', columns: 'reach' } as const

const asked = z.object({
  topic: z.string().max(100).catch(''),
  event: z.string().max(100).catch(''),
  from: typedDay,
  to: typedDay,
  by: z.enum(dimensions).catch(usualColumns.by),
  answer: z.enum(whichSchools).catch('did-not'),
  columns: z.enum(columnSets).catch(usualColumns.columns),
  category: z.string().max(300).optional().catch(undefined),
})

export type Asked = z.infer<typeof asked>

export const readAsked = (query: Record<string, string>): Asked => asked.parse(query)

const dayProblem = (typed: string): string | undefined =>
  typed === '' || (isDay(typed) && typed >= '1990-01-01' && typed <= '2100-12-31') ? undefined : 'Enter a date, such as 12 June 2026'

/** The usual period by default. `event` undefined: an unknown one; the page answers 404. */
export const questionOf = (
  typed: Asked,
  choices: Choices,
  laCodes: readonly string[],
  today: Day,
): { question: Question; problems: Problems } => {
  const problems: Problems = {}
  const event = choices.events.find((one) => one.code === typed.event)
  const topic = choices.topics.find((one) => one.id === typed.topic)
  if (typed.topic && !topic) problems['topic'] = 'Choose a topic from the list, or all topics'
  for (const name of ['from', 'to'] as const) {
    const problem = dayProblem(typed[name])
    if (problem) problems[name] = problem
  }
  const usual = usualPeriod(today)
  const to = typed.to && !problems['to'] ? typed.to : usual.to
  const from = typed.from && !problems['from'] ? typed.from : usualPeriod(to).from
  if (!problems['from'] && from > to) problems['from'] = 'The first day must be on or before the last day'
  if (event)
    return { question: { laCodes, on: event.startsOn, from: event.startsOn, to: event.startsOn, topic: undefined, event }, problems: {} }
  return { question: { laCodes, on: to, from: problems['from'] ? to : from, to, topic, event: undefined }, problems }
}

/** The query string of the same question. */
export const sameQuestion = (question: Question, by: Dimension, more: Record<string, string> = {}): string =>
  new URLSearchParams({
    ...(question.event
      ? { event: question.event.code }
      : { ...(question.topic ? { topic: question.topic.id } : {}), from: question.from, to: question.to }),
    by,
    ...more,
  }).toString()

const standingAsked = z.object({
  requirement: z.string().max(100).catch(''),
  by: z.enum(dimensions).catch('sector-kind'),
  state: z.enum(standingAnswers).catch('all'),
  category: z.string().max(300).optional().catch(undefined),
  q: z.string().trim().max(100).catch(''),
  on: typedDay,
})

export type StandingAsked = z.infer<typeof standingAsked>

export const readStandingAsked = (query: Record<string, string>): StandingAsked => standingAsked.parse(query)

/** The day asked: any until today, which it is when nothing is typed. */
export const standingDay = (typed: string, today: Day): { day: Day; problems: Problems } => {
  const problem = dayProblem(typed) ?? (typed > today ? 'Enter a day that is not after today' : undefined)
  return { day: problem || typed === '' ? today : typed, problems: problem ? { on: problem } : {} }
}

export const sameStandings = ({ requirement, by }: Pick<StandingAsked, 'requirement' | 'by'>, more: Record<string, string> = {}): string =>
  new URLSearchParams({ requirement, by, ...more }).toString()
