import * as z from 'zod'
import type { Day } from '#base/dates.ts'
import { dayField, isUsableDay, linesField, sentField, textField, textsField } from '#base/web/form.ts'
import { pageNumber } from '#base/web/page-number.ts'
import { dueFilters } from './chase.ts'
import { means, results, resultsOf } from './contact.ts'
import { rungs } from './rung.ts'

export const contactFields = ['rung', 'means', 'happenedOn', 'result', 'note', 'nextRung', 'nextOn', 'nextOwnerId'] as const

const longestNote = 1_000

/** @param known what the contact can be about, and who can be given a step */
export const contactForm = (known: { abouts: readonly string[]; officers: readonly string[] }, today: Day) =>
  z
    .object({
      about: textsField.refine(
        (typed) => typed.length > 0 && new Set(typed).size === typed.length && typed.every((one) => known.abouts.includes(one)),
        'Choose what it was about',
      ),
      rung: z.enum(rungs, 'Choose who was contacted'),
      means: z.enum(means, 'Choose how'),
      happenedOn: dayField('Enter the day on which it happened').pipe(
        z.string().refine((day) => day <= today, 'Enter today or an earlier day'),
      ),
      result: z.enum(results, 'Choose what came of it'),
      note: linesField.pipe(z.string().max(longestNote, `Shorten the note to ${longestNote} characters`)),
      nextRung: z.enum(['', ...rungs]).catch(''),
      nextOn: textField,
      nextOwnerId: textField.pipe(z.string().refine((id) => known.officers.includes(id), 'Choose an officer from the list')),
      form: sentField.pipe(z.string().min(1).max(64)),
    })
    .refine(({ means: by, result }) => result === 'not_so' || resultsOf[by].includes(result), {
      path: ['result'],
      message: 'A message or a letter is written or answered; a call or a visit is not “written to”. Choose what came of it',
    })
    .refine(({ nextRung, nextOn }) => nextRung === '' || (isUsableDay(nextOn) && nextOn >= today), {
      path: ['nextOn'],
      message: 'Enter the day of the next step, today or later',
    })

export const stepsQuery = z.object({
  whose: z.enum(['mine', 'all']).catch('mine'),
  due: z.enum(dueFilters).catch('all'),
  q: z.string().max(100).catch(''),
  page: pageNumber,
})
