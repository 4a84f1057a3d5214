// What stands in the way of signing and submitting a return, and what the check page says of it.
import type { Instant } from '#base/dates.ts'
import { missingOf } from '#returns/filling/condition.ts'
import type { Entry } from '#returns/filling/entry.ts'
import type { Section } from '#returns/filling/school-return.ts'
import { type QuestionState, waitsForWord } from '#returns/filling/shown-question.ts'

export type Obstacle = { section: number; questionId: string; label: string; what: 'no_answer' | 'no_word' }

/** Questions without an answer, and what nobody has confirmed or disputed, in order. */
export const obstaclesOf = (sections: readonly Section[], states: readonly QuestionState[]): Obstacle[] => {
  const questions = states.map(({ question }) => question)
  const standing = new Map(states.flatMap(({ question, current }) => (current ? [[question.id, current] as const] : [])))
  const missing = new Set(missingOf(questions, standing).map(({ id }) => id))
  return sections.flatMap(({ number, questions: own }) =>
    own.flatMap(({ id, label }): Obstacle[] => {
      const state = states.find(({ question }) => question.id === id)
      const at = { section: number, questionId: id, label }
      return [
        ...(missing.has(id) ? [{ ...at, what: 'no_answer' as const }] : []),
        ...(state?.asked && waitsForWord(state) ? [{ ...at, what: 'no_word' as const }] : []),
      ]
    }),
  )
}

/** How many answers were entered after somebody signed. */
export const changedSince = (at: Instant, entries: Iterable<Entry>): number => [...entries].filter((entry) => entry.at > at).length
