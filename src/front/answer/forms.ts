import * as z from 'zod'
import { typedDay } from '#attendance/coverage/forms.ts'
import { addDays, type Day, sayDay } from '#base/dates.ts'
import { day, form, line, select } from '#base/web/fields.tsx'
import { dayField, linesField, sentField } from '#base/web/form.ts'
import { pageNumber } from '#base/web/page-number.ts'
import { emailField } from '#people/accounts/forms.ts'
import type { Topic } from './population.ts'

/** What an answer is asked of, of which day, and which part is opened to its schools. */
export const answerQuery = z.object({
  topic: z.string().max(100).catch(''),
  guidance: z.string().max(100).catch(''),
  on: typedDay,
  school: z.string().max(100).catch(''),
  open: z.string().max(100).catch(''),
  /** Of the schools behind it. */
  page: pageNumber,
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

const mostOf = (most: number) => linesField.pipe(z.string().max(most, `Write at most ${most} characters`)).default('')

export const finalFields = ['form', 'ask', 'exemption', 'interest'] as const
export const finalForm = z
  .object({
    form: z.enum(['unnamed', 'named', 'private']).catch('unnamed'),
    answers: z.coerce.number().int().min(0).catch(0),
    ask: mostOf(2000),
    exemption: mostOf(300),
    interest: mostOf(1000),
  })
  .refine(({ form, exemption }) => form !== 'private' || exemption !== '', {
    path: ['exemption'],
    message: 'Enter under which exemption the report is private',
  })
  .refine(({ form, interest }) => form !== 'private' || interest !== '', {
    path: ['interest'],
    message: 'Enter why that is in the public interest',
  })
