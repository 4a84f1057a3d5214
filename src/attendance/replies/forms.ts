import * as z from 'zod'
import { optionsOf } from '#base/web/field.tsx'
import { choice, form, line, lines } from '#base/web/fields.tsx'
import { linesField, shortLine } from '#base/web/form.ts'
import { answerLabels, decisionLabels, replyAnswers } from './reply.ts'

const mostWords = 1000

export const replyForm = form(
  {
    answer: choice('Your answer', optionsOf(answerLabels), z.enum(replyAnswers, 'Choose whether it is right')),
    words: lines(
      'What is wrong, or what is to be corrected',
      linesField.pipe(z.string().max(mostWords, `Write at most ${mostWords} characters`)),
      { hint: 'Name nobody: members of the council read it.' },
    ),
  },
  (typed) =>
    typed.refine(({ answer, words }) => answer === 'right' || words !== '', {
      path: ['words'],
      message: 'Say what is wrong, or what is to be corrected',
    }),
)

export const decisionForm = form({
  decision: choice('What do you decide?', optionsOf(decisionLabels), z.enum(['corrected', 'stands'], 'Choose what you decide'), {
    hint: 'Correct the record first. The report’s differences then show it.',
  }),
  reason: line('Reason', shortLine(500, 'the reason', 'Enter the reason, which stands beside the line'), {
    hint: 'It is printed beside the line. Name nobody.',
  }),
})
