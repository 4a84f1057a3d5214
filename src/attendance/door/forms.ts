// Everything that enters at a door, from a form or from a device.

import * as z from 'zod'
import { arrivalKinds, arrivalWays } from '#attendance/attendance/arrival.ts'
import { type Day, sayLongDay } from '#base/dates.ts'
import { whole } from '#base/setting.ts'
import { markTypes } from '#base/standing.ts'
import { asFirstSeen, choice, form, line, select } from '#base/web/fields.tsx'
import { dayField, oneLine, sentField, textField, textsField } from '#base/web/form.ts'
import { asSeen } from '#base/web/form-text.ts'
import { nameField } from '#base/web/name.ts'
import { fieldOf } from '#base/web/setting-fields.tsx'
import { personName as typedName } from '#people/accounts/forms.ts'
import { mostHelpers } from './door-link.ts'

const uuid = textField.pipe(z.uuid())
const optional = textField.transform((value) => value || undefined)

export const arrivalForm = z.object({
  id: uuid,
  person: uuid,
  kind: textField.pipe(z.enum(arrivalKinds)),
  how: textField.pipe(z.enum(arrivalWays).catch('tap')),
  undoes: optional.pipe(z.uuid().optional()),
})

const personName = nameField('Their name', 'Enter their full name', 200)
const said = z.string().max(200, 'Describe the school or organisation in 200 characters or fewer')

export type Choice = { id: string; label: string }
const options = (none: string, choices: readonly Choice[]) => [
  { value: '', text: none },
  ...choices.map(({ id, label }) => ({ value: id, text: label })),
]
/** Of whoever is added, made with the form, so that sending it twice adds nobody. */
const newcomer = { ...asFirstSeen, schema: uuid }

/** @param schools those that come to the event */
export const walkInForm = (roles: readonly Choice[], schools: readonly Choice[]) =>
  form(
    {
      person: newcomer,
      name: line('Full name', textField.pipe(personName), { autocomplete: 'off' }),
      roleId: select('Role (optional)', options('Not asked', roles), optional),
      schoolId: select('School', options('Another, or not sure', schools), optional, { hint: 'Those that come to this event' }),
      organisation: line('Another, or not sure: what they said', textField.pipe(said), {
        hint: 'It can be matched to a school in the register, also later.',
      }),
    },
    (schema) =>
      schema.refine(({ schoolId, organisation }) => schoolId || organisation, {
        path: ['schoolId'],
        message: 'Choose their school, or write what they said below it',
        when: () => true,
      }),
  )

export const insteadForm = form({
  person: newcomer,
  name: line('Somebody else came instead', textField.pipe(personName), {
    hint: 'Of the same school. Nothing is charged for it.',
    autocomplete: 'off',
  }),
})

export const nameForm = form({ name: line('Who came on this place?', textField.pipe(personName), { autocomplete: 'off' }) })

export const closeDayForm = z.object({ left: textsField, seen: sentField })

const typed = z
  .string()
  .max(1000)
  .transform((text) => oneLine(asSeen(text)))
const when = { id: z.uuid(), notedAt: z.iso.datetime().transform((text) => new Date(text)), clockAhead: z.int().min(-1e9).max(1e9) }

/** What a device sends of one press. */
export const entrySchema = z.discriminatedUnion('do', [
  z.object({ do: z.enum(arrivalKinds), ...when, person: z.uuid(), how: z.enum(arrivalWays) }),
  z.object({ do: z.literal('undo'), ...when, person: z.uuid(), undoes: z.uuid() }),
  z.object({
    do: z.literal('add'),
    ...when,
    person: z.uuid(),
    name: typed.pipe(personName),
    schoolId: z.string().optional(),
    organisation: typed.pipe(said).default(''),
    roleId: z.string().optional(),
    insteadOf: z.uuid().optional(),
  }),
  z.object({ do: z.literal('name'), ...when, person: z.uuid(), name: typed.pipe(personName) }),
  z.object({
    do: z.literal('mark'),
    ...when,
    person: z.uuid(),
    session: z.uuid(),
    markType: z.enum(markTypes),
    corrects: z.uuid().optional(),
  }),
])
export type Entry = z.infer<typeof entrySchema>

export const helperForm = form({
  name: line('Your name', typedName, { hint: 'Shown beside each person you check in', autocomplete: 'name' }),
})

const manyHelpers = `Enter a number from 1 to ${mostHelpers}`
/** @param days on which there is a door still to come */
export const linkForm = (days: readonly Day[]) =>
  form({
    day: choice(
      'Day',
      days.map((day) => ({ value: day, text: sayLongDay(day) })),
      dayField('Choose a day'),
    ),
    most: fieldOf(
      whole('How many helpers it lets in', {
        from: 1,
        to: mostHelpers,
        needed: true,
        wrong: manyHelpers,
        hint: `From 1 to ${mostHelpers}. Each time somebody opens it counts`,
      }),
    ),
  })

const mostEntries = 50

export const entriesBody = z.object({ entries: z.array(z.unknown()).min(1).max(mostEntries) })

export const deviceBody = z.object({ deviceId: z.uuid(), id: z.uuid(), deviceNow: z.iso.datetime().transform((text) => new Date(text)) })
