import * as z from 'zod'
import { typedDay } from '#attendance/coverage/forms.ts'
import { addDays, type Day, sayDay } from '#base/dates.ts'
import { choice, day, form, line, lines, select, sentAlong } from '#base/web/fields.tsx'
import { dayField, linesField, sentField } from '#base/web/form.ts'
import { emailField } from '#people/accounts/forms.ts'
import type { Topic } from './population.ts'
import { forms } from './report.ts'

/** What an answer is asked of, of which day, and which part is opened to its schools. */
export const answerQuery = z.object({
  topic: z.string().max(100).catch(''),
  guidance: z.string().max(100).catch(''),
  on: typedDay,
  school: z.string().max(100).catch(''),
  open: z.string().max(100).catch(''),
  /** Which page of the schools behind it. */
  after: z.string().max(100).catch(''),
  before: z.string().max(100).catch(''),
})

/** A number of the series of reports. */
export const reportNumber = z.coerce.number().int().min(1).max(999_999_999).catch(0)

/** Who gets a link to which answer, and until when. @param days from today to the last one */
export const linkForm = (topics: readonly Topic[], today: Day, days: number) =>
  form({
    topic: select(
      'Topic',
      topics.map(({ id, label }) => ({ value: id, text: label })),
      sentField.transform((sent) => topics.find(({ id }) => id === sent)).pipe(z.custom<Topic>(Boolean, 'Choose a topic from the list')),
    ),
    email: line('Email address', emailField('Enter the email address of the person who gets the link'), {
      type: 'email',
      hint: 'One person, such as a councillor',
    }),
    lastDay: day(
      'Last day',
      dayField('Enter the last day of the link').refine(
        (typed) => typed >= today && typed <= addDays(today, days),
        `Enter a day from today to ${sayDay(addDays(today, days))}`,
      ),
      { hint: `At most ${days} days from today` },
    ),
  })

const mostOf = (most: number) => linesField.pipe(z.string().max(most, `Write at most ${most} characters`))

/** What makes a draft final. A report that cannot name schools asks only what members are asked. */
export const finalForm = form(
  {
    answers: sentAlong(z.coerce.number().int().min(0).catch(0)),
    form: choice(
      'Does it name schools?',
      [
        { value: 'unnamed', text: forms.unnamed },
        { value: 'named', text: forms.named, hint: 'By what they did as a body, with what each answered.' },
        { value: 'private', text: forms.private, hint: 'Officers alone open it, and each opening is noted.' },
      ],
      z.enum(['unnamed', 'named', 'private']).catch('unnamed'),
    ),
    ask: lines('What members are asked (optional)', mostOf(2000), { rows: 3 }),
    exemption: line('Exemption (for members alone)', mostOf(300), { hint: 'Under which paragraph it is kept from the public.' }),
    interest: lines('Public interest (for members alone)', mostOf(1000), {
      hint: 'Why keeping it back outweighs publishing it.',
      rows: 3,
    }),
  },
  (typed) =>
    typed
      .refine(({ form, exemption }) => form !== 'private' || exemption !== '', {
        path: ['exemption'],
        message: 'Enter under which exemption the report is private',
      })
      .refine(({ form, interest }) => form !== 'private' || interest !== '', {
        path: ['interest'],
        message: 'Enter why that is in the public interest',
      }),
)
