import type { Act } from '#base/act.ts'
import { londonDay } from '#base/dates.ts'
import { AppError, notFound } from '#base/errors.ts'
import { readChoices } from './choices-store.ts'
import { notHeld } from './coverage.ts'
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

/** For lists and files, which an invalid question has none of. */
export const askValid = async (act: Pick<Act, 'db' | 'now' | 'laCodes'>, { query }: { query: Record<string, string> }) => {
  const { asked, question, problems, why } = await askQuestion(act, query)
  if (Object.keys(problems).length > 0) throw new AppError('bad_request', 'Coverage asked with a period that is none')
  // They name non-participants, so cancelled and future events have none.
  if (why) throw notFound('report')
  return { asked, question, dimension: asked.by, category: asked.category, answer: asked.answer }
}
