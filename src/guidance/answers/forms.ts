import * as z from 'zod'
import { addDays, type Day, sayDay } from '#base/dates.ts'
import { choice, day, form, line, lines, select, sentAlong, ticks } from '#base/web/fields.tsx'
import { isUsableDay, linesField, sentField, shortLine, textField, textsField } from '#base/web/form.ts'
import {
  answerKinds,
  type Body,
  bodies,
  bodiesOf,
  bodyWords,
  levels,
  levelWords,
  needsReason,
  notDecided,
  type SaidAnswer,
  saidWords,
} from '#guidance/issuing/answer.ts'
import { schoolLabel } from '#schools/schools/school.ts'
import type { Asked, AskedOfTrust } from './asked.ts'
import { longestAddress } from './page.ts'

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

const bodiesFor = (asked: readonly Asked[]): readonly Body[] =>
  bodiesOf(asked[0] ?? { sector: 'not_known', kind: 'not_known' }).filter((body) => asked.every((one) => bodiesOf(one).includes(body)))

/** Where one body alone decides it is chosen. */
export const usualBody = (asked: readonly Asked[]): string | undefined => {
  const [only, another] = bodiesFor(asked)
  return another ? undefined : only
}

const kindsOfAnswer = [...answerKinds, notDecided] as const

/** @param named whether a name and a role are typed */
const fieldsFor = (asked: readonly Asked[], named: boolean) => ({
  answer: choice(
    'What does the school do with it?',
    kindsOfAnswer.map((value) => ({ value, text: saidWords[value] })),
    z.enum(kindsOfAnswer, 'Choose what the school does with it'),
  ),
  body: select(
    'Body that decided',
    [{ value: '', text: 'Choose' }, ...bodiesFor(asked).map((value) => ({ value, text: bodyWords[value] }))],
    textField,
    { hint: 'Leave it if it does not apply to the school' },
  ),
  decidedOn: day('Day of the decision, or of the planned meeting', textField, {
    hint: 'A decision may be from before the council issued it.',
  }),
  minute: line('Minute (optional)', shortLine(200, 'the minute'), {
    hint: 'Its number, so that it can be found',
    width: 20,
    maxlength: 200,
  }),
  reason: lines(
    'Reason, if it is not adopted as it is',
    linesField.pipe(z.string().max(mostReason, `Write at most ${mostReason} characters`)),
    { hint: 'What changed, or why you keep another. Name no child or parent.', rows: 3 },
  ),
  name: named
    ? line('Your name', shortLine(100, 'the name', 'Enter your name'), {
        autocomplete: 'name',
        maxlength: 100,
      })
    : nobodyTyped,
  role: named
    ? line('Their role at the school', shortLine(100, 'the role', 'Enter their role at the school'), { maxlength: 100 })
    : nobodyTyped,
})

const nobodyTyped = sentAlong(textField.transform(() => ''))

type Typed = {
  answer: (typeof kindsOfAnswer)[number]
  body: string
  decidedOn: string
  minute: string
  reason: string
  name: string
  role: string
}

const judge = (asked: readonly Asked[], today: Day, { answer, body, decidedOn, reason }: Typed, context: z.RefinementCtx): void => {
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
}

const saidOf = ({ body, decidedOn, ...said }: Typed): SaidAnswer & { name: string; role: string } => ({
  ...said,
  body: said.answer === 'not_applicable' || said.answer === notDecided ? undefined : bodies.find((one): one is Body => one === body),
  decidedOn: said.answer === 'not_applicable' ? undefined : decidedOn,
})

export const answerForm = (asked: Asked, today: Day, named: boolean) =>
  form(fieldsFor([asked], named), (typed) => typed.superRefine((said, context) => judge([asked], today, said, context)).transform(saidOf))

export const trustAnswerForm = (asked: readonly AskedOfTrust[], today: Day) =>
  form(
    {
      schools: ticks(
        'Schools for which the trust answers',
        asked.map((one) => ({ value: one.issueId, text: schoolLabel(one), ...(one.isOpen ? {} : { hint: 'Has answered already' }) })),
        textsField
          .transform((ticked) => asked.filter(({ issueId }) => ticked.includes(issueId)))
          .refine((named) => named.length > 0, 'Tick the schools for which the trust answers'),
      ),
      ...fieldsFor(asked, false),
    },
    (typed) =>
      typed
        .superRefine(({ schools, ...said }, context) => judge(schools, today, said, context))
        .transform(({ schools, ...said }) => ({ schools, said: saidOf(said) })),
  )

const levelHints = {
  seen: 'You were shown the minute or the policy',
  verified: 'You compared the policy with this version',
  stated: 'What was seen before does not show it',
}

export const levelForm = form({
  level: choice(
    'How well do you know the answer that stands?',
    (['seen', 'verified', 'stated'] as const).map((value) => ({
      value,
      text: value === 'stated' ? 'Only stated' : levelWords[value],
      hint: levelHints[value],
    })),
    z.enum(levels, 'Choose what you found'),
  ),
  note: line('What you saw', shortLine(300, 'what you saw', 'Enter what you saw, such as the minute and its day'), {
    hint: 'Name no child and no parent.',
    maxlength: 300,
  }),
})

export const addressForm = form({
  address: line('Address of the page that shows it', sentField, {
    hint: 'On the school’s or trust’s own site. We check it once.',
    type: 'url',
    maxlength: longestAddress,
  }),
})
