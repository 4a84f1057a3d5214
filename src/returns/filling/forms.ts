import * as z from 'zod'
import { type Body, linesField, text } from '#base/web/form.ts'
import type { Question } from '#returns/forms/return-form.ts'
import type { Attempt } from './entry.ts'

/** Names of a question's fields. */
export const fieldOf = (name: 'value' | 'evidence' | 'action' | 'seen' | 'keep' | 'words' | 'shown', questionId: string): string =>
  `${name}-${questionId}`

export type Sent = { question: Question; attempt: Attempt; mustChoose: boolean }

/** As typed; undefined when its fields were not sent. */
export const sentOf = (body: Body, question: Question): Sent | undefined => {
  const of = (name: Parameters<typeof fieldOf>[0]): string => text(body, fieldOf(name, question.id))
  if (body[fieldOf('seen', question.id)] === undefined) return undefined
  const [seen, keep] = [of('seen'), of('keep')]
  return {
    question,
    attempt: {
      seen: seen === '' ? null : seen,
      typed: {
        value: of('value'),
        evidence: question.asksEvidence ? of('evidence') : '',
        action: question.asksAction ? of('action') : '',
      },
      chosen: keep === 'mine' || keep === 'theirs' ? keep : undefined,
    },
    mustChoose: keep === 'choose',
  }
}

/** `confirm` and `dispute` name their question. */
export const pressed = (body: Body): { does: 'save' | 'next' | 'confirm' | 'dispute'; questionId: string } => {
  const [does = '', questionId = ''] = text(body, 'does').split(' ')
  return { does: does === 'next' || does === 'confirm' || does === 'dispute' ? does : 'save', questionId }
}

export const disputeWords = linesField.pipe(
  z.string().min(1, 'Say what is wrong with it').max(1000, 'Shorten what is wrong to 1000 characters'),
)
