import * as z from 'zod'
import type { Day } from '#base/dates.ts'
import { dayField, isUsableDay, shortLine, textField } from '#base/web/form.ts'
import { evidenceLevels } from '#schools/schools/earlier-attendance.ts'
import { exceptionKinds } from './exception.ts'

export const exceptionFields = ['requirementId', 'personId', 'kind', 'fromDate', 'untilDate', 'reason'] as const

const dayOrNone = (sentence: string) =>
  textField.pipe(z.string().refine((typed) => typed === '' || isUsableDay(typed), sentence)).transform((typed) => typed || undefined)

/** @param known the requirements and the people of the school that can be chosen */
export const exceptionForm = (known: { requirements: readonly string[]; people: readonly string[] }) =>
  z
    .object({
      requirementId: textField.pipe(z.string().refine((id) => known.requirements.includes(id), 'Choose a requirement from the list')),
      personId: textField
        .pipe(z.string().refine((id) => id === '' || known.people.includes(id), 'Choose somebody from the list, or the whole school'))
        .transform((id) => id || undefined),
      kind: z.enum(exceptionKinds, 'Choose whether it is not asked, or asked later'),
      fromDate: dayField('Enter the first day on which it holds'),
      untilDate: dayOrNone('Enter the last day as a date'),
      reason: shortLine(300, 'the reason', 'Enter the reason'),
    })
    .refine(({ kind, untilDate }) => kind === 'exempt' || untilDate !== undefined, {
      path: ['untilDate'],
      message: 'Enter the day to which it is extended',
    })
    .refine(({ fromDate, untilDate }) => untilDate === undefined || untilDate >= fromDate, {
      path: ['untilDate'],
      message: 'Enter a last day that is not before the first',
    })

export const endForm = z
  .object({
    how: z.enum(['on', 'never'], 'Choose whether it ends, or should never have been given'),
    untilDate: dayOrNone('Enter the last day as a date'),
  })
  .refine(({ how, untilDate }) => how === 'never' || untilDate !== undefined, { path: ['untilDate'], message: 'Enter its last day' })

export const evidenceForm = z.object({
  known: z.enum(evidenceLevels, 'Choose how it is known'),
  note: shortLine(300, 'what you looked at', 'Say what you looked at'),
  seen: textField,
})

export const statementFields = ['requirementId', 'trained', 'staff', 'asAt', 'saidBy'] as const

const people = (least: number, sentence: string) =>
  textField.pipe(z.string().refine((typed) => /^\d{1,4}$/.test(typed) && Number(typed) >= least, sentence)).transform(Number)

/** @param requirements those that are stated of all staff */
export const statementForm = (requirements: readonly string[], today: Day) =>
  z
    .object({
      requirementId: textField.pipe(z.string().refine((id) => requirements.includes(id), 'Choose what it is about from the list')),
      trained: people(0, 'Enter how many have done it, as a whole number'),
      staff: people(1, 'Enter how many staff there are, as a whole number from 1'),
      asAt: dayField('Enter the day as at which it is stated').pipe(
        z.string().refine((day) => day <= today, 'Enter today or an earlier day'),
      ),
      saidBy: shortLine(150, 'who says so', 'Enter who says so, and as what'),
    })
    .refine(({ trained, staff }) => trained <= staff, { path: ['trained'], message: 'Enter a number that is not above that of all staff' })
