import * as z from 'zod'
import { addDays, type Day } from '#base/dates.ts'
import { whole } from '#base/setting.ts'
import { form, lines, select, type Texts, ticks } from '#base/web/fields.tsx'
import { type Body, linesField, problemsOf, shortLine, text, textField, textsField } from '#base/web/form.ts'
import { nameField } from '#base/web/name.ts'
import { fieldOf } from '#base/web/setting-fields.tsx'
import { cutTo } from '#base/words.ts'
import { normalEmail } from '#people/accounts/account.ts'
import { oldest, readDay } from '#people/people/forms.ts'
import type { NewAnswer, RoleAnswer, Since as SinceWhen } from './answer.ts'
import { type AskingTerms, months } from './asked.ts'
import { isListState, type ListState } from './confirmed-schools.ts'
import { declineReasons } from './school-roles.ts'

/** @param latest the last day that it can be */
const day = (what: string, latest: Day, tooLate: string) =>
  textField.transform((value, context): Day | undefined => {
    if (value === '') return undefined
    const read = readDay(value)
    if (!read) context.addIssue(`Enter ${what} as a day, month and year, like 1/9/2026`)
    else if (read > latest) context.addIssue(tooLate)
    else if (read < oldest) context.addIssue(`Enter ${what} from 1950 on`)
    else return read
    return z.NEVER
  })

const firstDay = (today: Day) => day('the first day', today, 'The first day must be today or earlier')
const lastDay = (today: Day) => day('the last day', addDays(today, -1), 'The last day must be over: enter a day before today')
const ticked = textField.transform((value) => value === 'yes')

const since = (today: Day) => ({
  fromDate: firstDay(today),
  dateNotKnown: ticked,
  others: textField.pipe(z.enum(['ended', 'both', ''])),
  othersLastDay: lastDay(today),
})

type Since = { fromDate?: Day | undefined; dateNotKnown: boolean; others: string; othersLastDay?: Day | undefined }

const sinceIsSaid = (form: Since): boolean => (form.fromDate !== undefined) !== form.dateNotKnown
const notSaid = { path: ['fromDate'], message: 'Enter the first day, or tick that it is not known, and not both' }
const goneIsSaid = (form: Pick<Since, 'others' | 'othersLastDay'>): boolean => form.others !== 'ended' || form.othersLastDay !== undefined
const goneNotSaid = { path: ['othersLastDay'], message: 'Enter the last day of the person who had the role before' }

/** Since when, and what becomes of others in the role, as a form says it. */
export const sinceOf = ({ fromDate, others, othersLastDay }: Omit<Since, 'dateNotKnown'>): SinceWhen => ({
  fromDate,
  others: others === 'both' ? 'both' : others === 'ended' ? othersLastDay : undefined,
})

export const sinceForm = (today: Day) => z.object(since(today)).refine(sinceIsSaid, notSaid).refine(goneIsSaid, goneNotSaid)

const emailOrNone = textField
  .transform(normalEmail)
  .pipe(
    z.union([
      z.literal(''),
      z
        .email('Enter an email address in the right form, like name@example.sch.uk')
        .max(254, 'Enter an email address of 254 characters or fewer'),
    ]),
  )

export const namedForm = (today: Day) =>
  z
    .object({ name: textField.pipe(nameField('The name', 'Enter the name', 100)), email: emailOrNone, ...since(today) })
    .refine(sinceIsSaid, notSaid)
    .refine(goneIsSaid, goneNotSaid)

const answeredForm = (today: Day) =>
  z
    .object({ ...since(today), answer: z.literal('yes') })
    .refine(goneIsSaid, goneNotSaid)
    .transform((typed) => ({ answer: typed.answer, ...sinceOf(typed) }))

const otherForm = (today: Day) =>
  z
    .object({
      otherFrom: firstDay(today),
      others: since(today).others,
      othersLastDay: lastDay(today),
      answer: z.literal('other'),
      name: textField.pipe(nameField('The name', 'Enter who holds it', 100)),
      email: emailOrNone,
      meant: shortLine(64, 'who it is'),
    })
    .refine(goneIsSaid, goneNotSaid)
    .transform(({ answer, name, email, meant, otherFrom: fromDate, ...typed }) => ({
      answer,
      name,
      email,
      meant,
      ...sinceOf({ fromDate, ...typed }),
    }))

const answerFields = ['answer', 'fromDate', 'otherFrom', 'others', 'othersLastDay', 'name', 'email', 'meant', 'vacantFrom'] as const

/** The name of a field of one answer. @param id of the role, or of the proposal */
export const answerField = (field: (typeof answerFields)[number], id: string): string => `${field}-${id}`

const answerForms = (today: Day): ReadonlyMap<string, z.ZodType<NewAnswer>> =>
  new Map<string, z.ZodType<NewAnswer>>([
    ['yes', answeredForm(today)],
    ['other', otherForm(today)],
    ['no', z.object({ answer: z.literal('no') })],
    ['nobody', z.object({ answer: z.literal('nobody'), ...vacantForm(today).shape })],
  ])

/** The ids of which something is chosen or typed. */
const idsIn = (form: Body): string[] => [
  ...new Set(
    Object.keys(form).flatMap((name) => {
      const id = /^(?:answer|name|vacantFrom)-([0-9a-f]{8}-[0-9a-f-]{27}|[a-z_]+)$/.exec(name)?.[1]
      return id && text(form, name) !== '' ? [id] : []
    }),
  ),
]

/** What is answered; a first day that is left empty is not known. */
export const readAnswers = (form: Body, today: Day): { answers: RoleAnswer[]; problems: Record<string, string> } => {
  const answers: RoleAnswer[] = []
  const problems: Record<string, string> = {}
  const forms = answerForms(today)
  for (const id of idsIn(form)) {
    const typed = Object.fromEntries(answerFields.map((field) => [field, form[answerField(field, id)]]))
    const read = forms.get(text(typed, 'answer'))?.safeParse(typed)
    if (read?.success) answers.push({ ...read.data, id })
    else if (read) for (const [field, problem] of Object.entries(problemsOf(read.error))) problems[`${field}-${id}`] = problem
    else problems[answerField('answer', id)] = 'Choose an answer, or empty the fields'
  }
  return { answers, problems }
}

export const vacantForm = (today: Day) =>
  z.object({
    vacantFrom: day('the day since which it is vacant', today, 'The day since which it is vacant must be today or earlier').transform(
      (value, context): Day => {
        if (value) return value
        context.addIssue('Enter the day since which it is vacant')
        return z.NEVER
      },
    ),
  })

export const endedForm = (today: Day) =>
  z.object({
    lastDay: lastDay(today).transform((value, context): Day => {
      if (value) return value
      context.addIssue('Enter the last day')
      return z.NEVER
    }),
  })

export const declineForm = z.object({
  reason: textField.pipe(z.enum(Object.keys(declineReasons) as (keyof typeof declineReasons)[], 'Choose why it is not right')),
})

export const disputeForm = form({
  reason: lines('What is wrong (optional)', linesField.pipe(z.string().max(500, 'Shorten what you say to 500 characters')), {
    hint: 'Such as who holds it, and since when. Do not name children',
    rows: 3,
  }),
})

export const disputeAnswerForm = z.object({
  answer: textField.pipe(z.enum(['upheld', 'dismissed'], 'Choose whether they are right')),
})

const lastDays = [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31]

export const askingForm = (roles: readonly { id: string; label: string }[]) =>
  form(
    {
      day: fieldOf(
        whole('Day on which the asking opens', { from: 1, to: 31, needed: true, wrong: 'Enter the day of the month as a number, like 15' }),
      ),
      month: select('Month', months, textField.pipe(z.string().regex(/^([1-9]|1[0-2])$/, 'Choose the month')).transform(Number)),
      dueDays: fieldOf(whole('School working days to answer', { from: 1, to: 60, unit: 'school working day', needed: true })),
      leaving: ticks(
        'Ask a school anew when somebody has left one of these roles',
        roles.map(({ id, label }) => ({ value: id, text: label })),
        textsField.transform((typed) => roles.flatMap(({ id }) => (typed.includes(id) ? [id] : []))),
        { small: true },
      ),
      contact: ticks('Contacts', [{ value: 'yes', text: 'Ask a school anew of all its roles when one of its contacts has left' }], ticked, {
        small: true,
      }),
    },
    (typed) =>
      typed
        .refine(({ day, month }) => day >= 1 && day <= (lastDays[month - 1] ?? 0), {
          path: ['day'],
          message: 'Enter a day that this month has every year',
        })
        .transform(
          ({ day, month, ...rest }): AskingTerms => ({
            opens: `${String(month).padStart(2, '0')}-${String(day).padStart(2, '0')}`,
            ...rest,
          }),
        ),
  )

export const askingTyped = (terms: AskingTerms): Texts => ({
  day: String(Number(terms.opens.slice(3))),
  month: String(Number(terms.opens.slice(0, 2))),
  dueDays: String(terms.dueDays),
  leaving: terms.leaving,
  contact: terms.contact ? 'yes' : '',
})

/** The list of schools; unknown values are dropped. */
export const listForm = z.object({
  q: textField.transform((typed) => cutTo(typed, 200)),
  state: textField.transform((typed): ListState | undefined => (isListState(typed) ? typed : undefined)),
})

/** Of a list from a file: whether what it says counts at once. */
export const confirmedForm = form({
  confirmed: ticks(
    'Has the council confirmed it?',
    [
      {
        value: 'yes',
        text: 'The council has confirmed with the schools that this list is right',
        hint: 'It then counts at once, confirmed by you. Leave empty if unknown',
      },
    ],
    ticked,
  ),
})
