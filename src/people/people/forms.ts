import * as z from 'zod'
import { type Day, isDay } from '#base/dates.ts'
import { isTelephone, notTelephone } from '#base/setting.ts'
import type { Option } from '#base/web/field.tsx'
import { codeLine, day, form, line, select, sentAlong } from '#base/web/fields.tsx'
import { lineField, textField } from '#base/web/form.ts'
import { nameField } from '#base/web/name.ts'
import { cutTo } from '#base/words.ts'
import { emailField } from '#people/accounts/forms.ts'
import { readCode } from '#people/sign-in/sign-in.ts'
import { schoolLabel } from '#schools/schools/school.ts'
import type { RoleAdding } from './person.ts'

const emailLine = (label: string, missing: string, look: { hint?: string; autocomplete: string }) =>
  line(label, emailField(missing), { type: 'email', inputmode: 'email', ...look })

export const newEmailForm = form({ email: emailLine('New email address', 'Enter the new email address', { autocomplete: 'email' }) })
export const earlierEmailForm = form({
  email: emailLine('The other email address', 'Enter the other email address', {
    hint: 'We send a code there, so you need to read its mail',
    autocomplete: 'off',
  }),
})

/** @param none whether it may be left empty */
const codeField = (which: string, none = false) =>
  textField.transform((value, context): string => {
    const code = none && value === '' ? '' : readCode(value)
    if (code !== undefined) return code
    context.addIssue(value === '' ? `Enter the code${which}` : `Enter the 6 digits of the code${which}`)
    return z.NEVER
  })

/** @param both the current mailbox was sent a code too; `both` is then sent along */
export const codesForm = (both: boolean) => {
  const look = { width: 10, inputmode: 'numeric' } as const
  const fromOld = ' from the mailbox you have now'
  return form(
    {
      code: codeLine(`6-digit code${both ? ' from the new mailbox' : ''}`, codeField(' from the new mailbox'), look),
      oldCode: codeLine(`6-digit code${fromOld}`, codeField(fromOld, true), {
        ...look,
        autocomplete: 'off',
      }),
      both: sentAlong(textField),
    },
    (schema) => schema.refine((typed) => typed.oldCode || !typed.both, { path: ['oldCode'], message: `Enter the code${fromOld}` }),
  )
}

/** A day from a date field, or as typed: `2026-09-01`, `1/9/2026`. */
export const readDay = (typed: string): Day | undefined => {
  const value = typed.trim()
  if (isDay(value)) return value
  const [, d = '', m = '', y = ''] = /^(\d{1,2})[/. -](\d{1,2})[/. -](\d{4})$/.exec(value) ?? []
  const day = `${y}-${m.padStart(2, '0')}-${d.padStart(2, '0')}`
  return y && isDay(day) ? day : undefined
}

export const oldest = '1950-01-01'

/** @param today roles cannot begin or end in the future */
const dates = (today: Day) => {
  const dayOf = (which: string, isAfter: string) =>
    textField.transform((value, context): Day | undefined => {
      if (value === '') return undefined
      const read = readDay(value)
      if (!read) context.addIssue(`Enter ${which} as a day, month and year, like 1/9/2026`)
      else if (read > today) context.addIssue(isAfter)
      else if (read < oldest) context.addIssue(`Enter ${which} from 1950 on`)
      else return read
      return z.NEVER
    })
  return {
    fromDate: day('First day (optional)', dayOf('the first day', 'The first day must be today or earlier'), {
      hint: 'Leave empty when it is not known',
    }),
    toDate: day('Ended on (optional)', dayOf('the day it ended', 'The day it ended must be today or earlier'), {
      hint: 'The first day without the role. Leave empty while somebody holds it',
    }),
  }
}
const inOrder = (form: { fromDate?: Day | undefined; toDate?: Day | undefined }): boolean =>
  !form.fromDate || !form.toDate || form.fromDate <= form.toDate
const notInOrder = { path: ['toDate'], message: 'The day it ended must not be before the first day' }

export const datesForm = (today: Day) => form(dates(today), (schema) => schema.refine(inOrder, notInOrder))

const required = (missing: string) => textField.pipe(z.string().min(1, missing))
const choose = (label: string, options: readonly Option[], missing: string) =>
  select(label, options.length === 1 ? options : [{ value: '', text: 'Choose' }, ...options], required(missing))

const noChoices: RoleAdding = { people: [], schools: [], roles: [], who: true }

export const roleForm = (today: Day, { people, schools, roles, who } = noChoices) => {
  const whose = people.map(({ id, name }) => ({ value: id, text: name }))
  const where = schools.map((school) => ({ value: school.id, text: schoolLabel(school) }))
  const roleChoices = roles.map(({ id, label }) => ({ value: id, text: label }))
  const fields = {
    personId: who ? choose('Person', whose, 'Choose the person') : sentAlong(required('Choose the person')),
    schoolId: choose('School', where, 'Choose the school'),
    roleId: choose('Role', roleChoices, 'Choose the role'),
    ...dates(today),
  }
  return form(fields, (schema) => schema.refine(inOrder, notInOrder))
}

export const correctionForm = form({
  name: line('Name', lineField.pipe(nameField('The name', 'Enter the name', 100)), { autocomplete: 'off' }),
  telephone: line(
    'Telephone number (optional)',
    lineField.pipe(
      z
        .string()
        .max(40, 'The telephone number must be 40 characters or fewer')
        .refine((value) => value === '' || isTelephone(value), notTelephone),
    ),
    { type: 'tel', width: 20, autocomplete: 'off' },
  ),
})

export const searchForm = z.object({ q: lineField, school: lineField, with: textField }).transform(({ q, school, with: other }) => ({
  q: cutTo(q, 100),
  school: cutTo(school, 100),
  other: cutTo(other, 40),
}))

export const mergeForm = form({ keep: sentAlong(textField), seen: sentAlong(textField) })
export const apartForm = form({ one: sentAlong(textField), other: sentAlong(textField) })

export const pairForm = form({
  one: sentAlong(textField),
  other: sentAlong(textField),
  seen: sentAlong(textField),
  is: sentAlong(textField.pipe(z.enum(['one', 'two']))),
})
