import * as z from 'zod'
import { addDays, type Instant, instant, londonDay, sayDay, sayTime } from '#base/dates.ts'
import { choice, day, form, line, lines, select, sentAlong } from '#base/web/fields.tsx'
import { addProblems, sentField, textField } from '#base/web/form.ts'
import { sayNumber } from '#base/words.ts'
import type { EventDetails } from '#events/events/event.ts'
import { momentTyped } from '#events/events/form-values.ts'
import type { Material } from '#events/materials/material.ts'
import { readAgain, soonestAgain } from './invitation.ts'
import { mayLink, sayMaterial } from './linked-material.ts'
import {
  basisProblem,
  fieldProblem,
  longestBasis,
  longestSubject,
  longestText,
  type Mailing,
  natureProblem,
  natureWords,
} from './mailing.ts'

/** The day on which an invitation goes once more; empty: it does not. */
export const againForm = ({ startedAt, event }: { startedAt: Instant; event: EventDetails }, now: Date) =>
  form({
    day: day(
      'Once more, to schools that have not answered by then',
      textField.transform((typed, context): Instant | null => {
        const asked = readAgain(typed, { startedAt, event, now })
        if ('at' in asked) return asked.at
        context.addIssue({ code: 'custom', message: asked.problem })
        return z.NEVER
      }),
      { hint: `It goes at 9am, from ${sayDay(soonestAgain(startedAt, now))}. Leave it empty not to send it again.` },
    ),
  })

const soon = sentField.transform((typed) => typed.slice(0, 20).trim())

/** Its value: when the message starts. */
export const laterForm = (now: Date) =>
  form({ date: day('Day', soon), time: line('Time', soon, { hint: 'Such as 9am or 16:30', width: 5 }) }, (schema) =>
    schema.transform((typed, context): Instant => {
      const at = momentTyped(typed, (field, problem) => addProblems(context, { [field]: problem }))
      if (at === undefined) return z.NEVER
      const isPast = at <= instant(now)
      if (!isPast && londonDay(at) <= addDays(londonDay(now), 365)) return at
      const typedDay = isPast && londonDay(at) === londonDay(now)
      addProblems(context, {
        [typedDay ? 'time' : 'date']: isPast ? `That has passed: it is ${sayTime(now)} on ${sayDay(now)}` : 'Enter a day within a year',
      })
      return z.NEVER
    }),
  )

/** The typed lines without control characters and bidirectional marks. */
const plainText = (typed: string): string =>
  typed
    .replaceAll(/\r\n?/g, '\n')
    .replaceAll(/[^\P{Cc}\n\t]|[\u202A-\u202E\u2066-\u2069\u2028\u2029\uFEFF]/gu, '')
    .replaceAll('\t', ' ')
    .trim()

const plainLine = sentField.transform((typed) => plainText(typed).replaceAll(/\s+/g, ' '))

const natures = Object.entries(natureWords).map(([value, { name, says }]) => ({ value, text: name, hint: says }))

/** null: none. */
const materialField = (materials: readonly Material[]) => {
  const schema = sentField
    .refine((sent) => sent === '' || materials.some(({ id }) => id === sent), 'Choose one of the materials, or none')
    .transform((sent) => sent || null)
  const options = materials.map((material) => ({ value: material.id, text: sayMaterial({ material }) }))
  return options.length === 0
    ? sentAlong(schema)
    : select('Link to a material (optional)', [{ value: '', text: 'None' }, ...options], schema, {
        hint: 'It comes below the message, for people with a place.',
      })
}

/** @param materials of the event, where its people may be led to one */
export const wordsForm = ({ audience, eventId }: Pick<Mailing, 'audience' | 'eventId'>, materials: readonly Material[]) =>
  form(
    {
      nature: choice(
        'What kind of message is it?',
        natures,
        z.enum(['service', 'statutory', 'training', 'promotion'], { error: 'Choose what kind of message it is' }),
        { hint: 'The law treats the four differently.' },
      ),
      basis: line(
        'Which law, or what of the safeguarding partners, asks for it?',
        plainLine.pipe(z.string().max(longestBasis, `What it rests on must be ${longestBasis} characters or fewer`)),
        { hint: 'Of a statutory notice only, such as: Children Act 2004, section 16H. The mail says it.' },
      ),
      subject: line(
        'Subject',
        plainLine.pipe(
          z.string().min(1, 'Write a subject').max(longestSubject, `The subject must be ${longestSubject} characters or fewer`),
        ),
        { hint: `Up to ${longestSubject} characters. It is seen on screens that others read: name nothing sensitive.` },
      ),
      text: lines(
        'Message',
        sentField.transform(plainText).pipe(
          z
            .string()
            .min(1, 'Write the message')
            .max(longestText, `The message must be ${sayNumber(longestText)} characters or fewer`),
        ),
        { rows: 14, hint: `Plain text, up to ${sayNumber(longestText)} characters. Leave an empty line between paragraphs.` },
      ),
      material: materialField(mayLink(audience) ? materials : []),
    },
    (schema) =>
      schema.superRefine(({ subject, text, nature, basis }, context) =>
        addProblems(context, {
          nature: natureProblem(nature, audience, eventId !== null),
          basis: nature === 'statutory' && basis === '' ? basisProblem : undefined,
          subject: fieldProblem(subject, eventId !== null),
          text: fieldProblem(text, eventId !== null),
        }),
      ),
  )

/** Which messages somebody wants: news or none, or with a topic invitations on it. */
export const consentForm = form({ news: sentAlong(textField), topic: sentAlong(textField), email: sentAlong(textField) })

export const readToken = (typed: string | undefined): string | undefined => (typed && /^[\w-]{20,100}$/.test(typed) ? typed : undefined)
