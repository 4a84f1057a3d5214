// What an organiser types about materials.

import * as z from 'zod'
import { type Instant, instant, londonDay, londonTime, sayDay } from '#base/dates.ts'
import { acceptedFiles } from '#base/files/file.ts'
import { manyFilesHint } from '#base/files/views/refusals.tsx'
import { choice, day, type Field, file, form, line, lines, select, sentAlong, type Texts } from '#base/web/fields.tsx'
import { addProblems, linesField, sentField, shortLine, textField } from '#base/web/form.ts'
import type { EventDetails } from '#events/events/event.ts'
import { momentTyped } from '#events/events/form-values.ts'
import { longestTitle, longestWords, type Material } from './material.ts'

const secure = (typed: string): boolean => {
  const url = URL.canParse(typed) ? new URL(typed) : undefined
  return (
    /^https:\/\//i.test(typed) &&
    url !== undefined &&
    url.username === '' &&
    url.password === '' &&
    !/\s/.test(typed) &&
    typed.length <= 1000
  )
}

const address = line(
  'Address',
  textField.pipe(z.string().refine(secure, 'Enter one address that starts with https://, without blanks, a name or a password')),
  { hint: 'It starts with https://' },
)

/** null: everybody. Not asked of an event with one session. */
const sessionField = ({ sessions }: EventDetails, label: string, missing: string): Field<string | null> => {
  const schema = sentField
    .refine((sent) => sent === '' || sessions.some(({ id }) => id === sent), missing)
    .transform((sent) => sent || null)
  const titled = sessions.length > 1 ? sessions.flatMap(({ id, title }) => (title ? [{ value: id, text: `Those at ${title}` }] : [])) : []
  return titled.length === 0 ? sentAlong(schema) : select(label, [{ value: '', text: 'Everybody at the event' }, ...titled], schema)
}

export const filesForm = (event: EventDetails) =>
  form({
    file: file('Files', z.unknown().optional(), { hint: manyFilesHint, accept: acceptedFiles, multiple: true }),
    fileTitle: line('What it is called (optional)', shortLine(longestTitle, 'what it is called'), {
      hint: 'For one file. Otherwise its name is used.',
    }),
    fileSession: sessionField(event, 'Who sees them', 'Choose who sees them'),
  })

export const linkForm = (event: EventDetails) =>
  form({
    title: line('What the link leads to', shortLine(longestTitle, 'what it is called', 'Say what the link leads to')),
    url: address,
    linkSession: sessionField(event, 'Who sees it', 'Choose who sees it'),
  })

const none = sentAlong(
  z
    .unknown()
    .optional()
    .transform(() => null),
)

const newerFile = (now: NonNullable<Material['file']>) =>
  file('A newer file instead (optional)', z.unknown().optional(), {
    hint: `Now it is ${now.name}, of ${sayDay(londonDay(now.at))}. A newer one takes its place at the same address. The log keeps which it was.`,
    accept: acceptedFiles,
  })

/** A file has no address to change. */
export const changeForm = (event: EventDetails, { file: now }: Material) =>
  form({
    title: line('What it is called', shortLine(longestTitle, 'what it is called', 'Say what it is called')),
    words: lines(
      'About it (optional)',
      linesField.pipe(z.string().max(longestWords, `Shorten what you say of it to ${longestWords} characters`)),
      { hint: 'People who see it read this under it.', rows: 3 },
    ),
    url: now ? none : address,
    file: now ? newerFile(now) : none,
    session: sessionField(event, 'Who sees it', 'Choose who sees it'),
  })

const typedField = sentField.transform((typed) => typed.slice(0, 20))

/** Its value: from when; null: once the event is over. */
export const releaseForm = (now: Date) =>
  form(
    {
      when: choice(
        'Show them',
        [
          { value: 'over', text: 'Once the event is over' },
          { value: 'now', text: 'Now' },
          { value: 'at', text: 'At a time, below' },
        ],
        z.enum(['over', 'now', 'at'], 'Choose when they are shown'),
      ),
      date: day('Day', typedField),
      time: line('Time', typedField, { hint: 'Such as 16:00', width: 5 }),
    },
    (schema) =>
      schema.transform(({ when, date, time }, context): Instant | null => {
        if (when !== 'at') return when === 'now' ? instant(now) : null
        return momentTyped({ date, time }, (field, problem) => addProblems(context, { [field]: problem })) ?? z.NEVER
      }),
  )

export const filledRelease = ({ releaseAt: at }: { releaseAt: Instant | undefined }): Texts =>
  at ? { when: 'at', date: londonDay(at), time: londonTime(at) } : { when: 'over' }
