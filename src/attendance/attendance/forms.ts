// Everything that enters a register from a form.

import * as z from 'zod'
import { isDay, londonInstant } from '#base/dates.ts'
import { markTypes } from '#base/standing.ts'
import { form, line, lines, select } from '#base/web/fields.tsx'
import { sentField, textField, textsField } from '#base/web/form.ts'
import { nameField } from '#base/web/name.ts'
import { cutTo } from '#base/words.ts'
import { personKey } from '#booking/bookings/booking.ts'
import { readPasted, sayPasteProblem } from '#booking/placing/pasted-people.ts'
import { quickReasons, reasonLimit } from './mark.ts'
import { listGroups } from './register.ts'

const optional = textField.transform((value) => value || undefined)
const uuid = textField.pipe(z.uuid())

/** The page's filter and how the register is taken, kept in the address. */
export const viewForm = z.object({
  q: textField.transform((value) => cutTo(value, 100)),
  show: textField.transform((value) => (value === 'left' ? ('left' as const) : ('all' as const))),
  source: textField.transform((value) => (value === 'paper' ? ('paper' as const) : ('screen' as const))),
  page: textField.transform((value) => (/^[1-9]\d{0,3}$/.test(value) ? Number(value) : 1)),
})

/** Which registers are listed. */
export const registersForm = z.object({
  q: textField.transform((value) => cutTo(value, 100)),
  show: z.enum(listGroups).exclude(['today']).catch('coming'),
})

const tooLong = `Give the reason in ${reasonLimit} characters or fewer`
const reasonFields = {
  reasonChoice: optional.pipe(z.enum(quickReasons).optional().catch(undefined)),
  reason: textField.pipe(z.string().max(reasonLimit, tooLong)),
}
const reasonOf = (form: { reasonChoice?: (typeof quickReasons)[number] | undefined; reason: string }): string | undefined =>
  [form.reasonChoice === 'Other' ? undefined : form.reasonChoice, form.reason || undefined].filter(Boolean).join(': ') || undefined

export const markForm = z
  .object({
    person: uuid,
    mark: uuid,
    markType: textField.pipe(z.enum(markTypes, 'Choose what to mark')),
    corrects: optional.pipe(z.uuid().optional()),
    time: optional.pipe(
      z
        .string()
        .regex(/^([01]\d|2[0-3]):[0-5]\d$/, 'Enter the time as on the sheet, such as 09:15')
        .optional(),
    ),
    ...reasonFields,
  })
  .transform((form) => ({ ...form, reasonText: reasonOf(form) }))

export const everyoneForm = z
  .object({
    markType: textField.pipe(z.enum(markTypes, 'Choose what to mark')),
    school: optional,
    mark: textsField.pipe(
      z
        .array(z.string().regex(/^[0-9a-f-]{36}:[0-9a-f-]{36}$/))
        .min(1, 'Tick at least one person')
        .max(2000),
    ),
    ...reasonFields,
  })
  .transform((form) => ({
    ...form,
    reasonText: reasonOf(form),
    marks: form.mark.map((pair) => ({ person: pair.slice(0, 36), id: pair.slice(37) })),
  }))

export type RoleChoice = { id: string; label: string }

/** Who came, as they say it at the door. */
const personFields = (longestName: number, roles: readonly RoleChoice[]) => ({
  name: line('Full name', textField.pipe(nameField('Their name', 'Enter their full name', longestName)), { autocomplete: 'off' }),
  email: line(
    'Email address (optional)',
    textField
      .transform((value) => value.toLowerCase() || undefined)
      .pipe(
        z
          .email('Enter an email address in the correct format, like name@example.com')
          .max(254, 'Enter an email address of 254 characters or fewer')
          .optional(),
      ),
    { type: 'email', inputmode: 'email', autocomplete: 'off' },
  ),
  roleId: select(
    'Role (optional)',
    [{ value: '', text: 'Not asked' }, ...roles.map(({ id, label }) => ({ value: id, text: label }))],
    optional,
  ),
})

export const personForm = (roles: readonly RoleChoice[]) => form(personFields(200, roles))

const { name, email, roleId } = personFields(200, [])

export const walkInForm = z
  .object({
    walkIn: uuid,
    name: name.schema,
    email: email.schema,
    roleId: roleId.schema,
    schoolId: optional,
    organisation: textField.pipe(z.string().max(200, 'Describe the school or organisation in 200 characters or fewer')),
    ...reasonFields,
  })
  .refine((form) => form.schoolId || form.organisation, {
    path: ['schoolId'],
    message: 'Choose their school, or write what they said below it',
    when: () => true,
  })
  .transform((form) => ({ ...form, reasonText: reasonOf(form) }))

const mostListed = 200

/** @param roles those of the session's day */
const pastedField = (roles: readonly RoleChoice[]) =>
  sentField.transform((pasted, context) => {
    const { people, problems } = readPasted(pasted, roles, mostListed)
    if (pasted.trim() === '') context.addIssue({ code: 'custom', message: 'Enter who came, one a line' })
    if (problems.length > 0) context.addIssue({ code: 'custom', message: problems.map(sayPasteProblem).join('. ') })
    return people.filter((one, index) => people.findIndex((other) => personKey(other) === personKey(one)) === index)
  })

export const listFields = (roles: readonly RoleChoice[]) => ({
  pasted: lines('Who came', pastedField(roles), {
    hint: 'One a line: name, email address and role, as in a spreadsheet',
    rows: 12,
  }),
})

/** Those of one school who came. */
export const listForm = (roles: readonly RoleChoice[]) =>
  z
    .object({ schoolId: textField.pipe(z.string().min(1, 'Choose their school')), pasted: pastedField(roles), ...reasonFields })
    .transform((typed) => ({ ...typed, reasonText: reasonOf(typed) }))

/** Who came on an unnamed place. */
export const nameForm = (roles: readonly RoleChoice[]) => form(personFields(100, roles))

export const matchForm = z.object({
  schoolId: textField.pipe(z.string().min(1, 'Choose the school that they came from')),
  seen: optional,
  confirmed: textField.transform((value) => value === 'yes'),
})

/** What no page shows is never what stands. */
const figure = textField
  .pipe(z.string().regex(/^\d{1,9}$/))
  .transform(Number)
  .catch(-1)
export const closeForm = z.object({ attended: figure, part: figure, absent: figure, apologies: figure, charges: textField })

/** The instant of a time on a paper sheet of `day`; undefined when the clock change skipped it. */
export const sheetInstant = (day: string, time: string): string | undefined =>
  isDay(day) ? londonInstant(day, time)?.toISOString() : undefined
