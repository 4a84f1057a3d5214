import * as z from 'zod'
import { type Body, linesField, text } from '#base/web/form.ts'
import type { Attempt } from './difference.ts'
import type { Question } from './school-return.ts'

/** An entry, and how often words were taken out of it. */
const seenEntry = /^([0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12})(\.\d{1,4})?$/

export const idOfSeen = (seen: string): string | undefined => seenEntry.exec(seen)?.[1]

/** How the fields of a question are called. */
export const fieldOf = (name: 'value' | 'evidence' | 'action' | 'seen' | 'keep' | 'words' | 'shown', questionId: string): string =>
  `${name}-${questionId}`

export type Sent = { question: Question; attempt: Attempt; mustChoose: boolean }

/** What was sent of a question, as it was typed; undefined when its fields did not come. */
export const sentOf = (body: Body, question: Question): Sent | undefined => {
  const of = (name: Parameters<typeof fieldOf>[0]): string => text(body, fieldOf(name, question.id))
  if (body[fieldOf('seen', question.id)] === undefined) return undefined
  const [seen, keep] = [of('seen'), of('keep')]
  return {
    question,
    attempt: {
      seen: idOfSeen(seen) ? seen : null,
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

/** Everything that was typed on a page. */
export const typingIn = (body: Body) => ({
  seen: Object.keys(body).flatMap((name) => (name.startsWith('seen-') ? (idOfSeen(text(body, name)) ?? []) : [])),
  sentOf: (question: Question) => sentOf(body, question),
})

/** Which button was pressed: `confirm` and `dispute` name their question. */
export const pressed = (body: Body): { does: 'save' | 'next' | 'confirm' | 'dispute'; questionId: string } => {
  const [does = '', questionId = ''] = text(body, 'does').split(' ')
  return { does: does === 'next' || does === 'confirm' || does === 'dispute' ? does : 'save', questionId }
}

export const disputeWords = linesField.pipe(
  z.string().min(1, 'Say what is wrong with it').max(1000, 'Shorten what is wrong to 1000 characters'),
)
