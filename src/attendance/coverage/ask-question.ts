import type { Act } from '#base/act.ts'
import { londonDay } from '#base/dates.ts'
import type { Read } from '#base/db/read.ts'
import { AppError, notFound } from '#base/errors.ts'
import type { Asked } from '#base/web/press.tsx'
import { readChoices, selectChoices } from './choices-store.ts'
import { notHeld, type Question } from './coverage.ts'
import { questionOf, readAsked } from './forms.ts'

/** The question of an address: one round trip. `why`: nobody can have taken part. */
export const askQuestion = async ({ db, now, laCodes }: Pick<Act, 'db' | 'now' | 'laCodes'>, query: Record<string, string>) => {
  const today = londonDay(now)
  const asked = readAsked(query)
  const choices = await readChoices(db, today)
  const { question, problems } = questionOf(asked, choices, laCodes, today)
  if (asked.event && !question.event) throw notFound('event')
  return { asked, question, problems, choices, why: notHeld(question, today) }
}

const withTheRest = (asked: ReturnType<typeof readAsked>, question: Question) => ({
  asked,
  question,
  dimension: asked.by,
  category: asked.category,
  answer: asked.answer,
})

/** For lists and files, which an invalid question has none of. */
export const askValid = async (act: Pick<Act, 'db' | 'now' | 'laCodes'>, { query }: { query: Record<string, string> }) => {
  const { asked, question, problems, why } = await askQuestion(act, query)
  if (Object.keys(problems).length > 0) throw new AppError('bad_request', 'Coverage asked with a period that is none')
  // They name non-participants, so cancelled and future events have none.
  if (why) throw notFound('report')
  return withTheRest(asked, question)
}

/**
 * What `askValid` reads, and what it answers unless the topic is unknown or the days are none.
 * Which event is asked about is only known from the list of them.
 */
export const validAhead = ({ db, now, query, council }: Asked): { found: Read<unknown>; asks?: ReturnType<typeof withTheRest> } => {
  const today = londonDay(now)
  const found = selectChoices(db, today)
  const asked = readAsked(query)
  if (asked.event) return { found }
  const topics = asked.topic ? [{ id: asked.topic, label: '' }] : []
  const { question } = questionOf(asked, { topics, events: [] }, council.laCodes, today)
  return { found, asks: withTheRest(asked, question) }
}
