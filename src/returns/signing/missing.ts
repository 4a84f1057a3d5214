// What prevents signing and submitting, for the check page.
import { type Instant, sayShortDay } from '#base/dates.ts'
import { counted } from '#base/words.ts'
import { missingOf } from '#returns/filling/condition.ts'
import type { Section } from '#returns/filling/school-return.ts'
import { type QuestionState, waitsForWord } from '#returns/filling/shown-question.ts'
import { doubts, type KeptSignature } from './signature.ts'

export type Obstacle = { section: number; questionId: string; label: string; what: 'no_answer' | 'no_word' }

/** Unanswered questions, and facts neither confirmed nor disputed, in order. */
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

type Said = Pick<KeptSignature, 'by' | 'at' | 'changes' | 'doubt' | 'confirmedAt' | 'confirmedBy'>

/** Whether it counts, has lapsed or must be confirmed, and why. @param moment its time in words */
export const saySignature = (
  { by, at, changes, doubt, confirmedAt, confirmedBy }: Said,
  moment: (at: Instant) => string = sayShortDay,
): string =>
  [
    `Signed by ${by || 'somebody'}, ${moment(at)}`,
    ...(changes > 0
      ? [`This has lapsed: ${counted(changes, 'answer was', 'answers were')} entered after that. It is asked for again`]
      : doubt && confirmedAt
        ? [`Confirmed by ${confirmedBy}, ${moment(confirmedAt)}`]
        : doubt
          ? [`To be confirmed, because ${doubts[doubt]}`]
          : []),
  ].join('. ')

/** Signatures to be confirmed. */
export const toConfirm = <S extends Said>(signatures: readonly S[]): S[] =>
  signatures.filter(({ changes, doubt, confirmedAt }) => changes === 0 && doubt !== null && confirmedAt === null)
