import * as z from 'zod'
import { exceptionKinds, type PersonInRole } from '#attendance/requirements/exception.ts'
import type { Edition } from '#attendance/requirements/requirement.ts'
import type { Day } from '#base/dates.ts'
import type { Option } from '#base/web/field.tsx'
import { choice, day, form, line, select } from '#base/web/fields.tsx'
import { dayField, isUsableDay, shortLine, textField } from '#base/web/form.ts'
import { evidenceLevels, evidenceNames } from '#schools/schools/earlier-attendance.ts'

const dayOrNone = (sentence: string) =>
  textField.pipe(z.string().refine((typed) => typed === '' || isUsableDay(typed), sentence)).transform((typed) => typed || undefined)

/** One of these rules. @param none without any chosen, if not the first stands chosen */
const ruleField = (label: string, editions: readonly Edition[], missing: string, none: readonly Option[] = []) =>
  select(
    label,
    [...none, ...editions.map(({ requirementId, label: text }) => ({ value: requirementId, text }))],
    textField.pipe(z.string().refine((typed) => editions.some(({ requirementId }) => requirementId === typed), missing)),
  )

const choose: readonly Option[] = [{ value: '', text: 'Choose' }]

/** @param people of the school, who can be chosen */
export const exceptionForm = (editions: readonly Edition[], people: readonly PersonInRole[]) =>
  form(
    {
      requirementId: ruleField('Training rule', editions, 'Choose a requirement from the list', choose),
      personId: select(
        'For whom?',
        [
          { value: '', text: 'The whole school' },
          ...people.map(({ id, name, roles }) => ({ value: id, text: `${name} (${roles.replaceAll(',', ', ')})` })),
        ],
        textField
          .pipe(
            z
              .string()
              .refine(
                (typed) => typed === '' || people.some(({ id }) => id === typed),
                'Choose somebody from the list, or the whole school',
              ),
          )
          .transform((id) => id || undefined),
        { hint: 'One person, in their roles at this school, or the whole school' },
      ),
      kind: choice(
        'What is given?',
        [
          { value: 'exempt', text: 'An exemption', hint: 'It is not asked while it holds' },
          { value: 'extended', text: 'An extension', hint: 'It is due on the last day instead' },
        ],
        z.enum(exceptionKinds, 'Choose whether it is not asked, or asked later'),
      ),
      fromDate: day('First day', dayField('Enter the first day on which it holds')),
      untilDate: day('Last day', dayOrNone('Enter the last day as a date'), { hint: 'An exemption without one holds until it is ended' }),
      reason: line('Reason', shortLine(300, 'the reason', 'Enter the reason'), {
        hint: 'The school reads it. Do not name children or mention anyone’s health',
        maxlength: 300,
      }),
    },
    (typed) =>
      typed
        .refine(({ kind, untilDate }) => kind === 'exempt' || untilDate !== undefined, {
          path: ['untilDate'],
          message: 'Enter the day to which it is extended',
        })
        .refine(({ fromDate, untilDate }) => untilDate === undefined || untilDate >= fromDate, {
          path: ['untilDate'],
          message: 'Enter a last day that is not before the first',
        }),
  )

export const endForm = form(
  {
    how: choice(
      'What happens to it?',
      [
        { value: 'on', text: 'It ends' },
        { value: 'never', text: 'It should never have been given', hint: 'It then never counts. The log keeps that it was given' },
      ],
      z.enum(['on', 'never'], 'Choose whether it ends, or should never have been given'),
    ),
    untilDate: day('Its last day, if it ends', dayOrNone('Enter the last day as a date')),
  },
  (typed) =>
    typed.refine(({ how, untilDate }) => how === 'never' || untilDate !== undefined, {
      path: ['untilDate'],
      message: 'Enter its last day',
    }),
)

const evidenceHints = {
  stated: 'Somebody told us, and nothing was shown',
  seen: 'A certificate or a list was shown',
  verified: 'It was checked, such as with the training provider',
}

export const evidenceForm = form({
  known: choice(
    'How is it known?',
    evidenceLevels.map((value) => ({ value, text: evidenceNames[value], hint: evidenceHints[value] })),
    z.enum(evidenceLevels, 'Choose how it is known'),
  ),
  note: line('What did you look at?', shortLine(300, 'what you looked at', 'Say what you looked at'), {
    hint: 'For example: certificate 4711 of Kite Training. Do not name children',
    maxlength: 300,
  }),
})

const staffCount = (label: string, least: number, sentence: string) =>
  line(label, textField.pipe(z.string().refine((typed) => /^\d{1,4}$/.test(typed) && Number(typed) >= least, sentence)).transform(Number), {
    width: 4,
    inputmode: 'numeric',
  })

/**
 * @param editions what is stated of all staff
 * @param byLetter an officer enters what a school wrote
 */
export const statementForm = (editions: readonly Edition[], today: Day, byLetter: boolean) =>
  form(
    {
      requirementId: ruleField('What is it about?', editions, 'Choose what it is about from the list', editions.length === 1 ? [] : choose),
      trained: staffCount('How many staff have done it?', 0, 'Enter how many have done it, as a whole number'),
      staff: staffCount('How many staff are there?', 1, 'Enter how many staff there are, as a whole number from 1'),
      asAt: day(
        'As at',
        dayField('Enter the day as at which it is stated').pipe(z.string().refine((day) => day <= today, 'Enter today or an earlier day')),
      ),
      saidBy: line('Who states this?', shortLine(150, 'who states this', 'Enter who states this, and as what'), {
        hint: byLetter ? 'Name, role and how: “A. Bell, head, letter of 3 May”' : 'A name, and what they are at the school',
        maxlength: 150,
      }),
    },
    (typed) =>
      typed.refine(({ trained, staff }) => trained <= staff, {
        path: ['trained'],
        message: 'Enter a number that is not above that of all staff',
      }),
  )
