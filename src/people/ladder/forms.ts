import * as z from 'zod'
import { type Day, sayDay } from '#base/dates.ts'
import { type Option, optionsOf } from '#base/web/field.tsx'
import { choice, day, form, lines, select, ticks } from '#base/web/fields.tsx'
import { dayField, isUsableDay, linesField, textField, textsField } from '#base/web/form.ts'
import { dueFilters, type KeptContact, type Officer } from './chase.ts'
import { means, meansWords, results, resultsOf, resultWords } from './contact.ts'
import { rungs, rungWords } from './rung.ts'

const longestNote = 1_000

const whom = rungs.map((rung) => ({ value: rung, text: rungWords[rung] }))

type Known = {
  officers: readonly Officer[]
  /** What the contact can be about, as offered; `known`: what may be sent. */
  abouts: readonly Option[]
  known: readonly string[]
  corrected: KeptContact | undefined
  today: Day
}

/** What came of a contact with a school, and what is next. */
export const contactForm = ({ officers, abouts, known, corrected, today }: Known) => {
  const some = results.filter((one) => one !== 'not_so' || corrected)
  return form(
    {
      about: ticks(
        'What was it about?',
        abouts,
        textsField.refine(
          (typed) => typed.length > 0 && new Set(typed).size === typed.length && typed.every((one) => known.includes(one)),
          'Choose what it was about',
        ),
        { hint: 'Tick all that you spoke or wrote about.' },
      ),
      rung: select('Who was contacted?', whom, z.enum(rungs, 'Choose who was contacted')),
      means: select('How?', optionsOf(meansWords), z.enum(means, 'Choose how')),
      happenedOn: day(
        'When?',
        dayField('Enter the day on which it happened').pipe(z.string().refine((typed) => typed <= today, 'Enter today or an earlier day')),
      ),
      result: choice(
        'What came of it?',
        some.map((one) => ({ value: one, text: resultWords[one] })),
        z.enum(some, 'Choose what came of it'),
      ),
      note: lines('Note (optional)', linesField.pipe(z.string().max(longestNote, `Shorten the note to ${longestNote} characters`)), {
        hint: 'Do not name children or mention health. The person can read this',
        rows: 3,
      }),
      nextRung: select('Next step', [{ value: '', text: 'The usual next step' }, ...whom], z.enum(['', ...rungs]).catch(''), {
        hint: 'The usual step counts the school’s working days in term',
      }),
      nextOn: day('Day of the next step', textField, { hint: `Only if you chose a step; from ${sayDay(today)}` }),
      nextOwnerId: select(
        'Whose is the next step?',
        officers.map(({ id, name }) => ({ value: id, text: name })),
        textField.pipe(z.string().refine((typed) => officers.some(({ id }) => id === typed), 'Choose an officer from the list')),
        { hint: 'Only if you chose a step. Above the head, this officer decides' },
      ),
    },
    (schema) =>
      schema
        .refine(({ means: by, result }) => result === 'not_so' || resultsOf[by].includes(result), {
          path: ['result'],
          message: 'A message or a letter is written or answered; a call or a visit is not “written to”. Choose what came of it',
        })
        .refine(({ nextRung, nextOn }) => nextRung === '' || (isUsableDay(nextOn) && nextOn >= today), {
          path: ['nextOn'],
          message: 'Enter the day of the next step, today or later',
        }),
  )
}

export const stepsQuery = z.object({
  whose: z.enum(['mine', 'all']).catch('mine'),
  due: z.enum(dueFilters).catch('all'),
  q: z.string().max(100).catch(''),
})
