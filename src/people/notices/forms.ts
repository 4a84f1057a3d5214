import * as z from 'zod'
import type { Day } from '#base/dates.ts'
import type { Problems } from '#base/web/field.tsx'
import { addProblems, dayField, isUsableDay, problemsOf, sentField, shortLine, textField } from '#base/web/form.ts'
import { means } from '#people/ladder/contact.ts'
import { notices, reaches } from './notice.ts'

export const noticeAsked = z.object({ notice: z.enum(notices), subjectId: z.string().min(1).max(64) })

/** `on`: today or a day before it. */
export const reachQuery = (today: Day) =>
  z.object({
    on: textField.pipe(z.string().refine((day) => isUsableDay(day) && day <= today)).catch(today),
    state: z.enum([...reaches, 'not_reached', '']).catch(''),
  })

const toldForm = (today: Day) =>
  z.object({
    means: z.enum(means, 'Choose how they were told'),
    happenedOn: dayField('Enter the day on which they were told').pipe(
      z.string().refine((day) => day <= today, 'Enter today or an earlier day'),
    ),
    toWhom: shortLine(200, 'whom you told', 'Enter whom you told'),
  })

const withdrawForm = z.object({ reason: shortLine(500, 'why it was a mistake', 'Say why it was a mistake') })

/** Notes that schools were told, or withdraws notes. @param wrong of the choice of schools */
export const notesForm = (today: Day, wrong: Problems) =>
  z.looseObject({ what: sentField }).transform((body, context) => {
    const read = body.what === 'withdraw' ? withdrawForm.safeParse(body) : toldForm(today).safeParse(body)
    addProblems(context, { ...problemsOf(read.error), ...wrong })
    return read.success ? read.data : z.NEVER
  })
