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

const paperKinds = ['named', 'unnamed', 'private'] as const

const mostOf = (most: number) => linesField.pipe(z.string().max(most, `Write at most ${most} characters`))

export const packFields = ['exemption', 'interest'] as const
export const packForm = z.object({
  exemption: shortLine(300, 'the exemption', 'Enter under which exemption the pack is private'),
  interest: mostOf(mostWords).pipe(z.string().min(1, 'Enter why that is in the public interest')),
})

export const issueFields = ['kind', 'ask', 'exemption', 'interest'] as const
export const issueForm = z
  .object({
    kind: z.enum(paperKinds, 'Choose which paper'),
    ask: mostOf(2000).pipe(z.string().min(1, 'Enter what members are asked')),
    exemption: mostOf(300),
    interest: mostOf(mostWords),
  })
  .refine(({ kind, exemption }) => kind !== 'private' || exemption !== '', {
    path: ['exemption'],
    message: 'Enter under which exemption the pack is private',
  })
  .refine(({ kind, interest }) => kind !== 'private' || interest !== '', {
    path: ['interest'],
    message: 'Enter why that is in the public interest',
  })
