import * as z from 'zod'
import { addDays, type Day, sayDay } from '#base/dates.ts'
import { isUsableDay, linesField, shortLine, textField, textsField } from '#base/web/form.ts'
import { answerKinds, type Body, bodies, bodiesOf, levels, needsReason, notDecided, type SaidAnswer } from '#guidance/issuing/answer.ts'
import type { Asked } from './asked.ts'

export const answerFields = ['answer', 'body', 'decidedOn', 'minute', 'reason', 'name', 'role'] as const

const mostReason = 1000
const mostDaysAhead = 366

/** Why a day cannot be that of the decision; undefined: it can. */
const dayProblem = (typed: string, today: Day, of: Pick<Asked, 'became'>): string | undefined => {
  if (typed === '') return 'Enter the day of the decision'
  if (!isUsableDay(typed)) return 'Enter the day of the decision as a date, such as 12 March 2026'
  if (typed > today) return 'The day of the decision is still to come: answer once it is decided'
  return of.became && typed < of.became
    ? `The school is what it is since ${sayDay(of.became)}: enter what the body that decides since then decided`
    : undefined
}

/** Why a day cannot be that of a meeting to come; undefined: it can. */
const meetingProblem = (typed: string, today: Day): string | undefined => {
  if (!isUsableDay(typed)) return 'Enter the day of the meeting as a date, such as 12 March 2026'
  return typed < today || typed > addDays(today, mostDaysAhead) ? 'Enter the day of a meeting within a year from today' : undefined
}

/** @param asked the schools answered for @param named whether a name and a role are typed */
export const answerForm = (asked: readonly Asked[], today: Day, named: boolean) =>
  z
    .object({
      answer: z.enum([...answerKinds, notDecided], 'Choose what the school does with it'),
      body: textField,
      decidedOn: textField,
      minute: shortLine(200, 'the minute'),
      reason: linesField.pipe(z.string().max(mostReason, `Write at most ${mostReason} characters`)),
      name: shortLine(100, 'the name', named ? 'Enter the name of whoever says so' : undefined),
      role: shortLine(100, 'the role', named ? 'Enter their role at the school' : undefined),
    })
    .superRefine(({ answer, body, decidedOn, reason }, context) => {
      const problem = (path: string, message: string) => context.addIssue({ code: 'custom', path: [path], message })
      if (answer !== notDecided && needsReason(answer) && reason === '') problem('reason', 'Enter the reason')
      if (answer === 'not_applicable') return
      if (answer === notDecided) {
        const wrong = meetingProblem(decidedOn, today)
        if (wrong) problem('decidedOn', wrong)
        return
      }
      if (!asked.every((one) => (bodiesOf(one) as readonly string[]).includes(body))) problem('body', 'Choose the body that decided')
      const why = asked.map((one) => dayProblem(decidedOn, today, one)).find((one) => one !== undefined)
      if (why) problem('decidedOn', why)
    })
    .transform(({ body, decidedOn, ...read }): SaidAnswer & { name: string; role: string } => ({
      ...read,
      body: read.answer === 'not_applicable' || read.answer === notDecided ? undefined : bodies.find((one): one is Body => one === body),
      decidedOn: read.answer === 'not_applicable' ? undefined : decidedOn,
    }))

export const trustForm = z.object({ schools: textsField.pipe(z.array(z.string()).min(1, 'Tick the schools for which the trust answers')) })

export const levelFields = ['level', 'note'] as const
export const levelForm = z.object({
  level: z.enum(levels, 'Choose what you found'),
  note: shortLine(300, 'what you saw', 'Enter what you saw, such as the minute and its day'),
})
