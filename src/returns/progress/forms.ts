import * as z from 'zod'
import { londonDay } from '#base/dates.ts'
import { choicesOf } from '#base/questions/kind.ts'
import { whole } from '#base/setting.ts'
import { optionsOf } from '#base/web/field.tsx'
import { choice, day, type Field, form, line, lines, select } from '#base/web/fields.tsx'
import { dayField, linesField, shortLine, textField } from '#base/web/form.ts'
import { fieldOf } from '#base/web/setting-fields.tsx'
import { cutTo } from '#base/words.ts'
import type { GradedAnswer, Redacted } from './answer.ts'
import { type Dimension, dimensions, type Show, shows } from './progress.ts'

const words = (longest: number, missing: string) =>
  linesField.pipe(z.string().min(1, missing).max(longest, `Shorten it to ${longest} characters`))

const pastDay = (today: string, sentence: string) =>
  dayField(sentence).pipe(z.string().refine((day) => day <= today, 'Enter a day that is not in the future'))

export const readDimension = (typed: string | undefined): Dimension => dimensions.find((one) => one === typed) ?? 'phase'
export const readShow = (typed: string | undefined): Show => shows.find((one) => one === typed) ?? 'missing'

export const reopenForm = form({ reason: lines('Why is it reopened?', words(1000, 'Say why it is reopened'), { rows: 2 }) })

const came = { paper: 'The return, on paper', other_audit: 'Another audit' }

export const otherAuditForm = (now: Date) =>
  form({
    kind: choice('What came?', optionsOf(came), textField.pipe(z.enum(['paper', 'other_audit'], 'Choose what came'))),
    about: lines('What is it, and where is it kept?', words(1000, 'Say what it is, and where it is kept'), { rows: 2 }),
    receivedOn: day('When did it come?', pastDay(londonDay(now), 'Enter the day on which it came')),
  })

/** @param from the current texts that words can be removed from */
export const redactForm = (from: readonly { value: Redacted; text: string }[]) =>
  form({
    part: choice(
      'Which part',
      from,
      textField.pipe(
        z.enum(
          from.map(({ value }) => value),
          'Choose which part',
        ),
      ),
    ),
    reason: line('Why, without repeating it', words(500, 'Say why it is taken out, without repeating it')),
  })

/** Something that a school means to do, for whoever puts it in the plan. */
export const actionForm = form({
  what: lines('What the school means to do', words(1000, 'Say what the school means to do'), {
    rows: 2,
    hint: 'Do not name or describe a child here.',
  }),
  owner: line('Who does it', shortLine(200, 'who does it'), { width: 20 }),
  dueOn: day('By when', dayField('Enter the day by which it is to be done')),
})

export const doneForm = (now: Date) => form({ doneOn: day('Done on', pastDay(londonDay(now), 'Enter the day on which it was done')) })
/** With words, which schools say beside the day. */
export const schoolDoneForm = (now: Date) =>
  form({
    doneOn: day('When was it done?', pastDay(londonDay(now), 'Enter the day on which it was done')),
    words: lines('What was done', words(1000, 'Say in a sentence what was done'), {
      rows: 2,
      hint: 'A sentence is enough. Do not name or describe a child here.',
    }),
  })
export const notDoneForm = form({ words: line('Why is it not done?', words(1000, 'Say why it is not done')) })
export const settleForm = form({ settled: line('How it was settled', words(1000, 'Say how it was settled')) })

export const drawForm = form({
  size: fieldOf(whole('How many returns', { from: 1, to: 999, needed: true, wrong: 'Enter how many, from 1 to 999' })),
})

export const visitForm = (now: Date) =>
  form({
    visitedOn: day('When was the school visited?', pastDay(londonDay(now), 'Enter the day of the visit')),
    note: lines('What was found', linesField.pipe(z.string().max(2000, 'Shorten it to 2000 characters')), {
      hint: 'Do not name or describe a child here.',
    }),
  })

/** For each answer; unchanged ones are left out. */
export const gradesForm = (graded: readonly GradedAnswer[]) => {
  const fields = graded.flatMap(({ question, answer: { entryId } }): [string, Field<string>][] => [
    [
      `grade-${entryId}`,
      select(
        'What was found',
        [{ value: '', text: 'Leave it as it is' }, ...choicesOf(question).map(([value, text]) => ({ value, text }))],
        textField,
      ),
    ],
    [
      `note-${entryId}`,
      line(
        'Why',
        textField.transform((typed) => cutTo(typed, 1000)),
      ),
    ],
  ])
  return form(Object.fromEntries(fields), (schema) =>
    schema.transform((typed) =>
      graded.flatMap(({ question, answer: { entryId } }) => {
        const grade = typed[`grade-${entryId}`] ?? ''
        return choicesOf(question).some(([value]) => value === grade) ? [{ entryId, grade, note: typed[`note-${entryId}`] ?? '' }] : []
      }),
    ),
  )
}
