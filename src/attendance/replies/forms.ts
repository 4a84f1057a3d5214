import * as z from 'zod'
import { linesField, shortLine } from '#base/web/form.ts'
import { replyAnswers } from './reply.ts'

const mostWords = 1000

export const replyFields = ['answer', 'words'] as const
export const replyForm = z
  .object({
    answer: z.enum(replyAnswers, 'Choose whether it is right'),
    words: linesField.pipe(z.string().max(mostWords, `Write at most ${mostWords} characters`)),
  })
  .refine(({ answer, words }) => answer === 'right' || words !== '', {
    path: ['words'],
    message: 'Say what is wrong, or what is to be corrected',
  })

export const decisionFields = ['decision', 'reason'] as const
export const decisionForm = z.object({
  decision: z.enum(['corrected', 'stands'], 'Choose what you decide'),
  reason: shortLine(500, 'the reason', 'Enter the reason, which stands beside the line'),
})
